"""Questions about the mail ledger: what was said to whom about an assignment."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.model import Letter, LetterKind, LetterState, Person, Reminder
from dondoc.rules.remind import Said


def said(session: Session, assignment_ids: Iterable[int]) -> dict[int, set[str]]:
    """The rungs that are recorded, by assignment."""
    chosen = select(Reminder.assignment_id, Reminder.rung).where(col(Reminder.assignment_id).in_(set(assignment_ids)))
    result: dict[int, set[str]] = {}
    for assignment_id, rung in session.exec(chosen.distinct()):
        result.setdefault(assignment_id, set()).add(rung)
    return result


def recorded(session: Session, assignment_ids: Iterable[int]) -> dict[int, dict[str, Said]]:
    """What became of each recorded rung, by assignment and rung, whoever was to hear it."""
    chosen = (
        select(Reminder, Letter.state, Letter.not_before)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id), isouter=True)
        .where(col(Reminder.assignment_id).in_(set(assignment_ids)))
    )
    result: dict[int, dict[str, Said]] = {}
    for row, state, not_before in session.execute(chosen):
        rungs = result.setdefault(row.assignment_id, {})
        rungs[row.rung] = _together(rungs.get(row.rung), row, state, not_before)
    return result


def _together(before: Said | None, row: Reminder, state: LetterState | None, not_before: datetime | None) -> Said:
    at = not_before if not_before and state is not LetterState.HELD else row.recorded_at
    dropped = row.dropped_at is not None
    if before is None:
        return Said(at, state is LetterState.HELD, dropped)
    # Dropped is what nobody was told; held is what somebody still waits for.
    return Said(max(before.at, at), before.held or state is LetterState.HELD, before.dropped and dropped)


def tried(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[tuple[datetime, str]]]:
    """When which person was written to, by assignment, oldest first."""
    chosen = (
        select(Reminder.assignment_id, Letter.created_at, Person.name)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .where(col(Reminder.assignment_id).in_(set(assignment_ids)), col(Letter.state) != LetterState.HELD)
        .order_by(col(Letter.created_at), col(Reminder.id))
    )
    result: dict[int, list[tuple[datetime, str]]] = {}
    for assignment_id, at, name in session.exec(chosen):
        result.setdefault(assignment_id, []).append((at, name))
    return result


PRESSING = "press:"
"""With this begin the keys of reminders that go by the hour, beside the one of the day."""


def is_pressing(letter: Letter) -> bool:
    """Whether a letter goes by the hour."""
    return letter.letter_key.startswith(PRESSING)


GOING = (LetterState.QUEUED, LetterState.SENDING, LetterState.SENT, LetterState.IN_DOUBT)


def written_to(session: Session, person_ids: Iterable[int], since: datetime) -> set[int]:
    """Those of the people who have a reminder that went, or is to go, since then."""
    chosen = select(Letter.person_id).where(
        col(Letter.person_id).in_(set(person_ids)),
        Letter.kind == LetterKind.REMINDER,
        col(Letter.letter_key).not_like(f"{PRESSING}%"),
        col(Letter.not_before) >= since,
        col(Letter.state).in_(GOING),
    )
    return {person_id for person_id in session.exec(chosen) if person_id}


def goes_since(session: Session, assignment_id: int, since: datetime) -> bool:
    """Whether a reminder about this assignment went, or is to go, since then."""
    chosen = (
        select(Reminder.id)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .where(Reminder.assignment_id == assignment_id, Letter.not_before >= since, col(Letter.state).in_(GOING))
    )
    return session.exec(chosen.limit(1)).first() is not None


def reminded_since(session: Session, assignment_id: int, since: datetime) -> bool:
    """Whether a reminder letter about this assignment was written since then; one that is held was not."""
    chosen = (
        select(Reminder.id)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .where(Reminder.assignment_id == assignment_id, Reminder.recorded_at >= since)
        .where(col(Letter.state) != LetterState.HELD)
    )
    return session.exec(chosen.limit(1)).first() is not None


def has_letter(session: Session, agency_id: int, letter_key: str) -> bool:
    """Whether a letter of that key was written."""
    chosen = select(Letter.id).where(Letter.agency_id == agency_id, Letter.letter_key == letter_key)
    return session.exec(chosen).first() is not None
