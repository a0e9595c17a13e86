"""What the units tell, as paragraphs: line by line, equal texts once, each with the span it comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.model import AnswerSection, FigureStatus
from dondoc.rules.report import Paragraph, Source


@dataclass(frozen=True)
class UnitAnswer:
    """One unit's latest submitted version, or the fact that there is none."""

    unit: str
    due_on: date
    state: str
    """Word for the annex."""
    submitted_on: date | None = None
    submission_id: int | None = None
    version: int = 0
    nothing_to_report: bool = False
    excused: bool = False
    late: bool = False
    note: str = ""
    """Said beside it in the annex."""
    answers: Mapping[tuple[int, AnswerSection], str] | None = None
    figures: Mapping[int, Decimal] | None = None
    statuses: Mapping[int, FigureStatus] | None = None

    @property
    def missing(self) -> bool:
        """Whether something is still asked of it: an excused unit is not missing."""
        return self.submission_id is None and not self.excused


def told(units: Sequence[UnitAnswer], obligation_id: int, section: AnswerSection) -> tuple[Paragraph, ...]:
    """The units' texts of one section; equal texts stand once, with all the units that wrote them."""
    by_text: dict[str, list[tuple[str, UnitAnswer]]] = {}
    for unit in units:
        text = (unit.answers or {}).get((obligation_id, section), "")
        if text.strip():
            by_text.setdefault(_same(text), []).append((text, unit))
    return tuple(paragraph for each in by_text.values() for paragraph in _paragraphs(each))


def _same(text: str) -> str:
    return " ".join(text.split()).rstrip(".;").casefold()


def _paragraphs(told_by: list[tuple[str, UnitAnswer]]) -> list[Paragraph]:
    names = ", ".join(unit.unit for _, unit in told_by)
    text = told_by[0][0]
    result = []
    for index, (start, end) in enumerate(lines_of(text)):
        sources = tuple(
            Source(
                submission_id=unit.submission_id or 0,
                version=unit.version,
                unit=unit.unit,
                span=(start, end) if own == text else (0, len(own)),
            )
            for own, unit in told_by
        )
        words = text[start:end]
        result.append(Paragraph(text=f"{names}: {words}" if index == 0 else words, sources=sources, bullet=True))
    return result


def lines_of(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that say something, without the dash or blanks around them."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        words = line.strip().lstrip("-–+• ").strip()
        if words:
            start = at + line.index(words)
            spans.append((start, start + len(words)))
        at += len(line)
    return spans
