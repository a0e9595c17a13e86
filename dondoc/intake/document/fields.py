"""Labels in a text ("Đơn vị chủ trì: …; phối hợp: …") and what stands behind each."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.columns import Role, role_of_label
from dondoc.intake.document.source import Piece
from dondoc.intake.document.time import times_in
from dondoc.intake.document.units import is_same
from dondoc.intake.document.words import Pattern, norm

_LONGEST_LABEL = 70
_SHORTEST_REST = 12
_BOUNDARY = re.compile(r"(?:^|(?<=[.;,(–\-\n•+]))\s*")
_MARK = re.compile(r"^(?:[a-zđ]\)|\d{1,2}\.)\s*")
"""The mark of the next line that ran into this one: "…: Sở A;c) Phối hợp: …"."""
_STRONG: set[Role] = {"lead", "cooperating", "units", "time", "product"}


@dataclass(slots=True)
class Fields:
    """What the labels of one work say, each as the pieces it was written in."""

    content: list[Piece] = field(default_factory=list)
    lead: list[Piece] = field(default_factory=list)
    cooperating: list[Piece] = field(default_factory=list)
    units: list[Piece] = field(default_factory=list)
    time: list[Piece] = field(default_factory=list)
    product: list[Piece] = field(default_factory=list)

    def add(self, role: Role, piece: Piece) -> None:
        """Keep a piece; roles that say nothing about the work are dropped."""
        piece = piece.strip(" .;,-–")
        piece = piece.strip(") .;") if piece.text.count(")") > piece.text.count("(") else piece
        if role in _UNITS and (cut := _time_behind(piece.text)):
            self.time.append(piece.part(cut[1]).strip(" .;,"))
            piece = piece.part(0, cut[0]).strip(" .;,")
        if piece.text and role in self.__slots__:
            getattr(self, role).append(piece)

    @property
    def binds(self) -> bool:
        """Whether they say who, when or with what result."""
        return bool(self.lead or self.cooperating or self.units or self.time or self.product)

    def over(self, inherited: "Fields") -> "Fields":
        """These with what is missing taken from `inherited`; "như trên" is missing too."""
        has_unit = any(not is_same(each.text) for each in [*self.lead, *self.units])
        has_time = any(not is_same(each.text) for each in self.time)
        return Fields(
            self.content,
            self.lead if has_unit else inherited.lead,
            self.cooperating if has_unit or self.cooperating else inherited.cooperating,
            self.units if has_unit else inherited.units,
            self.time if has_time else inherited.time,
            self.product or inherited.product,
        )


_UNITS: set[Role] = {"lead", "cooperating", "units"}
_DONE = Pattern(
    r"(?:trình|ban hành|công bố|thực hiện|rà soát|cập nhật|kiểm tra)\s+"
    r"(?=trước|trong|xong|chậm nhất|hằng|hàng|định kỳ|thường xuyên)"
)


def _time_behind(text: str) -> tuple[int, int] | None:
    """Where units end and where the time behind them begins: "Sở A, Sở B | ; trình | trước ngày 15/6/2026"."""
    at = text.rfind(";")
    clause = text[at + 1 :].lstrip()
    done = _DONE.match(norm(clause))
    start = len(text) - len(clause) + (done.end() if done else 0)
    found = times_in(text[start:]) if at > 0 else []
    return (at, start) if found and not found[0].start and found[-1].end >= len(text[start:].rstrip(" .;,")) else None


def labels_in(piece: Piece) -> tuple[Piece, list[tuple[Role, Piece]]]:
    """The text before the first label, and every label's role with the text behind it."""
    marks: list[tuple[int, int, Role]] = []
    for colon in re.finditer(":", piece.text):
        found = _label_before(piece.text, colon.start(), marks[-1][1] if marks else 0)
        if found:
            marks.append((found[0], colon.end(), found[1]))
    if not marks:
        return piece, []
    values: list[tuple[Role, Piece]] = []
    for place, (_, start, role) in enumerate(marks):
        end = marks[place + 1][0] if place + 1 < len(marks) else None
        values.append((role, piece.part(start, end)))
    head = piece.part(0, marks[0][0])
    closed = piece.text.find(")", marks[-1][1]) if head.text.endswith("(") and head.text.count("(") == 1 else -1
    rest = piece.text[closed + 1 :].strip(" ,.;") if closed > 0 else ""
    if len(rest) < _SHORTEST_REST or piece.text.count(")") != 1:
        return head, values
    # "… tổng hợp (sản phẩm: báo cáo), trình Giám đốc trước ngày 05": the work goes on behind the bracket.
    values[-1] = (values[-1][0], piece.part(marks[-1][1], closed))
    return Piece(f"{head.text.rstrip(' (')}, {rest}", head.start), values


def _label_before(text: str, colon: int, floor: int) -> tuple[int, Role] | None:
    start = max(floor, colon - _LONGEST_LABEL)
    for each in _BOUNDARY.finditer(text[:colon], start):
        if (each.start() > 0 and each.start() == start and text[start - 1] not in ".;,(–-\n•+") or each.end() >= colon:
            continue
        role = role_of_label(_MARK.sub("", text[each.end() : colon]))
        if (
            role is not None
            and role != "number"
            and (role in _STRONG or each.end() == 0 or role in {"content", "other"})
        ):
            return each.end(), role
    return None


def is_label(text: str) -> bool:
    """Whether a line begins with a label."""
    head, colon, _ = text.lstrip("(").partition(":")
    return bool(colon) and len(head) <= _LONGEST_LABEL and role_of_label(head) is not None
