"""Within one installation a dispatched report becomes the superior agency's submission, in the same transaction."""

from decimal import Decimal

from dondoc.model import (
    Answer,
    AnswerSection,
    Assignment,
    Door,
    FigureStatus,
    FigureValue,
    Period,
    RoleKind,
    Submission,
)
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store import reports
from dondoc.store.agency import hours
from dondoc.store.people import with_role
from dondoc.store.rounds import RoundFacts, report_of, standing, submissions
from dondoc.store.superior import codes, figures_asked, superior_of, waiting_part
from dondoc.store.transaction import Writing


def submit_to_superior(act: Writing, facts: RoundFacts, recipient: str) -> str:
    """Submit the report to the superior agency's open round; where it went, in words.

    Raises Refused where that agency asks for nothing now, or has nobody who writes for the agency below.
    """
    session, own = act.session, act.actor.agency_id
    parent = superior_of(session, own, recipient)
    part = waiting_part(session, parent, own, facts) if parent else None
    if parent is None or part is None:
        raise Refused("superior_asks_nothing", name=recipient)
    writers = with_role(session, parent.key, RoleKind.OFFICER, part.unit_id)
    if not writers:
        raise Refused("superior_has_no_writer", name=parent.name)
    known = submissions(session, [part.key]).get(part.key, [])
    stands = standing(part, known, hours(parent))
    if stands.accepted or stands.excused:
        raise Refused("superior_asks_nothing", name=recipient)
    model = reports.model_of(reports.current(session, _report_id(act, facts)))
    draft = next((each for each in known if each.submitted_at is None), None)
    row = draft or Submission(
        agency_id=parent.key, assignment_id=part.key, version=len(known) + 1, written_by=writers[0].key, door=Door.FLOW,
        saved_at=act.now,
    )  # fmt: skip
    row.submitted_at, row.nothing_to_report = act.now, False
    row = act.add(row)
    _words(act, row, session.get_one(Period, part.period_id).obligation_id, model)
    _figures(act, row, facts, model)
    return f"{parent.name}, bài nộp số {row.key}, bản {row.version}"


def _report_id(act: Writing, facts: RoundFacts) -> int:
    report = report_of(act.session, facts.period.key)
    if report is None:
        raise Refused("not_found")
    return report.key


def _words(act: Writing, row: Submission, obligation_id: int, model: ReportModel) -> None:
    """The parts of the report, in the order of the outline, as the sections of an answer."""
    order = (AnswerSection.RESULT, AnswerSection.DIFFICULTY, AnswerSection.NEXT, AnswerSection.PROPOSAL)
    for section, part in zip(order, model.parts, strict=False):
        lines = [paragraph.text for paragraph in part.paragraphs]
        for inner in part.sections:
            lines += [f"{inner.heading}:", *(paragraph.text for paragraph in inner.paragraphs)]
        text = "\n".join(line for line in lines if line.strip())
        if text:
            answer = Answer(
                agency_id=row.agency_id, submission_id=row.key, obligation_id=obligation_id, section=section, text=text
            )
            act.session.add(answer)


def _figures(act: Writing, row: Submission, facts: RoundFacts, model: ReportModel) -> None:
    """Figures that both plans know by code and unit of measure; the rest the superior agency asks about."""
    known = codes(act.session, facts.plan)
    stated: dict[tuple[str, str], tuple[Decimal, FigureStatus]] = {}
    for figure in model.figures:
        code = known.get((figure.name, figure.unit_of_measure))
        if code and figure.value is not None:
            stated[code, figure.unit_of_measure.casefold()] = figure.value, figure.status or FigureStatus.ACTUAL
    part = act.session.get_one(Assignment, row.assignment_id)
    for asked in figures_asked(act.session, part):
        if found := stated.get((asked.code, asked.unit_of_measure.casefold())):
            value = FigureValue(
                agency_id=row.agency_id, submission_id=row.key, figure_id=asked.key, value=found[0], status=found[1]
            )
            act.session.add(value)
