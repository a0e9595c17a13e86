"""The marks that begin a line of a Vietnamese plan: I. 1. 1.1. a) - + and headings such as "Phụ lục"."""

import re
from dataclasses import dataclass

from dondoc.intake.document.words import Pattern, norm


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of a line: its style ("roman", "arabic" …), its value ("II") and where the text after it begins."""

    style: str
    value: str
    length: int


_ROMAN_VALUE = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_STYLES = (
    ("roman", re.compile(r"([IVX]{1,7})\s*(?:[.)/:]|[-–—](?=\s))\s*(?!\d)")),
    (
        "depth",
        re.compile(
            r"(\d{1,2}(?:\.\d{1,2}){1,4}(?:[a-hđ](?=\.\s))?)(?:\.(?!\d)|\)|\s*[-–—:](?=\s*[^\W\d])|(?=\s))\s*(?=[^\W\d]|[\"“(])"
        ),
    ),
    (
        "arabic",
        re.compile(
            r"(\d{1,3}(?:[a-hđ](?=\.\s))?)"
            r"\s*(?:\.(?!\d)|[):]|/(?!\d|[A-ZĐ]\w*[-/])"
            r"|[-–—](?![A-ZĐ]{1,5}/)(?=\s*[^\W\d]|\s+\d\d tháng\s))\s*(?![\d%])"
        ),
    ),
    ("bracket", re.compile(r"\((\d{1,2}|[ivx]{1,5})\)\s*(?=\S)")),
    ("upper", re.compile(r"([A-ZĐ])\s*[.)]\s+(?=\S)")),
    ("letter", re.compile(r"([a-zđêôơư]\d?)\s*(?:\)|/(?=\s)|\.(?=\s))\s*(?=\S)")),
    ("-", re.compile(r"([-–—])\s*(?=\S)")),
    ("+", re.compile(r"([+])\s*(?=\S)")),
    ("•", re.compile(r"([•●▪■◦○►➢✓✔√§]|[*o](?=\s))\s*(?=\S)")),
)
_ANNEX = Pattern(r"(phụ lục|phụ biểu|biểu số|biểu)\s*(?:số\s*)?(\d{1,2}|[ivx]{1,5})?\s*(?:$|[.:\-–(]|\n)")
_PART = Pattern(
    r"(phần|chương|mục)\s+(?:thứ\s+)?(\d{1,2}|[ivxlc]{1,5}|nhất|hai|ba|tư|bốn|năm|[a-h])\s*(?:$|[.:\-–]|\n)"
)
_NUMBERED_WORD = Pattern(
    r"(?:nhiệm vụ|giải pháp|hoạt động|nội dung|công việc|nhóm nhiệm vụ|nhóm giải pháp|"
    r"(?:tiểu\s+)?dự án|(?:tiểu\s+)?hợp phần|nội dung thành phần|chương trình|chỉ số|chuyên đề|đề án)\s+"
    r"(?:số\s+|thứ\s+)?(\d{1,2}(?:\.\d{1,2}){0,2})\s*(?:[.:)]|[-–](?=\s))\s*"
)
_ARTICLE = Pattern(r"điều\s+(\d{1,3})\s*(?:$|[.:])\s*")
BULLETS = frozenset("-+•")
_STARTERS = frozenset("IVX0123456789(-–—+•●▪■◦○►➢✓✔√§*oabcdđeêghijklmnôơpqrstuưvxyABCDĐEFGHKLMNOPQRSTUY")


def mark_of(text: str) -> Mark | None:
    """The mark that `text` begins with."""
    if text[:1] not in _STARTERS:
        return _headword(text) if text[:1] in "PpNnGgHhCc" else None
    if text[:1] in "PpĐđCcMmBbNnGgHhDdTt" and (head := _headword(text)):
        return head
    for style, pattern in _STYLES:
        found = pattern.match(text)
        if found and (style != "roman" or _ROMAN_VALUE.fullmatch(found.group(1))):
            return Mark(style, found.group(1), found.end())
    return None


def _headword(text: str) -> Mark | None:
    head = norm(text[:60])
    if found := _NUMBERED_WORD.match(head):
        return Mark("bracket", found.group(1), found.end())
    for style, pattern in (("annex", _ANNEX), ("part", _PART), ("article", _ARTICLE)):
        if found := pattern.match(head):
            return Mark(style, found.group(found.lastindex or 0) if found.lastindex else "", found.end())
    return None


def is_first(mark: Mark) -> bool:
    """Whether the mark begins a list (1, a, I, 2.1)."""
    return mark.value in {"1", "a", "A", "I", "i", "01"} or (mark.style == "depth" and mark.value.endswith(".1"))
