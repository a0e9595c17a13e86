"""What each part of the document is for, told by its heading."""

import re
from enum import StrEnum
from functools import cache

from dondoc.intake.document.nesting import Node
from dondoc.intake.document.tables import words
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import Pattern, any_of, norm


class Part(StrEnum):
    """The role of a part."""

    PURPOSE = "purpose"
    CONTENT = "content"
    ORGANISATION = "organisation"
    FUNDING = "funding"


@cache
def _patterns() -> list[tuple[Part, Pattern]]:
    table = words().parts
    return [
        (part, Pattern(rf"(?:về\s+|công tác\s+|các\s+|một số\s+)?{any_of(getattr(table, part.value))}(?!\w)"))
        for part in (Part.FUNDING, Part.PURPOSE, Part.ORGANISATION, Part.CONTENT)
    ]


@cache
def _content_wins() -> Pattern:
    return Pattern(rf"{any_of(words().parts.content_wins)}(?!\w)")


def part_of_title(node: Node) -> Part | None:
    """The role that the words of a heading tell."""
    low = _bare(node.body.text)
    if low.startswith(("yêu cầu ", "yeu cau ")) and begins_unit(node.body.text[len("yêu cầu ") :]):
        return None
    return next((part for part, pattern in _patterns() if pattern.match(low)), None) if len(low) <= _LONGEST else None


def _bare(text: str) -> str:
    return re.sub(r"[.:\s]+$", "", norm(text))


_LONGEST = 130


def part_of(node: Node, inherited: Part | None) -> Part | None:
    """The role of the part `node` is the heading of; `inherited` where it says nothing."""
    text = node.body.text
    top = node.style in {"roman", "part", "annex", "upper", "bold"} or (
        node.style in {"arabic", "depth"} and inherited is None
    )
    if len(text) > _LONGEST or (not top and not (node.style in {"arabic", "depth", "letter"} and _is_title(node))):
        return inherited
    low = _bare(text)
    found = part_of_title(node)
    if (
        found is Part.PURPOSE
        and _content_wins().search(low)
        and not low.startswith(("kết quả", "đánh giá", "tình hình", "ket qua"))
    ):
        found = Part.CONTENT
    if inherited is None or (top and node.style in {"roman", "part", "annex"}):
        return found or (inherited if node.style in {"bold", "arabic", "depth"} else Part.CONTENT)
    if found in {Part.PURPOSE, Part.FUNDING} and inherited is Part.CONTENT:
        return found if top or _is_bare(low) else inherited
    if found is Part.FUNDING and inherited is Part.ORGANISATION and _is_bare(low):
        return found
    return inherited


def _is_title(node: Node) -> bool:
    return bool(node.kids) or node.bold or node.heading > 0


def _is_bare(low: str) -> bool:
    """Nothing but the words of the role ("Mục tiêu chung", "Kinh phí thực hiện")."""
    return len(low.split()) <= 5
