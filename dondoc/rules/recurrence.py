"""Rounds of a year under a regime, and their dates (NĐ 09/2019/NĐ-CP; domain.md §2 and §3)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from dondoc.model import Direction, PeriodKind
from dondoc.rules.day_rule import Anchors, DayKind, DayRule, day_in, named_day
from dondoc.rules.refusal import Refused
from dondoc.rules.workdays import Calendar

MONTHS = {
    PeriodKind.MONTH: 1, PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.NINE_MONTHS: 9, PeriodKind.YEAR: 12,
}  # fmt: skip
ROUNDS_A_YEAR = {
    PeriodKind.WEEK: 53, PeriodKind.MONTH: 12, PeriodKind.QUARTER: 4, PeriodKind.HALF: 2, PeriodKind.NINE_MONTHS: 1,
    PeriodKind.YEAR: 1, PeriodKind.ONCE: 1, PeriodKind.EVENT: 999, PeriodKind.AD_HOC: 1, PeriodKind.THEMATIC: 1,
}  # fmt: skip
"""The highest number a round of a kind may have; most years have 52 weeks."""
RHYTHMS = frozenset({PeriodKind.WEEK, *MONTHS})
"""Kinds that come again by themselves."""
ON_REQUEST = frozenset({PeriodKind.AD_HOC, PeriodKind.THEMATIC})
"""Kinds whose dates somebody asked for: each is the very day that was named, whatever the calendar says."""

RoundKey = tuple[PeriodKind, int]
RoundId = tuple[int, PeriodKind, int]
"""Year, kind and number."""


@dataclass(frozen=True)
class Windows:
    """A regime: from which day of which month to which day data is taken, and which round replaces which.

    Months count from the round's first month (`from_month`) and its last one (`to_month`); a day of None is
    the month's last. A week's data begins on the weekday `week_from` (Monday is 1) on or before its Monday.
    """

    from_month: int
    from_day: int
    to_month: int
    to_day: int | None
    replaces: Mapping[RoundKey, tuple[RoundKey, ...]]
    week_from: int = 1


@dataclass(frozen=True)
class Round:
    """A reporting period of a year and its data window (both days included)."""

    kind: PeriodKind
    number: int
    year: int
    data_from: date
    data_to: date
    last_month: int
    event_on: date | None = None

    @property
    def id(self) -> RoundId:
        """Year, kind and number."""
        return self.year, self.kind, self.number

    @property
    def name(self) -> str:
        """Its name in files and commands: "quarter-2-2024"."""
        return f"{self.kind.value}-{self.number}-{self.year}"


def round_id(name: str) -> RoundId:
    """The round of that name. Raises ValueError for what is none."""
    kind, number, year = name.rsplit("-", 2)
    return int(year), PeriodKind(kind), int(number)


@dataclass(frozen=True)
class Due:
    """A deadline: the day the rule names, the day it falls on, and what moved it there."""

    raw: date
    on: date
    day_off: str | None = None
    """Name of the day off it moved away from."""
    off_basis: str = ""
    """What that day off rests on."""
    pushed: bool = False
    """It could not move back, or stand where it was named, because of the day it must lie behind."""


@dataclass(frozen=True)
class Days:
    """The days of a rule. `compile_before` and `sign_before` count working days before sending."""

    due_day: DayRule
    due_direction: Direction
    send_day: DayRule
    send_direction: Direction
    open_before: int
    compile_before: int = 2
    sign_before: int = 1
    open_day: DayRule | None = None
    compile_day: DayRule | None = None
    sign_day: DayRule | None = None
    """The very days of a round on request (ON_REQUEST), and the times of day of its deadlines."""
    due_time: time | None = None
    compile_time: time | None = None
    sign_time: time | None = None
    send_time: time | None = None


@dataclass(frozen=True)
class Dates:
    """All dates of one round, and what is wrong with them (keys of `dondoc.texts`).

    The levels in order: units answer (`due`), the lead unit sends up (`compile_on`), the leader signs (`sign_on`), the
    report goes to its addressees (`send`).
    """

    opens_on: date
    due: Due
    send: Due
    compile_on: date
    sign_on: date
    warnings: tuple[str, ...] = ()


def rounds(windows: Windows, kinds: Iterable[PeriodKind], year: int) -> list[Round]:
    """The rounds of a year in order, without those that another one replaces: one period, one report."""
    every = [each for kind in kinds if kind in RHYTHMS for each in _of_kind(windows, kind, year)]
    present = {(each.kind, each.number) for each in every}
    replaced = {lost for winner, losers in windows.replaces.items() if winner in present for lost in losers}
    kept = [each for each in every if (each.kind, each.number) not in replaced]
    return sorted(kept, key=lambda each: (each.data_to, each.data_to - each.data_from))


def _of_kind(windows: Windows, kind: PeriodKind, year: int) -> list[Round]:
    if kind is PeriodKind.WEEK:
        return [_week(windows, number, year) for number in range(1, weeks_of(year) + 1)]
    return [_months(windows, kind, number, year) for number in range(1, ROUNDS_A_YEAR[kind] + 1)]


def weeks_of(year: int) -> int:
    """How many weeks a year has (ISO 8601): the one with 28 December is its last."""
    return date(year, 12, 28).isocalendar().week


def _week(windows: Windows, number: int, year: int) -> Round:
    monday = date.fromisocalendar(year, number, 1)
    begins = monday - timedelta(days=(8 - windows.week_from) % 7)
    ends = begins + timedelta(days=6)
    return Round(PeriodKind.WEEK, number, year, begins, ends, (ends.year - year) * 12 + ends.month)


def _months(windows: Windows, kind: PeriodKind, number: int, year: int) -> Round:
    last = number * MONTHS[kind]
    first = last - MONTHS[kind] + 1
    return Round(
        kind=kind,
        number=number,
        year=year,
        data_from=day_in(year, first + windows.from_month, windows.from_day),
        data_to=day_in(year, last + windows.to_month, windows.to_day),
        last_month=last,
    )


def tiling_fault(windows: Windows) -> str | None:
    """`window_gap` or `window_overlap` where a month's data does not begin the day after that of the month before.

    Every kind of round begins and ends as months do, so months tell for all. Eight years hold every length of month.
    """
    for year in range(2020, 2028):
        for month in range(1, 13):
            begins = day_in(year, month + windows.from_month, windows.from_day)
            ended = day_in(year, month - 1 + windows.to_month, windows.to_day)
            if begins != ended + timedelta(days=1):
                return "window_overlap" if begins <= ended else "window_gap"
    return None


def dates(days: Days, each: Round, calendar: Calendar) -> Dates:
    """The dates of a round.

    A deadline never moves back to the data close or before, and sending never before the units' deadline: there it
    moves forward instead. The lead unit's and the leader's days are worked back from sending, and never lie before the
    units' deadline. Warns where less than one working day lies between data close and a deadline (NĐ 09/2019/NĐ-CP
    art. 8(5)), and where a level has no time of its own.
    """
    if each.kind in ON_REQUEST:
        return _as_asked(days)
    anchors = Anchors(each.year, each.last_month, each.data_to, each.event_on)
    if days.due_day.kind is DayKind.BEFORE_SENDING:
        # Sending is settled first; at least the working days that units are given lie between data close and it.
        earliest = calendar.shift(each.data_to, days.due_day.number)
        send = _due(days.send_day, days.send_direction, anchors, calendar, after=earliest)
        within = Anchors(each.year, each.last_month, each.data_to, each.event_on, send.on)
        due = _due(days.due_day, days.due_direction, within, calendar, after=each.data_to)
    else:
        due = _due(days.due_day, days.due_direction, anchors, calendar, after=each.data_to)
        send = _due(days.send_day, days.send_direction, anchors, calendar, after=due.on)
    sign_on = max(due.on, calendar.shift(send.on, -days.sign_before))
    compile_on = max(due.on, min(sign_on, calendar.shift(send.on, -days.compile_before)))
    warnings = tuple(_warnings(each, due, send, compile_on, calendar))
    return Dates(calendar.shift(due.on, -days.open_before), due, send, compile_on, sign_on, warnings)


def _as_asked(days: Days) -> Dates:
    due, send = (_very_day(each) for each in (days.due_day, days.send_day))
    opens, compiled, signed = (
        _very_day(each or days.due_day) for each in (days.open_day, days.compile_day, days.sign_day)
    )
    return Dates(opens, Due(due, due), Due(send, send), compiled, signed)


def _very_day(rule: DayRule) -> date:
    if rule.on is None:
        raise Refused("no_anchor")
    return rule.on


def _due(rule: DayRule, direction: Direction, anchors: Anchors, calendar: Calendar, after: date) -> Due:
    raw = named_day(rule, anchors, calendar)
    on = raw if rule.counts_working_days else calendar.move(raw, direction)
    pushed = on <= after
    if pushed:
        on = calendar.shift(max(raw, after), 1) if raw <= after else calendar.move(raw, Direction.FORWARD)
    off = calendar.day_off(raw) if on != raw else None
    return Due(raw, on, off, calendar.basis_of(raw) if off else "", pushed)


def _warnings(each: Round, due: Due, send: Due, compile_on: date, calendar: Calendar) -> Iterator[str]:
    if due.raw <= each.data_to:
        yield "due_before_data"
    elif calendar.shift(each.data_to, 1) >= due.on:
        yield "no_working_day_between"
    if send.raw <= due.raw:
        yield "send_before_due"
    elif compile_on <= due.on:
        yield "no_time_to_compile"
    if calendar.is_predicted(due.on) or calendar.is_predicted(send.on):
        yield "calendar_predicted"


__all__ = [
    "MONTHS", "ON_REQUEST", "RHYTHMS", "ROUNDS_A_YEAR", "Dates", "Days", "Due", "Round", "RoundId", "RoundKey",
    "Windows", "dates", "day_in", "round_id", "rounds", "tiling_fault", "weeks_of",
]  # fmt: skip
