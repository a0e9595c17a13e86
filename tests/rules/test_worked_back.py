"""Deadlines of a report on request are worked back from its addressee's instant, in office time or by the clock."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.intake.request_file import read_handling
from dondoc.rules.workdays import Calendar
from dondoc.rules.worked_back import Clockwork, worked_back
from tests.rules.values import HOURS, VIETNAM, calendars, instants, local

SHARES = read_handling().shares
OFFICE, CLOCK = Clockwork(HOURS, VIETNAM), Clockwork(HOURS, VIETNAM, any_hour=True)


@pytest.mark.parametrize(
    ("now", "send", "by", "deadlines"),
    [
        ("2024-03-18 09:00", "2024-03-18 16:00", OFFICE, ("12:45", "14:15", "15:30")),
        # Two hours: each step gets its least, the units what is left.
        ("2024-03-18 09:00", "2024-03-18 11:00", OFFICE, ("09:45", "10:15", "10:45")),
        # Half an hour holds not even that: each step gets its bare share.
        ("2024-03-18 09:00", "2024-03-18 09:30", OFFICE, ("09:00", "09:00", "09:15")),
        # At night by the clock, and by office time not at all.
        ("2024-03-18 20:00", "2024-03-18 23:30", CLOCK, ("21:45", "22:30", "23:15")),
    ],
)
def test_each_step_gets_its_share(now: str, send: str, by: Clockwork, deadlines: tuple[str, ...]) -> None:
    levels = worked_back(local(now), local(send), SHARES, by)
    assert tuple(f"{HOURS.local(each):%H:%M}" for each in (levels.due, levels.compile, levels.sign)) == deadlines
    assert levels.send == local(send)


def test_over_a_weekend_only_office_time_counts_and_no_step_gets_more_than_its_most() -> None:
    levels = worked_back(local("2024-03-15 15:00"), local("2024-03-25 10:00"), SHARES, OFFICE)
    assert levels.sign == local("2024-03-25 08:00")
    assert levels.compile == local("2024-03-22 09:30")
    assert levels.due == local("2024-03-21 09:30")


@given(calendars(), instants, st.integers(1, 60 * 24 * 20), st.booleans())
def test_the_order_holds_whatever_the_time_there_is(
    calendar: Calendar, now: datetime, minutes: int, any_hour: bool
) -> None:
    send = now + timedelta(minutes=minutes)
    levels = worked_back(now, send, SHARES, Clockwork(HOURS, calendar, any_hour))
    assert levels.in_order() and levels.due >= min(now, send) and levels.send == send


@given(calendars(), instants, st.integers(-3000, 3000))
def test_office_minutes_there_and_back(calendar: Calendar, instant: datetime, minutes: int) -> None:
    opening = HOURS.next_open(instant, calendar)
    there = HOURS.shift(opening, minutes, calendar)
    first, last = sorted((opening, there))
    assert HOURS.minutes(first, last, calendar) == abs(minutes)
    assert calendar.works(HOURS.today(there))
