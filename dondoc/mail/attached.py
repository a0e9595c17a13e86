"""The guard before files that come by mail: they are looked at, never opened."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

LARGEST = 20 * 1024 * 1024
MOST_FILES = 10
_PARTS, _UNPACKED, _RATIO, _RATIO_FROM = 2_000, 100 * 1024 * 1024, 400, 5 * 1024 * 1024
_PDF, _ZIP, _PNG, _JPEG = b"%PDF-", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_BEGINNINGS = {
    ".pdf": _PDF, ".docx": _ZIP, ".xlsx": _ZIP, ".odt": _ZIP, ".ods": _ZIP, ".png": _PNG, ".jpg": _JPEG,
    ".jpeg": _JPEG, ".txt": b"", ".csv": b"",
}  # fmt: skip
_MACROS = ("vbaproject.bin", "macrosheets/", "activex/", "basic/script")


@dataclass(frozen=True)
class Attached:
    """A file as it came. `refused` of "" means that it may be kept, else the key of the reason."""

    filename: str
    content: bytes
    refused: str = ""


def looked_at(filename: str, content: bytes, number: int = 1) -> Attached:
    """A file with the reason why it is not kept, if there is one; `number` counts the files of the letter."""
    name = "".join(char for char in PurePosixPath(filename.replace("\\", "/")).name if char.isprintable())[:200]
    return Attached(name or "tep", content, _reason(name, content, number))


def _reason(name: str, content: bytes, number: int) -> str:
    beginning = _BEGINNINGS.get(PurePosixPath(name).suffix.lower())
    if number > MOST_FILES:
        return "too_many"
    if len(content) > LARGEST:
        return "too_large"
    if beginning is None:
        return "kind"
    if not content.startswith(beginning) or (beginning == b"" and b"\0" in content):
        return "not_what_it_says"
    return _of_archive(content) if beginning == _ZIP else ""


def _of_archive(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, RuntimeError):
        return "broken"
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    if len(parts) > _PARTS or unpacked > _UNPACKED or (unpacked > _RATIO_FROM and unpacked / packed > _RATIO):
        return "bomb"
    if any(part.flag_bits & 1 for part in parts):
        return "locked"
    names = [part.filename.lower() for part in parts]
    if any(mark in name for name in names for mark in _MACROS):
        return "macros"
    return ""
