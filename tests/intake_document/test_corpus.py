"""The labelled documents, read as well as they were when this was written."""

from pathlib import Path

import pytest

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.readers.any import read_bytes
from dondoc.intake.document.source import assemble
from tests.intake_document.score import HERE, score_folder

FLOORS = {"dev": 0.98, "second": 0.98, "third": 0.98, "fourth": 0.97, "fifth": 0.94, "sixth": 0.96}
UNMARKED = {"dev": 0.005, "second": 0.005, "third": 0.005, "fourth": 0.01, "fifth": 0.01, "sixth": 0.01}


def in_this_process(path: Path) -> Proposal:
    """Without a child for each of the hundreds of files: that is what reading them mostly costs."""
    return propose_from(assemble(read_bytes(path.read_bytes(), path.suffix)), this_year=2026)


@pytest.mark.slow
@pytest.mark.parametrize("folder", [Path(HERE).parent / name for name in FLOORS], ids=lambda each: each.name)
def test_the_labelled_documents_are_read_no_worse_than_before(folder: Path) -> None:
    score, floor = score_folder(folder, in_this_process), FLOORS[folder.name]
    assert score.matched >= floor * score.labelled
    assert score.matched >= floor * score.proposed
    for name in ("lead", "cooperating", "time text", "time kind", "product"):
        assert score.right[name] >= floor * score.asked[name], name
    assert score.right["recipients"] >= floor * score.asked["recipients"] - 2, "a foot in a sheet, one torn by a page"
    assert score.unmarked <= UNMARKED[folder.name] * score.matched * 5
