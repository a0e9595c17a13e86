"""Days of the calendar out of an expression of time, only where the day, month and year are written."""

import calendar
import re
from datetime import date

from dondoc.intake.document.proposal import Time, TimeKind

_FULL = re.compile(
    r"(?<!tháng\s)(?<!thang\s)(?<!\d)(\d{1,2})\s*(?:/|-|\.|tháng|thang)\s*(\d{1,2})\s*(?:/|-|\.|,?\s*năm|nam)\s*(20\d{2})"
)
_NO_YEAR = re.compile(r"(\d{1,2})\s*(?:/|tháng|thang)\s*(\d{1,2})(?!\d|\s*/|\s*(?:lần|lan))")
_MONTH_YEAR = re.compile(r"(?:tháng|thang)?\s*(?<![\d/])(\d{1,2})\s*(?:/|-|–|năm|nam)\s*(20\d{2})")
_MONTH = re.compile(r"(?:tháng|thang)\s*(\d{1,2})")
_QUARTERS_SAID = re.compile(r"(?:quý|quy)\s*(?:iv|i{1,3}|0?[1-4])(?![a-z])")
_QUARTER = re.compile(
    r"(?<![a-zà-ỹ\d])(?:(?:quý|quy)\s*(0?[1-4])(?!\d(?!\d{3}))|(?:quý|quy)?\s*(iv|i{1,3}))(?![a-zà-ỹ])\s*(?:/|,?\s*năm|,?\s*nam)?\s*(20\d{2})?"
)
_MORE_MONTHS = re.compile(r"(?:tháng|thang|[-–,;÷]|và|đến|den)\s*(\d{1,2})(?=\D|$)")
_YEAR = re.compile(r"20\d{2}")
_DAY = re.compile(r"(?:ngày|ngay)\s+(?:mùng\s+|mung\s+)?(\d{1,2})(?!\d|\s*/|\s*(?:tháng|thang)\s*\d)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_BY = {"chậm nhất", "muộn nhất", "trễ nhất", "đến", "đến hết", "tới", "hết", "không quá", "không muộn hơn"}
Named = list[tuple[str, str, str]]


def place_in_calendar(time: Time, low: str, found: Named) -> None:
    """Fill what `low` says of days; nothing is taken from the plan's year or from custom."""
    words = {word for _, word, _ in found if word}
    if "trước" in words or "truoc" in words:
        time.direction = "before"
    elif words & _BY or time.kind is TimeKind.DEADLINE:
        time.direction = "by"
    if time.kind is TimeKind.RECURRING:
        _recurring(time, low)
    elif time.kind in {TimeKind.DEADLINE, TimeKind.WINDOW}:
        _once(time, low, {name for name, _, _ in found}, words)


def _recurring(time: Time, low: str) -> None:
    if day := _DAY.search(low):
        time.day = _day(int(day.group(1)))
    time.dates = [
        f"{month:02}-{number:02}"
        for number, month in ((int(a), int(b)) for a, b in _NO_YEAR.findall(low))
        if _real(2024, month, number)
    ]


def _day(number: int) -> int | None:
    return number if 1 <= number <= 31 else None


def _real(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _once(time: Time, low: str, names: set[str], words: set[str]) -> None:
    spans = _spans(low)
    if not spans:
        time.dates = [
            f"{month:02}-{day:02}"
            for day, month in ((int(a), int(b)) for a, b in _NO_YEAR.findall(low))
            if _real(2024, month, day)
        ]
        return
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    if time.kind is TimeKind.DEADLINE:
        time.to = first if time.direction == "before" and not _FULL.search(low) else last
        return
    time.from_ = first
    time.to = (
        None if "onwards" in names or (words & {"từ", "tu", "kể từ", "bắt đầu từ"} and "range" not in names) else last
    )


def _spans(low: str) -> list[tuple[date, date]]:
    """First and last day of what is written with its year; a shared year is lent to what stands before it."""
    years = _YEAR.findall(low)
    if not years:
        return []
    if _FULL.search(low):
        return _of_days(low, int(years[-1]))
    if _QUARTERS_SAID.search(low):
        said = [(_QUARTERS[digit or roman], int(own or years[-1])) for digit, roman, own in _QUARTER.findall(low)]
        return [_months(own, quarter * 3 - 2, quarter * 3) for quarter, own in said]
    if half := re.search(r"(0?[369]|sáu)\s+(?:tháng|thang)\s+(đầu|cuối|dau|cuoi)", low):
        first = half.group(2) in {"đầu", "dau"}
        return [_months(int(years[-1]), 1 if first else 7, 6 if first else 12)] if half.group(1)[-1] in "6u" else []
    return _of_months(low, years) or [(date(int(each), 1, 1), date(int(each), 12, 31)) for each in years]


def _of_days(low: str, year: int) -> list[tuple[date, date]]:
    days = [each for a, b, c in _FULL.findall(low) if (each := _real(int(c), int(b), int(a)))]
    lent = [each for a, b in _NO_YEAR.findall(_FULL.sub(" ", low)) if (each := _real(year, int(b), int(a)))]
    return [(each, each) for each in [*days, *lent]] if days else []


def _of_months(low: str, years: list[str]) -> list[tuple[date, date]]:
    found = _MORE_MONTHS.findall(low) if _MONTH.search(low) else [each for each, _ in _MONTH_YEAR.findall(low)]
    months = [int(each) for each in found if 1 <= int(each) <= 12]
    if months and len(set(years)) == 1:
        return [_months(int(years[-1]), min(months), max(months))]
    return [
        _months(int(year), int(month), int(month)) for month, year in _MONTH_YEAR.findall(low) if 1 <= int(month) <= 12
    ]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
