"""Tables whose cells stand one below the other, as a copy from a page gives them: heads, then rows by their numbers."""

import itertools
import re
from dataclasses import dataclass, field

from dondoc.intake.document.columns import Role, role_of_header
from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.time import times_in
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import CAPITALS, Pattern, norm

_NUMBER = re.compile(r"(\d{1,3})[.)]?|(\d{1,2}(?:\.\d{1,2}){1,3})[.)]?")
_GROUP = re.compile(r"([IVX]{1,5}|[A-H])[.)]?")
_GROUP_TITLE = re.compile(rf"([IVX]{{1,5}}|[A-H])[.)]?\s+(?=[{CAPITALS}]\w)")
_FIRST_ROW = re.compile(r"0?1[.)]?")
_COLUMN_NUMBERS = re.compile(r"\(\d{1,2}\)")
_MOST_HEADS, _LONGEST_CELL, _MOST_LINES_A_ROW = 12, 900, 60
Row = list[str]


@dataclass
class _Table:
    heads: list[str]
    rows: list[Row] = field(default_factory=list)
    end: int = 0


def stacked_table(lines: list[str], at: int) -> tuple[int, list[Row]]:
    """How many lines from `at` on are such a table, and its rows; (0, []) where there is none."""
    if len(lines[at].strip()) > 20 or role_of_header(lines[at]) != "number":
        return 0, []
    heads, place = _heads(lines, at)
    kinds = [role_of_header(head) for head in heads]
    if len(heads) < 3 or len({kind for kind in kinds if kind}) < 3 or "content" not in kinds:
        return 0, []
    table = _Table(heads, end=place)
    _rows(lines, place, table, kinds)
    return (table.end - at, [heads, *table.rows]) if table.rows else (0, [])


def _heads(lines: list[str], at: int) -> tuple[list[str], int]:
    """The column heads, and where the first row begins."""
    heads: list[str] = []
    place = at
    while place < len(lines) and len(heads) <= _MOST_HEADS:
        text = lines[place].strip()
        if heads and text and (_is_number(text) or _is_group(lines, place)):
            return heads, place
        if len(text) > 80:
            return [], at
        if text and heads and _goes_on(heads[-1], text):
            heads[-1] += " " + text
        elif text:
            heads.append(text)
        place += 1
    return [], at


def _goes_on(head: str, text: str) -> bool:
    """Whether a line goes on with the head before it: "Cơ quan" "chủ trì"."""
    if text[:1].islower() or text.startswith("("):
        return True
    return role_of_header(head) is None and role_of_header(text) is None


def _is_number(text: str) -> bool:
    return _NUMBER.fullmatch(text) is not None


def _rows(lines: list[str], place: int, table: _Table, kinds: list[Role | None]) -> None:
    last = 0
    while place < len(lines):
        text = lines[place].strip()
        if not text or _COLUMN_NUMBERS.fullmatch(text):
            place += 1
            continue
        number = _NUMBER.fullmatch(text)
        if number and number.group(1) and int(number.group(1)) not in {last + 1, 1}:
            return
        if not number and not _is_group(lines, place):
            return
        if title := _GROUP_TITLE.match(text) if not number else None:
            table.rows.append([title.group(1), text[title.end() :]])
            table.end = place = place + 1
            continue
        cells, end = _cells(lines, place + 1, last if not number or not number.group(1) else int(number.group(1)))
        if not cells:
            return
        last = int(number.group(1)) if number and number.group(1) else last
        table.rows.append([text, *_placed(cells, kinds[1:])] if number else [text, " ".join(cells)])
        table.end = place = end


def _cells(lines: list[str], at: int, last: int) -> tuple[list[str], int]:
    """The cells of a row that begins at `at`, and where the next begins."""
    cells: list[str] = []
    place, blank, end = at, False, at
    while place < len(lines) and place - at < _MOST_LINES_A_ROW:
        text = lines[place].strip()
        if not text:
            blank = True
            place += 1
            continue
        if _ends_row(text, cells, last) or (cells and _is_group(lines, place)):
            break
        if cells and not blank and _is_one_cell(cells[-1], text):
            cells[-1] += " " + text
        else:
            cells.append(text)
        blank = False
        place += 1
        end = place
    return cells, end


