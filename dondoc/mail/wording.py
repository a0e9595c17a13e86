"""How letters write dates, days left and sizes of a text: the filters of the templates."""

import re
from datetime import date, datetime

from dondoc import texts

# What no part of a letter may hold: controls but newline and tab, separators of lines, lone surrogates.
_UNFIT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def on_day(value: date) -> str:
    """A day inside a sentence: "thứ Sáu, ngày 15/3/2024"; where it says a time: "16 giờ 00, thứ Sáu, ngày 15/3/2024".

    Days below 10 and the months 1 and 2 get a zero (Nghị định 30/2020/NĐ-CP, Phụ lục I).
    """
    weekday = texts.day(value).rpartition(",")[0]
    return f"{weekday}, {plain_day(value)}"


def plain_day(value: date) -> str:
    """A day as the date of a paper: "ngày 15/3/2024"."""
    month = f"{value.month:02}" if value.month < 3 else str(value.month)
    return f"ngày {value.day:02}/{month}/{value.year}"


def at_time(value: datetime) -> str:
    """An instant in its own time zone: "09:12, thứ Sáu, ngày 15/3/2024"."""
    return f"{value:%H:%M}, {on_day(value.date())}"


def time_left(days: int) -> str:
    """Working days until the deadline, in words; negative ones have passed."""
    if days == 0:
        return "hôm nay"
    return f"còn {days} ngày làm việc" if days > 0 else f"đã quá hạn {-days} ngày làm việc"


def sentence(value: str) -> str:
    """A text as a sentence of its own: a capital first, a full stop last."""
    value = value.strip()
    return value[:1].upper() + value[1:] + ("" if value.endswith((".", "!", "?", "…")) else ".")


def fit(value: str) -> str:
    """`value` with newlines as "\\n" and without characters that no mail program shows."""
    return _UNFIT.sub(" ", value.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(value: str) -> str:
    """`value` on one line, runs of white space as one space."""
    return " ".join(fit(value).split())
