"""On which day a deadline falls: a small language that files, commands, forms and the database share.

| written | means |
|---|---|
| `18` | the 18th of the round's last month; 1 to 28, which every month has |
| `last` | the last day of that month (BLDS 2015 art. 146) |
| `working day 5`, `last working day` | the fifth, the last working day of that month |
| `5 next month`, `working day 3 next month` | the same in the month after |
| `11-30` | the 30th of November of the round's year |
| `2024-11-30` | that very day |
| `friday` | the first Friday after the data close |
| `3 working days after close` | counted from the data close; the first day does not count (BLDS 2015 art. 147) |
| `20 days after event`, `20 working days after event` | counted from the recorded event |
| `2 working days before sending` | worked back from the day of sending up |
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dondoc.rules.refusal import Refused
from dondoc.rules.workdays import Calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST = 366


class DayKind(StrEnum):
    """The forms of the language."""

    DAY = "day"
    WORKING_DAY = "working_day"
    MONTH_DAY = "month_day"
    DATE = "date"
    WEEKDAY = "weekday"
    AFTER_CLOSE = "after_close"
    AFTER_EVENT = "after_event"
    WORKING_AFTER_EVENT = "working_after_event"
    BEFORE_SENDING = "before_sending"


@dataclass(frozen=True)
class DayRule:
    """A parsed rule. `number`: day, count or weekday (Monday is 1); -1 is the last. `months`: after the last month."""

    kind: DayKind
    number: int = 0
    months: int = 0
    month: int = 0
    on: date | None = None

    def __str__(self) -> str:
        """The rule as it is written."""
        behind = " next month" if self.months else ""
        match self.kind:
            case DayKind.DAY:
                return ("last" if self.number == -1 else str(self.number)) + behind
            case DayKind.WORKING_DAY:
                return ("last working day" if self.number == -1 else f"working day {self.number}") + behind
            case DayKind.MONTH_DAY:
                return f"{self.month:02}-{self.number:02}"
            case DayKind.DATE:
                return str(self.on)
            case DayKind.WEEKDAY:
                return WEEKDAYS[self.number - 1]
        return f"{self.number} {_COUNTED[self.kind]}"

    @property
    def counts_working_days(self) -> bool:
        """Whether the day it names is a working day already."""
        return self.kind in _WORKING


_COUNTED = {
    DayKind.AFTER_CLOSE: "working days after close",
    DayKind.AFTER_EVENT: "days after event",
    DayKind.WORKING_AFTER_EVENT: "working days after event",
    DayKind.BEFORE_SENDING: "working days before sending",
}
_WORKING = frozenset(
    {DayKind.WORKING_DAY, DayKind.AFTER_CLOSE, DayKind.WORKING_AFTER_EVENT, DayKind.BEFORE_SENDING}
)  # fmt: skip
_MONTHLY = re.compile(r"(last|\d{1,2})( next month)?")
_WORKING_DAY = re.compile(r"(?:working day (\d{1,2})|(last) working day)( next month)?")
_MONTH_DAY = re.compile(r"(\d{1,2})-(\d{1,2})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"(\d{1,3}) ((?:working )?days? (?:after close|after event|before sending))")


def parse_day(text: str, field: str | None = None) -> DayRule:
    """The rule that `text` writes.

    Raises Refused: `no_such_day` for a day that no month or no such month has, `not_a_day_rule` for anything else.
    """
    written = " ".join(text.lower().split())
    if found := _MONTHLY.fullmatch(written):
        number = -1 if found[1] == "last" else int(found[1])
        if number != -1 and not 1 <= number <= 28:
            raise Refused("day_out_of_range", field)
        return DayRule(DayKind.DAY, number, months=1 if found[2] else 0)
    if found := _WORKING_DAY.fullmatch(written):
        number = -1 if found[2] else int(found[1])
        if number != -1 and not 1 <= number <= 23:
            raise Refused("no_such_day", field, typed=text)
        return DayRule(DayKind.WORKING_DAY, number, months=1 if found[3] else 0)
    return _parse_other(written, text, field)


def _parse_other(written: str, text: str, field: str | None) -> DayRule:
    if written in WEEKDAYS:
        return DayRule(DayKind.WEEKDAY, WEEKDAYS.index(written) + 1)
    if found := _MONTH_DAY.fullmatch(written):
        month, day = int(found[1]), int(found[2])
        # 2024 has a 29 February: in other years it is the last day of the month.
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(2024, month)[1]:
            raise Refused("no_such_day", field, typed=text)
        return DayRule(DayKind.MONTH_DAY, day, month=month)
    if _DATE.fullmatch(written):
        try:
            return DayRule(DayKind.DATE, on=date.fromisoformat(written))
        except ValueError:
            raise Refused("no_such_day", field, typed=text) from None
    if found := _COUNT.fullmatch(written):
        counted = found[2].replace("day ", "days ", 1)
        kind = next((each for each, words in _COUNTED.items() if words == counted), None)
        if kind and 0 < int(found[1]) <= LONGEST:
            return DayRule(kind, int(found[1]))
    raise Refused("not_a_day_rule", field, typed=text)


def day_in(year: int, month: int, day: int | None) -> date:
    """A day of a month counted from January of `year`; a month beyond December or before January carries over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last = monthrange(year, month)[1]
    return date(year, month, last if day is None else min(day, last))


@dataclass(frozen=True)
class Anchors:
    """What days are counted from: the round's year and last month, its data close, its event and day of sending."""

    year: int
    last_month: int
    data_to: date
    event_on: date | None = None
    send_on: date | None = None


def named_day(rule: DayRule, anchors: Anchors, calendar: Calendar) -> date:  # noqa: PLR0911 - one a form
    """The day that a rule names, before it is moved off a day off. Raises Refused where its anchor is missing."""
    match rule.kind:
        case DayKind.DAY:
            return day_in(anchors.year, anchors.last_month + rule.months, None if rule.number == -1 else rule.number)
        case DayKind.WORKING_DAY:
            return _working_day(rule, anchors, calendar)
        case DayKind.MONTH_DAY:
            return day_in(anchors.year, rule.month, rule.number)
        case DayKind.DATE:
            return _there(rule.on)
        case DayKind.WEEKDAY:
            ahead = (rule.number - anchors.data_to.isoweekday() - 1) % 7 + 1
            return anchors.data_to + timedelta(days=ahead)
        case DayKind.AFTER_CLOSE:
            return calendar.shift(anchors.data_to, rule.number)
        case DayKind.AFTER_EVENT:
            return _there(anchors.event_on) + timedelta(days=rule.number)
        case DayKind.WORKING_AFTER_EVENT:
            return calendar.shift(_there(anchors.event_on), rule.number)
        case DayKind.BEFORE_SENDING:
            return calendar.shift(_there(anchors.send_on), -rule.number)


def _working_day(rule: DayRule, anchors: Anchors, calendar: Calendar) -> date:
    """The n-th working day of the month, or its last one where it has fewer."""
    month = anchors.last_month + rule.months
    first, last = day_in(anchors.year, month, 1), day_in(anchors.year, month, None)
    days = [day for n in range((last - first).days + 1) if calendar.works(day := first + timedelta(days=n))]
    if not days:
        return last
    return days[-1] if rule.number == -1 or rule.number > len(days) else days[rule.number - 1]


def _there(day: date | None) -> date:
    if day is None:
        raise Refused("no_anchor")
    return day
