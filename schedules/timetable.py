"""When each flow looks for what is due: the configured timetable under the administrators' changes. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import Field

from dondoc.intake.toml_file import FileError, Strict, TomlFile
from dondoc.model import FlowName, Schedule

DAY_SECONDS = 86_400


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


@dataclass(frozen=True)
class Tick:
    """How often a flow looks (seconds), whether it is paused, and whether an administrator said so."""

    every_seconds: int
    paused: bool = False
    adjusted: bool = False


Timetable = Mapping[FlowName, Tick]


def load_timetable(path: Path) -> dict[FlowName, Tick]:
    """The configured timetable. Raises FileError, one line with file, line, key and what to write."""
    file = TomlFile(path)
    entries = file.checked(_File)
    return {flow: Tick(getattr(entries, flow.value).every_seconds) for flow in FlowName}


def overlay(configured: Timetable, schedules: Iterable[Schedule], agencies: int) -> dict[FlowName, Tick]:
    """The timetable in force. A flow serves all agencies at once, so the most eager one sets its interval.

    It is paused where every agency pauses it. `agencies`: how many there are; those without a row hold to the
    configured interval.
    """
    rows: dict[FlowName, list[Schedule]] = {}
    for schedule in schedules:
        rows.setdefault(schedule.flow, []).append(schedule)
    return {flow: _adjusted(tick, rows.get(flow, []), agencies) for flow, tick in configured.items()}


def _adjusted(tick: Tick, rows: list[Schedule], agencies: int) -> Tick:
    if not rows:
        return tick
    awake = [row.every_seconds for row in rows if not row.paused]
    if len(rows) < agencies:
        awake.append(tick.every_seconds)
    every = min(awake or [row.every_seconds for row in rows])
    return Tick(every, paused=not awake, adjusted=True)


def to_look(timetable: Timetable, last_looks: Mapping[FlowName, datetime], now: datetime) -> set[FlowName]:
    """The flows whose interval has passed, or that have not looked yet."""
    return {flow for flow, tick in timetable.items() if not tick.paused and _passed(tick, last_looks.get(flow), now)}


def _passed(tick: Tick, last: datetime | None, now: datetime) -> bool:
    # A look that lies ahead means that the machine's clock was set back: waiting for it could take hours.
    return last is None or last > now or now - last >= timedelta(seconds=tick.every_seconds)


def next_looks(
    timetable: Timetable, last_looks: Mapping[FlowName, datetime], now: datetime
) -> dict[FlowName, datetime | None]:
    """When each flow looks next, for people to read; None while it is paused."""
    due = to_look(timetable, last_looks, now)
    return {
        flow: None if tick.paused else now if flow in due else last_looks[flow] + timedelta(seconds=tick.every_seconds)
        for flow, tick in timetable.items()
    }


__all__ = ["FileError", "Tick", "Timetable", "load_timetable", "next_looks", "overlay", "to_look"]
