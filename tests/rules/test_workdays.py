"""Working days: overrides over public days off over weekends."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import Direction
from dondoc.rules.workdays import Calendar, Override
from tests.rules.values import DAY, VIETNAM, WEEKENDS, calendars, dates, directions

D = date.fromisoformat


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2024-01-01", False),  # Tết Dương lịch
        ("2024-02-09", False),  # the eve of Tết Giáp Thìn
        ("2024-02-14", False),
        ("2024-02-15", True),
        ("2024-04-18", False),  # Giỗ Tổ, tenth of the third lunar month
        ("2024-04-29", False),  # swapped with
        ("2024-05-04", True),  # this Saturday
        ("2024-09-02", False),
        ("2025-01-27", False),  # Tết Ất Tỵ
        ("2025-04-07", False),  # Giỗ Tổ
        ("2026-01-02", False),  # 12729/VPCP-KGVX, where the public calendar is wrong
        ("2026-01-10", True),
        ("2026-08-31", False),  # swapped with
        ("2026-08-22", True),
        ("2024-06-15", False),  # a Saturday
        ("2024-06-17", True),
    ],
)
def test_the_vietnamese_calendar_knows_tet_lunar_holidays_and_swapped_days(day: str, works: bool) -> None:
    assert VIETNAM.works(D(day)) is works


def test_a_day_off_says_why() -> None:
    assert VIETNAM.day_off(D("2024-06-15")) == "thứ Bảy"
    assert "Hùng Vương" in (VIETNAM.day_off(D("2024-04-18")) or "")
    assert VIETNAM.day_off(D("2026-01-02")) == "nghỉ hoán đổi Tết Dương lịch"
    assert VIETNAM.day_off(D("2024-06-17")) is None


@given(dates, st.booleans())
def test_an_override_wins_over_everything(day: date, works: bool) -> None:
    assert Calendar(VIETNAM.public, {day: Override(works, "thử")}).works(day) is works


@pytest.mark.parametrize(
    ("day", "direction", "moved"),
    [
        ("2024-06-15", Direction.FORWARD, "2024-06-17"),
        ("2024-06-15", Direction.BACK, "2024-06-14"),
        ("2024-06-15", Direction.NONE, "2024-06-15"),
        ("2024-06-18", Direction.FORWARD, "2024-06-18"),
        ("2024-06-18", Direction.BACK, "2024-06-18"),
        ("2024-02-12", Direction.FORWARD, "2024-02-15"),  # over the whole of Tết
        ("2024-02-12", Direction.BACK, "2024-02-07"),
    ],
)
def test_a_deadline_on_a_day_off_moves_as_its_direction_says(day: str, direction: Direction, moved: str) -> None:
    assert VIETNAM.move(D(day), direction) == D(moved)


@given(calendars(), dates, directions)
def test_moving_ends_on_the_nearest_working_day_of_its_direction(
    calendar: Calendar, day: date, direction: Direction
) -> None:
    moved = calendar.move(day, direction)
    if direction is Direction.NONE:
        assert moved == day
        return
    assert calendar.works(moved)
    assert (moved >= day) if direction is Direction.FORWARD else (moved <= day)
    low, high = sorted((day, moved))
    between = [low + DAY * n for n in range((high - low).days + 1) if low + DAY * n != moved]
    assert not any(calendar.works(each) for each in between)


@given(calendars(), dates, st.integers(-40, 40))
def test_shifting_there_and_back_returns_to_a_working_day(calendar: Calendar, day: date, count: int) -> None:
    start = calendar.move(day, Direction.FORWARD)
    assert calendar.shift(calendar.shift(start, count), -count) == start


@given(calendars(), dates, st.integers(0, 40))
def test_until_counts_what_shift_goes(calendar: Calendar, day: date, count: int) -> None:
    start = calendar.move(day, Direction.FORWARD)
    assert calendar.until(start, calendar.shift(start, count)) == count
    assert calendar.until(calendar.shift(start, count), start) == -count


@given(calendars(), dates, st.integers(1, 60))
def test_a_day_that_has_passed_is_always_negative(calendar: Calendar, day: date, days: int) -> None:
    assert calendar.until(day + timedelta(days=days), day) <= -1


def test_the_first_day_does_not_count() -> None:
    assert WEEKENDS.until(D("2024-06-17"), D("2024-06-18")) == 1
    assert WEEKENDS.until(D("2024-06-18"), D("2024-06-18")) == 0
    assert WEEKENDS.until(D("2024-06-15"), D("2024-06-14")) == -1
    assert WEEKENDS.until(D("2024-06-17"), D("2024-06-14")) == -1
