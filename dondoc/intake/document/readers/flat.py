"""Texts whose line ends were lost, as copies out of data sets have them: parted again at their marks and labels."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.readers.wrapping import begins_label
from dondoc.intake.document.verbs import begins_with_verb
from dondoc.intake.document.words import CAPITALS, Pattern, norm

_LONGEST_LINE = 2500
"""In letters: hardly a paragraph is so long."""
_SHORTEST, _MOST_OF_IT = 500, 8
"""A line shorter than that is one, too, where eight tenths of the text stand in it."""
_PARTS = 6
_MISSED = 2
"""A number may follow the one before the last: one between was not seen."""
_HEADING, _LOOKED_BACK = 160, 200

_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV", "XVI")
_LETTERS = "abcdđeghiklmnopqrstuvxy"
_CANDIDATE = re.compile(
    r"(?<=\s)(?:"
    rf"(?P<roman>[IVX]{{1,5}})(?:\.|\s?[-–](?=\s))\s*(?=[{CAPITALS}])"
    rf"|(?P<article>Điều\s+\d{{1,3}})\.\s+(?=[{CAPITALS}])"
    rf"|(?P<depth>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}})[.\-–]?\s+(?=[{CAPITALS}\"“(])"
    rf"|(?P<arabic>\d{{1,2}})(?:\.|[-–](?=\s))\s*(?=[{CAPITALS}\"“(])"
    r"|(?P<letter>[a-zđ])\)\s*(?=\w)"
    rf"|(?P<dash>[-–+•])\s+(?=[{CAPITALS}\d\"“(])"
    r"|(?P<part>(?:PHẦN|CHƯƠNG|Phần|Chương)\s+(?:thứ\s+)?[IVX\d]+)(?=[.:\s])"
    rf"|(?P<foot>N[Ơơ][Ii] [Nn][Hh][Ậậ][Nn]|(?:TM|KT|TL|TUQ|T/M|Q)\.?\s*(?=[{CAPITALS}]{{2}})|PHỤ LỤC)"
    r"|(?P<head>CỘNG H[ÒO][ÀA]? XÃ HỘI|ĐẢNG CỘNG SẢN|Độc lập\s?[-–]|Số\s?:|"
    r"K[ẾE] HO[ẠA]CH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ|QUYẾT NGHỊ|"
    rf"(?:[{CAPITALS}]\w+\s){{0,3}}[{CAPITALS}]\w+,\s+ngày\s+\d|"
    r"Căn cứ\s|Theo đề nghị\s|Xét\s|(?:Thực hiện|Triển khai(?: thực hiện)?)\s+[^\W\d_]+\s+[^\W\d_]+\s+số\s)"
    rf"|(?=(?P<words>[{CAPITALS}][^\W\d]*\s?(?:[^\W\d]+\s?){{0,6}}:))"
    rf"|(?P<signer>)(?=[{CAPITALS}]{{2,}}\s+[{CAPITALS}]{{2,}})"
    r")"
)
_STANDS_ALONE = re.compile(r"QUYẾT ĐỊNH|NGHỊ QUYẾT|CHỈ THỊ")
# Behind these a number or a letter is the rest of a name, not a mark: "Quý 1. Các", "khoản 2.", "điểm a)".
_NAMES_NUMBER = Pattern(
    r"(?:.*[\s(])?(?:quý|tháng|khoản|điều|điểm|mục|số|phần|chương|giai đoạn|đợt|lần|loại|cấp|nhóm|bước|phụ lục|biểu|"
    r"tiết|ngày|năm|tuần|khóa|kỳ|vòng|hạng|khu|tổ|ấp|khu phố|phường|quận|đến|và|hoặc|tại|với|cho|của|từ|là)\s*$"
)
_NAMES_LETTER = Pattern(r"(?:.*[\s(])?(?:khoản|điều|điểm|mục|tiết|nhóm|loại|hạng|lớp|khối)\s*$")
_NAMES_PART = Pattern(r"(?:.*[\s(])?(?:khoản|điều|điểm|mục|số|phần|phụ lục|biểu|tiết)\s*$")
_ENDED = (".", ";", ":", "/", "!", "”", '"', ")", "…", "_", "-", "*")


@dataclass
class _Parts:
    """What was parted so far, and which number of each kind came last."""

    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    last: dict[str, int] = field(default_factory=dict)
    in_foot: bool = False

    def before(self, at: int) -> str:
        """The piece that would end at `at`; of a long one its end."""
        return self.text[max(self.starts[-1], at - _LOOKED_BACK) : at].rstrip()


def unflattened(text: str) -> str:
    """The text with every line that holds what were many parted at marks, labels, and ends; others as they are."""
    longest = min(_LONGEST_LINE, max(_SHORTEST, len(text) * _MOST_OF_IT // 10))
    return "\n".join("\n".join(_parted(line)) if len(line) > longest else line for line in text.split("\n"))


def _parted(written: str) -> list[str]:
    if "\t" in written or written.lstrip().startswith("|"):
        return [written]
    line = " " + " ".join(written.split())
    parts = _Parts(line)
    for found in _CANDIDATE.finditer(line):
        if _begins_line(parts, found):
            parts.starts.append(found.start())
            if _STANDS_ALONE.fullmatch(found.group()):
                parts.starts.append(found.end())
    if len(parts.starts) < _PARTS:
        return [written]
    pieces = [line[start:end].strip() for start, end in zip(parts.starts, [*parts.starts[1:], None], strict=True)]
    return [piece for piece in pieces if piece]


def _begins_line(parts: _Parts, found: re.Match[str]) -> bool:
    kind, at = str(found.lastgroup), found.start()
    value, before = found.group(kind), parts.before(at)
    ended = before.endswith(_ENDED) or not before
    if kind in {"roman", "arabic", "depth", "letter", "article"}:
        return _counts_on(parts, kind, value, before, ended)
    if kind == "dash":
        listed = parts.in_foot and before.endswith(",")
        return ended or listed or _begins_item(before, parts.text[found.end() : found.end() + _LABEL])
    if kind in {"part", "words"}:
        return ended and len(before) > 1 and begins_label(value) if kind == "words" else ended or value.isupper()
    if kind == "foot":
        parts.in_foot = parts.in_foot or value[:1] == "N"
        return ended or before[-8:].isupper()
    if kind == "signer":
        return parts.in_foot and ended and len(before.split()) > 1
    return not parts.last and (ended or not before.isupper() or len(before.split()) > 2)


def _begins_item(before: str, after: str) -> bool:
    """Whether a dash behind no sentence begins a line: with a label, or the first of a list below a title."""
    heading = _is_short_heading(before)
    return begins_label(after) or (heading and (before.isupper() or begins_with_verb(after)))


_LABEL = 60


def _is_short_heading(before: str) -> bool:
    return len(before) < _HEADING and re.match(r"\s*(?:[IVX]+|\d+(?:\.\d+)*|[a-zđ])[.)]", before) is not None


def _counts_on(parts: _Parts, kind: str, value: str, before: str, ended: bool) -> bool:
    """Whether a number goes on with, or begins, a list of its kind."""
    prefix, number = _number(kind, value)
    last = parts.last.get(f"{kind} {prefix}", 0)
    below_title = before[-8:].isupper() and kind != "letter"
    if number not in {1, last + 1} and not (ended and last < number <= last + _MISSED):
        return False
    named = _NAMES_LETTER if kind == "letter" else _NAMES_NUMBER if number == 1 else _NAMES_PART
    names = named.fullmatch(norm(before[-30:]))
    if names and not below_title:
        return False
    if not ended and number == 1 and not (_is_short_heading(before) or below_title):
        return False
    parts.last[f"{kind} {prefix}"] = number
    for lower in _BELOW[kind]:
        for key in [each for each in parts.last if each.startswith(f"{lower} ")]:
            del parts.last[key]
    return True


_BELOW = {
    "article": ("roman", "arabic", "letter", "depth"),
    "roman": ("arabic", "letter", "depth"),
    "arabic": ("letter",),
    "depth": ("letter",),
    "letter": (),
}


def _number(kind: str, value: str) -> tuple[str, int]:
    if kind == "roman":
        return "", _ROMAN.index(value) if value in _ROMAN else 0
    if kind == "letter":
        return "", _LETTERS.find(value) + 1
    if kind == "article":
        return "", int(value.rsplit(maxsplit=1)[-1])
    prefix, _, last = value.rpartition(".")
    return prefix, int(last)
