"""The development documents, read as well as they were when this was written."""

from pathlib import Path

import pytest

from tests.intake_document.score import HERE, score_folder

FLOOR = 0.97


@pytest.mark.slow
def test_the_development_documents_are_read_no_worse_than_before() -> None:
    if not Path(HERE).is_dir():
        pytest.skip("the labelled documents are not here; nothing is scored")
    score = score_folder(HERE)
    assert score.matched >= FLOOR * score.labelled
    assert score.matched >= FLOOR * score.proposed
    for name in ("lead", "cooperating", "time text", "time kind", "product", "recipients"):
        assert score.right[name] >= FLOOR * score.asked[name], name
    assert score.unmarked <= 0.01 * score.matched * 5
