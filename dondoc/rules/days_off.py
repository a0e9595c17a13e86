"""The days of a year that a calendar treats otherwise than the week does: days off, and weekend days worked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dondoc.rules.workdays import Calendar


@dataclass(frozen=True)
class SpecialDay:
    """A weekday that is off or a weekend day that is worked, or any day that the agency set; `own`: it did."""

    day: date
    works: bool
    name: str
    basis: str
    own: bool


def special_days(calendar: Calendar, year: int) -> Iterator[SpecialDay]:
    """The special days of a year in order: what the public calendar has, under what the agency set."""
    day = date(year, 1, 1)
    while day.year == year:
        override = calendar.overrides.get(day)
        if override:
            yield SpecialDay(day, override.works, override.name, override.basis, own=True)
        elif day in calendar.swapped:
            yield SpecialDay(day, True, "", calendar.basis_of(day), own=False)
        elif name := calendar.public.get(day):
            yield SpecialDay(day, False, name, calendar.basis_of(day), own=False)
        day += timedelta(days=1)
