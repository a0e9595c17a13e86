"""Units as written: "X chủ trì, phối hợp với Y, Z" and lists of units, parted where a new unit begins."""

import re
from dataclasses import dataclass, field
from functools import cache

from dondoc.intake.document.phrases import CARRIES_OUT, COOPERATES, ITS_OFFICE, LEADS, NOT_A_NAME, TIME_ONLY, UNIT_TAIL
from dondoc.intake.document.proposal import Unit
from dondoc.intake.document.tables import words
from dondoc.intake.document.unit_lines import BULLET, parted_twice, unbulleted, with_stops
from dondoc.intake.document.unit_words import HAMLET, collective, head
from dondoc.intake.document.words import CAPITALS, Pattern, any_of, norm, squeeze

_GIVEN = Pattern(
    r"(?:-\s*)?(?:(?:trách nhiệm|nhiệm vụ|phần việc) của|đối với|về phía|"
    r"đề nghị|giao(?:\s+cho)?|phân công|yêu cầu|ủy quyền|mời)\s+"
)
_TAIL_COOPERATES = Pattern(r"phối hợp(?:\s+thực hiện)?[\s.;,]*$")
_SAME = Pattern(r"(?:-\s*)?(?:nt|như trên|như\s+mục\s+\S+|nêu trên|\"|″|“|”|//)\s*(?:-)?")
_BRACKET = re.compile(r"\s*[(\[]([^()\[\]]{0,400})[)\]]")
_DIVIDER = re.compile(rf"\s*;\s*|\s*\n\s*|\s*,\s*|\s+(?:và|va)\s+|\s*/\s*(?=[{CAPITALS}])|\s+[-–]\s+(?=[{CAPITALS}])")
_VIA = Pattern(r"(?:thông\s+)?qua\s+(.+)")


@dataclass(slots=True)
class Units:
    """Who leads and who cooperates, and what was doubtful about the words."""

    lead: list[Unit] = field(default_factory=list)
    cooperating: list[Unit] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


@cache
def _with_commas() -> Pattern:
    return Pattern(rf"(?<!\w){any_of(words().units.with_commas)}(?!\w)")


@cache
def _goes_on() -> Pattern:
    return Pattern(rf"(?:và\s+)?{any_of(words().units.collective_goes_on)}(?!\w)")


def is_same(text: str) -> bool:
    """Whether a cell says "as above"."""
    return _SAME.fullmatch(norm(squeeze(text))) is not None


def split_roles(text: str) -> Units:
    """The units of a label or cell that names who carries out: with "chủ trì" and "phối hợp", or all as leads."""
    found = Units()
    for part in _clauses(text):
        _split_clause(part, found)
    return found


def _clauses(text: str) -> list[str]:
    """Lines or pieces that each have their own "chủ trì"; otherwise the whole."""
    lines = unbulleted(text)
    return (
        [squeeze(line) for line in lines]
        if sum("chủ trì" in norm(line) for line in lines) > 1
        else [squeeze(" ".join(with_stops(lines)))]
    )


_TAGGED = Pattern(r"\((?:đồng\s+|cơ quan\s+|đơn vị\s+)?chủ trì\)")
_TOLD_IN_WORDS = Pattern(r"phối hợp(?!\s*\)|\s+thực hiện\s*\))")
_TAG_LEADS = Pattern(r"(?:đồng\s+|cơ quan\s+|đơn vị\s+)?chủ trì")
_TAG_COOPERATES = Pattern(r"(?:cùng\s+)?phối hợp(?:\s+thực hiện)?")


def _split_tagged(text: str, found: Units) -> None:
    """Units with their roles in brackets, each for those since the last: "Sở A (chủ trì); Sở B, Sở C (phối hợp)"."""
    waiting: list[Unit] = []
    for unit in list_units(text):
        waiting.append(unit)
        tag = norm(unit.work)
        side = (
            found.lead if _TAG_LEADS.fullmatch(tag) else found.cooperating if _TAG_COOPERATES.fullmatch(tag) else None
        )
        if side is not None:
            unit.work = ""
            side += waiting
            waiting = []
    found.cooperating += waiting


