"""Columns set apart only by white space: flattened tables, and the two blocks at a document's head and end."""

import re
from dataclasses import dataclass

from dondoc.intake.document.columns import role_of_header
from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import norm

_GAP = re.compile(r" {3,}")
_TABLE_GAP = re.compile(r" {2,}")
_NUMBER = re.compile(r"(?:\d{1,3}|[IVX]{1,5}|[A-H])[.)]?|\d{1,2}(?:\.\d{1,2})+\.?")
_RIGHT_FROM = 24


@dataclass(frozen=True)
class Lines:
    """Lines that are no table."""

    lines: list[str]


Row = list[str]
Segments = list[tuple[int, str]]


def segments(line: str, gap: re.Pattern[str] = _GAP) -> Segments:
    """The pieces of a line between wide gaps, each with the column it begins at."""
    found: Segments = []
    at = len(line) - len(line.lstrip(" "))
    end = len(line.rstrip())
    while at < end:
        hole = gap.search(line, at, end)
        stop = hole.start() if hole else end
        found.append((at, line[at:stop].rstrip()))
        at = hole.end() if hole else end
    return found


def spaced_tables(lines: list[str]) -> list[Lines | list[Row]]:
    """The lines with flattened tables and side-by-side blocks taken out as rows."""
    found: list[Lines | list[Row]] = []
    loose: list[str] = []
    at = 0
    while at < len(lines):
        length, rows = _table_at(lines, at)
        if not length:
            length, rows = _stacked_at(lines, at)
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


def _table_at(lines: list[str], at: int) -> tuple[int, list[Row]]:
    head = segments(lines[at], _TABLE_GAP)
    if len(head) < 3 or sum(role_of_header(text) is not None for _, text in head) < 2:
        return 0, []
    starts = [start for start, _ in head]
    rows: list[Row] = [[text for _, text in head]]
    last, blank = at, 0
    for place in range(at + 1, len(lines)):
        if not lines[place].strip():
            blank += 1
            if blank > 2:
                break
            continue
        parts = segments(lines[place], _TABLE_GAP)
        mark = mark_of(parts[0][1]) if len(parts) == 1 else None
        if mark and mark.style in {"roman", "part", "annex"} and len(parts[0][1]) > mark.length:
            break
        row = _placed(parts, starts)
        if row is None or (blank and not _is_table_line(row, lines[place])):
            break
        _add(rows, row, blank > 0)
        last, blank = place, 0
    return (last + 1 - at, rows) if len(rows) > 1 else (0, [])


def _placed(parts: Segments, starts: list[int]) -> Row | None:
    """The pieces of a line in their columns; None where the line runs across the columns."""
    row = [""] * len(starts)
    for start, text in parts:
        column = min(range(len(starts)), key=lambda each: abs(starts[each] - start))
        if (
            column + 1 < len(starts)
            and start + len(text) > starts[column + 1] + 3
            and len(parts) == 1
            and len(text) > 70
        ):
            return None
        row[column] = f"{row[column]} {text}".strip()
    return row


def _is_table_line(row: Row, line: str) -> bool:
    filled = sum(bool(each) for each in row)
    return filled >= 2 or (filled == 1 and not row[0] and line.startswith(" ")) or _NUMBER.fullmatch(row[0]) is not None


def _add(rows: list[Row], row: Row, after_blank: bool) -> None:
    numbered = _NUMBER.fullmatch(row[0].split(" ")[0]) if row[0] else None
    header_goes_on = len(rows) == 1 and not row[0] and not after_blank
    if rows and not numbered and (header_goes_on or not row[0]):
        rows[-1] = [f"{old}\n{new}".strip() for old, new in zip(rows[-1], row, strict=True)]
    else:
        rows.append(row)


def _stacked_at(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """A table whose cells stand one below the other: the heads, then every row from its number on."""
    if role_of_header(lines[at]) != "number" or len(lines[at]) > 20:
        return 0, []
    heads = [lines[at].strip()]
    place = at + 1
    while (
        place < len(lines)
        and lines[place].strip()
        and not lines[place].strip().isdigit()
        and role_of_header(lines[place])
    ):
        heads.append(lines[place].strip())
        place += 1
    if len(heads) < 3 or place >= len(lines) or lines[place].strip() not in {"1", "01"}:
        return 0, []
    rows: list[Row] = [heads]
    while place < len(lines) and lines[place].strip():
        text = lines[place].strip()
        if text.isdigit() and int(text) == len(rows):
            rows.append([text])
        else:
            rows[-1].append(text)
        place += 1
    width = len(heads)
    return place - at, [[*row[:width], *[""] * (width - len(row))] for row in rows]


def _blocks_at(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """The head or the end of a document: two blocks side by side, from here to the last line with two."""
    first = segments(lines[at])
    if len(first) != 2 or first[1][0] < _RIGHT_FROM:
        return 0, []
    left: list[str] = []
    right: list[str] = []
    edge, last, blank = first[1][0], at, 0
    ending = norm(first[0][1]).startswith(("nơi nhận", "noi nhan"))
    for place in range(at, min(len(lines), at + 60)):
        parts = segments(lines[place])
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
