"""The head of a table: which column says what, over one row or two."""

import re
from dataclasses import replace

from dondoc.intake.document.columns import Role, role_of_header
from dondoc.intake.document.source import Block, Cell, Piece
from dondoc.intake.document.time import says_only_time, times_in
from dondoc.intake.document.words import Pattern, norm, squeeze

ROW_NUMBER = re.compile(
    r"[A-ZĐ]{0,6}[-.]?\d{1,4}(?:[.\-]\d{1,3}){0,3}[a-zđ]?[.)]?|[IVX]{1,6}[.)]?|[A-HĐ][.)]?|[a-zđ][.)]?"
)
_DIGIT = re.compile(r"\d")
HEADER_LOOKED_FOR = 6
_LONGEST_HEAD = 60
_CHECKED = frozenset({"x", "X", "✓", "✔", "√", "+"})


def with_heads(row: Block, heads: dict[int, Piece]) -> Block:
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


def roles_of(row: Block) -> dict[int, Role]:
    """The roles a row's cells have if it is a head; none where it has a row's number."""
    found: dict[int, Role] = {}
    if any(ROW_NUMBER.fullmatch(cell.piece.text) and _DIGIT.search(cell.piece.text) for cell in row.cells[:2]):
        return found
    for cell in row.cells:
        role = role_of_header(cell.piece.text) if cell.piece.text and len(cell.piece.text) <= _LONGEST_HEAD else None
        for column in range(cell.column, cell.column + min(cell.wide, 12)) if role else ():
            found[column] = role  # type: ignore[assignment]
    return found


_TARGET = Pattern(r"(?:(?:tên|nội dung|các)\s+)?(?:chỉ tiêu|mục tiêu|chỉ số|tiêu chí)(?!\w)")
_MEASURE = Pattern(
    r"(?:đơn vị tính|đvt|đơn vị đo|chỉ tiêu|mức|kết quả|giá trị|hiện trạng|kế hoạch|năm|đến|giai đoạn|tầm nhìn)"
)
_WORKS = Pattern(
    r".*(?:nhiệm vụ|công việc|hoạt động|giải pháp|thời gian|thời hạn|tiến độ|hạn hoàn thành|"
    r"nội dung thực hiện|hạng mục)"
)


def is_targets(rows: list[Block]) -> bool:
    """Whether a table holds targets to measure, no works: "Chỉ tiêu | Đơn vị tính | Năm 2030 | Cơ quan chủ trì"."""
    for row in rows[:3]:
        texts = [norm(squeeze(cell.piece.text[:_LONGEST_HEAD])) for cell in row.cells if cell.piece.text]
        if len(texts) < 3 or any(_WORKS.match(text) for text in texts):
            continue
        name = next((at for at, text in enumerate(texts[:3]) if _TARGET.match(text)), -1)
        if name >= 0 and any(_MEASURE.match(text) for text in texts[name + 1 :]):
            return True
    return False


_FIGURE = re.compile(r"[<>≤≥~±+]?\s*\d[\d.,]*\s*%?|[-–—]|")
_LONGEST_LEVEL = 15
_FEW_LEVELS = 6


def is_data(rows: list[Block]) -> bool:
    """Whether a table holds figures and levels, no works: "Xã | Số hộ | Ngập lụt" with "Pa Ham | 210 | Cao"."""
    if len(rows) < 3 or any(
        ROW_NUMBER.fullmatch(cell.piece.text) and _DIGIT.search(cell.piece.text) for cell in rows[0].cells[:1]
    ):
        return False
    columns: dict[int, list[str]] = {}
    for row in rows[1:]:
        for cell in row.cells:
            if cell.column:
                columns.setdefault(cell.column, []).append(squeeze(cell.piece.text))
    figures = [column for column, texts in columns.items() if _holds_figures(texts)]
    levels = [column for column, texts in columns.items() if column not in figures and _holds_levels(texts)]
    if _names_works(rows[:2], figures):
        return False
    told = any(_WORKS.match(norm(squeeze(cell.piece.text[:_LONGEST_HEAD]))) for cell in rows[0].cells)
    if not told:
        return len(figures) >= 2
    if any(
        sum(map(says_only_time, texts)) * 2 > len(texts) for column, texts in columns.items() if column not in figures
    ):
        return False
    return bool(figures) and len(figures) + len(levels) >= max(3, len(columns) - 2)


