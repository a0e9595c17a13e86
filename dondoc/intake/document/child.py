"""Opens a foreign file in a locked-up child process; this process never parses its bytes."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import BinaryIO

from pydantic import TypeAdapter, ValidationError

from dondoc.intake.document.guards import LARGEST
from dondoc.intake.document.old_word import converted
from dondoc.intake.document.source import RawBlock, Source, assemble
from dondoc.rules.refusal import Refused

_WALL_SECONDS = 60
_SUFFIX = re.compile(r"\.\w{1,10}")
_KEPT = ("DONDOC_CONFIG", "SYSTEMROOT", "LD_LIBRARY_PATH", "HOME")
_BLOCKS = TypeAdapter(list[RawBlock])


def read_source(path: Path, seconds: float = _WALL_SECONDS, office: Path | None = None) -> Source:
    """The document at `path`. Raises Refused where it cannot be read, with the reason."""
    try:
        if not path.is_file():
            raise Refused("document_missing", "file")
        with path.open("rb") as given:
            return read_upload(given, path.suffix, seconds, office)
    except OSError:
        raise Refused("document_missing", "file") from None


def read_upload(given: BinaryIO, suffix: str, seconds: float = _WALL_SECONDS, office: Path | None = None) -> Source:
    """The document that stands in an open file; `suffix` is only what it claims to be.

    `office` is the program that makes DOCX of an old Word document; without it that is refused.
    """
    size = given.seek(0, os.SEEK_END)
    given.seek(0)
    if size > LARGEST:
        raise Refused("document_too_large", "file", largest="20 MB")
    given = converted(given, office)
    with tempfile.TemporaryFile() as told:
        status = _run(given.fileno(), told.fileno(), suffix if _SUFFIX.fullmatch(suffix) else "", seconds)
        told.seek(0)
        answer = told.read()
    if status != 0:
        raise Refused("document_too_heavy", "file")
    return assemble(_blocks(answer))


def _run(given: int, told: int, suffix: str, seconds: float) -> int:
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ} | {
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
    }
    command = [sys.executable, "-I", "-m", "dondoc.intake.document.reading", suffix]
    try:
        return subprocess.run(
            command,
            stdin=given,
            stdout=told,
            stderr=subprocess.DEVNULL,
            env=environment,
            timeout=seconds,
            check=False,
            start_new_session=True,
        ).returncode
    except subprocess.TimeoutExpired:
        return -1


def _blocks(answer: bytes) -> list[RawBlock]:
    try:
        data = json.loads(answer)
        if isinstance(data, dict):
            raise Refused(str(data["refused"]), "file", **dict(data.get("values", {})))
        return _BLOCKS.validate_python(data)
    except (ValueError, KeyError, ValidationError):
        raise Refused("document_too_heavy", "file") from None