_OPEN_TIME = Pattern(r"(?:.*\s)?(?:trước|từ|đến|(?<!hằng )(?<!hàng )(?:ngày|tháng|quý))")
_OPEN_NAME = Pattern(r"(?:.*\s)?(?:và|của|với)|.*\s(?:văn phòng|phòng|chi nhánh|số)")


def _is_one_cell(before: str, text: str) -> bool:
    """Whether a line goes on with the cell before it."""
    if text[:1].islower() or (len(before) > _SHORT and before[-1] in ",-–;") or _OPEN_TIME.fullmatch(norm(before)):
        return True
    time = times_in(text)
    return _OPEN_NAME.fullmatch(norm(before)) is not None and not (time and time[0].start == 0)


_SHORT = 3


def _is_group(lines: list[str], at: int) -> bool:
    """Whether a line is a group's heading: "B", or "B Nâng cao hiệu quả" with the first row below it."""
    text = lines[at].strip()
    if _GROUP.fullmatch(text):
        return True
    after = next((line.strip() for line in lines[at + 1 : at + 3] if line.strip()), "")
    return _GROUP_TITLE.match(text) is not None and _FIRST_ROW.fullmatch(after) is not None


def _ends_row(text: str, cells: list[str], last: int) -> bool:
    if not cells:
        return _is_number(text)
    number = _NUMBER.fullmatch(text)
    if number:
        return number.group(2) is not None or int(number.group(1)) in {last + 1, 1}
    mark = mark_of(text)
    return (
        _GROUP.fullmatch(text) is not None
        or len(text) > _LONGEST_CELL
        or (mark is not None and mark.style in {"annex", "part", "roman"})
        or text.lower().startswith(("nơi nhận", "ghi chú", "tổng cộng"))
    )


def _placed(cells: list[str], kinds: list[Role | None]) -> Row:
    """The cells in their columns, in order; where their numbers differ, as they fit best."""
    if len(cells) == len(kinds):
        return cells
    # best[c] = (score, runs) of the cells so far with the columns up to c: each column takes a run of cells.
    best: list[tuple[float, list[int]]] = [(0.0, [0])]
    for kind in kinds:
        nexts: dict[int, tuple[float, list[int]]] = {}
        for score, cuts in best:
            for end in range(cuts[-1], min(len(cells), cuts[-1] + 6) + 1):
                run = cells[cuts[-1] : end]
                total = score + _fit(run, kind)
                if end not in nexts or nexts[end][0] < total:
                    nexts[end] = (total, [*cuts, end])
        best = list(nexts.values())
    whole = [each for each in best if each[1][-1] == len(cells)] or best
    cuts = max(whole, key=lambda each: each[0])[1]
    return ["\n".join(cells[start:end]) for start, end in itertools.pairwise(cuts)]


def _fit(run: list[str], kind: Role | None) -> float:
    """How well some cells fit a column."""
    if not run:
        return {"content": -6.0, "lead": -2.0}.get(kind or "", -1.0)
    return sum(_fits(cell, kind) for cell in run) - 0.6 * (len(run) - 1)


def _fits(cell: str, kind: Role | None) -> float:
    if len(cell) < 3 and not cell.isalnum():
        return 0.5
    unit = begins_unit(cell) > 0 and len(cell) < 300
    found = times_in(cell) if len(cell) < 80 else []
    time = bool(found) and found[0].start < 12
    if kind in {"lead", "cooperating", "units"}:
        return 2.0 if unit else -2.0 if time else -0.5
    if kind == "time":
        return 2.5 if time else -2.0
    return -0.7 if unit or time else 0.8
