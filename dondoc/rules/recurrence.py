"""Rounds of a year under a regime, and their dates (NĐ 09/2019/NĐ-CP; domain.md §2 and §3)."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dondoc.model import Direction, PeriodKind
from dondoc.rules.workdays import Calendar

_MONTHS = {
    PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.NINE_MONTHS: 9, PeriodKind.YEAR: 12,
}  # fmt: skip
ROUNDS_A_YEAR = {
    PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.NINE_MONTHS: 1, PeriodKind.YEAR: 1,
}  # fmt: skip

RoundKey = tuple[PeriodKind, int]


@dataclass(frozen=True)
class Windows:
    """A regime: from which day of which month to which day data is taken, and which round replaces which.

    Months count from the round's first month (`from_month`) and its last one (`to_month`); a day of None is
    the month's last.
    """

    from_month: int
    from_day: int
    to_month: int
    to_day: int | None
    replaces: Mapping[RoundKey, tuple[RoundKey, ...]]


@dataclass(frozen=True)
class Round:
    """A reporting period of a year and its data window (both days included)."""

    kind: PeriodKind
    number: int
    year: int
    data_from: date
    data_to: date
    last_month: int


@dataclass(frozen=True)
class Due:
    """A deadline: the day the rule names, the day it falls on, and what moved it there."""

    raw: date
    on: date
    day_off: str | None = None
    """Name of the day off it moved away from."""


@dataclass(frozen=True)
class Days:
    """The days of a rule; None is the month's last day (BLDS 2015 art. 146)."""

    due_day: int | None
    due_direction: Direction
    send_day: int | None
    send_direction: Direction
    open_before: int


@dataclass(frozen=True)
class Dates:
    """All dates of one round, and what is wrong with them (keys of `dondoc.texts`)."""

    opens_on: date
    due: Due
    send: Due
    warnings: tuple[str, ...] = ()


def day_in(year: int, month: int, day: int | None) -> date:
    """A day of a month counted from January of `year`; a month beyond December or before January carries over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last if day is None else min(day, last))


def rounds(windows: Windows, kinds: Iterable[PeriodKind], year: int) -> list[Round]:
    """The rounds of a year in order, without those that another one replaces: one period, one report."""
    every = [_round(windows, kind, number, year) for kind in kinds for number in range(1, ROUNDS_A_YEAR[kind] + 1)]
    present = {(each.kind, each.number) for each in every}
    replaced = {lost for winner, losers in windows.replaces.items() if winner in present for lost in losers}
    kept = [each for each in every if (each.kind, each.number) not in replaced]
    return sorted(kept, key=lambda each: (each.data_to, _MONTHS[each.kind]))


def _round(windows: Windows, kind: PeriodKind, number: int, year: int) -> Round:
    last = number * _MONTHS[kind]
    first = last - _MONTHS[kind] + 1
    return Round(
        kind=kind,
        number=number,
        year=year,
        data_from=day_in(year, first + windows.from_month, windows.from_day),
        data_to=day_in(year, last + windows.to_month, windows.to_day),
        last_month=last,
    )


def dates(days: Days, each: Round, calendar: Calendar) -> Dates:
    """The dates of a round.

    A deadline never moves back to the data close or before, and sending never before the units' deadline: there it
    moves forward instead. Warns where less than one working day lies between data close and a deadline
    (NĐ 09/2019/NĐ-CP art. 8(5)).
    """
    due = _due(each, days.due_day, days.due_direction, calendar, after=each.data_to)
    send = _due(each, days.send_day, days.send_direction, calendar, after=due.on)
    warnings = tuple(_warnings(each, due, send, calendar))
    return Dates(calendar.shift(due.on, -days.open_before), due, send, warnings)


def _due(each: Round, day: int | None, direction: Direction, calendar: Calendar, after: date) -> Due:
    raw = day_in(each.year, each.last_month, day)
    on = calendar.move(raw, direction)
    if on <= after:
        on = calendar.shift(max(raw, after), 1) if raw <= after else calendar.move(raw, Direction.FORWARD)
    return Due(raw, on, calendar.day_off(raw) if on != raw else None)


def _warnings(each: Round, due: Due, send: Due, calendar: Calendar) -> Iterator[str]:
    if due.raw <= each.data_to:
        yield "due_before_data"
    elif calendar.shift(each.data_to, 1) >= due.on:
        yield "no_working_day_between"
    if send.raw <= due.raw:
        yield "send_before_due"
