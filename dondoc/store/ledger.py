"""Questions about the mail ledger: what was said to whom about an assignment."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.model import Letter, Person, Reminder


def said(session: Session, assignment_ids: Iterable[int]) -> dict[int, set[str]]:
    """The rungs that are recorded, by assignment."""
    chosen = select(Reminder.assignment_id, Reminder.rung).where(col(Reminder.assignment_id).in_(set(assignment_ids)))
    result: dict[int, set[str]] = {}
    for assignment_id, rung in session.exec(chosen.distinct()):
        result.setdefault(assignment_id, set()).add(rung)
    return result


def tried(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[tuple[datetime, str]]]:
    """When which person was written to, by assignment, oldest first."""
    chosen = (
        select(Reminder.assignment_id, Letter.created_at, Person.name)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .where(col(Reminder.assignment_id).in_(set(assignment_ids)))
        .order_by(col(Letter.created_at), col(Reminder.id))
    )
    result: dict[int, list[tuple[datetime, str]]] = {}
    for assignment_id, at, name in session.exec(chosen):
        result.setdefault(assignment_id, []).append((at, name))
    return result


def reminded_since(session: Session, assignment_id: int, since: datetime) -> bool:
    """Whether a reminder letter about this assignment was written since then."""
    chosen = select(Reminder.id).where(
        Reminder.assignment_id == assignment_id, Reminder.recorded_at >= since, col(Reminder.letter_id).is_not(None)
    )
    return session.exec(chosen.limit(1)).first() is not None


def has_letter(session: Session, agency_id: int, letter_key: str) -> bool:
    """Whether a letter of that key was written."""
    chosen = select(Letter.id).where(Letter.agency_id == agency_id, Letter.letter_key == letter_key)
    return session.exec(chosen).first() is not None
