"""Days of the calendar out of an expression of time, only where the day, month and year are written."""

import calendar
import re
from datetime import date, timedelta

from dondoc.intake.document.proposal import Time, TimeKind
from dondoc.intake.document.words import plain

# "lần 1 tháng 4": the first time, not the first day.
_NO_ROUND = r"(?<!đợt )(?<!dot )(?<!lần )(?<!lan )(?<!vòng )(?<!vong )"
_FULL = re.compile(
    _NO_ROUND
    + r"(?<!tháng\s)(?<!thang\s)(?<!\d)(\d{1,2})\s*(?:/|-|\.|tháng|thang)\s*"
    + r"(\d{1,2})\s*(?:/|-|\.|,?\s*năm|nam)\s*(20\d{2})"
)
_NO_YEAR = re.compile(_NO_ROUND + r"(?<!\d)(\d{1,2})\s*(?:/|tháng|thang)\s*(\d{1,2})(?!\d|\s*/|\s*(?:lần|lan))")
_MONTH_YEAR = re.compile(
    r"(?:(?:tháng|thang)\s*(\d{1,2})\s*,?\s*(?:năm|nam)|(?<![\d/.])(\d{1,2})\s*[/.–-])\s*(20\d{2})"
)
_MONTHS_SPAN = re.compile(r"(?<![\d/.-])(1[0-2]|0?[1-9])\s*[-–]\s*((?:1[0-2]|0?[1-9])\s*/\s*20\d{2})")
_MONTH = re.compile(r"(?:tháng|thang)\s*(\d{1,2})")
_QUARTERS_SAID = re.compile(r"(?:quý|quy)\s*(?:iv|i{1,3}|0?[1-4])(?![a-z])")
_QUARTER = re.compile(
    r"(?<![a-zà-ỹ\d])(?:(?:quý|quy)\s*(0?[1-4])(?!\d(?!\d{3}))|(?:quý|quy)?\s*(iv|i{1,3}))(?![a-zà-ỹ])\s*(?:/|,?\s*năm|,?\s*nam)?\s*(20\d{2})?"
)
_MORE_MONTHS = re.compile(r"(?:tháng|thang|[-–,;÷]|và|đến|den)\s*(\d{1,2})(?=\D|$)")
_YEAR = re.compile(r"20\d{2}")
_DAY = re.compile(
    r"(?:ngày|ngay)\s+(?:mùng\s+|mung\s+)?(\d{1,2})(?!\d|\s*/|\s*(?:tháng|thang)\s*\d)"
    r"|(?<![\d/.,-])(?<!thứ\s)(?<!thu\s)(?<!tuần\s)(?<!tuan\s)(\d{1,2})\s+(?:hằng|hàng|hang)\s+(?:tháng|thang)"
)
_FIRST_DAY = re.compile(r"(?<![\d/.,])(\d{1,2})\s*(?:-|–|đến|den)\s*(?:ngày\s+|ngay\s+)?(?=\d{1,2}\s*/)")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "01": 1, "02": 2, "03": 3, "04": 4}
_BY = {"chậm nhất", "muộn nhất", "trễ nhất", "đến", "đến hết", "tới", "hết", "không quá", "không muộn hơn"}
_AFTER = {"sau"}
_NO_DAYS = {"season", "school", "event", "rounds", "open_range"}
_SCHOOL_YEAR = re.compile(r"(?:năm học|nam hoc)\s+20\d{2}(?:\s*[-–]\s*20\d{2})?")
_VISION = re.compile(r"(?:tầm nhìn|định hướng|tam nhin|dinh huong)\s+(?:đến\s+|den\s+)?(?:năm\s+|nam\s+)?20\d{2}")
_WEEK = re.compile(r"(?:tuần|tuan)\s+[^()]*?(?=(?:tháng|thang)\s*\d)")
_HALF = re.compile(r"(0?[369]|sáu|ba|chín|sau|chin)\s+(?:tháng|thang)\s+(đầu|cuối|dau|cuoi)")
_HALVES = {"3": 3, "ba": 3, "6": 6, "sáu": 6, "sau": 6, "9": 9, "chín": 9, "chin": 9}
_LETTERS = (
    (re.compile(r"(?<![a-zà-ỹ])q\.?\s*(?=iv|i|\d)"), "quý "),
    (re.compile(r"(?<![a-zà-ỹ])t\.?\s*(?=\d)"), "tháng "),
)
_NUMBERS = {
    "mười một": "11", "mười hai": "12", "giêng": "1", "một": "1", "hai": "2", "ba": "3", "tư": "4", "bốn": "4",
    "năm": "5", "sáu": "6", "bảy": "7", "tám": "8", "chín": "9", "mười": "10", "chạp": "12",
}  # fmt: skip
_NEXT_QUARTER = re.compile(
    r"((?:quý|quy)\s*0?[1-4]\s*(?:[,;&+–-]|và|va|đến|den)\s*)(?=0?[1-4](?!\d)\s*(?:[/,;&+–-]|và|va|năm|nam|đến|den|$))"
)
# Without accents "sau" is the next month as well, "tu" a beginning, "nam" a year.
_NUMBERS |= {plain(word): number for word, number in _NUMBERS.items() if plain(word) not in {"sau", "tu", "nam"}}
_IN_WORDS = re.compile(rf"(tháng|thang|quý|quy)\s+({'|'.join(_NUMBERS)})(?=\s*[/.-]|,?\s*n[ăa]m\s|\s*$|\s*[,;)])")
Named = list[tuple[str, str, str]]


