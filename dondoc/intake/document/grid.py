"""A table's rows in columns of known roles, with header rows, group rows and merged cells resolved."""

import re
from dataclasses import dataclass, field, replace

from dondoc.intake.document.columns import Role, role_of_header
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.source import Block, Cell, Piece
from dondoc.intake.document.time import says_only_time, times_in
from dondoc.intake.document.units import begins_unit
from dondoc.intake.document.words import Pattern, norm, squeeze

_COLUMN_NUMBERS = re.compile(r"[\[(]?\s*(?:\d{1,2}|[A-I])\s*[\])]?(?:\s*=.*)?")
_ROW_NUMBER = re.compile(
    r"[A-ZĐ]{0,6}[-.]?\d{1,4}(?:[.\-]\d{1,3}){0,3}[a-zđ]?[.)]?|[IVX]{1,6}[.)]?|[A-HĐ][.)]?|[a-zđ][.)]?"
)
_HEADER_LOOKED_FOR = 6
_LONGEST_HEAD = 60
_TOTAL = Pattern(r"(?:tổng cộng|tổng số|cộng)(?!\w)")


@dataclass(slots=True)
class Line:
    """A row: its cells by role, and whether it is a group's heading."""

    row: Block
    cells: dict[Role, Piece] = field(default_factory=dict)
    is_group: bool = False
    inherited: set[Role] = field(default_factory=set)
    several_times: bool = False

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
    grid = Grid()
    roles = _header(rows, grid)
    if roles is None:
        roles = _guessed(rows)
        if roles is None:
            return None
        grid.guessed = True
    width = max(roles) + 1
    above: dict[int, Piece] = {}
    heads: dict[int, Piece] = {}
    for place, row in enumerate(rows):
        head = _roles_of(row)
        if _is_header(head) or (place and _is_second_header(row, roles)):
            roles = _merged_header(head, roles) if _is_header(head) else roles | _second_roles(row, roles)
            heads |= {cell.column: cell.piece for cell in row.cells if cell.piece.text}
            above = {}
            continue
        if _is_numbers(row) or any(_TOTAL.match(norm(cell.piece.text[:20])) for cell in row.cells[:3]):
            continue
        line = _line(_with_heads(row, heads), roles, above, width)
        if line is not None:
            grid.lines.append(line)
    _goes_on(grid)
    for line, after in zip(grid.lines, grid.lines[1:], strict=False):
        bare = not {role for role, piece in line.cells.items() if piece.text} & {
            "lead",
            "units",
            "time",
            "cooperating",
            "product",
        }
        line.is_group = line.is_group or (bool(line.number) and bare and after.number.startswith(line.number + "."))
    return grid if any(not line.is_group for line in grid.lines) else None


_CHECKED = frozenset({"x", "X", "✓", "✔", "√", "+"})


def _with_heads(row: Block, heads: dict[int, Piece]) -> Block:
    """A row in which a mere cross stands for the head above it ("2026 | 2027" with x)."""
    if not any(cell.piece.text in _CHECKED and cell.column in heads for cell in row.cells):
        return row
    cells = [
        replace(cell, piece=Piece(heads[cell.column].text, cell.piece.start))
        if cell.piece.text in _CHECKED and cell.column in heads
        else cell
        for cell in row.cells
    ]
    return replace(row, cells=tuple(cells))


def _roles_of(row: Block) -> dict[int, Role]:
    found: dict[int, Role] = {}
    if any(_ROW_NUMBER.fullmatch(cell.piece.text) and cell.piece.text[:1].isdigit() for cell in row.cells[:2]):
        return found
    for cell in row.cells:
        role = role_of_header(cell.piece.text) if cell.piece.text and len(cell.piece.text) <= _LONGEST_HEAD else None
        for column in range(cell.column, cell.column + min(cell.wide, 12)) if role else ():
            found[column] = role  # type: ignore[assignment]
    return found


