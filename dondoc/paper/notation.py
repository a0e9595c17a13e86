"""How numbers and dates are written on paper (NĐ 30/2020/NĐ-CP, Phụ lục I; custom for decimal comma)."""

from datetime import date
from decimal import Decimal

from dondoc.model import FigureStatus

NONE = "–"
NBSP = "\N{NO-BREAK SPACE}"
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_STATUS = {
    FigureStatus.ESTIMATE: "Ước tính",
    FigureStatus.ACTUAL: "Thực tế",
    FigureStatus.OFFICIAL: "Chính thức",
}


def figure(value: Decimal | None) -> str:
    """1234.50 → "1.234,5"; None (nobody stated it) → "–"; zero is "0" and never a dash."""
    if value is None:
        return NONE
    whole, _, fraction = f"{abs(value):f}".partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if value < 0 else ""
    return f"{sign}{grouped},{fraction}" if fraction else f"{sign}{grouped}"


def status(value: FigureStatus | None) -> str:
    """The word for how firm a figure is; "" where nothing is said."""
    return _STATUS[value] if value else ""


def roman(number: int) -> str:
    """1 → "I"; `number` ≥ 1."""
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def short_date(day: date | None) -> str:
    """2024-03-05 → "05/3/2024": day below 10 and months 1 and 2 get a 0; None → "–"."""
    if day is None:
        return NONE
    return f"{day.day:02}/{_month(day.month)}/{day.year}"


def long_date(day: date | None, open_year: int) -> str:
    """ "ngày 05 tháng 3 năm 2024"; while the day is open "ngày    tháng    năm 2024" with room for a pen."""
    if day is None:
        gap = NBSP * 5
        return f"ngày{gap}tháng{gap}năm {open_year}"
    return f"ngày {day.day:02} tháng {_month(day.month)} năm {day.year}"


def number_and_symbol(number: int | None, symbol: str) -> str:
    """ "05/BC-SKHCN": numbers below 10 get a 0; None leaves a gap for the clerk."""
    return f"{NBSP * 6 if number is None else f'{number:02}'}/{symbol}"


def _month(month: int) -> str:
    return f"{month:02}" if month < 3 else str(month)


def capital(text: str) -> str:
    """A line of its own, as a subject below its type, begins with a capital (Phụ lục II, mục I)."""
    return text[:1].upper() + text[1:]


def within(text: str) -> str:
    """The same within a sentence: small, unless it begins with an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
