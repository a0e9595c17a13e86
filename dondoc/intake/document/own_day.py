"""The one day that a task has of its own in the plan's year: stated with its year, or to be read with the plan's."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dondoc.intake.document.proposal import Obligation, Time, TimeKind
from dondoc.intake.document.time import read_time, times_in
from dondoc.model import PeriodKind, Standing
from dondoc.texts import documents

_ENDS_IN_A_NUMBER = re.compile(r"(?:\d|(?<![A-Za-z])[IViv]{1,3})$")
_EARLY = re.compile(r"\s*(?:đầu|giữa|dau|giua|thượng tuần|trung tuần)\s")
_SEVERAL = re.compile(r"[,;]|\s(?:và|va)\s")
_DAYS_TO_SEND, _SATURDAY = 4, 5
_FIRST_TO_ANSWER, _CUSTOMARY, _IN_EVERY_MONTH = 16, 18, 28
"""Data closes on the 14th, and a working day lies between (NĐ 09/2019/NĐ-CP, art. 8); proposed, and shown as such."""


@dataclass(frozen=True)
class OwnDay:
    """When a task is due, and since when its round takes data. `stated`: day, month and year stand in the plan."""

    due: date
    begins: date
    stated: bool

    @property
    def data_to(self) -> date:
        """Data closes so early that a working day lies between it and the deadline (NĐ 09/2019/NĐ-CP, art. 8)."""
        between = self.due - timedelta(days=1)
        while between.weekday() >= _SATURDAY:
            between -= timedelta(days=1)
        return max(self.begins, between - timedelta(days=1))

    @property
    def sent(self) -> date:
        """The report of it follows some days after."""
        return self.due + timedelta(days=_DAYS_TO_SEND)


def once_rule(quote: str, day: OwnDay, regime: str) -> dict[str, Any]:
    """One round on the task's own day; where the plan states that day with its year, the day needs no confirming."""
    return {
        "regime": regime,
        "periods": [PeriodKind.ONCE.value],
        "data_from": day.begins.isoformat(),
        "data_to": day.data_to.isoformat(),
        "due_day": day.due.isoformat(),
        "send_day": day.sent.isoformat(),
        "basis": documents.once_basis(quote, day.stated),
        "standing": (Standing.CONFIRMED if day.stated else Standing.PROPOSED).value,
    }


def stated_send_day(time: Time) -> int | None:
    """The day of the month by which a plan says that the report goes: the day before, where it says "trước ngày 20".

    None where it names none, one that not every month has, or one on which the data of the period is not yet there.
    """
    if time.kind is not TimeKind.RECURRING or time.day is None or time.also:
        return None
    day = time.day - 1 if time.direction == "before" else time.day
    return day if _FIRST_TO_ANSWER <= day <= _IN_EVERY_MONTH else None


def units_day(sent: int) -> int:
    """When units answer for a report that goes on that day: three days earlier, but after data has closed."""
    return max(_FIRST_TO_ANSWER, min(_CUSTOMARY, sent - 3))


def own_day(each: Obligation, year: int | None) -> OwnDay | None:
    """A task's own day; None where it has none, several, or one that nobody can be sure of."""
    time = each.time
    if year is None or time.kind not in {TimeKind.DEADLINE, TimeKind.WINDOW} or time.also:
        return None
    if any(doubt.startswith("time") for doubt in each.doubts) or _EARLY.match(time.text.lower()):
        return None
    known = time if time.to else _with_year(time.text, year)
    last = _last_day(known) if known else None
    if known is None or last is None or last.year != year or _is_all_year(known, year):
        return None
    begins = max(known.from_ or date(year, 1, 1), date(year, 1, 1))
    begins = begins if begins < last else date(year, 1, 1)
    stated = time.kind is TimeKind.DEADLINE and time.to is not None and _names_a_day(time.text)
    return OwnDay(last, begins, stated) if begins < last else None


def _with_year(text: str, year: int) -> Time | None:
    """The time with the plan's year behind it, where it names one day, month or quarter."""
    plain = text.strip(" .;")
    if not _ENDS_IN_A_NUMBER.search(plain) or _SEVERAL.search(plain) or len(times_in(plain)) != 1:
        return None
    read = read_time(f"{plain}/{year}")
    return read if read.to and len(times_in(f"{plain}/{year}")) == 1 else None


def _last_day(time: Time) -> date | None:
    """The last day on which it is in time: the day before, where it is to be done "trước" a day."""
    if time.to is None:
        return None
    return time.to - timedelta(days=1) if time.direction == "before" else time.to


def _is_all_year(time: Time, year: int) -> bool:
    """Whether it says no more than the year itself."""
    whole = time.from_ is None or time.from_ <= date(year, 1, 1)
    return time.kind is TimeKind.WINDOW and whole and time.to is not None and time.to >= date(year, 12, 31)


def _names_a_day(text: str) -> bool:
    return any(each.name == "date" for each in times_in(text))
