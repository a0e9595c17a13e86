"""Long plans are read whole within a gigabyte, or refused with a way out; how fast, `make bench ONLY=reading` says."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.reading import ITEMS_A_PAGE, as_pdf, as_text
from dondoc.intake.document.readers import pdf
from dondoc.rules.refusal import Refused
from dondoc.texts.documents import DOCUMENT_REFUSALS

PAGES, MANY = 100, 160
"""Of a plan; the file has three small ones for each, so that the longer is one of nearly five hundred."""

_READ = """
import re, resource, sys
from pathlib import Path
from dondoc.intake.document import propose
read = propose(Path(sys.argv[1]))
own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
print(len(read.obligations), max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


@pytest.mark.slow
@pytest.mark.parametrize(("write", "pages"), [(as_text, PAGES), (as_pdf, PAGES), (as_pdf, MANY)])
def test_a_long_plan_is_read_whole_within_a_gigabyte(tmp_path: Path, write, pages) -> None:  # type: ignore[no-untyped-def]
    # In a process of its own, as other tests have had larger children (a browser, LibreOffice); and not by RUSAGE_SELF,
    # which starts at the size of the process it was started from (getrusage(2): maxrss outlives exec).
    reading = subprocess.run(
        [sys.executable, "-c", _READ, str(write(tmp_path / "plan", pages))], capture_output=True, text=True, check=True
    )
    obligations, kilobytes = map(int, reading.stdout.split())
    assert obligations == pages * ITEMS_A_PAGE
    assert kilobytes < 1_000_000


def test_a_pdf_too_long_for_its_time_is_refused_and_says_how_many_pages_may_be_handed_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "_SECONDS", 0.02)
    with pytest.raises(Refused) as refused:
        pdf.read_pdf(as_pdf(tmp_path / "plan", 20).read_bytes())
    assert refused.value.key == "document_too_many_pages"
    assert 1 <= refused.value.values["part"] <= refused.value.values["read"] < 60
    assert "trang" in DOCUMENT_REFUSALS["document_too_many_pages"].format(**refused.value.values)
