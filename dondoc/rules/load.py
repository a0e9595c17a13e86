"""The load: weeks in which one unit owes many reports, and which internal deadlines could move to lower them.

A proposal moves the units' deadline of one round, never the day of sending and never a deadline that a regime sets. It
keeps one working day behind the data close (NĐ 09/2019/NĐ-CP art. 8(5)) and one before the day of sending up
(docs/decisions/0026).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.rules.plan import Planned, days_with
from dondoc.rules.recurrence import dates
from dondoc.rules.workdays import Calendar

Week = tuple[int, int]
"""ISO year and week."""
Counts = Counter[tuple[int, Week]]
"""How many reports each unit owes in each week."""
_DAY = timedelta(days=1)
_BROKEN = frozenset({"due_before_data", "no_working_day_between", "send_before_due", "no_time_to_compile"})
"""Warnings that no proposal may bring about."""


@dataclass(frozen=True)
class Owed:
    """A round, and by when each unit owes its report in it (extensions included)."""

    rule_id: int
    planned: Planned
    deadlines: Mapping[int, date]
    legal: bool = False
    """A regime sets its deadline."""
    settled: bool = False
    """Its report has gone up: nothing moves any more."""

    @property
    def due_on(self) -> date:
        """The units' deadline."""
        return self.planned.dates.due.on

    @property
    def movers(self) -> list[int]:
        """The units that a new deadline concerns: those without an extension of their own."""
        return sorted(unit for unit, deadline in self.deadlines.items() if deadline == self.due_on)


@dataclass(frozen=True)
class Move:
    """One deadline moved to another week; the unit it helps has `before` reports in the week, then `after`."""

    owed: Owed
    to: date
    unit_id: int
    before: int
    after: int


def week_of(day: date) -> Week:
    """The week of a day."""
    year, week, _ = day.isocalendar()
    return year, week


def counted(owed: Iterable[Owed]) -> Counts:
    """How many reports each unit owes in each week."""
    return Counter((unit, week_of(deadline)) for each in owed for unit, deadline in each.deadlines.items())


def crowded(counts: Counts, threshold: int) -> dict[Week, dict[int, int]]:
    """The weeks in which a unit owes that many reports or more, with those units and their counts."""
    result: dict[Week, dict[int, int]] = {}
    for (unit, week), count in sorted(counts.items(), key=lambda item: (item[0][1], item[0][0])):
        if count >= threshold:
            result.setdefault(week, {})[unit] = count
    return result


def proposals(owed: Iterable[Owed], threshold: int, calendar: Calendar, today: date) -> dict[Week, list[Move]]:
    """For each crowded week to come the moves that lower it, one after the other; empty where nothing can move.

    The busiest unit is helped first. Of the moves that help it the one into its emptiest week is taken, then the
    shortest one. No move makes a week crowded, for anybody.
    """
    rounds = sorted(owed, key=lambda each: (each.rule_id, each.planned.round.id))
    counts = counted(rounds)
    moved: set[tuple[int, object]] = set()
    result: dict[Week, list[Move]] = {}
    for week in crowded(counts, threshold):
        if week < week_of(today):
            continue
        result[week] = []
        stuck: set[int] = set()
        while units := [unit for unit in crowded(counts, threshold).get(week, {}) if unit not in stuck]:
            unit = min(units, key=lambda each: (-counts[each, week], each))
            left = [each for each in rounds if (each.rule_id, each.planned.round.id) not in moved]
            move = _best(left, unit, week, counts, threshold, calendar, today)
            if move is None:
                stuck.add(unit)
                continue
            moved.add((move.owed.rule_id, move.owed.planned.round.id))
            result[week].append(move)
            for each in move.owed.movers:
                counts[each, week] -= 1
                counts[each, week_of(move.to)] += 1
    return result


def _best(
    rounds: list[Owed], unit: int, week: Week, counts: Counts, threshold: int, calendar: Calendar, today: date
) -> Move | None:
    found = [
        (counts[unit, week_of(day)], abs((day - each.due_on).days), place, day, each)
        for place, each in enumerate(rounds)
        if week_of(each.due_on) == week and unit in each.movers
        for day in room(each, calendar, today)
        if week_of(day) != week and _fits(each, week_of(day), counts, threshold)
    ]
    if not found:
        return None
    _, _, _, day, each = min(found, key=lambda row: row[:4])
    return Move(each, day, unit, counts[unit, week], counts[unit, week] - 1)


def _fits(each: Owed, target: Week, counts: Counts, threshold: int) -> bool:
    """Whether the week stays calm for every unit that the new deadline concerns."""
    return all(counts[unit, target] + 1 < threshold for unit in each.movers)


def room(each: Owed, calendar: Calendar, today: date) -> Iterator[date]:
    """The working days to which the units' deadline of a round may move."""
    if each.legal or each.settled or each.planned.cancelled or each.planned.pause:
        return
    when = each.planned.dates
    day = max(calendar.shift(each.planned.round.data_to, 1), today) + _DAY
    while day < when.compile_on:
        if calendar.works(day) and day != each.due_on and _keeps(each, day, calendar):
            yield day
        day += _DAY


def _keeps(each: Owed, day: date, calendar: Calendar) -> bool:
    """Whether the day of sending stays where it is, and no warning comes with the new deadline."""
    after = dates(days_with(each.planned.days, {"due_day": day.isoformat()}), each.planned.round, calendar)
    return after.due.on == day and after.send.on == each.planned.dates.send.on and not _BROKEN & set(after.warnings)
