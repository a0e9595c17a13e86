"""A table's rows in columns of known roles, with header rows, group rows and merged cells resolved."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.cells import doubts_of, is_strange_head, told_by_cells
from dondoc.intake.document.columns import Role
from dondoc.intake.document.headers import (
    HEADER_LOOKED_FOR,
    ROW_NUMBER,
    by_code,
    header_roles,
    holds_notes,
    is_data,
    is_header,
    is_second_header,
    is_slashed,
    is_targets,
    merged_header,
    roles_of,
    second_roles,
    with_heads,
)
from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.source import Block, Cell, Piece
from dondoc.intake.document.time import times_in
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import Pattern, norm, squeeze

_COLUMN_NUMBERS = re.compile(r"[\[(]?\s*(?:\d{1,2}|[A-I])\s*[\])]?(?:\s*=.*)?")
_COOPERATES = Pattern(r"[-–\s]*phối hợp")
_FOOT = re.compile(r"\s*N(?:ơi nhận|ƠI NHẬN)\s*:")
_TOTAL = Pattern(r"(?:tổng cộng|tổng số|cộng)(?!\w)")


@dataclass(slots=True)
class Line:
    """A row: its cells by role, and whether it is a group's heading."""

    row: Block
    cells: dict[Role, Piece] = field(default_factory=dict)
    is_group: bool = False
    inherited: set[Role] = field(default_factory=set)
    several_times: bool = False
    doubts: list[str] = field(default_factory=list)

    def text(self, role: Role) -> str:
        """The text of a role's cell."""
        return self.cells[role].text if role in self.cells else ""

    @property
    def number(self) -> str:
        """The row's number as written, without its final dot."""
        return squeeze(self.text("number")).rstrip(".)")


@dataclass(slots=True)
class Grid:
    """A table read: its lines; `guessed` where it has no header."""

    lines: list[Line] = field(default_factory=list)
    guessed: bool = False


def read_grid(node: Node) -> Grid | None:
    """The table as lines; None where it is no table of works."""
    rows = node.rows
    if is_targets(rows) or is_data(rows):
        return None
    grid = Grid()
    roles = header_roles(rows)
    if roles is None:
        roles = _guessed(rows)
        if roles is None:
            return None
        grid.guessed = True
    roles = by_code(rows, roles)
    told = told_by_cells(rows, roles)
    roles = told.roles
    width = max(roles) + 1
    above: dict[int, Piece] = {}
    heads: dict[int, Piece] = {}
    slashed = {cell.column for row in rows[:HEADER_LOOKED_FOR] for cell in row.cells if is_slashed(cell)}
    noted = any(holds_notes(cell) for row in rows[:HEADER_LOOKED_FOR] for cell in row.cells)
    foot = next((at for at, row in enumerate(rows) if any(_FOOT.match(c.piece.text) for c in row.cells)), len(rows))
    for place, row in enumerate(rows):
        head = roles_of(row)
        if is_header(head) or (place and is_second_header(row, roles)):
            roles = by_code(rows, merged_header(head, roles)) if is_header(head) else roles | second_roles(row, roles)
            heads |= {cell.column: cell.piece for cell in row.cells if cell.piece.text}
            above = {}
            continue
        if (
            (grid.guessed and not place and is_strange_head(row, roles))
            or _is_numbers(row)
            or any(_TOTAL.match(norm(cell.piece.text[:20])) for cell in row.cells[:3])
            or place >= foot
        ):
            continue
        line = _line(with_heads(row, heads), roles, above, width)
        if line is not None:
            _part_units(line, slashed, roles)
            if noted and not _COOPERATES.match(norm(line.text("cooperating"))):
                line.cells.pop("cooperating", None)
            told.roles = roles
            line.doubts = doubts_of(row, told, {role for role, piece in line.cells.items() if piece.text})
            grid.lines.append(line)
    _goes_on(grid)
    _group_by_numbers(grid)
    return grid if any(not line.is_group for line in grid.lines) else None


