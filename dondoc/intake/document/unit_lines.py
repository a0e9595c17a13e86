"""Lists of units over several lines of a cell, as one text with a stop between them."""

import re

from dondoc.intake.document.tables import words
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import CAPITALS, Pattern, norm

BULLET = re.compile(r"^\s*(?:[-–—+•*]|\d{1,2}[.)]|\(\d\))\s*")


def unbulleted(text: str) -> list[str]:
    """The lines without the dashes of a list; one inside a name ("Phòng Văn hóa" / "- Xã hội") stays."""
    lines: list[str] = []
    for line in text.split("\n"):
        if not line.strip():
            continue
        bare = BULLET.sub("", line)
        in_name = lines and bare[:1].isupper() and not begins_unit(bare) and not norm(bare).startswith("phối hợp")
        in_name = in_name or (lines and norm(lines[-1]).endswith("thông tin") and norm(bare).startswith("thư viện"))
        lines.append(line if in_name else bare)
    return lines


def with_stops(lines: list[str]) -> list[str]:
    """A line that begins with a unit while the one before is complete was a list, so a semicolon parts them."""
    parted: list[str] = []
    for line in lines:
        if (
            parted
            and parted[-1].rstrip()[-1:] not in ",;:-–"
            and begins_unit(line)
            and line[:1].isupper()
            and not _goes_over_the_line(norm(re.split(r"[;,]", parted[-1])[-1]).strip(), norm(line))
            and not norm(parted[-1]).endswith((" thuộc", " trong", " của", " và", " với", " phối hợp", " cùng"))
        ):
            parted[-1] += ";"
        parted.append(line)
    return parted


# Names that are whole only with what stands in the next line, and beginnings of lines that end such a name.
_UNFINISHED = Pattern(r"(?:ban thường trực\s+|văn phòng\s+)?(?:ủy ban|uỷ ban|ubtw|ub)(?:\s+(?:trung ương|tw))?")


_OF_A_BRANCH = Pattern(r"(?:kho bạc|thuế|hải quan|chi cục|ngân hàng|kiểm toán|cục|bảo hiểm|dự trữ|thống kê)(?!\w)")


_BRANCH = Pattern(r"khu vực\s+(?:[ivx]{1,5}|\d{1,2})(?!\w)")


def _goes_over_the_line(last: str, after: str) -> bool:
    """Whether a name goes on in the next line: it ends in a unit's first word, or a branch's number follows."""
    if _BRANCH.match(after):
        return _OF_A_BRANCH.match(last) is not None
    bare = last in words().units.heads and last not in words().units.whole
    return bare or _UNFINISHED.fullmatch(last) is not None


_TWICE = re.compile(rf"(?<=\w)\s+(?=(Bộ|Sở|UBND|Ủy ban nhân dân|Cục|Chi cục|Vụ|Phòng)\s+[{CAPITALS}])")


_OF_THE_FIRST = Pattern(r".*(?:thuộc|của|trực thuộc|và|,|với|cùng|các)$")


def parted_twice(text: str) -> str:
    """Two bodies of one kind that ran together, as cells lose their line ends: "Bộ Y tế Bộ Tài chính"."""
    parts: list[str] = []
    at = 0
    for each in _TWICE.finditer(text):
        before = re.split(r"[;,/]", text[at : each.start()])[-1].strip()
        inside = text.count("(", 0, each.start()) != text.count(")", 0, each.start())
        if (
            not inside
            and re.match(rf"{each.group(1)}\s+[{CAPITALS}]", before)
            and not _OF_THE_FIRST.match(norm(before))
        ):
            parts.append(text[at : each.start()])
            at = each.end()
    return "; ".join([*parts, text[at:]])
