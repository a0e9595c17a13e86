"""A work as one sentence tells it, and what brackets at a sentence's end say: "(Sở A chủ trì; xong trong quý II)"."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.openings import is_own
from dondoc.intake.document.phrases import ROLE_WORDS
from dondoc.intake.document.proposal import Time, Unit
from dondoc.intake.document.source import Piece
from dondoc.intake.document.tables import words
from dondoc.intake.document.time import read_time, says_only_time, times_in
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.units import split_roles
from dondoc.intake.document.verbs import ungiven, verb_after, verb_left
from dondoc.intake.document.words import CAPITALS, Pattern, norm


@dataclass(slots=True)
class Work:
    """One work read from a sentence."""

    piece: Piece
    content: Piece
    lead: list[Unit] = field(default_factory=list)
    cooperating: list[Unit] = field(default_factory=list)
    time: Time | None = None
    units_text: str = ""
    title: str = ""
    """What stands before the unit and a colon: "Tiêm phòng dại: Trạm Y tế xã lập danh sách"."""

    unsure: bool = False
    """Whether the verb behind the unit may belong to its name."""


_ROLE_BRACKET = re.compile(r"[(\[]([^()\[\]]{4,300})[)\]]\s*[.;,]*\s*$")
_BRACKET_BEFORE_TIME = re.compile(r"[(\[]([^()\[\]]{4,300})[)\]]\s*[,;]?\s+(?=[^()\[\]]{4,80}$)")
_BRACKET = re.compile(r"[(\[]([^()\[\]]{4,300})[)\]]")
_LONGEST_TAIL = 320
_TAIL_BEGINS = re.compile(r"(?:[;:.]\s+|\s+[-–—]\s+|\n)(?=\S)")


_SMALL = ("các ", "cac ", "trạm ", "công chức ", "cán bộ ")
"""How units begin that are told in small letters."""


def says_only_units(text: str) -> bool:
    """Whether a clause does nothing but name who carries out: "Sở A chủ trì, phối hợp với B; xong trong quý II"."""
    text = text.strip(" .;,()")
    if len(text) > _LONGEST_TAIL or re.search(r"[^\W\d_]{2}\.\s", text):
        return False
    given = ungiven(text) != text
    text = ungiven(text)
    if (given and is_own(text)) or not (
        begins_unit(text) and (text[:1].isupper() or given or norm(text).startswith(_SMALL))
    ):
        return False
    # "Ủy ban Kiểm tra hằng năm đưa nội dung này vào chương trình": its own work stands behind the time.
    if (times := times_in(text)) and verb_left("".join(_parts_without_roles(text[times[0].end :]))):
        return False
    names = without_time(text)
    roles = ROLE_WORDS.search(norm(names))
    rest = "".join(part for part in _parts_without_roles(names))
    if verb_left(rest) or ":" in rest:
        return False
    units = split_roles(names)
    every = [*units.lead, *units.cooperating]
    return (
        bool(units.lead)
        and all(begins_unit(each.name) and len(each.name) < 90 for each in every)
        and (roles is not None or all(_is_named(each.name) for each in every))
    )


_NAMED = re.compile(rf"\s[{CAPITALS}]|^[{CAPITALS}]{{3}}|\scác\s|\s(?:tỉnh|thành phố|huyện|xã|phường)$")


def _is_named(name: str) -> bool:
    """Whether a name has a word in capitals behind its first one, or is a collective."""
    low = norm(name)
    return _NAMED.search(name) is not None or low in words().units.whole or low.startswith(("ubnd", *_SMALL))


def _parts_without_roles(text: str) -> list[str]:
    low, parts, at = norm(text), [], 0
    for each in ROLE_WORDS.finditer(low):
        parts.append(text[at : each.start()])
        at = each.end()
    return [*parts, text[at:]]


def read_tail(work: Work) -> None:
    """Who carries out, told behind the work: "Diễn tập … - Sở A", "…; Sở A chủ trì, xong trước 31/3"."""
    text = work.piece.text
    if work.lead or len(text) < 20:
        return
    for each in _TAIL_BEGINS.finditer(text):
        if each.start() < 12 or not says_only_units(text[each.end() :]):
            continue
        tail = ungiven(text[each.end() :].strip(" .;,"))
        said = split_roles(without_time(tail))
        work.lead, work.cooperating, work.units_text = said.lead, said.cooperating, tail
        work.content = work.piece.part(0, each.start())
        return


_BINDING = Pattern(r"chủ trì|thực hiện|phối hợp|hoàn thành|thời gian|sản phẩm|quý|tháng|trước ngày")


def time_in_bracket(text: str) -> Time | None:
    """A time that stands alone in a bracket at the end: "(năm 2027)", "(theo lộ trình được phê duyệt)"."""
    found = _ROLE_BRACKET.search(text)
    inside = times_in(found.group(1)) if found else []
    if found is None or not inside or inside[0].start > 0 or inside[-1].end < len(found.group(1).rstrip(" .;,")):
        return None
    return read_time(found.group(1))


def read_bracket(work: Work) -> None:
    """Units and time in a bracket at the end: "(Sở A chủ trì; hoàn thành trong quý II)"."""
    found = _ROLE_BRACKET.search(work.piece.text) or _before_a_time(work.piece.text) or _that_leads(work.piece.text)
    inside = ungiven(found.group(1)) if found else ""
    if work.lead and found and says_only_units(inside) and not work.cooperating:
        work.unsure = True  # "Mỗi cơ sở Hội nhận một tuyến đường … (Hội Nông dân các xã)": one of them leads.
    if found is None or work.lead or not begins_unit(inside):
        return
    if (
        inside == found.group(1)
        and not _BINDING.search(norm(inside))
        and not _ends_in_time(inside)
        and not _names_alone(work, found)
    ):
        return
    parts = [_HELPS_WITH.sub(r"\1", each) for each in _parts(inside)]
    helpers = [each[:verb] for each in parts[1:] if (verb := _helps_at(each)) > 0]
    parts = [each for each in parts if each is parts[0] or _helps_at(each) < 0]
    units = "; ".join(each for each in parts if begins_unit(each) or "phối hợp" in norm(each))
    said = split_roles(without_time(units))
    work.lead, work.cooperating, work.units_text = said.lead, said.cooperating, found.group(1)
    if not said.cooperating and _ONLY_HELP.search(norm(units)):
        # "(Sở Y tế, Tỉnh đoàn cùng phối hợp)": the lead stands above; "(Sở A; Sở B phối hợp)": in a part of its own.
        helping = [each for each in parts if "phối hợp" in norm(each)]
        leading = [each for each in parts if begins_unit(each) and each not in helping]
        work.lead = split_roles("; ".join(leading)).lead
        work.cooperating = split_roles("; ".join(helping)).lead
        work.units_text = found.group(1) if leading else ""
    work.cooperating += split_roles("; ".join(helpers)).lead if helpers else []
    work.content = work.piece.part(0, found.start())
    if len(work.content.text) < _SHORTEST_WORK:
        work.content = work.piece
    times = [each for each in parts if each and each not in units and _begins_with_time(each)]
    if len(times) == 1:
        work.time = read_time(times[0])


_SHORTEST_WORK = 12
# "Công an tỉnh phối hợp về phòng cháy, chữa cháy": with what they help.
_HELPS_WITH = re.compile(r"(\sphối hợp)\s+(?!với\s|cùng\s|thực hiện|triển khai|tổ chức)[^\W\d_A-ZĐ]\w*\s.*$")
_ONLY_HELP = Pattern(r"^(?!.*chủ trì).*\sphối hợp(?:\s+(?:tổ chức\s+)?thực hiện)?[\s.,]*$")


_TELLS_ROLE = Pattern(r"chủ trì|phối hợp|thực hiện|đầu mối")


def _helps_at(part: str) -> int:
    """Where what a helper does begins in a part of a bracket: "; Công an tỉnh | hỗ trợ kỹ thuật"; -1 in another."""
    return verb_after(part, 0) if begins_unit(part) and not _TELLS_ROLE.search(norm(part)) else -1


def _before_a_time(text: str) -> re.Match[str] | None:
    """A bracket with nothing but a time behind it: "(Bộ A chủ trì; Bộ B phối hợp), xong trước quý III"."""
    found = _BRACKET_BEFORE_TIME.search(text)
    if found is None:
        return None
    rest = text[found.end() :].strip(" .;,")
    when = _WHEN.match(norm(rest))
    return found if says_only_time(rest[when.end() :] if when else rest) else None


def _that_leads(text: str) -> re.Match[str] | None:
    """The one bracket that says who leads, wherever it stands."""
    leads = [
        each for each in _BRACKET.finditer(text) if "chủ trì" in norm(each.group(1)) and says_only_units(each.group(1))
    ]
    return leads[0] if len(leads) == 1 else None


_WHEN = Pattern(r"(?:thời gian\s+)?(?:(?:thực hiện|triển khai|tổ chức|làm)\s*:?\s+)?(?:(?:trong|vào)\s+)?")


def _parts(inside: str) -> list[str]:
    """The parts of a bracket; a dash parts only before a unit, a role or a time ("Văn hóa - Xã hội" is one)."""
    parts: list[str] = []
    for clause in re.split(r"\s*;\s*", inside):
        for place, part in enumerate(re.split(r"\s[-–]\s(?!Phân hiệu|Phân viện|Chi nhánh|Cơ sở)(?=[^\W\d])", clause)):
            if place and not (begins_unit(part) or _BINDING.match(norm(part)) or _begins_with_time(part)):
                parts[-1] += f" - {part}"
            else:
                parts.append(part)
    return parts


def _begins_with_time(text: str) -> bool:
    """Whether a part of a bracket says nothing but a time ("định kỳ hằng quý và đột xuất")."""
    found = times_in(text)
    return bool(found) and found[0].start == 0 and found[-1].end >= len(text.rstrip(" .;,"))


def _names_alone(work: Work, found: re.Match[str]) -> bool:
    """Whether a bracket names nothing but units, and none stands before it that it explains."""
    before = re.split(r"[,;:]|\s[-–]\s", work.piece.text[: found.start()])[-1]
    return says_only_units(found.group(1)) and not re.search(r"(?:UBND|Sở|Ban|Bộ|Phòng)\s[^,;]{0,40}$", before)


_TIME_BEHIND = re.compile(
    r"\s*,\s*(?:hạn|hồ sơ|cập nhật|chốt|vận động|kinh phí|mời|kết quả|báo cáo|gửi|trình|"
    r"dự kiến|bắt đầu|thời gian)\s.*$|"
    r"\s*,?\s*(?:hoàn thành(?=\s+(?:(?:trước|trong|vào|ngày|quý|tháng|năm|đến)(?!\w)|\d)|\s*,|[\s.;,]*$)|"
    r"trước ngày|trong quý|xong).*$"
)


def without_time(units: str) -> str:
    """Units without the time that stands behind them."""
    units = _TIME_BEHIND.sub("", units)
    found = times_in(units)
    return units[: found[0].start].rstrip(" ,;") if found and found[0].start > 3 and found[0].name != "vague" else units


def _ends_in_time(text: str) -> bool:
    """Whether the last part of a bracket is a time: "(các địa phương; hằng năm)"."""
    last = re.split(r"[;,]\s*|\s[-–]\s", text)[-1]
    found = times_in(last)
    return bool(found) and found[0].start < 3


# "Giai đoạn 1 (từ ngày 05/3 đến ngày 31/3): Tuyên truyền".
_PHASE = re.compile(r"(?:Giai đoạn|Đợt|Bước|Kỳ)\s[^():]{1,60}\(([^()]{4,80})\)\s*:")


def bracket_of_heading(piece: Piece) -> list[Piece]:
    """What a heading says in brackets at its end or of its phase, for all that stands under it."""
    found = _ROLE_BRACKET.search(piece.text)
    if found is None and (phase := _PHASE.match(piece.text)) and says_only_time(phase.group(1)):
        found = phase
    return [piece.part(found.start(1), found.end(1))] if found else []


_ROLES_BEFORE = Pattern(
    r"(?:[\s,]|và|chủ trì|tổ chức|thực hiện|triển khai|tham mưu|phụ trách|chịu trách nhiệm|theo dõi|đôn đốc)*"
)
_SHORTEST_OWN = 30


def is_own_work(text: str) -> bool:
    """Whether what is told behind a unit is a work of its own, not only that it carries out what stands before."""
    rest = without_time(text)
    roles = _ROLES_BEFORE.match(norm(rest))
    return len(rest) - (roles.end() if roles else 0) >= _SHORTEST_OWN
