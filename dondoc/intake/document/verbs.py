"""Verbs of work: where a unit's name ends and what it is to do begins."""

import re
from functools import cache

from dondoc.intake.document.phrases import OWN_OF_EVENT
from dondoc.intake.document.tables import words
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import Pattern, any_of, has_accents, norm, plain

LONGEST_SUBJECT = 260
_GIVEN_TO = Pattern(
    r"(?:-\s*)?(?:giao(?:\s+nhiệm vụ)?(?:\s+cho)?|phân công|do|"
    r"(?:trách nhiệm(?:\s+thực hiện)?|đơn vị|cơ quan|thực hiện|phụ trách)\s*:|"
    r"(?:đơn vị|cơ quan)\s+(?:chủ trì|thực hiện|phụ trách|đầu mối)\s+là)\s+"
)


# Behind these a verb by which bodies are named is a part of the name: "dự án đầu tư", "Đầu tư xây dựng".
_BEFORE_NAMING = re.compile(r"(?:dự án|đầu tư|Tư vấn|Xúc tiến|Hỗ trợ|Quản lý|Ứng dụng|Đầu tư|Giám định)\s$")
_LONGEST_BEFORE = 12

# After these a word is no verb of the work: "được giao", "các tổ chức", "Trợ giúp pháp lý", "Phòng Hậu cần".
_BEFORE_NOUNS = (
    "(?<!trong )vùng", "về", "[Nn]goại", "[Cc]huyển", "được", "[Vv]iệc", "Hậu", "Giáo dục và", "Thông tin và",
    "[Tt]rợ", "tiêu", "bể", "các", "những", "được giao", "phân công", "chủ", "nhà", "một số",
)  # fmt: skip


@cache
def _verb() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words().work
    no_verb_after = "".join(rf"(?<!{each}\s)" for each in _BEFORE_NOUNS)
    source = rf"(?<=[\s,:]){no_verb_after}(?!(?<=dục\s)(?:thường xuyên|đào tạo|nghề))"
    # "công trình", "chương trình", "quy trình", "lộ trình", "quá trình", "tiến trình" are nouns.
    source += "".join(rf"(?!(?<={each}\s)trình)" for each in ("công", "chương", "quy", "lộ", "quá", "tiến"))
    source += rf"(?!{any_of(table.not_verbs)}(?!\w)){any_of(table.verbs)}(?!\w)"
    return re.compile(source), re.compile(plain(source))


def verb_after(text: str, start: int, last_resort: bool = False) -> int:
    """Where the first verb of work in lower case stands from `start` on; -1 if none is near.

    With `last_resort` one that seems to belong to the name counts, too, where no other follows.
    """
    pattern = _verb()[0 if has_accents(text) else 1]
    depth_end = min(len(text), start + LONGEST_SUBJECT)
    passed = -1
    for each in pattern.finditer(text, start, depth_end):
        if text.count("(", start, each.start()) != text.count(")", start, each.start()) or _is_named_by(text, each):
            continue
        if _names(text, start, each):
            passed = passed if passed > start else each.start()
            continue
        in_name = (
            _in_names().match(text, each.start())
            if _NAMED_BY_VERBS.search(text[max(0, each.start() - 120) : each.start()])
            else None
        )
        return in_name.start(in_name.lastgroup or 0) if in_name else each.start()
    return passed if last_resort else -1


_BEGINS_NAME = r".*(?:[,(]\s*|\s(?:và|các|những|từng|mỗi)\s+)|(?:các|những|từng|mỗi)\s+"


@cache
def _behind() -> tuple[Pattern, Pattern, Pattern, frozenset[str], frozenset[str], frozenset[str]]:
    table = words().work
    ends = [
        Pattern(rf"(?:{_BEGINS_NAME})?{any_of(table.named)}\s+$"),
        Pattern(rf"(?:{_BEGINS_NAME})?{any_of(table.named_narrowly)}\s+$"),
        Pattern(rf"(?:.*[\s,(])?{any_of(table.noun_before)}\s+$"),
    ]
    narrow = frozenset(table.narrow)
    return ends[0], ends[1], ends[2], narrow | set(table.in_names), narrow, frozenset(table.compounds)


def may_be_named(text: str, start: int, verb: int) -> bool:
    """Whether a verb by which bodies are named may end the name, as another stands close behind it."""
    pattern = _verb()[0 if has_accents(text) else 1]
    first = pattern.match(text, verb)
    if first is None or norm(first.group()) not in _behind()[3] or not _NAMED_BY_VERBS.search(text[start:verb]):
        return False
    other = pattern.search(text, first.end(), first.end() + _CLOSE)
    return other is not None and not re.search(r"[,;.:]|\svà\s", text[first.end() : other.start()])


_CLOSE = 45


@cache
def _with_commas() -> Pattern:
    return Pattern(rf"(?<!\w){any_of(words().units.with_commas)}(?!\w)")


def _is_named_by(text: str, verb: re.Match[str]) -> bool:
    """Whether a verb by which bodies are named stands where it can only name ("Ban Quản lý dự án | đầu tư")."""
    before = text[max(0, verb.start() - _LONGEST_BEFORE) : verb.start()]
    return _BEFORE_NAMING.search(before) is not None and norm(verb.group()) in _behind()[3]


