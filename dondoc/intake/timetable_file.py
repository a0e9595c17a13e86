"""The configured timetable: how often each flow looks where no administrator has said otherwise."""

from pathlib import Path

from pydantic import Field

from dondoc.intake.toml_file import Strict, TomlFile
from dondoc.model import FlowName
from dondoc.rules.schedule import DAY_SECONDS, Tick


class _Entry(Strict):
    every_seconds: int = Field(ge=1, le=DAY_SECONDS, strict=True)


class _File(Strict):
    open: _Entry
    remind: _Entry
    deliver: _Entry
    draft: _Entry
    watch: _Entry
    collect: _Entry = _Entry(every_seconds=5)
    """Came later than the others: an operator's own file may lack it."""


def load_timetable(path: Path) -> dict[FlowName, Tick]:
    """The configured timetable. Raises FileError, one line with file, line, key and what to write."""
    entries = TomlFile(path).checked(_File)
    return {flow: Tick(getattr(entries, flow.value).every_seconds) for flow in FlowName}
