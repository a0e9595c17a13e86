"""Questions of the pages about rounds: each unit's part with its versions, letters and state."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import (
    Assignment,
    Letter,
    ObligationUnit,
    Part,
    Period,
    Person,
    Reminder,
    Report,
    Rule,
    Submission,
    time_of,
)
from dondoc.rules.submit import AssignmentState, Standing, state
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.rounds import AssignmentFacts, assignment_facts, standing, submissions


@dataclass(frozen=True)
class Piece:
    """A unit's part in a round as pages show it."""

    facts: AssignmentFacts
    standing: Standing
    state: AssignmentState
    days_left: int
    versions: tuple[Submission, ...]

    @property
    def id(self) -> int:
        """The assignment's id."""
        return self.facts.assignment.key

    @property
    def sent(self) -> Submission | None:
        """The last version that was submitted."""
        return next((version for version in reversed(self.versions) if version.submitted_at), None)

    @property
    def draft(self) -> Submission | None:
        """The version being written."""
        return next((version for version in self.versions if not version.submitted_at), None)

    @property
    def locked(self) -> bool:
        """Whether nothing can be written any more."""
        return self.standing.accepted or self.standing.excused or self.facts.assignment.closed_at is not None


@dataclass(frozen=True)
class LedgerRow:
    """A rung that was due for a person: its letter, or why there is none."""

    reminder: Reminder
    person: Person
    letter: Letter | None


def pieces(
    session: Session, agency_id: int, days: tuple[Calendar, Hours], now: datetime, *conditions: Any
) -> list[Piece]:
    """The parts that meet the conditions, in three queries whatever their number."""
    calendar, hours = days
    facts = assignment_facts(session, agency_id, *conditions)
    versions = submissions(session, [each.assignment.key for each in facts]) if facts else {}
    today = hours.today(now)
    result = []
    for each in facts:
        own = versions.get(each.assignment.key, [])
        stands = standing(each.assignment, own, hours)
        deadline = each.assignment.deadline
        left = calendar.until(today, deadline)
        if time_of(deadline) and left == 0 and hours.deadline(deadline) < now:
            left = -1
        result.append(Piece(each, stands, state(stands, left), left, tuple(own)))
    return result


def of_year(year: int) -> Any:
    """Condition: parts in the rounds of a year."""
    return col(Assignment.period_id).in_(select(Period.id).where(Period.year == year))


def of_units(unit_ids: Sequence[int] | set[int]) -> tuple[Any, ...]:
    """Conditions: open parts of these units."""
    carrier = func.coalesce(Assignment.carried_by_id, Assignment.unit_id)
    return carrier.in_(unit_ids), col(Assignment.closed_at).is_(None)


def of_open_rounds_led_by(unit_ids: Sequence[int] | set[int]) -> tuple[Any, ...]:
    """Conditions: all parts of rounds that these units lead and whose report is not signed."""
    led = (
        select(Period.id)
        .join(ObligationUnit, col(ObligationUnit.obligation_id) == col(Period.obligation_id))
        .join(Report, col(Report.period_id) == col(Period.id), isouter=True)
        .where(
            ObligationUnit.part == Part.LEAD,
            func.coalesce(Period.led_by_id, ObligationUnit.unit_id).in_(unit_ids),
        )
        .where(col(Report.signed_at).is_(None))
    )
    return (col(Assignment.period_id).in_(led),)


def last_letters(session: Session, agency_id: int, period_id: int) -> dict[int, Letter]:
    """The last reminder of each assignment of a period, by the assignment's id."""
    chosen = (
        select(Reminder.assignment_id, Letter)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id))
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
        .where(Assignment.period_id == period_id, Assignment.agency_id == agency_id)
        .order_by(col(Letter.created_at), col(Letter.id))
    )
    return dict(session.exec(chosen).all())


def ledger(session: Session, agency_id: int, period_id: int) -> list[LedgerRow]:
    """Every rung that was due in a period, the newest first."""
    chosen = (
        select_many(Reminder, Person, Letter)
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .join(Letter, col(Letter.id) == col(Reminder.letter_id), isouter=True)
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
        .where(col(Assignment.period_id) == period_id, col(Assignment.agency_id) == agency_id)
        .order_by(col(Reminder.due_at).desc(), col(Reminder.id))
    )
    return [LedgerRow(*row) for row in session.execute(chosen)]


def next_opening(session: Session, agency_id: int) -> datetime | None:
    """When the next round of an agency opens; None where no rule has one to come."""
    return session.scalar(select(func.min(Rule.next_open_at)).where(Rule.agency_id == agency_id))