# "Các cơ quan được giao chủ trì tham mưu văn bản": what they were given tells which of them.
_WERE_GIVEN = Pattern(
    r"(?:thủ trưởng )?các\s.*được (?:giao|phân công)(?:\s(?:chủ trì|phụ trách|thực hiện|tham mưu))?\s$"
)
_KINDS = {"tổ", "đội", "đoàn", "nhóm", "ban", "ủy ban", "câu lạc bộ", "các tổ", "các đội"}
_GIVEN_WORK = {"chủ trì", "phụ trách", "thực hiện", "tham mưu", "quản lý", "soạn thảo"}


def _names(text: str, start: int, verb: re.Match[str]) -> bool:
    """Whether what looks like a verb is a part of the name before it ("Ủy ban Chứng khoán", "các cơ sở đào tạo")."""
    at = verb.start()
    strong, weak, nouns, named_by, narrow, compounds = _behind()
    before = ("" if at - start <= 60 else "… ") + norm(text[max(start, at - 60) : at])
    parts = before.split()
    word = norm(verb.group())
    if norm(text[start:at]).strip() in _KINDS:
        return True  # "Tổ kiểm tra liên ngành": a kind of body alone is no subject yet.
    if word in _GIVEN_WORK and _WERE_GIVEN.match(norm(text[start:at])):
        return True
    if (
        parts
        and text[at - 1 : at] == " "
        and any(
            f"{parts[-1]} {word}".startswith(each) or (each.count(" ") > 2 and f"{before}{word}".endswith(each))
            for each in compounds
        )
    ):
        return True
    if "," in before and any(each.start() < at < each.end() for each in _with_commas().finditer(norm(text))):
        return True
    if parts and (parts[-1] == "bị" or (word in named_by and nouns.match(before))):
        return True
    return (word in named_by and strong.match(before) is not None) or (
        word in narrow and weak.match(before) is not None
    )


# "Ban Quản lý dự án đầu tư xây dựng tỉnh chủ trì …": what looks like a verb inside the name of such a body is none.
_NAMED_BY_VERBS = re.compile(
    r"(?:Ban|Trung tâm|Phòng|Văn phòng|Quỹ|[Cc]ục|Vụ|Viện|Trường|Tổ|Đội|Công ty|Hội|Trạm|Tổng công ty)\s[^,;:.()]*$"
)


@cache
def _in_names() -> re.Pattern[str]:
    table = words().work
    word = r"\s+(?!để\s|do\s|việc\s|các\s+(?:đơn vị|cơ quan)|cơ quan|đơn vị)[^\s,;:.()]+"
    soon, at_once = any_of(table.roles), any_of([*table.roles, *table.roles_at_once])
    return re.compile(
        rf"xây dựng\s+(?P<verb_behind>{any_of(table.behind_building)})(?!\w)|"
        rf"{any_of(table.in_names)}(?!\w)(?:(?:{word}){{0,12}}?(?<!\svà)\s+(?P<verb>{soon})|\s+(?P<at_once>{at_once}))(?!\w)"
    )


def end_of_event(low: str, start: int, end: int) -> int:
    """Where "sau khi tiêu chuẩn được công bố | tổ chức dán nhãn" ends: before the verb of the work."""
    opens = _OPENS_EVENT.search(low[:end], start)
    has_own = False
    for each in _verb()[0 if has_accents(low) else 1].finditer(low, opens.end(), end) if opens else ():
        before = low[start : each.start()]
        if _BEFORE_A_NAME.search(before) or _is_named_by(low, each):
            continue
        if OWN_OF_EVENT.match(before) or before.rstrip().endswith(",") or _names(low, start, each):
            has_own = True
            continue
        if (passive := _BY_A_UNIT.match(before)) and _is_body(before[passive.end() :]):
            has_own = True  # "sau khi được Trung ương giao": what the unit does
            continue
        if has_own or _HAS_OWN.search(before):
            return start + len(before.rstrip())
        has_own = True
    return end


def _is_body(low: str) -> bool:
    """Whether a unit begins here, or who is above it: "được cấp có thẩm quyền cho phép"."""
    return begins_unit(low) > 0 or low.startswith(("cấp có thẩm quyền", "cấp trên", "trung ương"))


# "Luật Xây dựng", "ngày ban hành Thông báo này".
_BEFORE_A_NAME = Pattern(
    r"(?:luật|bộ|sở|ban|(?<!được )ban hành|trung tâm|hội|viện|cục|phòng|trường|công ty|quỹ|học viện|"
    r"ban quản lý|tổ|đội)\s*$"
)
_OPENS_EVENT = Pattern(r"(?:sau|từ|trước)\s+(?:khi|ngày|thời điểm)\s")
_BY_A_UNIT = Pattern(r".*\s(?:được|có)\s+")
_HAS_OWN = Pattern(r"\s(?:có|được|nhận)\s")


def ungiven(text: str) -> str:
    """A text without "giao", "phân công" and their like before the unit."""
    given = _GIVEN_TO.match(norm(text[:40]))
    return text[given.end() :] if given else text


def verb_left(text: str) -> bool:
    """Whether any verb of work stands in a text."""
    return verb_after(f" {text}", 0) >= 0


def begins_with_verb(text: str) -> bool:
    """Whether a sentence begins with what is to be done."""
    return verb_after(f" {text[:1].lower()}{text[1:]}", 0) == 1
