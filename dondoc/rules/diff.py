"""What differs between two texts, line by line and word by word, and between two versions of a report."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from dondoc.rules.edit import ALIKE, as_lines
from dondoc.rules.report import ReportModel, blocks

_WORDS = re.compile(r"\s+|[^\s]+")


class Mark(StrEnum):
    """What a piece of a comparison is."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


Piece = tuple[Mark, str]


@dataclass(frozen=True)
class BlockDiff:
    """One place of a report that differs."""

    name: str
    heading: str
    pieces: tuple[Piece, ...]


def words(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what went and what came; joined, the same and new pieces are the new text.

    Lines are compared first: word by word only where one is a change of the other.
    """
    before, after = old.splitlines(keepends=True), new.splitlines(keepends=True)
    found: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, False).get_opcodes():
        if kind == "equal":
            found.append((Mark.SAME, "".join(after[c:d])))
            continue
        paired = min(b - a, d - c)
        for gone, came in zip(before[a : a + paired], after[c : c + paired], strict=True):
            found += _line(gone, came)
        found += _both("".join(before[a + paired : b]), "".join(after[c + paired : d]))
    return tuple(found)


def _line(old: str, new: str) -> list[Piece]:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    matcher = SequenceMatcher(None, before, after, False)
    if matcher.ratio() < ALIKE:
        return _both(old, new)
    found: list[Piece] = []
    for kind, a, b, c, d in matcher.get_opcodes():
        came = "".join(after[c:d])
        found += [(Mark.SAME, came)] if kind == "equal" else _both("".join(before[a:b]), came)
    return found


def _both(gone: str, came: str) -> list[Piece]:
    return [(mark, text) for mark, text in ((Mark.GONE, gone), (Mark.NEW, came)) if text]


def reports(old: ReportModel, new: ReportModel) -> list[BlockDiff]:
    """The places where two versions differ, in the order of the report."""
    before, after = _texts(old), _texts(new)
    return [
        BlockDiff(name, (after.get(name) or before[name])[0], words(_text(before, name), _text(after, name)))
        for name in [*after, *(name for name in before if name not in after)]
        if _text(before, name) != _text(after, name)
    ]


def _text(texts: dict[str, tuple[str, str]], name: str) -> str:
    return texts.get(name, ("", ""))[1]


def _texts(model: ReportModel) -> dict[str, tuple[str, str]]:
    """Heading and text of everything that a version says, by its place."""
    found = {
        "subject": ("", model.subject),
        "addressees": ("", "\n".join(model.addressees)),
        "legal_basis": ("", "\n".join(model.legal_basis)),
    }
    for block in blocks(model):
        found[block.name] = (block.heading, "\n".join(as_lines(block.paragraphs)))
    found["signature"] = ("", "\n".join((*model.signature.lines, model.signature.name)))
    recipients = (f"{line.name} ({line.purpose})" if line.purpose else line.name for line in model.recipients)
    found["recipients"] = ("", "\n".join((*recipients, model.archive)))
    for place, figure in enumerate(model.figures, start=1):
        said = (figure.value, figure.previous, figure.last_year, figure.cumulative, figure.status)
        values = "; ".join("–" if each is None else f"{each}" for each in said)
        found[f"figure-{place}"] = (figure.name, f"{values} {figure.unit_of_measure}")
    for place, unit in enumerate(model.units, start=1):
        days = f"{unit.submitted_on or '–'}; {unit.due_on}"
        found[f"unit-{place}"] = (unit.unit, f"{unit.state}; {days}; {unit.note}".rstrip("; "))
    return found
