"""When each flow looks: the configured timetable under the administrators' changes, and what they may set."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dondoc.model import FlowName, Schedule
from dondoc.rules.refusal import Refused

DAY_SECONDS = 86_400
LONGEST_REASON = 1000
LIMITS: Mapping[FlowName, tuple[int, int]] = {
    FlowName.OPEN: (10, DAY_SECONDS),
    FlowName.REMIND: (10, DAY_SECONDS),
    # Somebody waits in front of the screen for a sign-in letter, and its link lives half an hour.
    FlowName.DELIVER: (1, 300),
    FlowName.DRAFT: (10, DAY_SECONDS),
    # Every look of it is a run, so it may not be as frequent as the others.
    FlowName.WATCH: (60, DAY_SECONDS),
    FlowName.COLLECT: (1, DAY_SECONDS),
}
"""The shortest and the longest interval that an administrator may set, in seconds."""


@dataclass(frozen=True)
class Tick:
    """How often a flow looks (seconds), whether every agency paused it, and whether an administrator changed that.

    `asked_at`: since when a run is asked for that has not ended.
    """

    every_seconds: int
    paused: bool = False
    adjusted: bool = False
    asked_at: datetime | None = None


Timetable = Mapping[FlowName, Tick]
Paused = Mapping[FlowName, Collection[int]]
"""The agencies whose rows a flow leaves alone, by flow; flows that nobody paused are missing."""


def check_interval(flow: FlowName, seconds: int) -> int:
    """The interval where it may be set. Raises Refused for one that is too short or too long for the flow."""
    least, most = LIMITS[flow]
    if not least <= seconds <= most:
        raise Refused("interval_out_of_range", "every", least=least, most=most)
    return seconds


def check_reason(reason: str) -> str:
    """The reason, trimmed. Raises Refused where there is none, or a novel."""
    reason = reason.strip()
    if not reason:
        raise Refused("schedule_reason_missing", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("text_too_long", "reason", longest=LONGEST_REASON)
    return reason


def overlay(configured: Timetable, schedules: Iterable[Schedule], agencies: int) -> dict[FlowName, Tick]:
    """The timetable in force. A flow serves all agencies at once, so the most eager one sets its interval.

    It is paused as a whole where every agency pauses it; else it leaves out the rows of those who do (`paused_by`).
    `agencies`: how many there are; those without a row hold to the configured interval.
    """
    rows: dict[FlowName, list[Schedule]] = {}
    for schedule in schedules:
        rows.setdefault(schedule.flow, []).append(schedule)
    return {flow: _adjusted(tick, rows.get(flow, []), agencies) for flow, tick in configured.items()}


def _adjusted(tick: Tick, rows: list[Schedule], agencies: int) -> Tick:
    if not rows:
        return tick
    awake = [row.every_seconds or tick.every_seconds for row in rows if not row.paused]
    if len(rows) < agencies:
        awake.append(tick.every_seconds)
    return Tick(
        min(awake, default=tick.every_seconds),
        paused=not awake,
        adjusted=any(row.paused or row.every_seconds for row in rows),
        asked_at=min((row.asked_at for row in rows if row.asked_at), default=None),
    )


def paused_by(schedules: Iterable[Schedule]) -> Paused:
    """Whose rows each flow leaves alone. A run that was asked for has taken the pause away until it ends."""
    result: dict[FlowName, set[int]] = {}
    for each in schedules:
        if each.paused and each.run_id is None:
            result.setdefault(each.flow, set()).add(each.agency_id)
    return result


def to_look(timetable: Timetable, last_looks: Mapping[FlowName, datetime], now: datetime) -> set[FlowName]:
    """The flows whose interval has passed, or that have not looked yet.

    Delivery looks even where all have paused it, since a sign-in letter is never held back.
    """
    return {
        flow
        for flow, tick in timetable.items()
        if (not tick.paused or flow is FlowName.DELIVER) and _passed(tick, last_looks.get(flow), now)
    }


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
