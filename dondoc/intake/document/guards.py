"""What is looked at before a foreign file is opened: its size, its true kind, and how far a package unpacks."""

import io
import zipfile

from dondoc.rules.refusal import Refused

LARGEST = 20 * 1024 * 1024
_MOST_PARTS, _MOST_UNPACKED = 2_000, 100 * 1024 * 1024
_RATIO, _RATIO_FROM = 400, 5 * 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b'<?xml version="1.0" encoding="utf-8"?><html')
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"BM")
_OTHER = (b"PK\x05\x06", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ", b"\x7fELF")
_TEXTS = {
    ".md": "text",
    ".txt": "text",
    ".text": "text",
    ".markdown": "text",
    "": "text",
    ".csv": "delimited",
    ".tsv": "delimited",
    ".tab": "delimited",
}


def kind_of(data: bytes, suffix: str) -> str:
    """What the file truly is: docx, xlsx, pdf, text or delimited. Raises Refused with the way out."""
    if not data.strip():
        raise Refused("document_empty", "file")
    if len(data) > LARGEST:
        raise Refused("document_too_large", "file", largest="20 MB")
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(_OLE):
        raise Refused(
            "document_encrypted" if "EncryptedPackage".encode("utf-16-le") in data else "document_old_word", "file"
        )
    if head.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _package(data)
    if head.lower().startswith(_HTML):
        raise Refused("document_html", "file")
    if head.startswith(b"{\\rtf"):
        raise Refused("document_old_word", "file")
    if data.startswith(_IMAGES):
        raise Refused("document_scan", "file")
    if data.startswith(_OTHER):
        raise Refused("document_kind_unknown", "file")
    if suffix.lower() not in _TEXTS:
        raise Refused("document_not_what_named", "file", suffix=suffix.lower())
    return _TEXTS[suffix.lower()]


def _package(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("document_damaged", "file") from None
    unpacked = sum(part.file_size for part in parts)
    if (
        len(parts) > _MOST_PARTS
        or unpacked > _MOST_UNPACKED
        or (unpacked > _RATIO_FROM and unpacked > _RATIO * len(data))
    ):
        raise Refused("document_unpacks_too_far", "file")
    if any(part.flag_bits & 1 for part in parts):
        raise Refused("document_encrypted", "file")
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("document_macros", "file")
    for name, kind in (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx")):
        if name in names:
            return kind
    raise Refused("document_kind_unknown", "file")
