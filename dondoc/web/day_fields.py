"""The day rule of a form: a choice and what is typed beside it, as the written language of rules."""

import re

from dondoc.rules.day_rule import LONGEST, DayKind, DayRule, parse_day
from dondoc.rules.refusal import Refused
from dondoc.texts.day_choices import LAST, NEXT
from dondoc.web import forms

_MONTH_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})", re.ASCII)
_WEEKDAY = re.compile(r"weekday_([1-7])", re.ASCII)
_LASTS = {f"{LAST}{kind.value}": kind for kind in (DayKind.DAY, DayKind.WORKING_DAY)}
_NUMBERED = {kind.value: kind for kind in DayKind if kind is not DayKind.WEEKDAY}
_MOST = {DayKind.DAY: 28, DayKind.WORKING_DAY: 23}


def written(choice: str, typed: str, field: str) -> str:
    """The rule that a choice and what is typed beside it say. Raises Refused naming the field."""
    if found := _WEEKDAY.fullmatch(choice):
        return str(DayRule(DayKind.WEEKDAY, int(found[1])))
    name, months = choice.removesuffix(NEXT), int(choice.endswith(NEXT))
    if name in _LASTS:
        return str(DayRule(_LASTS[name], -1, months))
    if not typed or name not in _NUMBERED:
        raise Refused("day_number_missing", field)
    return str(_numbered(_NUMBERED[name], months, typed, field))


def _numbered(kind: DayKind, months: int, typed: str, field: str) -> DayRule:
    if kind is DayKind.DATE:
        return DayRule(kind, on=forms.day(typed, field))
    if kind is DayKind.MONTH_DAY:
        return _month_day(typed, field)
    number, most = forms.whole(typed), _MOST.get(kind, LONGEST)
    if number is None or not 1 <= number <= most:
        key = "day_out_of_range" if kind is DayKind.DAY else "number_out_of_range"
        raise Refused(key, field, least=1, most=most)
    return DayRule(kind, number, months)


def _month_day(typed: str, field: str) -> DayRule:
    found = _MONTH_DAY.fullmatch(typed)
    if not found:
        raise Refused("month_day_wrong", field, typed=typed)
    try:
        return parse_day(f"{int(found[2]):02}-{int(found[1]):02}", field)
    except Refused:
        raise Refused("no_such_day", field, typed=typed) from None


def count(typed: str, field: str, least: int, most: int = 60) -> int:
    """A number of working days. Raises Refused for what is none, or out of range."""
    found = forms.whole(typed)
    if found is None or not least <= found <= most:
        raise Refused("number_out_of_range", field, least=least, most=most)
    return found
