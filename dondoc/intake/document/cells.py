"""Columns whose head says nothing, known by what stands in them; and what stands in cells taken for nothing."""

from dataclasses import dataclass, field
from functools import cache

from dondoc.intake.document.columns import Role
from dondoc.intake.document.headers import ROW_NUMBER, is_header, roles_of
from dondoc.intake.document.source import Block
from dondoc.intake.document.tables import words
from dondoc.intake.document.time import times_in
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import Pattern, any_of, norm, squeeze

_LONGEST_TIME, _LONGEST_UNIT = 60, 160
_WORDS_BEFORE_TIME = 12
_SHORTEST_WORK = 15
_WITH = Pattern(r"phối hợp|cùng|tham gia|hỗ trợ|liên quan")
# Heads of days that are none of the work's, and of units that neither lead nor cooperate.
_OF_OTHERS = Pattern(
    r"ban hành|giao|ký|văn bản|cập nhật|nhận|trình|duyệt|thẩm định|giám sát|theo dõi|kiểm tra|gửi|chỉ đạo|"
    r"thụ hưởng|đối tượng|địa điểm|nơi|báo cáo"
)
_COLLECTIVE = Pattern(r"(?:các|toàn bộ|tất cả|từng|mỗi|những|toàn thể)\s+")


@dataclass(slots=True)
class Told:
    """The roles of all columns, the doubts a column brings to every row that has words in it, and those left over."""

    roles: dict[int, Role]
    doubts: dict[int, str] = field(default_factory=dict)
    unknown: set[int] = field(default_factory=set)


def is_time_like(text: str) -> bool:
    """Whether a cell may say when: short, and a time nearly from its first word on."""
    text = squeeze(text)
    found = times_in(text) if len(text) < _LONGEST_TIME else []
    return bool(found) and found[0].start <= _WORDS_BEFORE_TIME


def is_unit_like(text: str) -> bool:
    """Whether a cell may name units; "Các văn bản …" names none."""
    low = norm(squeeze(text))
    several = _COLLECTIVE.match(low)
    rest = low[several.end() :] if several else low
    if not rest or len(low) > _LONGEST_UNIT:
        return False
    return begins_unit(rest) > 0 or (several is not None and _goes_on().match(rest) is not None)


@cache
def _goes_on() -> Pattern:
    return Pattern(any_of(words().units.collective_goes_on) + r"(?!\w)")


def told_by_cells(rows: list[Block], roles: dict[int, Role]) -> Told:
    """The roles with those of the columns whose head says nothing, by their cells."""
    told = Told(dict(roles))
    heads, columns = _columns(rows)
    unknown = {column: texts for column, texts in columns.items() if column not in roles and texts}
    if "number" not in roles.values() and (first := unknown.get(0)) and all(ROW_NUMBER.fullmatch(t) for t in first):
        told.roles[0] = "number"
        del unknown[0]
    for column, texts in sorted(unknown.items()):
        if sum(map(is_time_like, texts)) * 2 > len(texts):
            _tell(told, column, "time", "time_unclear", heads.get(column, ""))
        elif sum(map(is_unit_like, texts)) * 3 > len(texts) * 2:
            who = bool({"lead", "units"} & set(told.roles.values()))
            head = heads.get(column, "")
            _tell(told, column, "cooperating" if who or _WITH.search(head) else "lead", "unit_unclear", head)
    _tell_content(told, {column: texts for column, texts in unknown.items() if column not in told.roles})
    told.unknown = {column for column in unknown if heads.get(column)} - set(told.roles)
    return told


def _tell(told: Told, column: int, role: Role, doubt: str, head: str) -> None:
    """Give a column its role if none has it yet; a second one is only doubtful."""
    twice = role in told.roles.values()
    if twice or _OF_OTHERS.search(head) or (role == "cooperating" and not _WITH.search(head)):
        told.doubts[column] = doubt
    if not twice:
        told.roles[column] = role


def _tell_content(told: Told, unknown: dict[int, list[str]]) -> None:
    if "content" in told.roles.values() or not unknown:
        return
    length, column = max((sum(map(len, texts)) / len(texts), -column) for column, texts in unknown.items())
    if length >= _SHORTEST_WORK:
        told.roles[-column] = "content"


def is_strange_head(row: Block, roles: dict[int, Role]) -> bool:
    """Whether a first row is a head of words nobody knows: above the times stands no time, above the units no unit."""
    told = [(cell.piece.text, roles.get(cell.column)) for cell in row.cells]
    times = [text for text, role in told if role == "time"]
    units = [text for text, role in told if role in {"lead", "cooperating"}]
    return (
        bool(times or units)
        and all(text and not times_in(text) for text in times)
        and all(text and not is_unit_like(text) for text in units)
    )


def _columns(rows: list[Block]) -> tuple[dict[int, str], dict[int, list[str]]]:
    heads: dict[int, str] = {}
    columns: dict[int, list[str]] = {}
    headed = False
    for row in rows:
        if is_header(roles_of(row)):
            headed = True
            heads |= {cell.column: norm(squeeze(cell.piece.text)) for cell in row.cells}
        elif headed and sum(bool(cell.piece.text) for cell in row.cells) > 2:
            for cell in row.cells:
                if cell.piece.text:
                    columns.setdefault(cell.column, []).append(squeeze(cell.piece.text))
    return heads, columns


def doubts_of(row: Block, told: Told, said: set[Role]) -> list[str]:
    """What a row's cells may say that nothing was taken from."""
    found: set[str] = set()
    who = bool(said & {"lead", "units"})
    for cell in row.cells:
        text, role = cell.piece.text, told.roles.get(cell.column)
        if text and cell.column in told.doubts:
            found.add(told.doubts[cell.column])
        elif not text or role not in {None, "other"}:
            continue
        elif is_time_like(text) and (role is None or "time" not in said):
            found.add("time_unclear")
        elif is_unit_like(text) and (role is None or not who):
            found.add("unit_unclear")
        elif role is None and "product" not in told.roles.values() and cell.column in told.unknown:
            found.add("product_unclear")
    return sorted(found)
