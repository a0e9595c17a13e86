"""Rhythms as recurrence rules of RFC 5545, both ways, where one exists.

A recurrence rule knows no calendar of days off: it gives the day that a rule names, before that moves to a working
day. Counting working days, days after an event or before sending has none.
"""

from dondoc.model import PeriodKind
from dondoc.rules.day_rule import DayKind, DayRule
from dondoc.rules.recurrence import MONTHS
from dondoc.rules.refusal import Refused

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WORKING = "MO,TU,WE,TH,FR"
_LAST_MONTHS = {kind: tuple(range(step, 13, step)) for kind, step in MONTHS.items()}
_KNOWN = frozenset({"FREQ", "INTERVAL", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST"})

Rhythm = tuple[PeriodKind, DayRule]


def to_rrule(kind: PeriodKind, rule: DayRule) -> str | None:
    """The recurrence rule of the days that `rule` names in the rounds of a kind; None where there is none."""
    if kind is PeriodKind.WEEK and rule.kind is DayKind.WEEKDAY:
        return f"FREQ=WEEKLY;BYDAY={_DAYS[rule.number - 1]}"
    if kind is PeriodKind.YEAR and rule.kind is DayKind.MONTH_DAY and (rule.month, rule.number) != (2, 29):
        return f"FREQ=YEARLY;BYMONTH={rule.month};BYMONTHDAY={rule.number}"
    if kind not in MONTHS or rule.kind is not DayKind.DAY:
        return None
    if kind is PeriodKind.MONTH:
        return f"FREQ=MONTHLY;BYMONTHDAY={rule.number}"
    months = ",".join(str((month - 1 + rule.months) % 12 + 1) for month in _LAST_MONTHS[kind])
    return f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={rule.number}"


def from_rrule(text: str, field: str | None = None) -> Rhythm:
    """The kind of round and the day of a recurrence rule. Raises Refused (`no_rhythm`) for one that is none here."""
    parts = _parts(text, field)
    every = int(parts.get("INTERVAL", "1")) if parts.get("INTERVAL", "1").isdigit() else 0
    found = None
    match parts["FREQ"]:
        case "WEEKLY" if every == 1 and parts.get("BYDAY") in _DAYS:
            found = PeriodKind.WEEK, DayRule(DayKind.WEEKDAY, _DAYS.index(parts["BYDAY"]) + 1)
        case "MONTHLY" if "BYMONTH" not in parts:
            kind = next((kind for kind, step in MONTHS.items() if step == every and 12 % step == 0), None)
            day = _day(parts)
            found = (kind, day) if kind and day else None
        case "YEARLY" if every == 1:
            found = _yearly(parts)
    if found is None:
        raise Refused("no_rhythm", field, typed=text)
    return found


def _parts(text: str, field: str | None) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.upper().removeprefix("RRULE:").split(";") if part]
    parts = {name: value for name, _, value in pairs}
    if not parts.get("FREQ") or not parts.keys() <= _KNOWN or len(parts) != len(pairs):
        raise Refused("no_rhythm", field, typed=text)
    return parts


def _yearly(parts: dict[str, str]) -> Rhythm | None:
    if not all(month.isdigit() and 1 <= int(month) <= 12 for month in parts.get("BYMONTH", "").split(",")):
        return None
    months = tuple(sorted(int(month) for month in parts["BYMONTH"].split(",")))
    day = _day(parts)
    if day is None:
        return None
    for kind, last in _LAST_MONTHS.items():
        if kind is not PeriodKind.NINE_MONTHS and months == last:
            return kind, day
    if len(months) == 1 and day.kind is DayKind.DAY and day.number > 0:
        return PeriodKind.YEAR, DayRule(DayKind.MONTH_DAY, day.number, month=months[0])
    return None


def _day(parts: dict[str, str]) -> DayRule | None:
    """The day of a month that BYMONTHDAY, or BYDAY with BYSETPOS, gives; None for any other."""
    if parts.get("BYDAY") == _WORKING and parts.get("BYSETPOS", "").lstrip("-").isdigit():
        number = int(parts["BYSETPOS"])
        return DayRule(DayKind.WORKING_DAY, number) if number == -1 or 1 <= number <= 23 else None
    if "BYDAY" in parts or not parts.get("BYMONTHDAY", "").lstrip("-").isdigit():
        return None
    number = int(parts["BYMONTHDAY"])
    return DayRule(DayKind.DAY, number) if number == -1 or 1 <= number <= 28 else None