def _group_by_numbers(grid: Grid) -> None:
    """A row that says only what, above rows whose numbers go on with its own, is their heading: "2", "2.1", "2.2"."""
    for line, after in zip(grid.lines, grid.lines[1:], strict=False):
        said = {role for role, piece in line.cells.items() if piece.text}
        bare = not said & {"lead", "units", "time", "cooperating", "product"}
        line.is_group = line.is_group or (bool(line.number) and bare and after.number.startswith(line.number + "."))


def _guessed(rows: list[Block]) -> dict[int, Role] | None:
    """Roles by what the columns hold: units, times, the longest text."""
    body = [row for row in rows if sum(bool(cell.piece.text) for cell in row.cells) >= 3]
    if not body or len(body) * 2 < len(rows):
        return None
    width = max(cell.column for row in body for cell in row.cells) + 1
    columns = [
        [
            cell.piece.text
            for row in body[len(body) > 2 :]
            for cell in row.cells
            if cell.column == column and cell.piece.text
        ]
        for column in range(width)
    ]
    roles: dict[int, Role] = {}
    for column, texts in enumerate(columns):
        if not texts:
            continue
        if column == 0 and all(len(text) < 8 for text in texts):
            roles[column] = "number"
        elif sum(bool(times_in(text)) and len(text) < 60 for text in texts) * 2 > len(texts):
            roles.setdefault(column, "time")
        elif sum(bool(begins_unit(text)) for text in texts) * 3 > len(texts) * 2:
            roles[column] = "cooperating" if "lead" in roles.values() else "lead"
        elif "content" not in roles.values():
            roles[column] = "content"
    kinds = set(roles.values())
    return roles if "content" in kinds and kinds & {"lead", "time"} else None


def _is_numbers(row: Block) -> bool:
    texts = [cell.piece.text for cell in row.cells if cell.piece.text]
    return len(texts) >= 2 and all(_COLUMN_NUMBERS.fullmatch(text) for text in texts)


def _line(row: Block, roles: dict[int, Role], above: dict[int, Piece], width: int) -> Line | None:
    line = Line(row)
    leading = _leading(roles)
    for cell in row.cells:
        role = roles.get(cell.column)
        piece = cell.piece
        if not piece.text and cell.column in above and (cell.joined or cell.column < leading):
            piece = above[cell.column]
            if role:
                line.inherited.add(role)
        above[cell.column] = piece
        if role and piece.text and role not in line.cells:
            line.cells[role] = piece
        elif (
            role
            and piece.text
            and role in line.cells
            and role != "number"
            and line.cells[role].start < piece.start
            and role in {"content", "product", "time"}
            and piece.text != line.cells[role].text
        ):
            line.several_times = line.several_times or role == "time"
            between = ", " if role == "time" else " "
            line.cells[role] = Piece(line.cells[role].text + between + piece.text, line.cells[role].start)
    full = [cell for cell in row.cells if cell.piece.text]
    if not full:
        return None
    line.is_group = _is_group(line, full, row, width)
    if line.is_group and not ROW_NUMBER.fullmatch(line.number):
        line.cells.pop("number", None)  # a heading that fills the row: "I. Sở Y tế"
    if line.is_group and _repeats(full):
        line.cells = {role: piece for role, piece in line.cells.items() if role == "number"}
    if line.is_group and "content" not in line.cells:
        line.cells["content"] = full[-1].piece
        if len(full) > 1 and ROW_NUMBER.fullmatch(full[0].piece.text):
            line.cells["number"] = full[0].piece
    return line


def _part_units(line: Line, slashed: set[int], roles: dict[int, Role]) -> None:
    """Below "Chủ trì/ phối hợp" the units before a slash lead and those behind it cooperate."""
    piece = line.cells.get("units")
    if piece is None or "/" not in piece.text or not any(roles.get(column) == "units" for column in slashed):
        return
    at = piece.text.index("/")
    line.cells |= {"lead": piece.part(0, at), "cooperating": piece.part(at + 1)}
    del line.cells["units"]


