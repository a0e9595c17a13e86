"""Compile: from the units' answers to the report model, every sentence and figure with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dondoc.model import AnswerSection, PeriodKind, SumRule
from dondoc.rules.report import (
    FigureRow,
    FigureStatus,
    Paragraph,
    Part,
    RecipientLine,
    ReportModel,
    Section,
    Signature,
    Source,
    UnitRow,
)


@dataclass(frozen=True)
class Outline:
    """The fixed wording of a report, as its regime gives it. `{subject}`, `{agency}`, `{period}` are filled in."""

    type_name: str
    type_code: str
    results: str
    assessment: str
    next_tasks: str
    proposals: str
    difficulties: str
    lessons: str
    opening: str
    closing: str
    nothing_told: str
    units_missing: str


@dataclass(frozen=True)
class Frame:
    """What a report says whatever the units answer."""

    outline: Outline
    superior: str
    agency: str
    agency_name: str
    symbol: str
    place: str
    subject: str
    period_name: str
    kind: PeriodKind
    year: int
    data_from: date
    data_to: date
    addressees: tuple[str, ...]
    recipients: tuple[RecipientLine, ...]
    archive: str
    signature: Signature
    plan_basis: str
    proposed_note: str = ""


@dataclass(frozen=True)
class Item:
    """An item of the plan, a section of the report's results."""

    obligation_id: int
    title: str


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
    answers: Mapping[tuple[int, AnswerSection], str] | None = None
    figures: Mapping[int, Decimal] | None = None


@dataclass(frozen=True)
class FigureAsked:
    """A figure of the form, and what it was in the previous round of its kind and a year ago."""

    figure_id: int
    name: str
    unit_of_measure: str
    sum_rule: SumRule
    previous: Decimal | None = None
    last_year: Decimal | None = None


def compile_report(
    frame: Frame, items: Sequence[Item], units: Sequence[UnitAnswer], figures: Sequence[FigureAsked]
) -> ReportModel:
    """The report of one period, by the plan's items and in the units' order; missing units are named."""
    outline = frame.outline
    own = items[-1].obligation_id if items else 0
    results = tuple(Section(heading=item.title, paragraphs=_result(frame, item, units)) for item in items)
    difficulties = _told(units, own, AnswerSection.DIFFICULTY) or _none_told(frame)
    parts = (
        Part(heading=outline.results, paragraphs=_missing(frame, units), sections=results),
        Part(heading=outline.assessment, sections=_assessment(frame, difficulties)),
        Part(heading=outline.next_tasks, paragraphs=_told(units, own, AnswerSection.NEXT) or _none_told(frame)),
        Part(heading=outline.proposals, paragraphs=_told(units, own, AnswerSection.PROPOSAL) or _none_told(frame)),
    )
    return ReportModel(
        superior=frame.superior,
        agency=frame.agency,
        agency_in_text=frame.agency_name,
        symbol=f"{outline.type_code}-{frame.symbol}",
        place=frame.place,
        dateline_year=frame.data_to.year,
        type_name=outline.type_name,
        subject=f"{frame.subject} {frame.period_name}",
        addressees=frame.addressees,
        opening=(Paragraph(text=_filled(frame, outline.opening)),),
        parts=parts,
        closing=Paragraph(text=_filled(frame, outline.closing)),
        signature=frame.signature,
        recipients=frame.recipients,
        archive=frame.archive,
        figures=tuple(_figure(frame, figure, units) for figure in figures),
        units=tuple(_unit(unit) for unit in units),
        period_name=frame.period_name,
        data_from=frame.data_from,
        data_to=frame.data_to,
        proposed_note=frame.proposed_note,
    )


def _filled(frame: Frame, text: str) -> str:
    return text.format(
        subject=frame.subject, agency=frame.agency_name, period=frame.period_name, basis=frame.plan_basis
    )


def _none_told(frame: Frame) -> tuple[Paragraph, ...]:
    return (Paragraph(text=frame.outline.nothing_told),)