def place_in_calendar(time: Time, low: str, found: Named) -> None:
    """Fill what `low` says of days; nothing is taken from the plan's year or from custom."""
    low = _only_days(low, found)
    words = {word for _, word, _ in found if word}
    if "trước" in words or "truoc" in words:
        time.direction = "before"
    elif words & _BY or time.kind is TimeKind.DEADLINE:
        time.direction = "by"
    if time.kind is TimeKind.RECURRING:
        _recurring(time, low)
    elif time.kind in {TimeKind.DEADLINE, TimeKind.WINDOW}:
        _once(time, low, {name for name, _, _ in found}, words)


def _only_days(low: str, found: Named) -> str:
    """The words that say days, as numbers: without seasons, terms, visions of another year."""
    for name, _, text in found:
        low = low.replace(text, " ") if name in _NO_DAYS else low
    low = _WEEK.sub("", _VISION.sub(" ", _SCHOOL_YEAR.sub(" ", low)))
    low = _MONTHS_SPAN.sub(r"tháng \1 - \2", low)
    for short, word in _LETTERS:
        low = short.sub(word, low)
    for _ in range(3):
        low = _NEXT_QUARTER.sub(r"\1quý ", low)
    return _IN_WORDS.sub(lambda each: f"{each.group(1)} {_NUMBERS[each.group(2)]}", low)


def _recurring(time: Time, low: str) -> None:
    if day := _DAY.search(low):
        time.day = _day(int(day.group(1) or day.group(2)))
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
    begins, _, ends = low.rpartition(" đến " if " đến " in low else " den ")
    if time.kind is TimeKind.WINDOW and _YEAR.search(begins) and _YEAR.search(ends):
        first_days, last_days = _spans(begins, by_day=False), _spans(ends, by_day=False)
        time.from_ = min((start for start, _ in first_days), default=None)
        time.to = max((end for _, end in last_days), default=None)
        return
    spans = _spans(low, time.kind is TimeKind.DEADLINE and "date" in names)
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
    if words & _AFTER:
        time.from_ = last + timedelta(days=1)
        return
    time.from_ = first
    time.to = (
        None if "onwards" in names or (words & {"từ", "tu", "kể từ", "bắt đầu từ"} and "range" not in names) else last
    )


def _spans(low: str, by_day: bool) -> list[tuple[date, date]]:
    """First and last day of what is written with its year; a shared year is lent to what stands before it."""
    years = _YEAR.findall(low)
    if not years:
        return []
    if _FULL.search(low) or (by_day and _NO_YEAR.search(low)):
        return _of_days(low, int(years[-1]))
    if _QUARTERS_SAID.search(low):
        said = [(_QUARTERS[digit or roman], int(own or years[-1])) for digit, roman, own in _QUARTER.findall(low)]
        return [_months(own, quarter * 3 - 2, quarter * 3) for quarter, own in said]
    if half := _HALF.search(low):
        many, first = _HALVES[half.group(1).lstrip("0")], half.group(2) in {"đầu", "dau"}
        return [_months(int(years[-1]), 1 if first else 13 - many, many if first else 12)]
    return _of_months(low, years) or [(date(int(each), 1, 1), date(int(each), 12, 31)) for each in years]


def _of_days(low: str, year: int) -> list[tuple[date, date]]:
    days = [each for a, b, c in _FULL.findall(low) if (each := _real(int(c), int(b), int(a)))]
    lent = [each for a, b in _NO_YEAR.findall(_FULL.sub(" ", low)) if (each := _real(year, int(b), int(a)))]
    lent = [*lent, *_first_day(low, [*days, *lent])]
    return [(each, each) for each in [*days, *lent]]


def _first_day(low: str, days: list[date]) -> list[date]:
    """The first day of "10 - 15/11/2026", in the month of the last."""
    found = _FIRST_DAY.search(low)
    first = _real(days[0].year, days[0].month, int(found.group(1))) if found and len(days) == 1 else None
    return [first] if first and first < days[0] else []


def _of_months(low: str, years: list[str]) -> list[tuple[date, date]]:
    found = _MORE_MONTHS.findall(low) if _MONTH.search(low) else [a or b for a, b, _ in _MONTH_YEAR.findall(low)]
    months = [int(each) for each in found if 1 <= int(each) <= 12]
    if months and len(set(years)) == 1:
        return [_months(int(years[-1]), min(months), max(months))]
    own = [(int(a or b), int(year)) for a, b, year in _MONTH_YEAR.findall(low)]
    return [_months(year, month, month) for month, year in own if 1 <= month <= 12]


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1])
