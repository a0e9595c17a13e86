"""Questions of the pages about letters that came in."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import exists, func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Assignment, AwayNotice, Incoming, IncomingAct, IncomingDecision, Period, Person
from dondoc.rules.replies import HELD
from dondoc.rules.workdays import Hours
from dondoc.store.rounds import AssignmentFacts, assignment_facts, standing, submissions

PAGE = 50
_WAITS = col(Incoming.verdict).in_([each.value for each in HELD])


@dataclass(frozen=True)
class Notice:
    """An automatic answer that proposes a substitute."""

    notice: AwayNotice
    person: Person


@dataclass(frozen=True)
class Came:
    """A letter that came in, without its bytes, and what was decided on it."""

    id: int
    received_at: datetime
    sender: str
    subject: str
    size: int
    kind: Any
    verdict: str
    letter_id: int | None
    act: IncomingAct | None
    reason: str
    decided_at: datetime | None
    decided_by: str | None

    @property
    def waits(self) -> bool:
        """Whether somebody has to look at it."""
        return self.verdict in HELD and self.act is None


def newest(session: Session, agency_id: int, page: int = 1, waiting: bool = False) -> list[Came]:
    """A page of what came in last, one more than fits where there is a next page; `waiting`: held, not decided."""
    chosen = _came().where(col(Incoming.agency_id) == agency_id)
    if waiting:
        chosen = chosen.where(_WAITS, col(IncomingDecision.id).is_(None))
    chosen = chosen.order_by(col(Incoming.received_at).desc(), col(Incoming.id).desc())
    return [Came(*row) for row in session.execute(chosen.offset((page - 1) * PAGE).limit(PAGE + 1))]


def came(session: Session, agency_id: int, incoming_id: int) -> Came | None:
    """One of them; None where the agency has none of that id."""
    row = session.execute(_came().where(col(Incoming.agency_id) == agency_id, col(Incoming.id) == incoming_id)).first()
    return Came(*row) if row else None


def raw(session: Session, agency_id: int, incoming_id: int) -> bytes:
    """The bytes of one."""
    chosen = select(Incoming.raw).where(Incoming.agency_id == agency_id, Incoming.id == incoming_id)
    return session.exec(chosen).one()


def waiting(session: Session, agency_id: int, since: datetime) -> int:
    """How many wait for somebody to look."""
    decided = exists().where(col(IncomingDecision.incoming_id) == col(Incoming.id))
    chosen = select(func.count()).select_from(Incoming)
    chosen = chosen.where(col(Incoming.agency_id) == agency_id, _WAITS, col(Incoming.received_at) > since, ~decided)
    return session.exec(chosen).one()


def _came() -> Any:
    columns: tuple[Any, ...] = (
        Incoming.id, Incoming.received_at, Incoming.sender, Incoming.subject, Incoming.size, Incoming.kind,
        Incoming.verdict, Incoming.letter_id, IncomingDecision.act, IncomingDecision.reason,
        IncomingDecision.decided_at, Person.name,
    )  # fmt: skip
    return (
        select_many(*columns)
        .outerjoin(IncomingDecision, col(IncomingDecision.incoming_id) == col(Incoming.id))
        .outerjoin(Person, col(Person.id) == col(IncomingDecision.decided_by))
    )


def open_rounds(session: Session, agency_id: int, local: Hours, today: date) -> list[AssignmentFacts]:
    """What still takes an answer, the nearest deadlines first."""
    periods = select(Period.id).where(
        Period.agency_id == agency_id, col(Period.cancelled_at).is_(None), Period.opens_on <= today
    )
    found = assignment_facts(
        session, agency_id, col(Assignment.closed_at).is_(None), col(Assignment.excused_at).is_(None),
        col(Assignment.period_id).in_(periods),
    )  # fmt: skip
    versions = submissions(session, [facts.assignment.key for facts in found])
    takes = [
        facts
        for facts in found
        if not standing(facts.assignment, versions.get(facts.assignment.key, []), local).accepted
    ]
    return sorted(takes, key=lambda facts: (abs(facts.assignment.deadline - today), facts.round.report_name))


def notice(session: Session, agency_id: int, notice_id: int) -> Notice | None:
    """A notice of an agency; None where it has none of that id."""
    row = session.get(AwayNotice, notice_id)
    if row is None or row.agency_id != agency_id:
        return None
    return Notice(row, session.get_one(Person, row.person_id))


def open_notices(session: Session, agency_id: int) -> list[Notice]:
    """Those that nobody has decided on."""
    chosen = select(AwayNotice, Person).join(Person, col(Person.id) == col(AwayNotice.person_id))
    chosen = chosen.where(AwayNotice.agency_id == agency_id, col(AwayNotice.decided_at).is_(None))
    return [Notice(row, person) for row, person in session.exec(chosen.order_by(col(AwayNotice.id)))]


def colleagues(session: Session, agency_id: int, but: int) -> list[Person]:
    """Everybody active but one, by name."""
    chosen = select(Person).where(Person.agency_id == agency_id, col(Person.active), Person.id != but)
    return list(session.exec(chosen.order_by(col(Person.name), col(Person.id))))
