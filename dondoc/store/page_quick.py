"""Questions of the quick answers: what the unit answered last time, and who has acknowledged the request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.model import Acknowledgement, Assignment, Period, Person, Submission
from dondoc.store.page_form import Written, written
from dondoc.store.rounds import AssignmentFacts


@dataclass(frozen=True)
class Earlier:
    """The unit's last answer in an earlier round of the same obligation."""

    period: Period
    written: Written


def last_time(session: Session, facts: AssignmentFacts) -> Earlier | None:
    """None where the unit has answered no earlier round."""
    period = facts.round.period
    chosen = (
        select(Submission, Period)
        .join(Assignment, col(Assignment.id) == col(Submission.assignment_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .where(
            Assignment.unit_id == facts.unit.key,
            Period.obligation_id == period.obligation_id,
            Period.data_to < period.data_to,
            col(Submission.submitted_at).is_not(None),
            col(Submission.returned_at).is_(None),
        )
        .order_by(col(Period.data_to).desc(), col(Submission.version).desc())
        .limit(1)
    )
    found = session.exec(chosen).first()
    if found is None:
        return None
    submission, earlier = found
    said = written(session, facts.assignment.agency_id, submission.key)
    return Earlier(earlier, said) if said else None


def acknowledged(session: Session, assignment_ids: Iterable[int]) -> dict[int, tuple[str, datetime]]:
    """Who acknowledged each assignment last, and when."""
    chosen = (
        select(Acknowledgement.assignment_id, Person.name, Acknowledgement.at)
        .join(Person, col(Person.id) == col(Acknowledgement.person_id))
        .where(col(Acknowledgement.assignment_id).in_(set(assignment_ids)))
        .order_by(col(Acknowledgement.at))
    )
    return {assignment_id: (name, at) for assignment_id, name, at in session.exec(chosen)}
