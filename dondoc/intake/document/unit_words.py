"""Whether a text begins with a unit's name."""

import re
from functools import cache

from dondoc.intake.document.tables import words
from dondoc.intake.document.words import CAPITALS, Pattern, any_of, norm

# What looks like a unit's first word and goes on with any other.
_OPEN = ["chỉ huy, ", "hội khỏe, "]

# "Tổ chức đoàn tham quan": a group that is sent, not the youth union.
_A_GROUP = (
    r"(?!tổ chức đoàn\s+(?:tham quan|đi|kiểm tra|công tác|khảo sát|giám sát|học tập|ra|vào|liên ngành|thăm)(?!\w))"
)


@cache
def head() -> Pattern:
    """What begins a unit's name."""
    table = words().units
    # "tổ chức" begins a work, "tổ chức tín dụng" a unit: what is longer wins.
    longer = [each for each in table.heads if any(each.startswith(no) and each != no for no in table.not_heads)]
    none = rf"(?:{any_of([each for each in table.not_heads if each[-1] != ' '])}(?!\w)|{any_of(_OPEN)})"
    return Pattern(rf"{_A_GROUP}(?:{any_of(longer)}|(?!{none}){any_of(table.heads)})(?!\w)")


@cache
def collective() -> Pattern:
    """What begins several units under one name."""
    table = words().units
    return Pattern(rf"(?!từng bước\s|mỗi khi\s){any_of(table.collective)}\s+(?!{any_of(table.things)}(?!\w))\S")


def begins_unit(text: str) -> int:
    """How many characters of a unit's first word(s) `text` begins with; 0 if it begins with none."""
    low = norm(text[:80])
    found = head().match(low) or collective().match(low) or HAMLET.match(text)
    return found.end() if found else 0


# "Thôn Đồng Quan", "ấp 5": a hamlet by its name; "thôn văn hóa" is none.
HAMLET = re.compile(rf"(?:[Tt]hôn|bản|[Ấấ]p|[Xx]óm|buôn|[Kk]hóm|[Kk]hu phố|[Tt]ổ dân phố)\s+(?=[{CAPITALS}\d])")
