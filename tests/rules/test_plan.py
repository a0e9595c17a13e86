"""Which rounds open now, and which unit does the work of an ended one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import Direction, Part, PeriodKind
from dondoc.rules.day_rule import parse_day
from dondoc.rules.plan import RuleValues, UnitSpan, acting, assigned, split_by_opening, timetable
from dondoc.rules.recurrence import Days
from dondoc.rules.workdays import Calendar
from tests.rules.values import DAY, DAYS, VIETNAM, WEEKENDS, calendars, days_of_rules, nd_09

D = date.fromisoformat
K = PeriodKind
SEED = RuleValues(nd_09(), (K.QUARTER, K.HALF, K.NINE_MONTHS, K.YEAR), DAYS, D("2024-01-01"), D("2024-12-31"))
NEW_YEAR = D("2024-01-01")
Opened = set[tuple[int, PeriodKind, int]]


def opening(on: str, opened: Opened | None = None, since: date = NEW_YEAR) -> tuple[list[str], date | None]:
    due, later = split_by_opening(SEED, VIETNAM, opened or set(), D(on), since)
    return [f"{each.round.kind}-{each.round.number}" for each in due], later


def test_the_seed_year_in_the_order_of_its_deadlines() -> None:
    assert [(each.round.kind, str(each.dates.due.on)) for each in timetable(SEED, VIETNAM)] == [
        (K.QUARTER, "2024-03-18"), (K.HALF, "2024-06-18"), (K.NINE_MONTHS, "2024-09-18"), (K.YEAR, "2024-12-18"),
    ]  # fmt: skip


def test_a_round_opens_on_its_day_and_not_before() -> None:
    assert opening("2024-03-03") == ([], D("2024-03-04"))
    assert opening("2024-03-04") == (["quarter-1"], D("2024-06-04"))


def test_a_day_that_was_missed_opens_the_round_all_the_same() -> None:
    assert opening("2024-03-11") == (["quarter-1"], D("2024-06-04"))


def test_what_is_open_already_does_not_open_again() -> None:
    assert opening("2024-03-04", {(2024, K.QUARTER, 1)}) == ([], D("2024-06-04"))


def test_after_the_last_round_nothing_is_left_to_open() -> None:
    every = {each.round.id for each in timetable(SEED, VIETNAM)}
    assert opening("2024-12-31", every) == ([], None)


def test_a_round_that_was_over_before_the_plan_came_in_stays_closed() -> None:
    assert opening("2024-07-01", since=D("2024-07-01")) == ([], D("2024-09-04"))


def test_a_round_that_units_can_still_answer_opens_when_the_plan_comes_in() -> None:
    assert opening("2024-03-18", since=D("2024-03-18")) == (["quarter-1"], D("2024-06-04"))


def test_a_plan_that_came_in_in_time_opens_its_round_however_late_the_clock_looks() -> None:
    assert opening("2024-07-01", since=NEW_YEAR)[0] == ["quarter-1", "half-1"]


@given(calendars(), days_of_rules, st.lists(st.integers(0, 365), max_size=20))
def test_whatever_the_days_of_looking_every_round_opens_once_and_none_early(
    calendar: Calendar, days: Days, looks: list[int]
) -> None:
    rule = replace(SEED, days=days)
    opened: Opened = set()
    for look in [*sorted(looks), 400]:
        today = NEW_YEAR + look * DAY
        due, later = split_by_opening(rule, calendar, opened, today, since=D("2023-01-01"))
        found = [each.round.id for each in due]
        assert not opened & set(found) and len(set(found)) == len(found)
        assert all(each.dates.opens_on <= today for each in due)
        assert later is None or later > today
        opened |= set(found)
    assert opened == {each.round.id for each in timetable(rule, calendar)}


@pytest.mark.parametrize("direction", Direction)
@pytest.mark.parametrize("year", [2022, 2023, 2028])
def test_no_round_is_lost_because_its_deadline_moves_into_the_next_year(direction: Direction, year: int) -> None:
    # 31/12 is a Saturday in 2022 and a Sunday in 2023 and 2028.
    days = Days(parse_day("last"), direction, parse_day("last"), Direction.FORWARD, 10)
    rule = RuleValues(nd_09(), (K.MONTH,), days, date(year, 1, 1), date(year, 12, 31))
    assert [each.round.number for each in timetable(rule, WEEKENDS)] == list(range(1, 13))


TTRA, VP, QLKH, GONE = 1, 2, 3, 4
UNITS = {
    TTRA: UnitSpan(TTRA, D("2003-01-01"), D("2025-06-30"), VP),
    VP: UnitSpan(VP, D("2003-01-01")),
    QLKH: UnitSpan(QLKH, D("2024-07-01")),
    GONE: UnitSpan(GONE, D("2003-01-01"), D("2024-06-30")),
}


@pytest.mark.parametrize(
    ("unit", "on", "found"),
    [
        (TTRA, "2025-06-30", TTRA),  # Thanh tra Sở exists to the last day of June
        (TTRA, "2025-07-01", VP),
        (VP, "2025-07-01", VP),
        (QLKH, "2024-06-30", None),  # not there yet
        (QLKH, "2024-07-01", QLKH),
        (GONE, "2024-06-30", GONE),
        (GONE, "2024-07-01", None),  # nobody follows it
    ],
)
def test_the_unit_that_acts_on_a_day(unit: int, on: str, found: int | None) -> None:
    assert acting(unit, UNITS, D(on)) == found


def test_successors_of_successors_are_followed_and_a_ring_of_them_ends() -> None:
    ended = D("2024-01-31")
    ring = {1: UnitSpan(1, NEW_YEAR, ended, 2), 2: UnitSpan(2, NEW_YEAR, ended, 1)}
    assert acting(1, ring, D("2024-02-01")) is None
    chain = {1: UnitSpan(1, NEW_YEAR, ended, 2), 2: UnitSpan(2, NEW_YEAR, ended, 3), 3: UnitSpan(3, NEW_YEAR)}
    assert acting(1, chain, D("2024-02-01")) == 3


@pytest.mark.parametrize("order", [1, -1])
def test_a_successor_that_takes_part_already_leads_and_has_one_assignment(order: int) -> None:
    parts = [(TTRA, Part.LEAD), (VP, Part.COOPERATING), (GONE, Part.COOPERATING)][::order]
    assert assigned(parts, UNITS, D("2024-01-10")) == {
        TTRA: Part.LEAD, VP: Part.COOPERATING, GONE: Part.COOPERATING,
    }  # fmt: skip
    assert assigned(parts, UNITS, D("2025-07-01")) == {VP: Part.LEAD}
