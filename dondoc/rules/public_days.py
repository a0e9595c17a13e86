"""Public days off by country, as the package `holidays` has them."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from dondoc.rules.workdays import Calendar

if TYPE_CHECKING:
    from holidays import HolidayBase


@cache
def public_calendar(country: str) -> Calendar:
    """The public days off of a country and the weekend days worked for them, each year when it is first asked for.

    A country that nobody has written down has weekends alone: its days off are those of its calendar's own file.
    """
    # Imported here: it costs a tenth of a second that commands without dates need not pay.
    from holidays import country_holidays

    try:
        public = country_holidays(country, language="vi" if country == "VN" else None)
    except NotImplementedError:
        return Calendar()
    return Calendar(public, swapped=_Swapped(public))


@dataclass(frozen=True)
class _Swapped:
    """The weekend days that a country works, as its public calendar knows them."""

    public: "HolidayBase"

    def __contains__(self, day: object) -> bool:
        # Asking for a day is what fills in its year.
        return isinstance(day, date) and day not in self.public and day in self.public.weekend_workdays
