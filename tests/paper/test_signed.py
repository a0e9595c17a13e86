"""A signature counts only on the issued document, whole and unchanged: seventeen ways to tamper, each with its word."""

import base64
import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from dondoc.intake.guard import in_child
from dondoc.model import Verdict
from dondoc.paper.pdf import pdf
from dondoc.paper.signed import check_signed, packed

from .sample import issued
from .signing_kit import authority, sign, signer

NOW = datetime(2024, 3, 20, 9, tzinfo=UTC)
PDF = pdf(issued())
OTHER = pdf(issued().model_copy(update={"number": 6}))
SIGNED = sign(PDF)


def verdict(data: bytes, root: str = "Gốc thử nghiệm", now: datetime = NOW) -> Verdict:
    roots = json.dumps([base64.b64encode(authority(root).der).decode()])
    return Verdict(check_signed(packed(PDF, data), roots, now.isoformat())["verdict"])


def rewritten(data: bytes) -> bytes:
    """The same pages in a file of another program."""
    writer = pypdf.PdfWriter()
    writer.append(io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def updated(data: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """One more revision after what is there."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def overlay(writer: IncrementalPdfFileWriter) -> None:
    """Words written over the first page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in page:
        page = page["/Kids"][0].get_object()
    stream = generic.StreamObject(stream_data=b"BT /F 12 Tf (x) Tj ET 0 0 99 99 re f")
    page["/Contents"] = generic.ArrayObject([page.raw_get("/Contents"), writer.add_object(stream)])
    writer.update_container(page)


def stamp(writer: IncrementalPdfFileWriter) -> None:
    """A note lying over the first page."""
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    while "/Kids" in page:
        page = page["/Kids"][0].get_object()
    note = generic.DictionaryObject(
        {
            generic.NameObject("/Type"): generic.NameObject("/Annot"),
            generic.NameObject("/Subtype"): generic.NameObject("/FreeText"),
            generic.NameObject("/Rect"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 300, 300))),
            generic.NameObject("/Contents"): generic.TextStringObject("Đã sửa"),
        }
    )
    page["/Annots"] = generic.ArrayObject([writer.add_object(note)])
    writer.update_container(page)


def flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def contents_at(data: bytes) -> int:
    return data.rindex(b"/Contents <") + 40


def range_widened(data: bytes) -> bytes:
    """The signed range changed after signing."""
    found = list(re.finditer(rb"/ByteRange ?\[ ?0 (\d+)", data))[-1]
    digits = found[1]
    return data[: found.start(1)] + str(int(digits) - 9).encode().rjust(len(digits), b"0") + data[found.end(1) :]


CASES: dict[str, tuple[Callable[[], bytes], Verdict]] = {
    "another document, validly signed": (lambda: sign(OTHER), Verdict.DIFFERENT),
    "another document, not signed": (lambda: OTHER, Verdict.DIFFERENT),
    "the issued file without a signature": (lambda: PDF, Verdict.NOT_SIGNED),
    "saved anew by another program, not signed": (lambda: rewritten(PDF), Verdict.NOT_SIGNED),
    "saved anew, then signed": (lambda: sign(rewritten(PDF)), Verdict.SAME_TEXT),
    "words laid over it, then signed": (lambda: sign(updated(PDF, overlay)), Verdict.DIFFERENT),
    "a note laid over it, then signed": (lambda: sign(updated(PDF, stamp)), Verdict.SAME_TEXT),
    "words laid over it after signing": (lambda: updated(SIGNED, overlay), Verdict.CHANGED_AFTER),
    "a note laid over it after signing": (lambda: updated(SIGNED, stamp), Verdict.CHANGED_AFTER),
    "junk after the signature": (lambda: SIGNED + b"%junk" * 50, Verdict.CHANGED_AFTER),
    "a second document hung on": (lambda: SIGNED + OTHER, Verdict.CHANGED_AFTER),
    "one byte of the words flipped": (lambda: flipped(SIGNED, len(PDF) // 2), Verdict.CHANGED_AFTER),
    "one byte of the signature flipped": (lambda: flipped(SIGNED, contents_at(SIGNED)), Verdict.CHANGED_AFTER),
    "the signed range changed": (lambda: range_widened(SIGNED), Verdict.CHANGED_AFTER),
    "signed by somebody nobody vouches for": (lambda: sign(PDF, signer("Ai đó", "Gốc lạ")), Verdict.UNTRUSTED),
    "signed with a certificate that has run out": (
        lambda: sign(PDF, signer("Cũ", until=datetime(2021, 1, 1, tzinfo=UTC))), Verdict.UNTRUSTED,
    ),
    "cut off before the signature": (lambda: SIGNED[: len(PDF) + 900], Verdict.NOT_SIGNED),
}  # fmt: skip


def test_there_are_seventeen() -> None:
    assert len(CASES) == 17


@pytest.mark.parametrize("case", CASES)
def test_each_way_of_tampering_has_its_word(case: str) -> None:
    make, meant = CASES[case]
    found = verdict(make())
    # A flipped byte may break the file so far that nothing of it can be read any more: refused all the same.
    allowed = {meant, Verdict.BROKEN} if "flipped" in case or "range" in case else {meant}
    assert found in allowed


def test_the_issued_file_with_a_trusted_signature_is_exact() -> None:
    assert verdict(SIGNED) is Verdict.EXACT


def test_the_agencys_signature_may_stand_on_the_leaders() -> None:
    assert verdict(sign(SIGNED, signer("Sở Khoa học và Công nghệ"), "Ky2")) is Verdict.EXACT


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7", b"\x89PNG" * 99])
def test_what_is_no_pdf_is_told_as_that(data: bytes) -> None:
    assert verdict(data) is Verdict.BROKEN


def test_the_child_gives_the_same_verdict() -> None:
    roots = json.dumps([base64.b64encode(authority().der).decode()])
    found = in_child("dondoc.paper.signed:check_signed", packed(PDF, SIGNED), [roots, NOW.isoformat()])
    assert found == {"verdict": "exact", "signers": ["Trần Ngọc Lân"], "detail": ""}


def test_poppler_agrees(tmp_path: Path) -> None:
    pdfsig = shutil.which("pdfsig")
    if pdfsig is None:
        pytest.skip("NO POPPLER ON THIS MACHINE: pdfsig was not asked")
    for name, data, valid in (("good", SIGNED, True), ("bad", flipped(SIGNED, len(PDF) // 2), False)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        done = subprocess.run([pdfsig, "-nocert", path], capture_output=True, text=True, check=False)
        assert ("Signature is Valid." in done.stdout) is valid
        assert "Trần Ngọc Lân" in done.stdout
