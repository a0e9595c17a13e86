"""From a rule to rounds and assignments: which rounds open now, which unit stands in for an ended one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.model import Part, PeriodKind
from dondoc.rules.recurrence import Dates, Days, Round, Windows, dates, rounds
from dondoc.rules.workdays import Calendar


@dataclass(frozen=True)
class RuleValues:
    """A rule of kind `rounds` as the rules see it."""

    windows: Windows
    kinds: tuple[PeriodKind, ...]
    days: Days
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class UnitSpan:
    """A unit's life: valid from and to (both included), and who follows it."""

    unit_id: int
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = None


RoundDates = tuple[Round, Dates]


def timetable(rule: RuleValues, calendar: Calendar) -> Iterator[RoundDates]:
    """All rounds of a rule with their dates, in the order of their deadlines.

    A round belongs to the rule by the day that the rule names, even where that moves into the next year.
    """
    for year in range(rule.valid_from.year, rule.valid_to.year + 1):
        for each in rounds(rule.windows, rule.kinds, year):
            when = dates(rule.days, each, calendar)
            if rule.valid_from <= when.due.raw <= rule.valid_to:
                yield each, when


def split_by_opening(
    rule: RuleValues, calendar: Calendar, opened: set[tuple[int, PeriodKind, int]], today: date, since: date
) -> tuple[list[RoundDates], date | None]:
    """Rounds that open now (opens_on <= today, not opened before), and the day on which the next one opens.

    Rounds whose units' deadline had passed when the plan came in (`since`) were never ours and stay closed.
    """
    waiting = [
        (each, when)
        for each, when in timetable(rule, calendar)
        if (each.year, each.kind, each.number) not in opened and when.due.on >= since
    ]
    due = [pair for pair in waiting if pair[1].opens_on <= today]
    later = [when.opens_on for _, when in waiting if when.opens_on > today]
    return due, min(later, default=None)


def acting(unit_id: int, units: Mapping[int, UnitSpan], on: date) -> int | None:
    """The unit that does this unit's work on a day: itself, or its successor; None before it began or without one."""
    seen: set[int] = set()
    while unit_id not in seen:
        seen.add(unit_id)
        span = units[unit_id]
        if span.valid_to is None or on <= span.valid_to:
            return unit_id if on >= span.valid_from else None
        if span.successor_id is None:
            return None
        unit_id = span.successor_id
    return None


def assigned(parts: Iterable[tuple[int, Part]], units: Mapping[int, UnitSpan], on: date) -> dict[int, Part]:
    """Who takes part on a day. A successor with a part of its own has one assignment; the leading part counts."""
    result: dict[int, Part] = {}
    for unit_id, part in parts:
        actor = acting(unit_id, units, on)
        if actor is not None and result.get(actor) is not Part.LEAD:
            result[actor] = part
    return result
