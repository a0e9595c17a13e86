"""The reminder ladder: which rung is due when, to whom, and which one is said (DESIGN.md, Reminders)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from dondoc.model import Direction
from dondoc.rules.workdays import Calendar, Hours


class Tone(StrEnum):
    """How a rung speaks. A warning tells the unit that its superior hears next."""

    OPENING = "opening"
    REMINDER = "reminder"
    DUE = "due"
    FOLLOW_UP = "follow_up"
    WARNING = "warning"
    ESCALATION = "escalation"


class Hearer(StrEnum):
    """Who a rung speaks to: the unit's officers, its head, or the leader in charge of it."""

    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"


@dataclass(frozen=True)
class Rung:
    """One rung. `offset` counts working days from the deadline; None means when the round opens."""

    code: str
    offset: int | None
    tone: Tone
    to: tuple[Hearer, ...]


@dataclass(frozen=True)
class Course:
    """What a ladder climbs along: the dates of one assignment."""

    opens_on: date
    deadline: date
    calendar: Calendar
    hours: Hours


def ladder_from(data: Iterable[Mapping[str, object]]) -> tuple[Rung, ...]:
    """A ladder from its stored form. Raises KeyError or ValueError where it is not one."""
    return tuple(
        Rung(
            code=str(rung["code"]),
            offset=None if rung.get("offset") is None else int(str(rung["offset"])),
            tone=Tone(str(rung["tone"])),
            to=tuple(Hearer(hearer) for hearer in rung["to"]),  # type: ignore[attr-defined]
        )
        for rung in data
    )


def at(rung: Rung, course: Course) -> datetime:
    """When a rung is due: as the office opens on its working day; before a deadline that stays on a day off."""
    if rung.offset is None:
        return course.hours.start(course.opens_on)
    day = course.calendar.shift(course.deadline, rung.offset)
    return course.hours.start(course.calendar.move(day, Direction.BACK))


def due(ladder: Sequence[Rung], course: Course, said: set[str], now: datetime) -> list[tuple[Rung, datetime]]:
    """The rungs that are due and not yet recorded, oldest first. A late or double look loses and repeats nothing."""
    waiting = [(rung, at(rung, course)) for rung in ladder if rung.code not in said]
    return sorted(((rung, when) for rung, when in waiting if when <= now), key=lambda pair: pair[1])


def next_at(ladder: Sequence[Rung], course: Course, said: set[str]) -> datetime | None:
    """When the next rung is due; None when nothing is left to say."""
    return min((at(rung, course) for rung in ladder if rung.code not in said), default=None)


def spoken(rungs: Sequence[tuple[Rung, datetime]], hearer: Hearer) -> Rung | None:
    """After downtime several rungs may be due at once: the last one speaks for all."""
    heard = [rung for rung, _ in rungs if hearer in rung.to]
    return heard[-1] if heard else None
