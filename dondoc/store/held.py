"""Questions about reminders that are held until a person says yes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from dondoc.model import Assignment, Letter, Reminder, Report
from dondoc.store.rounds import AssignmentFacts, assignment_facts
from dondoc.store.turns import ReportTurn, report_turns

# As text: a planner uses the partial index only where it sees the index's own condition.
_HELD = text("letter.state = 'held'")


def rows(session: Session, letter_id: int) -> list[Reminder]:
    """What a letter stands for in the ledger."""
    return list(session.exec(select(Reminder).where(Reminder.letter_id == letter_id).order_by(col(Reminder.id))))


def older(session: Session, about: Iterable[tuple[str, int]], now: datetime) -> list[tuple[Letter, list[Reminder]]]:
    """The letters about these (noun, id) that were held before `now`, each with its rows about them."""
    ids = {noun: [key for each, key in about if each == noun] for noun in ("assignment", "report")}
    among = col(Reminder.assignment_id).in_(ids["assignment"]) | col(Reminder.report_id).in_(ids["report"])
    chosen = (
        select(Letter, Reminder)
        .join(Reminder, col(Reminder.letter_id) == col(Letter.id))
        .where(among, _HELD, Letter.created_at < now)
    )
    found: dict[int, tuple[Letter, list[Reminder]]] = {}
    for letter, row in session.exec(chosen):
        found.setdefault(letter.key, (letter, []))[1].append(row)
    return list(found.values())


def about_letter(session: Session, agency_id: int, letter_id: int) -> list[AssignmentFacts | ReportTurn]:
    """The assignments and reports that a letter speaks of."""
    about = [row.about for row in rows(session, letter_id)]
    parts = {key for noun, key in about if noun == "assignment"}
    reports = {key for noun, key in about if noun == "report"}
    found: list[AssignmentFacts | ReportTurn] = []
    if parts:
        found += assignment_facts(session, agency_id, col(Assignment.id).in_(parts))
    if reports:
        found += report_turns(session, agency_id, col(Report.id).in_(reports))
    return found


def letters(session: Session, agency_id: int) -> list[Letter]:
    """The letters of an agency that are held, the oldest first."""
    chosen = select(Letter).where(Letter.agency_id == agency_id, _HELD)
    return list(session.exec(chosen.order_by(col(Letter.id))))


def agencies(session: Session) -> set[int]:
    """The agencies that have letters held."""
    return set(session.exec(select(Letter.agency_id).where(_HELD).distinct()))


def of_round(session: Session, agency_id: int, period_id: int) -> list[Letter]:
    """The letters held that speak of a round, the oldest first."""
    parts = select(Assignment.id).where(Assignment.period_id == period_id, Assignment.agency_id == agency_id)
    own = select(Report.id).where(Report.period_id == period_id, Report.agency_id == agency_id)
    spoken_of = select(Reminder.letter_id).where(
        col(Reminder.assignment_id).in_(parts) | col(Reminder.report_id).in_(own)
    )
    chosen = select(Letter).where(Letter.agency_id == agency_id, _HELD)
    return list(session.exec(chosen.where(col(Letter.id).in_(spoken_of)).order_by(col(Letter.id))))
