"""Verbs of work: where a unit's name ends and what it is to do begins."""

import re
from functools import cache

from dondoc.intake.document.tables import words
from dondoc.intake.document.words import Pattern, any_of, has_accents, norm, plain

LONGEST_SUBJECT = 260
_GIVEN_TO = Pattern(r"(?:-\s*)?(?:giao(?:\s+nhiệm vụ)?(?:\s+cho)?|phân công|do|trách nhiệm(?:\s+thực hiện)?\s*:)\s+")


# After these a word is no verb of the work: "được giao", "các tổ chức", "Trợ giúp pháp lý", "Phòng Hậu cần".
_BEFORE_NOUNS = (
    "vùng", "dự án", "đầu tư", "Tư vấn", "Xúc tiến", "Hỗ trợ", "Quản lý", "Ứng dụng", "Đầu tư", "Giám định",
    "về", "[Nn]goại", "[Cc]huyển", "được", "[Vv]iệc", "Hậu", "Giáo dục và", "Thông tin và", "[Tt]rợ", "các", "những",
    "được giao", "phân công", "chủ", "nhà", "một số",
)  # fmt: skip


@cache
def _verb() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = words().work
    no_verb_after = "".join(rf"(?<!{each}\s)" for each in _BEFORE_NOUNS)
    source = rf"(?<=[\s,:]){no_verb_after}(?!(?<=dục\s)(?:thường xuyên|đào tạo|nghề))"
    # "công trình", "chương trình", "quy trình", "lộ trình", "quá trình", "tiến trình" are nouns.
    source += "".join(rf"(?!(?<={each}\s)trình)" for each in ("ông", "ương", "uy", "ộ", "uá", "iến"))
    source += rf"(?!{any_of(table.not_verbs)}(?!\w)){any_of(table.verbs)}(?!\w)"
    return re.compile(source), re.compile(plain(source))


def verb_after(text: str, start: int) -> int:
    """Where the first verb of work in lower case stands from `start` on; -1 if none is near."""
    pattern = _verb()[0 if has_accents(text) else 1]
    depth_end = min(len(text), start + LONGEST_SUBJECT)
    for each in pattern.finditer(text, start, depth_end):
        if text.count("(", start, each.start()) == text.count(")", start, each.start()):
            in_name = (
                _in_names().match(text, each.start())
                if _NAMED_BY_VERBS.search(text[max(0, each.start() - 120) : each.start()])
                else None
            )
            return in_name.start(in_name.lastgroup or 0) if in_name else each.start()
    return -1


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
        rf"{any_of(table.in_names)}(?!\w)(?:(?:{word}){{0,12}}?(?<!\svà)\s+(?P<verb>{soon})|\s+(?P<at_once>{at_once}))(?!\w)"
    )


def ungiven(text: str) -> str:
    """A text without "giao", "phân công" and their like before the unit."""
    given = _GIVEN_TO.match(norm(text[:40]))
    return text[given.end() :] if given else text


def verb_left(text: str) -> bool:
    """Whether any verb of work stands in a text."""
    return verb_after(f" {text}", 0) >= 0
