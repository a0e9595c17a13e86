"""Kinds of values in our files, each with a message that says what to write."""

import re
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field

from dondoc.intake.toml_file import wording
from dondoc.rules.address import checked
from dondoc.rules.day_rule import DayKind, parse_day
from dondoc.rules.recurrence import ROUNDS_A_YEAR
from dondoc.rules.refusal import Refused

LAST_DAY = "last"


def _address(value: str) -> str:
    try:
        return checked(value)
    except Refused:
        raise ValueError("is not a mail address; write name@host.domain") from None


def _last_or_day(value: object) -> object:
    if value == LAST_DAY:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 28:
        raise ValueError(_EVERY_MONTH)
    return value


_EVERY_MONTH = 'is no day that every month has; write 1 to 28, or "last" for the last day of the month'
_DAY_FAULTS = {
    "day_out_of_range": _EVERY_MONTH,
    "no_such_day": "is no day of the calendar; write one that exists",
    "not_a_day_rule": 'is no way to write a day; write 18, "last", "last working day", "working day 5", "11-30", '
    '"2024-11-30", "friday", "3 working days after close" or "2 working days before sending"',
}


def _day(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError(_EVERY_MONTH)
    try:
        return str(parse_day(str(value)))
    except Refused as refused:
        raise ValueError(_DAY_FAULTS[refused.key]) from None


def _month_day(value: str) -> str:
    try:
        day = parse_day(value)
    except Refused as refused:
        raise ValueError(_DAY_FAULTS[refused.key]) from None
    if day.kind is not DayKind.MONTH_DAY:
        raise ValueError('is no day of a year; write month and day, for example "05-31"')
    return str(day)


def _time(value: str) -> str:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
        raise ValueError('is not a time of day; write "07:30"')
    return value


def _round(value: str) -> str:
    kind, _, number = value.partition("-")
    known = {each.value: count for each, count in ROUNDS_A_YEAR.items()}
    if not number.isascii() or not number.isdigit() or not 1 <= int(number) <= known.get(kind, 0):
        raise ValueError('is not a round; write for example "quarter-1" or "half-2"')
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError('is not a time zone; write for example "Asia/Ho_Chi_Minh"') from None
    return value


def _office_hours(value: tuple[str, str]) -> tuple[str, str]:
    if value[0] >= value[1]:
        raise ValueError("close before they open; write the earlier time first")
    return value


Address = Annotated[str, AfterValidator(_address)]
LastOrDay = Annotated[int | None, BeforeValidator(_last_or_day)]
Day = Annotated[str, BeforeValidator(_day)]
MonthDay = Annotated[str, AfterValidator(_month_day)]
TimeOfDay = Annotated[str, AfterValidator(_time)]
RoundName = Annotated[str, AfterValidator(_round)]
Code = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
Text = Annotated[str, Field(min_length=1)]
Zone = Annotated[str, AfterValidator(_zone)]
OfficeHours = Annotated[tuple[TimeOfDay, TimeOfDay], AfterValidator(_office_hours)]
Sentence = Annotated[Text, wording("subject", "agency", "period", "basis")]
