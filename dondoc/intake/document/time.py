"""An expression of time, as written, and what it says; what it does not say stays None."""

import re
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from dondoc.intake.document.dates import place_in_calendar
from dondoc.intake.document.proposal import Time, TimeKind
from dondoc.intake.document.time_words import (
    BEFORE,
    CITATIONS,
    DONE,
    NOT_PERIODS,
    PERIOD,
    PERIOD_NAMES,
    TIMES,
    TIMES_A_YEAR,
)
from dondoc.intake.document.verbs import end_of_event
from dondoc.intake.document.words import Pattern, has_accents, norm, plain

_RECURRING = {"periodic", "times_a", "monthly_day", "dates"}
DATED = {"date", "dates", "monthly_day", "day"}
_WINDOWS = {
    "range",
    "month",
    "months",
    "quarter",
    "quarters",
    "half",
    "stage",
    "onwards",
    "year",
    "years",
    "whole_year",
    "season",
    "school",
    "week",
    "rounds",
    "open_range",
}
RANK = (
    TimeKind.RECURRING,
    TimeKind.DEADLINE,
    TimeKind.WINDOW,
    TimeKind.ON_EVENT,
    TimeKind.AD_HOC,
    TimeKind.CONTINUOUS,
    TimeKind.UNKNOWN,
)
_OPENING = {"từ", "kể từ", "bắt đầu từ", "sau", "trước và sau"}
_LOOK_BACK = 45


@dataclass(frozen=True, slots=True)
class Found:
    """One expression in a text: where it stands (with the words before it that change it) and what it is."""

    start: int
    end: int
    name: str
    kind: TimeKind
    word: str = ""


@cache
def _scanner() -> tuple[re.Pattern[str], re.Pattern[str]]:
    sources = [f"(?P<t{number}>{source})" for number, (_, source) in enumerate(TIMES)]
    whole = r"(?:(?<![\w/])|(?<=trước)|(?<=quý)|(?<=xuyên/))(?:" + "|".join(sources) + r")(?!\w)"
    return re.compile(whole), re.compile(plain(whole))


def times_in(text: str) -> list[Found]:
    """Every expression of time in `text`, from left to right; dates of cited papers are none."""
    return list(_times_in(text))


@lru_cache(maxsize=2048)
def _times_in(text: str) -> tuple[Found, ...]:
    low = without_citations(norm(text))
    scanner = _scanner()[0 if has_accents(low) else 1]
    found = []
    for each in scanner.finditer(low):
        name = TIMES[int((each.lastgroup or "t0")[1:])][0]
        end = end_of_event(low, each.start(), each.end()) if name == "event" else each.end()
        found.append(_with_words_before(low, each.start(), end, name))
    return tuple(_ranges(found, low))


_FROM, _TO = {"từ", "tu", "kể từ", "bắt đầu từ"}, ("đến", "den", "tới")


_FROM_NOW = re.compile(r"(?<!\w)(?:từ nay|tu nay|từ nay trở đi)\s*,?\s*$")


def _ranges(found: list[Found], low: str) -> list[Found]:
    """A beginning and an end that stand together as one: "từ quý III năm 2026 | đến hết năm 2027"."""
    joined: list[Found] = []
    for each in found:
        last = joined[-1] if joined else None
        if last and last.word in _FROM and each.word.startswith(_TO) and not low[last.end : each.start].strip(" ,"):
            joined[-1] = Found(last.start, each.end, "range", TimeKind.WINDOW, last.word)
        elif each.word.startswith(_TO) and (now := _FROM_NOW.search(low[: each.start])):
            joined.append(replace(each, start=now.start()))
        else:
            joined.append(each)
    return joined


def without_citations(low: str) -> str:
    """`low` with the numbers and dates of cited papers blotted out, exactly as long."""
    for each in list(CITATIONS.finditer(low)):
        low = low[: each.start()] + "§" * (each.end() - each.start()) + low[each.end() :]
    return low


_TRAILING = re.compile(r"[\s,;:.\-–]+$")


def _with_words_before(low: str, start: int, end: int, name: str) -> Found:
    end = start + len(_TRAILING.sub("", low[start:end]))
    head = low[max(0, start - _LOOK_BACK) : start]
    before = BEFORE.search(head)
    if before is None or name in {"event", "ad_hoc", "continuous", "vague"}:
        return Found(start, end, name, _kind(name, ""))
    word = before.group("word")
    at = start - len(head) + before.start("word")
    if (at and low[at - 1].isalnum()) or (name in {"periodic", "times_a"} and word not in {"trước", "chậm nhất"}):
        return Found(start, end, name, _kind(name, ""))
    first = before.group().split()[0]
    done = first == "xong" or (first in {"hoàn", "hoan"} and word in {"trong", "hoàn thành trong"})
    at += len("bắt đầu ") if word in {"bắt đầu từ", "bat dau tu"} else 0
    return Found(start - len(head) + before.start() if done else at, end, name, _kind(name, word), word)


