"""Fuzzing of the readers for a bounded time, one process: python -m tests.intake_document.fuzz [SECONDS] [TARGET …].

Needs the dependency group `fuzz`. Every target gets its share of the time, guided by the code it reaches (atheris).
Refused documents are right answers, and memory is limited as in the child process that reads them. What ends a
target, with the input's bytes in a file: an input that takes longer than twenty seconds, anything else that is raised,
and a "damaged" file where it was our own code that failed.
"""

import contextlib
import io
import logging
import os
import resource
import subprocess
import sys
import tempfile
import traceback
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import atheris  # type: ignore[import-not-found]
from pdfplumber.utils.exceptions import PdfminerException

with atheris.instrument_imports(include=["dondoc"]) if "FUZZ_TARGET" in os.environ else contextlib.nullcontext():
    from dondoc.intake.document.building import propose_from
    from dondoc.intake.document.readers.any import read_bytes
    from dondoc.intake.document.source import assemble
    from dondoc.intake.document.time import read_time
    from dondoc.intake.document.time_in_prose import time_in_sentence
    from dondoc.rules.refusal import Refused

ROOT = Path(__file__).parents[2]
MEMORY = 1_400 * 1024 * 1024
HERE = Path(__file__).parent / "corpus"
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" '
    'Target="{target}"/></Relationships>'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)
PAGE = (
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj\n"
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n"
)


def packed(parts: dict[str, str | bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


def word(data: bytes) -> bytes:
    """A Word file whose document, and whose numbers if there is a second part, are the data."""
    document, _, numbers = data.partition(b"\x00\x00")
    return packed({"word/document.xml": document} | ({"word/numbering.xml": numbers} if numbers else {}))


def sheet(data: bytes) -> bytes:
    """A workbook whose sheet is the data."""
    return packed(
        {
            "[Content_Types].xml": TYPES,
            "_rels/.rels": RELATIONS.format(kind="officeDocument", target="xl/workbook.xml"),
            "xl/workbook.xml": BOOK,
            "xl/worksheets/sheet1.xml": data,
            "xl/_rels/workbook.xml.rels": RELATIONS.format(kind="worksheet", target="worksheets/sheet1.xml"),
        }
    )


def page(data: bytes) -> bytes:
    """A PDF of one page that draws the data."""
    stream = b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(data), data)
    return b"%PDF-1.4\n" + PAGE.encode() + stream + b"trailer<</Root 1 0 R>>\n%%EOF"


def whole(suffix: str) -> Callable[[bytes], None]:
    return lambda data: read(data, suffix)


def read(data: bytes, suffix: str) -> None:
    try:
        proposal = propose_from(assemble(read_bytes(data, suffix)))
        proposal.as_json()
    except MemoryError:
        return
    except Refused as refused:
        cause = refused.__context__
        if isinstance(cause, PdfminerException) and isinstance(cause.args[0], Exception):
            cause = cause.args[0]
        if refused.key == "document_damaged" and cause is not None and is_ours(cause):
            raise cause from None


def is_ours(error: BaseException) -> bool:
    """Whether our own code failed, rather than the library that read foreign bytes or our own refusal."""
    last = traceback.extract_tb(error.__traceback__)[-1].filename if error.__traceback__ else ""
    return not isinstance(error, Refused | PdfminerException) and str(ROOT / "dondoc") in last


def said(data: bytes) -> None:
    text = data.decode("utf-8", errors="replace")
    read_time(text)
    time_in_sentence(text)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "txt": whole(".txt"),
    "md": whole(".md"),
    "csv": whole(".csv"),
    "tsv": whole(".tsv"),
    "docx": whole(".docx"),
    "pdf": whole(".pdf"),
    "xlsx": whole(".xlsx"),
    "word": lambda data: read(word(data), ".docx"),
    "sheet": lambda data: read(sheet(data), ".xlsx"),
    "page": lambda data: read(page(data), ".pdf"),
    "time": said,
}


def seeds(target: str) -> Iterator[bytes]:
    """What a target begins with: the corpus, or the parts of it that the target packs."""
    if target == "page":
        yield b"BT /F1 12 Tf 72 700 Td (KE HOACH) Tj [(Cong) -250 (tac)] TJ ET 10 10 100 20 re S 0 0 m 10 10 l S"
        yield b"q 1 0 0 1 10 10 cm BT /F1 9 Tf 0 1 -1 0 50 50 Tm 2 Tc 3 Tw 80 Tz 4 Ts <41420020> Tj T* ET Q"
    for path in sorted(HERE.rglob("*")):
        if path.suffix == f".{target}" and path.stat().st_size < 60_000:
            yield path.read_bytes()
        if path.suffix == ".docx" and target == "word" and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                names = [each for each in ("word/document.xml", "word/numbering.xml") if each in package.namelist()]
                yield b"\x00\x00".join(package.read(each) for each in names)
        if path.suffix == ".xlsx" and target == "sheet":
            with zipfile.ZipFile(path) as package:
                yield next(package.read(each) for each in package.namelist() if "worksheets/sheet" in each)
        if path.suffix == ".json" and target == "time":
            yield from (line.encode() for line in path.read_text("utf-8").splitlines() if '"time"' in line)


def run(target: str, seconds: str) -> None:
    """One target in this process, which atheris ends."""
    logging.disable(logging.CRITICAL)
    # As in the child process, which refuses what takes more.
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    with tempfile.TemporaryDirectory() as folder:
        for number, data in enumerate(seeds(target)):
            (Path(folder) / str(number)).write_bytes(data)
        limits = [f"-max_total_time={seconds}", "-timeout=20", "-rss_limit_mb=2048", "-max_len=65536"]
        files = [f"-artifact_prefix={tempfile.gettempdir()}/fuzz-{target}-", folder]
        atheris.Setup([sys.argv[0], *limits, "-print_final_stats=1", "-verbosity=0", *files], TARGETS[target])
        atheris.Fuzz()


def main() -> int:
    seconds, *names = sys.argv[1:] or ["60"]
    if os.environ.get("FUZZ_TARGET"):
        run(os.environ["FUZZ_TARGET"], seconds)
        return 0
    names = names or list(TARGETS)
    failed = 0
    for each in names:
        share = str(max(1, int(seconds) // len(names)))
        command = [sys.executable, "-m", "tests.intake_document.fuzz", share]
        done = subprocess.run(
            command, env=os.environ | {"FUZZ_TARGET": each}, capture_output=True, text=True, check=False
        )
        runs = next((line.split()[-1] for line in done.stderr.splitlines() if "number_of_executed_units" in line), "?")
        print(f"{each:<6} {runs} executions in {share} s, {'ok' if done.returncode == 0 else 'FAILED'}", flush=True)
        if done.returncode:
            failed += 1
            print(done.stdout, *(line for line in done.stderr.splitlines() if "Instrumenting" not in line), sep="\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