def _assessment(frame: Frame, difficulties: tuple[Paragraph, ...]) -> tuple[Section, ...]:
    sections = [Section(heading=frame.outline.difficulties, paragraphs=difficulties)]
    if frame.kind is PeriodKind.YEAR:
        # Only the yearly report has lessons; nobody was asked for them, so the drafter writes them.
        sections.append(Section(heading=frame.outline.lessons, paragraphs=_none_told(frame)))
    return tuple(sections)


def _missing(frame: Frame, units: Sequence[UnitAnswer]) -> tuple[Paragraph, ...]:
    names = [unit.unit for unit in units if unit.submission_id is None]
    if not names:
        return ()
    text = frame.outline.units_missing.format(
        received=len(units) - len(names), asked=len(units), missing=", ".join(names)
    )
    return (Paragraph(text=text),)


def _result(frame: Frame, item: Item, units: Sequence[UnitAnswer]) -> tuple[Paragraph, ...]:
    return _told(units, item.obligation_id, AnswerSection.RESULT) or _none_told(frame)


def _told(units: Sequence[UnitAnswer], obligation_id: int, section: AnswerSection) -> tuple[Paragraph, ...]:
    """The units' texts of one section; equal texts stand once, with all the units that wrote them."""
    by_text: dict[str, list[tuple[str, UnitAnswer]]] = {}
    for unit in units:
        text = (unit.answers or {}).get((obligation_id, section), "")
        if text.strip():
            by_text.setdefault(_same(text), []).append((text, unit))
    return tuple(paragraph for told in by_text.values() for paragraph in _paragraphs(told))


def _same(text: str) -> str:
    return " ".join(text.split()).rstrip(".;").casefold()


def _paragraphs(told: list[tuple[str, UnitAnswer]]) -> list[Paragraph]:
    names = ", ".join(unit.unit for _, unit in told)
    text = told[0][0]
    lines = [(start, end) for start, end in _lines(text)]
    result = []
    for index, (start, end) in enumerate(lines):
        sources = tuple(
            Source(
                submission_id=unit.submission_id or 0,
                version=unit.version,
                unit=unit.unit,
                span=(start, end) if own == text else (0, len(own)),
            )
            for own, unit in told
        )
        words = text[start:end]
        result.append(Paragraph(text=f"{names}: {words}" if index == 0 else words, sources=sources, bullet=True))
    return result


def _lines(text: str) -> list[tuple[int, int]]:
    """Spans of the lines that say something, without the dash or blanks around them."""
    spans, at = [], 0
    for line in text.splitlines(keepends=True):
        words = line.strip().lstrip("-–+• ").strip()
        if words:
            start = at + line.index(words)
            spans.append((start, start + len(words)))
        at += len(line)
    return spans


def _figure(frame: Frame, asked: FigureAsked, units: Sequence[UnitAnswer]) -> FigureRow:
    stated = [
        (unit, unit.figures[asked.figure_id]) for unit in units if unit.figures and asked.figure_id in unit.figures
    ]
    value = combine(asked.sum_rule, [number for _, number in stated])
    cumulative = frame.kind in {PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR}
    return FigureRow(
        name=asked.name,
        unit_of_measure=asked.unit_of_measure,
        value=value,
        previous=asked.previous,
        last_year=asked.last_year,
        cumulative=value if cumulative else None,
        status=FigureStatus.ACTUAL if stated else None,
        sources=tuple(
            Source(submission_id=unit.submission_id or 0, version=unit.version, unit=unit.unit) for unit, _ in stated
        ),
    )


def combine(rule: SumRule, numbers: Sequence[Decimal]) -> Decimal | None:
    """Several units' figures as one; None where nobody stated one, zero where all stated zero."""
    if not numbers:
        return None
    if rule is SumRule.TOTAL:
        return sum(numbers, Decimal(0))
    if rule is SumRule.MEAN:
        return (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01"))
    return numbers[-1]


def _unit(unit: UnitAnswer) -> UnitRow:
    return UnitRow(
        unit=unit.unit,
        state=unit.state,
        submitted_on=unit.submitted_on,
        due_on=unit.due_on,
        missing=unit.submission_id is None,
    )