def _kind(name: str, word: str) -> TimeKind:
    if name in _RECURRING:
        return TimeKind.RECURRING
    if name in {"event", "ad_hoc", "continuous"}:
        return {"event": TimeKind.ON_EVENT, "ad_hoc": TimeKind.AD_HOC, "continuous": TimeKind.CONTINUOUS}[name]
    if name == "vague" or (name == "day" and not word):
        return TimeKind.UNKNOWN
    if (
        word in _OPENING
        or word in {plain(each) for each in _OPENING}
        or (name in _WINDOWS and not word)
        or name == "range"
    ):
        return TimeKind.WINDOW
    return TimeKind.DEADLINE


def main_kind(found: list[Found], rhythm: bool = True) -> TimeKind:
    """The most binding kind among `found`; with `rhythm` two days to report before make one."""
    days = [each for each in found if each.name == "date" and each.kind is TimeKind.DEADLINE]
    kinds = {each.kind for each in found}
    if rhythm and len(days) > 1 and all(each.word for each in days):
        kinds.add(TimeKind.RECURRING)
    return next((kind for kind in RANK if kind in kinds), TimeKind.UNKNOWN)


def read_time(text: str) -> Time:
    """What a cell or label says about time; its text stays exactly as written."""
    written = text.strip().rstrip(".;,").strip()
    found = times_in(written)
    if found:
        return time_of_words(written, found, norm(written))
    kind = _kind_of_clause(norm(written))
    return Time(text=written, kind=kind, event=written if kind is TimeKind.ON_EVENT else "")


_ON_ASKING = Pattern(r"(?:ngay\s+)?khi\s.*(?:yêu cầu|đề nghị|phát sinh|đơn thư|phản ánh|thông báo|vụ việc)")
_WHEN = Pattern(r"(?:ngay\s+)?(?:khi\s+\S|(?:trước|sau|trong)\s+(?:lễ|hội nghị|đợt|kỳ|cuộc|buổi|phiên)\s)")
_EVERY = Pattern(r"(?:mỗi|từng)\s+(?:đợt|kỳ|lần|vụ|khóa|buổi|phiên|đêm|ngày)(?!\w)")


def _kind_of_clause(low: str) -> TimeKind:
    """What a cell is that says when in words of its own: "Khi Tòa án có yêu cầu", "Mỗi đợt thi"."""
    if _ON_ASKING.match(low):
        return TimeKind.AD_HOC
    if _WHEN.match(low):
        return TimeKind.ON_EVENT
    return TimeKind.RECURRING if _EVERY.match(low) else TimeKind.UNKNOWN


def time_of_words(written: str, found: list[Found], low: str) -> Time:
    """What a text says about time whose expressions are `found`; `low` is the text as compared."""
    kind = main_kind(found)
    if kind is TimeKind.WINDOW and DONE.search(low[: found[0].start]):
        kind = TimeKind.DEADLINE
    time = Time(text=written, kind=kind, period=periods_in(low) if kind is TimeKind.RECURRING else [])
    first = next((each for each in found if each.kind is kind), None)
    if kind is TimeKind.ON_EVENT and first:
        time.event = written[first.start : first.end]
    place_in_calendar(time, low, [(each.name, each.word, low[each.start : each.end]) for each in found])
    return time


def has_no_days(text: str) -> bool:
    """Whether a time is a season, a feast or a week, of which nobody can say the days, or a day that does not exist."""
    names = {each.name for each in times_in(text)}
    read = read_time(text)
    return bool(names & {"season", "school", "week"}) or ("date" in names and not (read.from_ or read.to or read.dates))


def says_only_time(text: str) -> bool:
    """Whether a text is nothing but an expression of time ("Quý I/2026:")."""
    found = times_in(text)
    return bool(found) and found[0].start == 0 and found[-1].end >= len(text.rstrip(" .:;"))


def periods_in(low: str) -> list[str]:
    """The periods a recurring expression names: week, month, quarter, half, nine_months, year."""
    for each in reversed(list(NOT_PERIODS.finditer(low))):
        low = low[: each.start()] + "." + low[each.end() :]
    found: list[str] = []
    for each in PERIOD.finditer(low):
        first = each.group().split()[0].lstrip("0")
        times = re.search(r"\d+", each.group()) if "lần" in each.group() or "lan" in each.group() else None
        name = TIMES_A_YEAR.get(times.group().lstrip("0")) if times else PERIOD_NAMES.get(first)
        if name and name not in found:
            found.append(name)
    return found
