"""Office hours: a letter outside of them is deferred, never dropped."""

from datetime import datetime

import pytest
from hypothesis import given

from dondoc.rules.workdays import Calendar
from tests.rules.values import HOURS, VIETNAM, calendars, instants, local


@pytest.mark.parametrize(
    ("instant", "opening"),
    [
        ("2024-03-18 07:29", "2024-03-18 07:30"),
        ("2024-03-18 07:30", "2024-03-18 07:30"),
        ("2024-03-18 16:59", "2024-03-18 16:59"),
        ("2024-03-18 17:00", "2024-03-19 07:30"),
        ("2024-03-18 23:59", "2024-03-19 07:30"),
        ("2024-03-15 17:00", "2024-03-18 07:30"),  # Friday evening
        ("2024-03-16 10:00", "2024-03-18 07:30"),  # Saturday
        ("2024-02-07 18:00", "2024-02-15 07:30"),  # the evening before Tết
        ("2024-05-04 10:00", "2024-05-04 10:00"),  # a worked Saturday
    ],
)
def test_an_instant_outside_office_hours_waits_for_the_next_opening(instant: str, opening: str) -> None:
    assert HOURS.next_open(local(instant), VIETNAM) == local(opening)


@given(calendars(), instants)
def test_deferral_never_drops_and_never_goes_backwards(calendar: Calendar, instant: datetime) -> None:
    opening = HOURS.next_open(instant, calendar)
    assert opening >= instant
    assert calendar.works(HOURS.today(opening))
    assert HOURS.opens <= HOURS.local(opening).time() < HOURS.closes


@given(calendars(), instants)
def test_deferring_twice_is_deferring_once(calendar: Calendar, instant: datetime) -> None:
    once = HOURS.next_open(instant, calendar)
    assert HOURS.next_open(once, calendar) == once


@given(calendars(), instants, instants)
def test_who_asked_earlier_is_never_sent_later(calendar: Calendar, one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert HOURS.next_open(first, calendar) <= HOURS.next_open(second, calendar)
