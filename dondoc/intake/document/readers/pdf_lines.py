"""Words on a page → lines, and which line goes on with the one before: told by where lines begin and end."""

import itertools
import re
import statistics
from dataclasses import dataclass
from typing import Any

from dondoc.intake.document.marks import BULLETS, mark_of
from dondoc.intake.document.readers.wrapping import begins_label, in_capitals

CHAR_WIDTH = 4.0
_NARROW, _WIDE = 8, 12
_INDENT = 9
_SPACED_OUT = 1.45
_ENDS = (".", ";", ":", "!", "?", "./.")
_PAGE_NUMBER = re.compile(r"[-–]?\s*\d{1,3}\s*[-–]?")
_LEFT_QUARTER = 35
_WIDEST = 2000
"""In characters: a word may claim to stand a kilometre beside its page."""


@dataclass(frozen=True, slots=True)
class PdfLine:
    """A line: its text with gaps kept as spaces, its place, and how wide its first word is."""

    text: str
    bold: bool
    top: float
    left: float
    right: float
    first: float


def lines_of(words: list[dict[str, Any]], unit: float = CHAR_WIDTH) -> list[PdfLine]:
    """Words in lines; with `unit` the gaps between them are kept as spaces, so that columns stay visible."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        if lines and abs(lines[-1][0]["bottom"] - word["bottom"]) < 4:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_line(sorted(line, key=lambda each: each["x0"]), unit) for line in lines]


def _line(words: list[dict[str, Any]], unit: float) -> PdfLine:
    first = words[0]
    text = first["text"] if not unit else " " * _place(first, unit) + first["text"]
    for before, word in itertools.pairwise(words):
        gap = word["x0"] - before["x1"]
        # Two spaces part columns of a table, three also blocks side by side.
        hole = "" if not unit or gap <= _NARROW else "  " if gap <= _WIDE else "   "
        text = text.ljust(_place(word, unit)) if hole else text
        text += ("" if hole and text.endswith(hole) else hole or " ") + word["text"]
    bold = all("bold" in str(word["fontname"]).lower() for word in words)
    return PdfLine(text, bold, first["top"], first["x0"], words[-1]["x1"], first["x1"] - first["x0"])


def _place(word: dict[str, Any], unit: float) -> int:
    return int(max(0.0, min(word["x0"] / unit, _WIDEST)))


def without_page_number(lines: list[PdfLine]) -> list[PdfLine]:
    """Without a lone number at the page's head or foot; a row's number at the left stays."""
    if lines and _is_page_number(lines[0]):
        lines = lines[1:]
    return lines[:-1] if lines and _is_page_number(lines[-1]) else lines


def _is_page_number(line: PdfLine) -> bool:
    indent = len(line.text) - len(line.text.lstrip())
    return _PAGE_NUMBER.fullmatch(line.text.strip()) is not None and indent >= _LEFT_QUARTER


def wrapped(lines: list[PdfLine], before: PdfLine | None) -> list[bool]:
    """For each line of a page whether it goes on with the one before; `before` ends the page before."""
    if not lines:
        return []
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    gaps = [two.top - one.top for one, two in itertools.pairwise(lines) if two.top > one.top]
    pitch = statistics.median(gaps) if gaps else 0
    found = [before is not None and _goes_on(before, lines[0], left, right)]
    for one, two in itertools.pairwise(lines):
        close = not pitch or two.top - one.top < pitch * _SPACED_OUT
        found.append(close and _goes_on(one, two, left, right))
    return found


def _goes_on(one: PdfLine, two: PdfLine, left: float, right: float) -> bool:
    text, last = two.text.strip(), one.text.rstrip()
    if begins_label(text) or one.bold != two.bold or in_capitals(text) != in_capitals(last):
        return False
    # The next word would have had room: so the line was ended on purpose.
    full = right - one.right < two.first + 3
    ended = last.endswith(_ENDS)
    mark = mark_of(text)
    if mark is not None and (mark.style in BULLETS or mark.style != "upper"):
        # "2026 / - 2030" and "điểm / a) khoản 2" go on; what begins with a capital is an item.
        inside = mark.style in {"-", "letter"} and not text[mark.length : mark.length + 1].isupper()
        return full and not ended and two.left < left + _INDENT and inside
    if text[:1].islower():
        return full or not ended
    indented = two.left > left + _INDENT and two.left > one.left - _INDENT / 2
    return full and not (indented and two.left > one.left + 1) and not (ended and indented)
