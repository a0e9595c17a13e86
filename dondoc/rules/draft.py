"""Compile: from the units' answers to the report model, every sentence and figure with its source."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.model import AnswerSection, PeriodKind
from dondoc.rules.figures import FigureAsked, figure_row
from dondoc.rules.report import (
    Made,
    Paragraph,
    Part,
    RecipientLine,
    ReportKind,
    ReportModel,
    Section,
    Signature,
    UnitRow,
    UrgencyStamp,
)
from dondoc.rules.telling import UnitAnswer, told


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
    units_late: str = ""
    subject: str = "{subject} {period}"
    """Trích yếu; a report on request names no period in it."""


def outline_of(definition: Mapping[str, object], kind: ReportKind) -> Outline:
    """The outline of a regime for a kind of report: the common one, with what is worded otherwise for that kind."""
    common, other = definition["outline"], definition.get("outline_for") or {}
    return Outline(**{**common, **other.get(kind.value, {})})  # type: ignore[attr-defined, dict-item]


def kind_of(period: PeriodKind) -> ReportKind:
    """The kind of report that a period of the year, or somebody's request, asks for."""
    return _KINDS.get(period, ReportKind.PERIODIC)


_KINDS = {
    PeriodKind.YEAR: ReportKind.YEARLY,
    PeriodKind.AD_HOC: ReportKind.AD_HOC,
    PeriodKind.THEMATIC: ReportKind.THEMATIC,
}


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
    report_kind: ReportKind = ReportKind.PERIODIC
    dateline_year: int = 0
    """The year in the dateline while the day is open; 0: that of the data close."""
    urgency: UrgencyStamp | None = None


@dataclass(frozen=True)
class Item:
    """An item of the plan, a section of the report's results."""

    obligation_id: int
    title: str


def compile_report(
    frame: Frame, items: Sequence[Item], units: Sequence[UnitAnswer], figures: Sequence[FigureAsked]
) -> ReportModel:
    """The report of one period, by the plan's items and in the units' order; missing units are named."""
    outline = frame.outline
    own = items[-1].obligation_id if items else 0
    results = tuple(
        Section(heading=item.title, paragraphs=_told(frame, units, item.obligation_id, AnswerSection.RESULT))
        for item in items
    )
    difficulties = Section(heading=outline.difficulties, paragraphs=_told(frame, units, own, AnswerSection.DIFFICULTY))
    next_tasks, proposals = (_told(frame, units, own, each) for each in (AnswerSection.NEXT, AnswerSection.PROPOSAL))
    parts = (
        Part(heading=outline.results, paragraphs=_standing(frame, units), sections=results),
        Part(heading=outline.assessment, sections=(difficulties, *_lessons(frame))),
        Part(heading=outline.next_tasks, paragraphs=next_tasks),
        Part(heading=outline.proposals, paragraphs=proposals),
    )
    return ReportModel(
        superior=frame.superior,
        agency=frame.agency,
        agency_in_text=frame.agency_name,
        symbol=f"{outline.type_code}-{frame.symbol}",
        place=frame.place,
        dateline_year=frame.dateline_year or frame.data_to.year,
        type_name=outline.type_name,
        subject=_filled(frame, outline.subject).strip(),
        addressees=frame.addressees,
        opening=(Paragraph(text=_filled(frame, outline.opening), made=Made.FRAME),),
        parts=parts,
        closing=Paragraph(text=_filled(frame, outline.closing), made=Made.FRAME),
        signature=frame.signature,
        recipients=frame.recipients,
        archive=frame.archive,
        figures=tuple(figure_row(frame.kind, figure, units) for figure in figures),
        units=tuple(_unit(unit) for unit in units),
        period_name=frame.period_name,
        data_from=frame.data_from,
        data_to=frame.data_to,
        proposed_note=frame.proposed_note,
        kind=frame.report_kind,
        urgency=frame.urgency,
    )


def _filled(frame: Frame, text: str) -> str:
    return text.format(
        subject=frame.subject, agency=frame.agency_name, period=frame.period_name, basis=frame.plan_basis
    )


def _told(
    frame: Frame, units: Sequence[UnitAnswer], obligation_id: int, section: AnswerSection
) -> tuple[Paragraph, ...]:
    """What the units tell, or that they tell nothing."""
    nothing = Paragraph(text=frame.outline.nothing_told, made=Made.NOTHING)
    return told(units, obligation_id, section) or (nothing,)


def _lessons(frame: Frame) -> tuple[Section, ...]:
    """Only the yearly report has lessons; nobody was asked for them, so the drafter writes them."""
    own = Section(heading=frame.outline.lessons, own=True)
    return (own,) if frame.report_kind is ReportKind.YEARLY else ()


def _standing(frame: Frame, units: Sequence[UnitAnswer]) -> tuple[Paragraph, ...]:
    """Who has not reported and who was late, in one sentence each; an excused unit is neither."""
    asked = [unit for unit in units if not unit.excused]
    missing = [unit.unit for unit in asked if unit.missing]
    late = [unit.unit for unit in asked if unit.late]
    outline, said = frame.outline, []
    if missing:
        said.append(
            outline.units_missing.format(
                received=len(asked) - len(missing), asked=len(asked), missing="; ".join(missing)
            )
        )
    if late and outline.units_late:
        said.append(outline.units_late.format(late="; ".join(late)))
    return (Paragraph(text=" ".join(said), made=Made.STANDING),) if said else ()


def _unit(unit: UnitAnswer) -> UnitRow:
    return UnitRow(
        unit=unit.unit,
        state=unit.state,
        submitted_on=unit.submitted_on,
        due_on=unit.due_on,
        missing=unit.missing,
        excused=unit.excused,
        late=unit.late,
        submission_id=unit.submission_id,
        version=unit.version,
        note=unit.note,
    )
