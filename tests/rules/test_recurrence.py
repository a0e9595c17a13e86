"""Rounds of a year, their data windows, and their dates."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import Direction, PeriodKind
from dondoc.rules.day_rule import DayRule, parse_day
from dondoc.rules.recurrence import MONTHS, Days, Round, Windows, dates, day_in, rounds
from dondoc.rules.workdays import Calendar
from tests.rules.values import DAY, DAYS, VIETNAM, calendars, days_of_rules, nd_09

D = date.fromisoformat
K = PeriodKind
ALL = tuple(MONTHS)
kinds = st.sets(st.sampled_from(ALL), min_size=1)


def day_of(number: int | None) -> DayRule:
    return parse_day("last" if number is None else str(number))


def find(kind: PeriodKind, number: int = 1, year: int = 2024) -> Round:
    return next(each for each in rounds(nd_09(), [kind], year) if each.number == number)


@pytest.mark.parametrize(
    ("kind", "number", "data_from", "data_to"),
    [
        (K.MONTH, 1, "2023-12-15", "2024-01-14"),
        (K.MONTH, 3, "2024-02-15", "2024-03-14"),
        (K.QUARTER, 1, "2023-12-15", "2024-03-14"),
        (K.QUARTER, 2, "2024-03-15", "2024-06-14"),
        (K.QUARTER, 3, "2024-06-15", "2024-09-14"),
        (K.QUARTER, 4, "2024-09-15", "2024-12-14"),
        (K.HALF, 1, "2023-12-15", "2024-06-14"),
        (K.HALF, 2, "2024-06-15", "2024-12-14"),
        (K.NINE_MONTHS, 1, "2023-12-15", "2024-09-14"),
        (K.YEAR, 1, "2023-12-15", "2024-12-14"),
    ],
)
def test_the_windows_of_nd_09(kind: PeriodKind, number: int, data_from: str, data_to: str) -> None:
    found = find(kind, number)
    assert (found.data_from, found.data_to) == (D(data_from), D(data_to))


@given(st.sampled_from([K.MONTH, K.QUARTER, K.HALF, K.YEAR]), st.integers(2020, 2030))
def test_windows_of_a_kind_leave_no_day_out_and_take_none_twice(kind: PeriodKind, year: int) -> None:
    bare = replace(nd_09(), replaces={})
    found = [*rounds(bare, [kind], year), *rounds(bare, [kind], year + 1)]
    for before, after in pairwise(found):
        assert after.data_from == before.data_to + DAY


@given(kinds, st.integers(2020, 2030))
def test_one_closing_day_has_one_report_whatever_rounds_are_chosen(chosen: set[PeriodKind], year: int) -> None:
    closing = [each.data_to for each in rounds(nd_09(), chosen, year)]
    assert len(closing) == len(set(closing))


def test_months_that_a_longer_round_replaces_are_not_reported() -> None:
    found = rounds(nd_09(), [K.MONTH, K.QUARTER, K.HALF, K.YEAR], 2024)
    assert [each.number for each in found if each.kind is K.MONTH] == [1, 2, 4, 5, 7, 8, 10, 11]
    assert [(each.kind, each.number) for each in found if each.kind is not K.MONTH] == [
        (K.QUARTER, 1), (K.HALF, 1), (K.QUARTER, 3), (K.YEAR, 1),
    ]  # fmt: skip


def test_the_seed_plan_has_four_rounds() -> None:
    found = rounds(nd_09(), [K.QUARTER, K.HALF, K.NINE_MONTHS, K.YEAR], 2024)
    assert [(each.kind, each.number) for each in found] == [
        (K.QUARTER, 1), (K.HALF, 1), (K.NINE_MONTHS, 1), (K.YEAR, 1),
    ]  # fmt: skip


@given(st.integers(2020, 2030))
def test_with_all_kinds_no_two_rounds_end_on_one_day(year: int) -> None:
    found = rounds(nd_09(), ALL, year)
    ends = [each.data_to for each in found]
    assert len(set(ends)) == len(ends) == 12
    assert ends == sorted(ends)


@pytest.mark.parametrize(
    ("year", "month", "day", "found"),
    [
        (2024, 2, None, "2024-02-29"),
        (2023, 2, None, "2023-02-28"),
        (2024, 2, 28, "2024-02-28"),
        (2023, 2, 30, "2023-02-28"),
        (2024, 4, None, "2024-04-30"),
        (2024, 12, None, "2024-12-31"),
        (2024, 13, 15, "2025-01-15"),
        (2024, 0, 15, "2023-12-15"),
        (2024, -1, None, "2023-11-30"),
    ],
)
def test_the_last_day_of_a_month_is_its_own(year: int, month: int, day: int | None, found: str) -> None:
    assert day_in(year, month, day) == D(found)


@pytest.mark.parametrize(
    ("due_day", "direction", "kind", "number", "year", "due"),
    [
        (18, Direction.BACK, K.QUARTER, 1, 2024, "2024-03-18"),
        (16, Direction.BACK, K.QUARTER, 1, 2024, "2024-03-15"),  # a Saturday
        (16, Direction.FORWARD, K.QUARTER, 1, 2024, "2024-03-18"),
        (16, Direction.NONE, K.QUARTER, 1, 2024, "2024-03-16"),
        (15, Direction.BACK, K.HALF, 1, 2024, "2024-06-17"),  # back would be the data close, so forward
        (15, Direction.FORWARD, K.HALF, 1, 2024, "2024-06-17"),
        (None, Direction.BACK, K.MONTH, 2, 2024, "2024-02-29"),
        (None, Direction.BACK, K.MONTH, 2, 2025, "2025-02-28"),
        (None, Direction.BACK, K.MONTH, 6, 2024, "2024-06-28"),  # 30/6 is a Sunday
        (None, Direction.FORWARD, K.MONTH, 6, 2024, "2024-07-01"),
        (10, Direction.BACK, K.QUARTER, 1, 2024, "2024-03-15"),  # before the data close: the day after it
    ],
)
def test_the_due_day_with_its_direction(
    due_day: int | None, direction: Direction, kind: PeriodKind, number: int, year: int, due: str
) -> None:
    days = replace(
        DAYS, due_day=day_of(due_day), due_direction=direction, send_day=day_of(None), send_direction=Direction.FORWARD
    )
    assert dates(days, find(kind, number, year), VIETNAM).due.on == D(due)


def test_the_dates_of_the_seed_plans_first_round() -> None:
    when = dates(DAYS, find(K.QUARTER), VIETNAM)
    assert (when.opens_on, when.due.on, when.send.on) == (D("2024-03-04"), D("2024-03-18"), D("2024-03-22"))
    assert when.warnings == ()
    assert when.due.day_off is None


def test_a_moved_deadline_keeps_the_day_it_was_meant_to_be_and_says_why() -> None:
    due = dates(replace(DAYS, due_day=day_of(16)), find(K.QUARTER), VIETNAM).due
    assert (due.raw, due.on, due.day_off) == (D("2024-03-16"), D("2024-03-15"), "thứ Bảy")


@given(calendars(), days_of_rules, kinds, st.integers(2023, 2027))
def test_a_deadline_is_never_at_or_before_the_data_close_and_sending_never_before_it(
    calendar: Calendar, days: Days, chosen: set[PeriodKind], year: int
) -> None:
    for each in rounds(nd_09(), chosen, year):
        when = dates(days, each, calendar)
        assert each.data_to < when.due.on < when.send.on
        assert when.opens_on < when.due.on
        assert calendar.until(when.opens_on, when.due.on) >= days.open_before or not calendar.works(when.due.on)


@given(calendars(), days_of_rules, st.integers(2023, 2027))
def test_a_deadline_only_stays_on_a_day_off_where_its_direction_is_none(
    calendar: Calendar, days: Days, year: int
) -> None:
    for each in rounds(nd_09(), ALL, year):
        when = dates(days, each, calendar)
        assert calendar.works(when.due.on) or days.due_direction is Direction.NONE
        assert calendar.works(when.send.on) or days.send_direction is Direction.NONE


@pytest.mark.parametrize(
    ("due_day", "send_day", "warnings"),
    [
        (15, 20, ("no_working_day_between",)),  # "before the 15th" against data close on the 14th
        (18, 22, ()),
        (14, 20, ("due_before_data",)),
        (1, 20, ("due_before_data",)),
        (18, 18, ("send_before_due",)),
        (18, 10, ("send_before_due",)),
    ],
)
def test_a_date_that_breaks_article_8_5_is_warned_of(due_day: int, send_day: int, warnings: tuple[str, ...]) -> None:
    when = dates(replace(DAYS, due_day=day_of(due_day), send_day=day_of(send_day)), find(K.QUARTER), VIETNAM)
    assert when.warnings == warnings


def test_one_working_day_between_data_close_and_deadline_is_enough() -> None:
    # Data closes on Friday 14/6/2024: Monday lies between it and Tuesday the 18th, nothing between it and Monday.
    assert dates(DAYS, find(K.HALF), VIETNAM).warnings == ()
    assert dates(replace(DAYS, due_day=day_of(17)), find(K.HALF), VIETNAM).warnings == ("no_working_day_between",)


def test_a_regime_may_take_data_to_the_last_day_of_the_month() -> None:
    calendar_months = Windows(from_month=0, from_day=1, to_month=0, to_day=None, replaces={})
    found = rounds(calendar_months, [K.MONTH], 2024)
    assert (found[1].data_from, found[1].data_to) == (D("2024-02-01"), D("2024-02-29"))
