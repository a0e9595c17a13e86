"""From what was typed to values; what cannot be read becomes a problem, and what was typed is kept."""

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal

from starlette.datastructures import FormData

from dondoc.rules.refusal import Refused

_GROUPED = re.compile(r"-?\d{1,3}(\.\d{3})+(,\d+)?", re.ASCII)
_PLAIN = re.compile(r"-?\d+(,\d+)?", re.ASCII)
_EITHER = re.compile(r"-?[1-9]\d{0,2},\d{3}", re.ASCII)
_FOREIGN = re.compile(r"-?[\d.,]*\d[\d.,]*", re.ASCII)
_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{1,2})\s*(?:(?::|giờ|h|\.)\s*(\d{2})?)?", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def text(form: FormData, name: str) -> str:
    """A field as text, its line ends and blanks around it put right; empty where it is missing."""
    value = form.get(name, "")
    if not isinstance(value, str):
        return ""
    return _CONTROL.sub("", value.replace("\r\n", "\n").replace("\r", "\n")).strip()


def everything(form: FormData) -> Mapping[str, str]:
    """All fields that say something."""
    return {name: text(form, name) for name in form if text(form, name)}


def number(typed: str, field: str) -> Decimal | None:
    """A number in Vietnamese notation ("1.234,5"); None where nothing was typed.

    Raises Refused for what is no number, and for what two notations read differently ("1,234.5", "12.5").
    """
    squeezed = re.sub(r"[\s\u00a0\u202f]", "", typed)
    if not squeezed:
        return None
    if _EITHER.fullmatch(squeezed):
        # A thousand to one reader, a fraction to another: off by a thousand is worse than asking.
        raise Refused("number_ambiguous", field, typed=typed)
    if _GROUPED.fullmatch(squeezed) or _PLAIN.fullmatch(squeezed):
        value = Decimal(squeezed.replace(".", "").replace(",", "."))
        if len(value.as_tuple().digits) > 18 or -value.as_tuple().exponent > 6:  # type: ignore[operator]
            raise Refused("number_too_long", field, typed=typed)
        return value
    if _FOREIGN.fullmatch(squeezed):
        raise Refused("number_ambiguous", field, typed=typed)
    raise Refused("not_a_number", field, typed=typed)


def whole(typed: str) -> int | None:
    """A small whole number; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 4 else None


def day(typed: str, field: str) -> date:
    """A day ("15/03/2024", also as date pickers send it). Raises Refused for what is none."""
    if found := _DAY.fullmatch(typed):
        numbers = (int(found[3]), int(found[2]), int(found[1]))
    elif found := _ISO.fullmatch(typed):
        numbers = (int(found[1]), int(found[2]), int(found[3]))
    else:
        raise Refused("not_a_day", field, typed=typed)
    try:
        return date(*numbers)
    except ValueError:
        raise Refused("not_a_day", field, typed=typed) from None


def clock(typed: str, field: str) -> time:
    """A time of day ("16:30", "16 giờ 30", "16h30", "16h"). Raises Refused for what is none."""
    found = _CLOCK.fullmatch(typed.lower())
    if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
        raise Refused("not_a_time", field, typed=typed)
    return time(int(found[1]), int(found[2] or 0))


def shown(value: Decimal | None) -> str:
    """A number in Vietnamese notation."""
    if value is None:
        return ""
    text = f"{value:,f}".translate(str.maketrans(",.", ".,"))
    # One more zero, so that what is shown in a form can be read back in one way only.
    return text + "0" if _EITHER.fullmatch(text) else text
