"""Questions about the mail ledger: what was said to whom about an assignment or a report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Letter, LetterKind, LetterState, Person, Reminder
from dondoc.rules.remind import Said


@dataclass(frozen=True)
class Tried:
    """Somebody was written to."""

    at: datetime
    name: str
    rung: str


def _of(noun: str, ids: Iterable[int]) -> tuple[Any, Any]:
    """The column that says what a row is about, and the condition for these."""
    column = col(Reminder.assignment_id if noun == "assignment" else Reminder.report_id)
    return column, column.in_(set(ids))


def said(session: Session, assignment_ids: Iterable[int]) -> dict[int, set[str]]:
    """The rungs that are recorded, by assignment."""
    about, among = _of("assignment", assignment_ids)
    result: dict[int, set[str]] = {}
    for assignment_id, rung in session.exec(select(about, Reminder.rung).where(among).distinct()):
        result.setdefault(assignment_id, set()).add(rung)
    return result


def recorded(session: Session, ids: Iterable[int], noun: str = "assignment") -> dict[int, dict[str, Said]]:
    """What became of each recorded rung, by assignment (or report) and rung, whoever was to hear it."""
    about, among = _of(noun, ids)
    chosen = (
        select_many(about, Reminder, col(Letter.state), col(Letter.not_before), col(Letter.expires_at))
        .join(Letter, col(Letter.id) == col(Reminder.letter_id), isouter=True)
        .where(among)
    )
    result: dict[int, dict[str, Said]] = {}
    for key, row, state, not_before, expires_at in session.execute(chosen):
        rungs = result.setdefault(key, {})
        # A letter that is held was held as it was written, or as it expired.
        at = max(row.recorded_at, expires_at) if state is LetterState.HELD else not_before or row.recorded_at
        rungs[row.rung] = _together(rungs.get(row.rung), row, state, at)
    return result


def _together(before: Said | None, row: Reminder, state: LetterState | None, at: datetime) -> Said:
    dropped, told = row.dropped_at is not None, row.letter_id is not None
    if before is None:
        return Said(at, state is LetterState.HELD, dropped, told)
    # Dropped is what nobody was told; held is what somebody still waits for.
    held = before.held or state is LetterState.HELD
    return Said(max(before.at, at), held, before.dropped and dropped, before.told or told)


def tried(session: Session, ids: Iterable[int], noun: str = "assignment") -> dict[int, list[Tried]]:
    """When which person was written to under which rung, by assignment (or report), oldest first."""
    about, among = _of(noun, ids)
    chosen = (
        select(about, Letter.created_at, Person.name, Reminder.rung)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .where(among, col(Letter.state) != LetterState.HELD)
        .order_by(col(Letter.created_at), col(Reminder.id))
    )
    result: dict[int, list[Tried]] = {}
    for key, at, name, rung in session.exec(chosen):
        result.setdefault(key, []).append(Tried(at, name, rung))
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
