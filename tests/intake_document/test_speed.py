"""Long plans are read whole within a gigabyte, or refused with a way out; how fast, `make bench ONLY=reading` says."""

import resource
from pathlib import Path

import pytest

from benchmarks.reading import ITEMS_A_PAGE, as_pdf, as_text
from dondoc.intake.document import propose
from dondoc.intake.document.readers import pdf
from dondoc.rules.refusal import Refused
from dondoc.texts.documents import DOCUMENT_REFUSALS

PAGES, MANY = 100, 160
"""Of a plan; the file has three small ones for each, so that the longer is one of nearly five hundred."""


@pytest.mark.slow
@pytest.mark.parametrize(("write", "pages"), [(as_text, PAGES), (as_pdf, PAGES), (as_pdf, MANY)])
def test_a_long_plan_is_read_whole_within_a_gigabyte(tmp_path: Path, write, pages) -> None:  # type: ignore[no-untyped-def]
    read = propose(write(tmp_path / "plan", pages))
    assert len(read.obligations) == pages * ITEMS_A_PAGE
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 1_000_000


def test_a_pdf_too_long_for_its_time_is_refused_and_says_how_many_pages_may_be_handed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_SECONDS", 0.02)
    with pytest.raises(Refused) as refused:
        pdf.read_pdf(as_pdf(tmp_path / "plan", 20).read_bytes())
    assert refused.value.key == "document_too_many_pages"
    assert 1 <= refused.value.values["part"] <= refused.value.values["read"] < 60
    assert "trang" in DOCUMENT_REFUSALS["document_too_many_pages"].format(**refused.value.values)