def _names_works(heads: list[Block], figures: list[int]) -> bool:
    """Whether a head has a column of works, not of their number, and one of who carries them out."""
    roles: dict[int, Role] = {}
    for row in heads:
        roles |= roles_of(row)
    works = any(role == "content" and column not in figures for column, role in roles.items())
    return works and bool({"lead", "units", "cooperating"} & set(roles.values()))


def _holds_figures(texts: list[str]) -> bool:
    figures = sum(_FIGURE.fullmatch(text) is not None for text in texts)
    return any(map(_DIGIT.search, texts)) and figures * 10 >= len(texts) * 9


def _holds_levels(texts: list[str]) -> bool:
    """Whether a column holds few short words again and again: "Cao", "Thấp", "-"."""
    kinds = set(texts)
    short = all(len(text) <= _LONGEST_LEVEL and not says_only_time(text) for text in kinds)
    return short and 1 < len(kinds) <= _FEW_LEVELS and len(texts) >= 2 * len(kinds) and any(map(str.isalpha, kinds))


def is_header(roles: dict[int, Role]) -> bool:
    """Whether these roles make a head."""
    kinds = set(roles.values())
    return (len(kinds - {"other", "number"}) >= 2 and ("content" in kinds or len(kinds) >= 3)) or (
        "content" in kinds and "number" in kinds
    )


def is_second_header(row: Block, roles: dict[int, Role]) -> bool:
    """Whether a row tells the columns below a head apart: "Chủ trì | Phối hợp", "UBND tỉnh | HĐND tỉnh"."""
    told = [cell for cell in row.cells if cell.piece.text and not cell.joined]
    texts = [cell.piece.text for cell in told]
    if len(texts) < 2 or any(len(text) >= 50 or (ROW_NUMBER.fullmatch(text) and len(text) != 4) for text in texts):
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


def second_roles(row: Block, roles: dict[int, Role]) -> dict[int, Role]:
    """The roles a second head tells; one that says nothing of its own goes on with the head to its left."""
    found: dict[int, Role] = {}
    for cell in row.cells:
        left = _left_role(roles, cell.column)
        role = role_of_header(cell.piece.text) if cell.piece.text else None
        if cell.piece.text and (role or left):
            found[cell.column] = role or left  # type: ignore[assignment]
    return found


def merged_header(new: dict[int, Role], old: dict[int, Role]) -> dict[int, Role]:
    """The roles after another head came: a narrower one only changes its own columns."""
    return new if len(new) >= len(old) else old | new


def header_roles(rows: list[Block]) -> dict[int, Role] | None:
    """The roles of the columns by the table's head; None where it has none."""
    for place, row in enumerate(rows[:HEADER_LOOKED_FOR]):
        roles = roles_of(row)
        if is_header(roles):
            if place + 1 < len(rows) and is_second_header(rows[place + 1], roles):
                roles = roles | second_roles(rows[place + 1], roles)
            return roles
    return None


def holds_works(rows: list[Block]) -> bool:
    """Whether a table's head names who carries out."""
    roles = header_roles(rows)
    return roles is not None and bool({"lead", "units", "cooperating"} & set(roles.values()))


_WITH_NOTES = Pattern(r"ghi chú.*phối hợp|phối hợp.*ghi chú")


def holds_notes(cell: Cell) -> bool:
    """Whether a head says that its column has notes beside the cooperating units: "Ghi chú, đơn vị phối hợp"."""
    return _WITH_NOTES.match(norm(squeeze(cell.piece.text[:_LONGEST_HEAD])).strip(" .:")) is not None


_SLASHED = Pattern(r".*chủ trì\s*/\s*(?:(?:cơ quan|đơn vị|phòng)\s+)?phối hợp")


def is_slashed(cell: Cell) -> bool:
    """Whether a head says that its column's leads and cooperating units are parted by a slash."""
    return _SLASHED.match(norm(squeeze(cell.piece.text[:_LONGEST_HEAD]))) is not None


_CODE = Pattern(r"mã(?!\w)|(?:số\s+)?(?:ký|kí) hiệu")


def by_code(rows: list[Block], roles: dict[int, Role]) -> dict[int, Role]:
    """The roles where the works' own code ("Mã NV") stands beside their running number: the code is their number."""
    numbers = [column for column, role in roles.items() if role == "number"]
    if len(numbers) == 2 and any(
        cell.column == numbers[1] and _CODE.match(norm(squeeze(cell.piece.text)))
        for row in rows[:HEADER_LOOKED_FOR]
        for cell in row.cells
    ):
        return roles | {numbers[0]: "other"}
    return roles
