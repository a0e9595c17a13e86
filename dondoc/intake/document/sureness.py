"""Signs that a unit's name may not be whole, or hold more than a name: it is asked about."""

import re
from functools import cache

from dondoc.intake.document.tables import words
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import CAPITALS, Pattern, any_of, norm

_LONGEST_UNIT = 160
_MANY_IN_ONE = re.compile(
    rf",\s+(?!Thể thao|Truyền hình|Du lịch|Thông tin|Gia đình|Phát thanh|Thương binh|Giáo dục)[{CAPITALS}]"
)
_CUT_OFF = Pattern(
    r".*\s(?:và|các|của|thuộc|trực|với|cùng|về|đến|theo|được|phát|trợ|tăng|không|chỉ|đều|cũng|sẽ|đã|thì)$"
)


def is_unclear(name: str) -> bool:
    """Whether a name is too long, does not begin as one, runs on, is cut off or ends in words that no name ends in."""
    return (
        len(name) > _LONGEST_UNIT
        or not begins_unit(name)
        or _runs_on(name)
        or _is_bare(norm(name))
        or _MAY_BE_TWO.search(norm(name)) is not None
        or _ends_strangely(name)
        or _TELLS_WHEN.search(norm(name)) is not None
    )


_TELLS_WHEN = Pattern(r",\s.*(?:quý\s+[iv\d]|tháng\s+\d|ngày\s+\d|năm\s+20)")


def _runs_on(name: str) -> bool:
    """Whether a name may be several in one, or ends where no name does."""
    collective = re.match(r"(?:các|cac|những|toàn)\s", norm(name)) is not None
    return (_MANY_IN_ONE.search(name) is not None and not collective) or _CUT_OFF.match(norm(name)) is not None


# First words that are no name without another: "Cơ quan | Tham mưu" was cut off.
_BARE = Pattern(
    r"(?:các\s+)?(?:cơ quan|cơ sở|trung tâm|hội đồng|ủy ban|tổ chức|viện|trường|quỹ|tập đoàn|hội|khoa|trạm|cục|vụ)"
)

# "Cục Tiền lương và Bảo hiểm xã hội": one body, or two.
_MAY_BE_TWO = Pattern(r"\svà\s(?:bảo hiểm(?:\s+xã hội|\s+y tế)?|thuế|hải quan|ngân hàng|kho bạc|thống kê|thanh tra)$")


def _is_bare(low: str) -> bool:
    return low in {"ban", "sở", "phòng", "bộ", "đội", "tổ", "đoàn", "nhóm"} or (
        _BARE.fullmatch(low) is not None and not low.startswith(("các cơ quan", "các trường", "các khoa", "các trung"))
    )


@cache
def _known() -> Pattern:
    table = words().units
    every = [*table.name_words, *table.heads, *table.collective_goes_on, *table.others, *table.some]
    return Pattern(rf"(?:(?:{any_of(every)}|\d{{1,4}}|[ivx]{{1,5}})(?!\w)[\s,\-–/]*)*")


def _ends_strangely(name: str) -> bool:
    """Whether what follows the last word in capitals is made of words that end no name."""
    last = [each.start() for each in re.finditer(rf"(?<!\w)[{CAPITALS}]", name)]
    tail = norm(name[last[-1] :] if last else name)
    after = tail.partition(" ")[2]
    return bool(after) and not _known().fullmatch(tail) and not _known().fullmatch(after)
