"""A hundred pages are read whole, as text and as PDF, within a gigabyte; how fast, `make bench ONLY=reading` says."""

import resource
from pathlib import Path

import pytest

from benchmarks.reading import ITEMS_A_PAGE, as_pdf, as_text
from dondoc.intake.document import propose

PAGES = 100


@pytest.mark.slow
@pytest.mark.parametrize("write", [as_text, as_pdf])
def test_a_hundred_pages_are_read_whole_within_a_gigabyte(tmp_path: Path, write) -> None:  # type: ignore[no-untyped-def]
    read = propose(write(tmp_path / "plan", PAGES))
    assert len(read.obligations) == PAGES * ITEMS_A_PAGE
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_000_000
