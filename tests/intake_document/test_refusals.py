"""What is not read, and the reason given; everything foreign is opened in the locked-up child."""

import io
import zipfile
from pathlib import Path

import pytest

from dondoc.intake.document import propose
from dondoc.intake.document.child import read_source
from dondoc.intake.document.guards import kind_of
from dondoc.rules.refusal import Refused


def packed(parts: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
CASES = [
    (b"", ".docx", "document_empty"),
    (b"  \n", ".txt", "document_empty"),
    (b"<!DOCTYPE html><html><body>KH</body></html>", ".docx", "document_html"),
    (OLE + b"\x00" * 600, ".doc", "document_old_word"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx", "document_encrypted"),
    (packed({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), ".docm", "document_macros"),
    (packed({"other.txt": b"x"}), ".docx", "document_kind_unknown"),
    (packed({"word/document.xml": b"0" * 60_000_000}), ".docx", "document_unpacks_too_far"),
    (packed({f"{number}": b"" for number in range(2001)}), ".docx", "document_unpacks_too_far"),
    (b"PK\x03\x04 broken", ".docx", "document_damaged"),
    (b"\x89PNG\r\n\x1a\n", ".pdf", "document_scan"),
    (b"plain words", ".docx", "document_not_what_named"),
    (b"{\\rtf1 words}", ".doc", "document_old_word"),
]


@pytest.mark.parametrize(("data", "suffix", "key"), CASES, ids=[f"{each[2]}{each[1]}" for each in CASES])
def test_a_file_is_refused_with_its_reason(data: bytes, suffix: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_of(data, suffix)
    assert refused.value.key == key


def test_a_letter_is_no_plan(tmp_path: Path) -> None:
    letter = tmp_path / "thu.txt"
    words = "Kính gửi: Sở Nội vụ\n\nSở Tư pháp nhận được công văn của Quý Sở và có ý kiến như sau.\n\nTrân trọng./.\n"
    letter.write_text(words, encoding="utf-8")
    with pytest.raises(Refused, match="document_not_a_plan"):
        propose(letter)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(Refused, match="document_missing"):
            read_source(path)


def test_entities_are_not_unfolded(tmp_path: Path) -> None:
    entities = b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 20) for n in range(9))
    path = tmp_path / "bomb.docx"
    document = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + entities + b"]><x>&j;</x>"
    path.write_bytes(packed({"word/document.xml": document}))
    with pytest.raises(Refused, match=r"document_(damaged|empty)"):
        read_source(path)


def test_a_reader_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("KẾ HOẠCH\n", encoding="utf-8")
    with pytest.raises(Refused, match="document_too_heavy"):
        read_source(path, seconds=0.001)
