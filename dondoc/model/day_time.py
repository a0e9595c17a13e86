"""A day that may also say the time of day, for deadlines where hours matter."""

from datetime import date, time
from typing import Any


class DayTime(date):
    """A day with a time of day. It compares, counts and is stored as its day; `later` and `same` also look at the time.

    So everything that asks for a date takes one, and whatever tells it to people can tell the hour too.
    """

    at: time | None

    def __new__(cls, year: Any, month: Any = None, day: Any = None, at: time | None = None) -> "DayTime":
        """The day `year`-`month`-`day`, at a time or (None) as a whole."""
        self = super().__new__(cls, year, month, day)
        self.at = at
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        return DayTime, (self.year, self.month, self.day, self.at)

    def __repr__(self) -> str:
        return f"DayTime({self.isoformat()}, {self.at})"


def day_time(day: date, at: time | None) -> date:
    """A day with its time; the day itself where there is none."""
    return day if at is None else DayTime(day.year, day.month, day.day, at)


def time_of(day: date) -> time | None:
    """The time that a day says; None for a whole day."""
    return day.at if isinstance(day, DayTime) else None


def plain(day: date) -> date:
    """The day alone."""
    return date(day.year, day.month, day.day)


def later(one: date, other: date) -> bool:
    """Whether `one` lies behind `other`; a whole day lasts until its end."""
    return (one, time_of(one) or time.max) > (other, time_of(other) or time.max)


def same(one: date | None, other: date | None) -> bool:
    """Whether two deadlines are one and the same, their times included."""
    return one == other and (one is None or other is None or time_of(one) == time_of(other))
