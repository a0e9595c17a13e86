"""The labelled documents, read as well as they were when this was written."""

from pathlib import Path

import pytest

from tests.intake_document.score import HERE, score_folder

FLOOR = 0.98


@pytest.mark.slow
@pytest.mark.parametrize(
    "folder", [Path(HERE).parent / name for name in ("dev", "second", "third")], ids=lambda each: each.name
)
def test_the_labelled_documents_are_read_no_worse_than_before(folder: Path) -> None:
    score = score_folder(folder)
    assert score.matched >= FLOOR * score.labelled
    assert score.matched >= FLOOR * score.proposed
    for name in ("lead", "cooperating", "time text", "time kind", "product", "recipients"):
        assert score.right[name] >= FLOOR * score.asked[name], name
    assert score.unmarked <= 0.005 * score.matched * 5
