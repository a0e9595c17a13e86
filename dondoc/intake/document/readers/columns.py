"""Columns set apart only by white space: flattened tables, and the two blocks at a document's head and end."""

import re
from dataclasses import dataclass

from dondoc.intake.document.readers.layout import Row, Segments, layout_table, segments
from dondoc.intake.document.readers.stacked import stacked_table
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import norm

GAP = re.compile(r" {3,}")
_RIGHT_FROM = 24


@dataclass(frozen=True)
class Lines:
    """Lines that are no table."""

    lines: list[str]


def spaced_tables(lines: list[str]) -> list[Lines | list[Row]]:
    """The lines with flattened tables and side-by-side blocks taken out as rows."""
    found: list[Lines | list[Row]] = []
    loose: list[str] = []
    at = 0
    while at < len(lines):
        length, rows = layout_table(lines, at)
        if not length:
            length, rows = stacked_table(lines, at)
        if not length:
            length, rows = _blocks_at(lines, at)
        if not length:
            loose.append(lines[at])
            at += 1
            continue
        if loose:
            found.append(Lines(loose))
            loose = []
        found.append(rows)
        at += length
    return [*found, Lines(loose)] if loose else found


def _blocks_at(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """The head or the end of a document: two blocks side by side, from here to the last line with two."""
    first = segments(lines[at], GAP)
    if len(first) != 2 or first[1][0] < _RIGHT_FROM:
        return 0, []
    left: list[str] = []
    right: list[str] = []
    edge, last, blank = first[1][0], at, 0
    ending = norm(first[0][1]).startswith(("nơi nhận", "noi nhan"))
    for place in range(at, min(len(lines), at + 60)):
        parts = segments(lines[place], GAP)
        if len(parts) == 1 and place > at and _begins_elsewhere(parts[0], edge):
            break
        if not parts:
            blank += 1
            if blank > 3 or (blank and not ending):
                break
            continue
        sides = _sides(parts, edge, ending)
        if sides is None:
            break
        left += [sides[0]] if sides[0] else []
        right += [sides[1]] if sides[1] else []
        last, blank = place, 0
    return last + 1 - at, [["\n".join(left), "\n".join(right)]]


def _begins_elsewhere(part: tuple[int, str], edge: int) -> bool:
    """A title or an annex below the two blocks: in the middle of the page, not below the right block."""
    low = norm(part[1].strip(" #*"))
    kinds = words().kinds
    return (
        low in kinds.plan
        or low in kinds.heads
        or low.startswith(("phụ lục", "phu luc", "danh mục"))
        or (part[0] < edge - 12 and len(part[1]) > edge)
    )


def _sides(parts: Segments, edge: int, ending: bool) -> tuple[str, str] | None:
    if len(parts) == 2:
        return parts[0][1], parts[1][1]
    if len(parts) > 2:
        return None
    start, text = parts[0]
    if start >= min(edge - 12, _RIGHT_FROM):
        return "", text
    # A line with only a left part goes on with the left block where it is short.
    return (text, "") if ending or len(text) < edge else None