def _split_clause(text: str, found: Units) -> None:
    text = CARRIES_OUT.sub("chủ trì", text)
    low = norm(text)
    if _TAGGED.search(low) and not _TOLD_IN_WORDS.search(low):
        return _split_tagged(text, found)
    given = _GIVEN.match(low)
    start = given.end() if given else 0
    leads = LEADS.search(low, start)
    cooperates = _cooperates(low, leads.end() if leads else start)
    first = min((each.start() for each in (leads, cooperates) if each), default=len(text))
    if leads is None and cooperates is None:
        found.lead += list_units(text[start:])
        return
    if leads and cooperates and _TAIL_COOPERATES.search(low) and not list_units(text[cooperates.end() :]):
        found.lead += list_units(text[start : leads.start()])
        found.cooperating += list_units(text[leads.end() :])
        return
    if cooperates and cooperates.start() == start:
        found.cooperating += list_units(text[cooperates.end() :])
        return
    if leads and leads.start() == start and cooperates is None:
        found.lead += list_units(text[leads.end() :])
        return
    if leads and leads.start() == start and cooperates:
        found.lead += list_units(text[leads.end() : cooperates.start()])
    else:
        found.lead += list_units(text[start:first])
    if cooperates:
        found.cooperating += list_units(text[cooperates.end() :])
    elif leads and leads.end() < len(text) and text[leads.end()] in ";,":
        # "Thanh tra tỉnh chủ trì; Phòng A tham gia", "Sở A chủ trì; các sở: B, C thực hiện theo lĩnh vực"
        side = found.cooperating if _JOINS.search(low) else found.lead
        side += list_units(text[leads.end() + 1 :])


_JOINS = Pattern(r"\s(?:tham gia|hỗ trợ|giúp)[\s.;,]*$")


def _cooperates(low: str, start: int) -> re.Match[str] | None:
    return next((each for each in COOPERATES.finditer(low) if each.start() >= max(0, start - 1)), None)


def list_units(text: str) -> list[Unit]:
    """The units of a list; a collective ("các sở, ban, ngành") stays one."""
    text = parted_twice(squeeze(" ".join(with_stops(unbulleted(text)))))
    text, notes = _without_brackets(text)
    pieces = _joined(_pieces(text), text)
    units = []
    for start, end in pieces:
        name = _cleaned(text[start:end])
        if name:
            work, via = _note(notes, start, end)
            units.append(Unit(name=name, work=work, via=via))
    return units


def _without_brackets(text: str) -> tuple[str, list[tuple[int, str]]]:
    notes: list[tuple[int, str]] = []
    parts: list[str] = []
    at = length = 0
    for each in _BRACKET.finditer(text):
        parts.append(text[at : each.start()])
        length += each.start() - at
        notes.append((length, each.group(1).strip()))
        at = each.end()
    return "".join([*parts, text[at:]]), notes


def _note(notes: list[tuple[int, str]], start: int, end: int) -> tuple[str, str]:
    inside = next((note for at, note in notes if start < at <= end), "")
    via = _VIA.match(norm(inside))
    return ("", inside[via.start(1) :]) if via else (inside, "")


def _pieces(text: str) -> list[tuple[int, int, str]]:
    """The pieces between dividers, each with the divider before it."""
    found: list[tuple[int, int, str]] = []
    at, before = 0, ""
    named = [each.span() for each in _with_commas().finditer(norm(text))] if "," in text else []
    for each in _DIVIDER.finditer(text):
        if any(start < each.start() < end for start, end in named):
            continue
        found.append((at, each.start(), before))
        at, before = each.end(), each.group().strip()
    found.append((at, len(text), before))
    return [each for each in found if each[1] > each[0]]


# "các sở, ngành: Tài chính, Y tế": the names behind the colon are units.
_SHORT_LIST = re.compile(rf"[^:;]{{2,40}}:\s*(?=[{CAPITALS}])")


def _is_collective(low: str) -> bool:
    return low.startswith(("các ", "cac ", "ubnd các ", "ủy ban nhân dân các ", "ubnd cac "))


def _joined(pieces: list[tuple[int, int, str]], text: str) -> list[tuple[int, int]]:
    """Pieces that do not begin a unit go on with the one before ("Sở Giáo dục" "và Đào tạo")."""
    joined: list[tuple[int, int]] = []
    short = False
    for start, end, divider in pieces:
        low = norm(text[start:end])
        opens = _SHORT_LIST.match(text[start:end])
        if opens and (_is_collective(low) or (joined and _is_collective(norm(text[joined[-1][0] :])))):
            short = True
            if not _is_collective(low):
                joined.pop()
            joined.append((start + opens.end(), end))
        elif not joined or divider == ";" or (short and divider == ","):
            joined.append((start, end))
        elif _begins_anew(text[joined[-1][0] : joined[-1][1]], text[start:end], low, divider):
            short = False
            joined.append((start, end))
        else:
            joined[-1] = (joined[-1][0], end)
    return joined


# Two bodies with one office or one name: "Văn phòng HĐND và UBND xã".
_WITH_THE_NEXT = {"văn phòng hđnd", "hđnd", "van phong hdnd", "hdnd", "văn phòng đoàn đbqh", "hội đồng nhân dân"}


# "Phòng Pháp chế và Thanh tra", "Cục Lâm nghiệp và Kiểm lâm": one body with two tasks.
_INNER = re.compile(r"(?:Phòng|Ban|Vụ|Cục|Chi cục|Trung tâm|Tổ|Khoa|Bộ phận)\s")


