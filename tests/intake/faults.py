"""Copies of the sample files with one fault each."""

from pathlib import Path

import pytest

from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.intake.toml_file import FileError
from tests.cast import AGENCY_FILE

SAMPLE = read_agency(AGENCY_FILE)
UNITS = [unit.code for unit in SAMPLE.file.unit]


def spoilt(folder: Path, original: Path, old: str, new: str) -> Path:
    """A copy in which the first `old` reads `new`."""
    text = original.read_text(encoding="utf-8")
    assert old in text
    path = folder / original.name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def line_of(path: Path, part: str) -> int:
    """The line on which `part` begins first."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if part.splitlines()[0] in line)


def fault_of_plan(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_plan(path, UNITS, SAMPLE.regimes)
    return _one_line(caught.value)


def fault_of_agency(path: Path) -> str:
    with pytest.raises(FileError) as caught:
        read_agency(path)
    return _one_line(caught.value)


def _one_line(error: FileError) -> str:
    told = str(error)
    assert "\n" not in told
    return told
