"""A work as one sentence tells it, and what brackets at a sentence's end say: "(Sở A chủ trì; xong trong quý II)"."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.proposal import Time, Unit
from dondoc.intake.document.source import Piece
from dondoc.intake.document.time import read_time, times_in
from dondoc.intake.document.units import begins_unit, split_roles
from dondoc.intake.document.words import Pattern, norm


@dataclass(slots=True)
class Work:
    """One work read from a sentence."""

    piece: Piece
    content: Piece
    lead: list[Unit] = field(default_factory=list)
    cooperating: list[Unit] = field(default_factory=list)
    time: Time | None = None
    units_text: str = ""


_ROLE_BRACKET = re.compile(r"\(([^()]{4,300})\)\s*[.;,]*\s*$")
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
    found = _ROLE_BRACKET.search(work.piece.text)
    if found is None or work.lead or not begins_unit(found.group(1)):
        return
    if not _BINDING.search(norm(found.group(1))) and not _ends_in_time(found.group(1)):
        return
    parts = re.split(r"\s*;\s*", found.group(1))
    units = "; ".join(each for each in parts if begins_unit(each) or "phối hợp" in norm(each))
    said = split_roles(without_time(units))
    work.lead, work.cooperating, work.units_text = said.lead, said.cooperating, found.group(1)
    work.content = work.piece.part(0, found.start())


def without_time(units: str) -> str:
    """Units without the time that stands behind them."""
    units = re.sub(r"\s*,?\s*(?:hoàn thành|trước ngày|trong quý|xong).*$", "", units)
    found = times_in(units)
    return units[: found[0].start].rstrip(" ,;") if found and found[0].start > 3 and found[0].name != "vague" else units


def _ends_in_time(text: str) -> bool:
    """Whether the last part of a bracket is a time: "(các địa phương; hằng năm)"."""
    last = re.split(r"[;,]\s*", text)[-1]
    found = times_in(last)
    return bool(found) and found[0].start < 3


def bracket_of_heading(piece: Piece) -> list[Piece]:
    """What a heading says in brackets at its end, for all that stands under it."""
    found = _ROLE_BRACKET.search(piece.text)
    return [piece.part(found.start(1), found.end(1))] if found else []