# "Trường Đại học A - Phân hiệu B": a branch is told with the body it belongs to.
_BRANCHES = ("phân hiệu", "phân viện", "chi nhánh", "cơ sở", "văn phòng đại diện", "khu vực", "cụm")


def _is_one_with(before: str, low: str, divider: str) -> bool:
    """Whether a piece ends the name before it, though it would be a name of its own."""
    if norm(before) in _WITH_THE_NEXT or (norm(before), low[:3]) == ("báo", "đài"):
        return True
    if divider in {"-", "–"} and before.startswith("Tập đoàn ") and low.startswith("viễn thông"):
        return True
    if divider in {"-", "–"} and (low.startswith(_BRANCHES) or low in words().units.heads):
        return low not in words().units.whole
    return divider in {"và", "va", "-", "–"} and low in words().units.also_in_names and _INNER.match(before) is not None


_IN_COLLECTIVE = Pattern(r"(?:^|\s)(?:các|những|toàn thể|mọi|thủ trưởng (?=cơ quan|đơn vị))\s?")


# "Ban Quản lý Khu kinh tế Dung Quất và các khu công nghiệp Quảng Ngãi": one body.
_OF_ZONES = Pattern(r"(?:ban quản lý|bql)\s+(?:các\s+)?(?:khu kinh tế|khu công nghệ cao|kkt)(?!\w)[^,;]*")


# "Khoa, phòng liên quan", "các Cục, Vụ thuộc Bộ": a kind without a name is no unit yet.
_BARE_HEAD = Pattern(r"(?:(?:các|những)\s+(?:cục|vụ|khoa|phòng)|khoa|phòng|cục|vụ)")


def _is_kind(piece: str) -> bool:
    """Whether a piece names no body but a kind of them: "phòng liên quan", "Vụ thuộc Bộ"."""
    kind = head().match(norm(piece))
    return kind is not None and not re.search(rf"[{CAPITALS}]", piece[kind.end() : kind.end() + 2])


_PARTY_BODY = Pattern(r"đảng ủy\s+(?:ủy ban\s+)?(?:mặt trận tổ quốc|mttq)[^,;]*")


def _goes_on_with(before: str, piece: str, low: str) -> bool:
    """Whether a piece that looks like a unit goes on with the name before it."""
    if low.startswith(("các khu công nghiệp", "các kcn")):
        return _OF_ZONES.fullmatch(norm(before)) is not None
    # "Đảng ủy Mặt trận Tổ quốc và các đoàn thể tỉnh" is one body.
    if low.startswith("các đoàn thể"):
        return _PARTY_BODY.fullmatch(norm(before)) is not None
    return _BARE_HEAD.fullmatch(norm(before)) is not None and _is_kind(piece)


def _begins_anew(before: str, piece: str, low: str, divider: str = "") -> bool:
    if _goes_on_with(before, piece, low):
        return False
    if collective().match(low):
        return True
    in_collective = _IN_COLLECTIVE.search(norm(before)) is not None
    if (in_collective and piece[:1].islower() and _goes_on().match(low)) or _is_one_with(before, low, divider):
        return False
    bare = low in words().units.heads or len(low.split()) == 1
    if in_collective and bare and _goes_on().fullmatch(low):
        return False
    found = head().match(low)
    if found is None:
        return HAMLET.match(piece) is not None
    return not (bare and low not in {"ubnd", "công an", "tand", "vksnd"} and piece[:1].islower())


# The number of a page that ran into a cell: "Sở Y tế tỉnh 2".
_PAGE_NUMBER = re.compile(r"(?<=\stỉnh)\s+\d{1,3}$|(?<=\scác xã)\s+\d{1,3}$|(?<=\sxã, phường)\s+\d{1,3}$")


def _cleaned(name: str) -> str:
    name = BULLET.sub("", name).strip(' ,;.:-–+•*/"')
    name = name.rstrip(")") if "(" not in name else name
    name = _PAGE_NUMBER.sub("", name)
    name = name.lstrip("([") if ")" not in name and "]" not in name else name
    if office := ITS_OFFICE.search(name):
        name = name[: office.start()]
    low = norm(name)
    if NOT_A_NAME.fullmatch(low) or TIME_ONLY.match(low):
        return ""
    low = norm(name)
    if (tail := UNIT_TAIL.search(low)) and not name[tail.start() :].strip(" ,")[:1].isupper():
        name = name[: tail.start()].strip(" ,;")
    for lead in ("đồng chí ", "với ", "cùng ", "và ", "gồm ", "là ", "cho "):
        if norm(name).startswith(lead):
            name = name[len(lead) :]
    return name