def _is_header(roles: dict[int, Role]) -> bool:
    kinds = set(roles.values())
    return (len(kinds - {"other", "number"}) >= 2 and ("content" in kinds or len(kinds) >= 3)) or (
        "content" in kinds and "number" in kinds
    )


def _is_second_header(row: Block, roles: dict[int, Role]) -> bool:
    """Whether a row tells the columns below a head apart: "Chủ trì | Phối hợp", "UBND tỉnh | HĐND tỉnh"."""
    told = [cell for cell in row.cells if cell.piece.text and not cell.joined]
    texts = [cell.piece.text for cell in told]
    if len(texts) < 2 or any(len(text) >= 50 or (_ROW_NUMBER.fullmatch(text) and len(text) != 4) for text in texts):
        return False
    known = [role_of_header(text) in {"lead", "cooperating", "time", "units", "product", "other"} for text in texts]
    under = all(roles.get(cell.column) not in {"number", "content"} for cell in told)
    if under and all(
        says_only_time(text) and _left_role(roles, cell.column) == "time"
        for cell, text in zip(told, texts, strict=True)
    ):
        return True
    return all(known) or (under and sum(known) >= 2 and not any(times_in(text) for text in texts))


def _left_role(roles: dict[int, Role], column: int) -> Role | None:
    return next((roles[at] for at in range(column, -1, -1) if at in roles), None)


def _second_roles(row: Block, roles: dict[int, Role]) -> dict[int, Role]:
    """The roles a second head tells; one that says nothing of its own goes on with the head to its left."""
    found: dict[int, Role] = {}
    for cell in row.cells:
        left = _left_role(roles, cell.column)
        role = role_of_header(cell.piece.text) if cell.piece.text else None
        if cell.piece.text and (role or left):
            found[cell.column] = role or left  # type: ignore[assignment]
    return found


def _merged_header(new: dict[int, Role], old: dict[int, Role]) -> dict[int, Role]:
    return new if len(new) >= len(old) else old | new


def _header(rows: list[Block], grid: Grid) -> dict[int, Role] | None:
    for place, row in enumerate(rows[:_HEADER_LOOKED_FOR]):
        roles = _roles_of(row)
        if _is_header(roles):
            if place + 1 < len(rows) and _is_second_header(rows[place + 1], roles):
                roles = roles | _second_roles(rows[place + 1], roles)
            return roles
    return None


def _guessed(rows: list[Block]) -> dict[int, Role] | None:
    """Roles by what the columns hold: units, times, the longest text."""
    body = [row for row in rows if sum(bool(cell.piece.text) for cell in row.cells) >= 3]
    if not body or len(body) * 2 < len(rows):
        return None
    width = max(cell.column for row in body for cell in row.cells) + 1
    columns = [
        [cell.piece.text for row in body for cell in row.cells if cell.column == column and cell.piece.text]
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
    if line.is_group and _repeats(full):
        line.cells = {role: piece for role, piece in line.cells.items() if role == "number"}
    if line.is_group and "content" not in line.cells:
        line.cells["content"] = full[-1].piece
        if len(full) > 1 and _ROW_NUMBER.fullmatch(full[0].piece.text):
            line.cells["number"] = full[0].piece
    return line


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
    if said - {"number", "content", "other"}:
        return False
    number = line.number
    wide = any(cell.wide >= max(2, width - 2) for cell in full)
    return wide or not number or number.isalpha() or row.bold


def _repeats(full: list[Cell]) -> bool:
    """Whether a row says one thing in all its cells: a merged row as some converters write it."""
    texts = [squeeze(cell.piece.text) for cell in full]
    texts = texts[1:] if _ROW_NUMBER.fullmatch(texts[0]) else texts
    return len(texts) >= 3 and len(set(texts)) == 1


def _goes_on(grid: Grid) -> None:
    """A row that only ends the row before (a page break ran through it) is joined to it."""
    kept: list[Line] = []
    for line in grid.lines:
        last = kept[-1] if kept else None
        text = line.text("content")
        numbered = last is not None and bool(last.number)
        said = {role for role, piece in line.cells.items() if piece.text}
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
