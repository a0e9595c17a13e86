"""Tables of which only the places of their words on the lines are left: columns by their gutters, rows by numbers."""

import re

from dondoc.intake.document.columns import role_of_header
from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.phrases import RANKS
from dondoc.intake.document.words import norm

Segments = list[tuple[int, str]]
Row = list[str]
_GAP = re.compile(r" {2,}")
_NUMBER = re.compile(r"(?:\d{1,3}|\d{1,2}(?:\.\d{1,2})+|[IVX]{1,5}|[A-H])[.)]?")
_ENDS = re.compile(r"\s*(?:nơi nhận|ghi chú|noi nhan|trên đây là|tren day la)\b", re.IGNORECASE)
_NARROWEST_GUTTER, _INK_IN_GUTTER = 2, 0.12
_LONGEST_LOOK = 3000


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


def layout_table(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """How many lines from `at` on are a flattened table, and its rows; (0, []) where there is none."""
    head = segments(lines[at])
    roles = [role_of_header(text) for _, text in head]
    if len(head) < 3 or len({role for role in roles if role}) < 2:
        return 0, []
    end = _end(lines, at)
    body = lines[at:end]
    columns = _columns(body, head)
    rows = [row for part in _pages(body, columns) for row in _rows(part)]
    return (end - at, rows) if len(rows) > 1 else (0, [])


def _pages(body: list[str], columns: list[tuple[int, int]]) -> list[list[Row | None]]:
    """The lines in their columns, parted where the heads are repeated on a new page; page numbers left out."""
    placed = [_placed(segments(line), columns) if line.strip() else None for line in body]
    parts: list[list[Row | None]] = []
    for at, row in enumerate(placed):
        if row == placed[0]:
            parts.append([])
        lone = row is not None and not row[0] and sum(map(bool, row)) == 1 and "".join(row).isdigit()
        parts[-1].append(None if lone and at and placed[at - 1] is None else row)
    return parts


def _end(lines: list[str], at: int) -> int:
    """Where the table ends: after its last line before a long gap, a heading or text across its columns."""
    last, blank = at, 0
    width = max(start + len(text) for start, text in segments(lines[at]))
    for place in range(at + 1, min(len(lines), at + _LONGEST_LOOK)):
        parts = segments(lines[place])
        if not parts:
            blank += 1
            if blank > 2:
                break
            continue
        lone = len(parts) == 1
        mark = mark_of(parts[0][1]) if lone else None
        signed = lone and parts[0][1].isupper() and RANKS.match(norm(parts[0][1])) is not None
        across = lone and len(parts[0][1]) > max(70, width * 0.75)
        heading = mark is not None and mark.style in {"roman", "part", "annex"} and len(parts[0][1]) > mark.length
        if across or signed or (heading and not _is_group_line(parts[0][1])) or _ENDS.match(lines[place]):
            break
        if blank and lone and parts[0][0] == 0 and not _NUMBER.fullmatch(parts[0][1]):
            break
        last, blank = place, 0
    return last + 1


def _is_group_line(text: str) -> bool:
    """A heading in capitals inside a table ("II CÔNG BỐ"), which is a group of its rows."""
    return text.isupper() and "." not in text[:6]


def _columns(body: list[str], head: Segments) -> list[tuple[int, int]]:
    """First and last place of each column: between gutters where hardly a line has ink, else by the heads."""
    width = max(len(line) for line in body)
    rows = [line for line in body if len(segments(line)) >= 2]
    ink = [sum(place < len(line) and line[place] != " " for line in rows) for place in range(width)]
    allowed = max(0, int(len(rows) * _INK_IN_GUTTER))
    found: list[tuple[int, int]] = []
    start = None
    for place in range(width + 1):
        empty = place == width or ink[place] <= allowed
        if not empty and start is None:
            start = place
        if empty and start is not None and (place == width or _is_gutter(ink, place, allowed)):
            found.append((start, place))
            start = None
    return found if len(found) == len(head) else _by_heads(head, width)


def _is_gutter(ink: list[int], place: int, allowed: int) -> bool:
    return all(each <= allowed for each in ink[place : place + _NARROWEST_GUTTER])


def _by_heads(head: Segments, width: int) -> list[tuple[int, int]]:
    starts = [start for start, _ in head]
    ends = [*(start - 1 for start in starts[1:]), width]
    return list(zip(starts, ends, strict=True))


def _placed(parts: Segments, columns: list[tuple[int, int]]) -> Row:
    """The pieces of a line in the columns they share most places with."""
    row = [""] * len(columns)
    for start, text in parts:
        end = start + len(text)
        shared = [min(end, last) - max(start, first) for first, last in columns]
        best = max(range(len(columns)), key=lambda each: (shared[each], -each))
        row[best] = f"{row[best]} {text}".strip()
    return row


def _rows(placed: list[Row | None]) -> list[Row]:
    """Lines → rows: the head up to the first numbered line or gap, then around or from each number on."""
    first = next((at for at, row in enumerate(placed) if at and row and _number(row)), len(placed))
    head_end = next((at for at in range(1, first) if placed[at] is None or _begins_body(placed, at)), first)
    rows = [_joined([row for row in placed[:head_end] if row])]
    at = head_end
    numbers = [place for place in range(head_end, len(placed)) if _number(placed[place])]
    centred = _is_centred(placed, head_end, numbers)
    for place, number in enumerate(numbers):
        following = numbers[place + 1] if place + 1 < len(numbers) else None
        if _is_group(placed[number]):
            end = _group_end(placed, number, following)
        else:
            end = _row_end(placed, at, number, following, centred)
        rows.append(_joined([row for row in placed[at:end] if row]))
        at = end
    rest = [row for row in placed[at:] if row]
    return [*rows, *([_joined(rest)] if rest else [])] if numbers else [rows[0], *rest]


def _is_centred(placed: list[Row | None], head_end: int, numbers: list[int]) -> bool:
    """Whether numbers stand in the middle of their rows: the first one has text of its row above it."""
    start = head_end
    for place, number in enumerate(numbers):
        if _is_group(placed[number]):
            start = _group_end(placed, number, numbers[place + 1] if place + 1 < len(numbers) else None)
            continue
        return any(placed[start:number])
    return False


def _is_group(row: Row | None) -> bool:
    return row is not None and not _number(row)[:1].isdigit() and sum(map(bool, row)) <= 2


def _group_end(placed: list[Row | None], number: int, following: int | None) -> int:
    """A group's heading goes on as long as its letters stay as large, or small ones follow."""
    head = placed[number]
    upper = head is not None and " ".join(head).isupper()
    at = number + 1
    while at < (len(placed) if following is None else following):
        row = placed[at]
        text = " ".join(row).strip() if row else ""
        if row is None or sum(map(bool, row)) != 1 or not (text.isupper() if upper else text[:1].islower()):
            break
        at += 1
    return at


def _begins_body(placed: list[Row | None], at: int) -> bool:
    """Whether a line before the first number is the top of its row: text in capitals starts where the head ended."""
    row = placed[at]
    return row is not None and bool(row[1]) and row[1][:1].isupper() and sum(map(bool, row)) >= 2


def _number(row: Row | None) -> str:
    found = _NUMBER.match(row[0]) if row and row[0] else None
    return found.group() if found and (found.end() == len(row[0]) or row[0][found.end()] == " ") else ""  # type: ignore[index]


def _row_end(placed: list[Row | None], start: int, number: int, following: int | None, centred: bool) -> int:
    """Where the row of the number at `number` ends: a number stands at the top or in the middle of its row."""
    last = len(placed) if following is None else following
    if not centred:
        return last
    above = sum(row is not None for row in placed[start:number])
    middle = number + 1 + above
    ends = [each for each in (middle, middle + 1, middle - 1) if number < each <= last]
    good = [each for each in ends if each == last or _may_begin(placed, each)]
    return good[0] if good else min(middle, last)


def _may_begin(placed: list[Row | None], at: int) -> bool:
    row = placed[at]
    return row is None or _number(row) != "" or (bool(row[1]) and row[1][:1].isupper())


def _joined(lines: list[Row]) -> Row:
    width = max((len(line) for line in lines), default=0)
    return ["\n".join(line[column] for line in lines if line[column]) for column in range(width)]
