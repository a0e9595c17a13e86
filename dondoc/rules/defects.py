"""What a report must not go up with: the faults that real reports were sent out with (domain.md §5)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dondoc.rules.report import CLOSING, OPENING, Block, ReportModel, blocks

_PERIOD = re.compile(
    r"\b(?:tuần\s+(?:thứ\s+)?\d{1,2}|tháng\s+\d{1,2}|quý\s+(?:IV|I{1,3}|[1-4])|(?:6|9|sáu|chín)\s+tháng\s+(?:đầu|cuối))"
    r"(?:\s*(?:/|\s+năm\s+|\s*năm\s*)\s*\d{4})?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\bnăm\s+(\d{4})\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:[IVX]{1,4}|\d{1,2}|[a-zđ])\s*[.)]\s+\S")
_SPACES = re.compile(r"\s+")


class Defect(StrEnum):
    """What is wrong; the first three keep a report from going up."""

    OTHER_PERIOD = "other_period"
    """The subject, the opening or the closing names another period than the report's."""
    NO_PERIOD = "no_period"
    """The subject does not name the report's period."""
    OWN_EMPTY = "own_empty"
    """A section that the drafter must write is empty."""
    OWN_NUMBER = "own_number"
    """A heading brings a number of its own beside the one that the form gives it."""
    EMPTY = "empty"
    """A section says nothing."""


BLOCKING = frozenset({Defect.OTHER_PERIOD, Defect.NO_PERIOD, Defect.OWN_EMPTY})


@dataclass(frozen=True)
class Found:
    """A defect, where it stands (a block's name, or "subject"), and the words that show it."""

    defect: Defect
    where: str
    heading: str = ""
    words: str = ""

    @property
    def blocks(self) -> bool:
        """Whether the report may not go up with it."""
        return self.defect in BLOCKING


def defects(model: ReportModel) -> list[Found]:
    """Everything wrong, in the order of the report."""
    found = list(_subject(model))
    for block in blocks(model):
        found += _block(model, block)
    return found


def _subject(model: ReportModel) -> Iterator[Found]:
    if not model.period_name:
        return
    other = [words for words in _periods(model.subject) if not _means(words, model.period_name)]
    if other:
        yield Found(Defect.OTHER_PERIOD, "subject", words=other[0])
    elif _same(model.period_name) not in _same(model.subject):
        yield Found(Defect.NO_PERIOD, "subject", words=model.period_name)


def _block(model: ReportModel, block: Block) -> Iterator[Found]:
    if _NUMBERED.match(block.heading):
        yield Found(Defect.OWN_NUMBER, block.name, block.heading, block.heading)
    text = " ".join(paragraph.text for paragraph in block.paragraphs)
    if block.name in {OPENING, CLOSING}:
        for words in _periods(text) if model.period_name else ():
            if not _means(words, model.period_name):
                yield Found(Defect.OTHER_PERIOD, block.name, words=words)
        return
    if not text.strip() and (block.own or block.inner):
        yield Found(Defect.OWN_EMPTY if block.own else Defect.EMPTY, block.name, block.heading)


def _periods(text: str) -> list[str]:
    """The periods that a sentence names; a day's month ("ngày 27 tháng 02 năm 2024") is none."""
    return [
        found[0]
        for found in _PERIOD.finditer(text)
        if not re.search(r"ngày\s+\d{1,2}\s+$", text[: found.start()], re.IGNORECASE)
    ]


def _means(words: str, period_name: str) -> bool:
    """Whether words name the report's own period, with or without its year."""
    said, meant = _same(words.replace("/", " năm ")), _same(period_name)
    return said == meant or said == _YEAR.sub("", meant).strip()


def _same(text: str) -> str:
    return _SPACES.sub(" ", text.replace("\N{NO-BREAK SPACE}", " ")).strip().casefold()
