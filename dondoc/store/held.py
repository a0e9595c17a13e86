"""Questions about reminders that are held until a person says yes."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session, col, select

from dondoc.model import Assignment, Letter, Reminder
from dondoc.store.rounds import AssignmentFacts, assignment_facts

# As text: a planner uses the partial index only where it sees the index's own condition.
_HELD = text("letter.state = 'held'")


def rows(session: Session, letter_id: int) -> list[Reminder]:
    """What a letter stands for in the ledger."""
    return list(session.exec(select(Reminder).where(Reminder.letter_id == letter_id).order_by(col(Reminder.id))))


def older(session: Session, assignment_ids: Iterable[int], now: datetime) -> list[tuple[Letter, list[Reminder]]]:
    """The letters about these assignments that were held before `now`, each with its rows about them."""
    chosen = (
        select(Letter, Reminder)
        .join(Reminder, col(Reminder.letter_id) == col(Letter.id))
        .where(
            col(Reminder.assignment_id).in_(set(assignment_ids)),
            _HELD,
            Letter.created_at < now,
        )
    )
    found: dict[int, tuple[Letter, list[Reminder]]] = {}
    for letter, row in session.exec(chosen):
        found.setdefault(letter.key, (letter, []))[1].append(row)
    return list(found.values())


def about_letter(session: Session, agency_id: int, letter_id: int) -> list[AssignmentFacts]:
    """The assignments that a letter speaks of."""
    ids = {row.assignment_id for row in rows(session, letter_id)}
    return assignment_facts(session, agency_id, col(Assignment.id).in_(ids)) if ids else []


def letters(session: Session, agency_id: int) -> list[Letter]:
    """The letters of an agency that are held, the oldest first."""
    chosen = select(Letter).where(Letter.agency_id == agency_id, _HELD)
    return list(session.exec(chosen.order_by(col(Letter.id))))


def agencies(session: Session) -> set[int]:
    """The agencies that have letters held."""
    return set(session.exec(select(Letter.agency_id).where(_HELD).distinct()))


def of_round(session: Session, agency_id: int, period_id: int) -> list[Letter]:
    """The letters held that speak of a round, the oldest first."""
    spoken_of = (
        select(Reminder.letter_id)
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
        .where(Assignment.period_id == period_id, Assignment.agency_id == agency_id)
    )
    chosen = select(Letter).where(Letter.agency_id == agency_id, _HELD)
    return list(session.exec(chosen.where(col(Letter.id).in_(spoken_of)).order_by(col(Letter.id))))