def _leading(roles: dict[int, Role]) -> int:
    """Where the columns end that stand before the works and hold for several rows ("Thời gian | Nội dung …")."""
    content = min((column for column, role in roles.items() if role == "content"), default=0)
    before = {roles.get(column) for column in range(content)}
    return content if before & {"time", "lead", "units"} else 0


def _is_group(line: Line, full: list[Cell], row: Block, width: int) -> bool:
    said = {role for role, piece in line.cells.items() if piece.text}
    if _repeats(full):
        return True
    if (
        len(full) == 1
        and (full[0].wide >= max(2, width - 1) or full[0].column == 0 or "content" in said)
        and not line.inherited - {"number"}
    ):
        return True
    if len(full) == 1 and not said - {"number", "other"} and _HEADS_GROUP.match(full[0].piece.text):
        return True
    if (
        len(full) <= 2
        and full[-1].wide >= max(3, width - 2)
        and (len(full) == 1 or ROW_NUMBER.fullmatch(full[0].piece.text))
    ):
        return True
    if said - {"number", "content", "other"}:
        return False
    number = line.number
    wide = any(cell.wide >= max(2, width - 2) for cell in full)
    return wide or not number or number.isalpha() or row.bold


_HEADS_GROUP = re.compile(r"(?:[IVX]{1,5}|[A-HĐ])[.)]\s+\S")


def _repeats(full: list[Cell]) -> bool:
    """Whether a row says one thing in all its cells: a merged row as some converters write it."""
    texts = [squeeze(cell.piece.text) for cell in full]
    texts = texts[1:] if ROW_NUMBER.fullmatch(texts[0]) else texts
    return len(texts) >= 3 and len(set(texts)) == 1


def _is_whole(line: Line) -> bool:
    """Whether a row has a unit and a time of its own, each complete."""
    who = line.text("lead") or line.text("units")
    return begins_unit(who) > 0 and bool(times_in(line.text("time"))) and "time" not in line.inherited


def _is_rest(line: Line, last: Line) -> bool:
    """Whether a row of one cell ends the work before it: where groups have numbers it is no group without one."""
    full = [cell for cell in line.row.cells if cell.piece.text]
    numbered = line.number or mark_of(line.text("content"))
    bare = len(full) == 1 and full[0].wide == 1 and not line.row.bold and "content" in line.cells
    return line.is_group and bare and not numbered and not last.is_group and last.text("content")[-1:] not in ".:"


def _goes_on(grid: Grid) -> None:
    """A row that only ends the row before (a page break ran through it) is joined to it."""
    kept: list[Line] = []
    groups_have_numbers = any(line.is_group and line.number for line in grid.lines)
    for line in grid.lines:
        last = kept[-1] if kept else None
        if groups_have_numbers and last and _is_rest(line, last):
            line.is_group = False
        text = line.text("content")
        numbered = last is not None and bool(last.number)
        said = {role for role, piece in line.cells.items() if piece.text}
        if last and not last.is_group and not line.number and "content" not in said and _is_whole(line):
            # A work of its own below one heading: only the cell that names the work is merged.
            named = line.cells.get("product") or line.row.piece
            line.cells |= {"content": Piece(f"{last.text('content')} {named.text}", named.start)}
            line.cells |= {"number": last.cells["number"]} if "number" in last.cells else {}
            kept.append(line)
            continue
        rest = numbered and ("content" not in said or not said & {"lead", "units", "time"})
        if (
            last
            and not last.is_group
            and not line.number
            and not line.is_group
            and not line.inherited
            and (text[:1].islower() or rest)
        ):
            for role, piece in line.cells.items():
                old = last.cells.get(role)
                last.cells[role] = Piece(f"{old.text} {piece.text}", old.start) if old else piece
        else:
            kept.append(line)
    grid.lines = kept
