"""Questions about how the post office is: for the morning's line and for machines."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.model import Assignment, FlowName, Incoming, Letter, LetterKind, LetterState, Report, Run, RunOutcome

OPEN = (LetterState.QUEUED, LetterState.SENDING)
_OWN = (LetterKind.MORNING, LetterKind.WATCH)


@dataclass(frozen=True)
class Tally:
    """A day of letters: what was to go in it, and what became of that."""

    planned: int
    sent: int
    in_doubt: int
    failed: int


def tally(session: Session, agency_id: int, since: datetime, until: datetime) -> Tally:
    """The letters of an agency whose time came between two instants, without those about the post office itself."""
    chosen = (
        select(Letter.state, func.count())
        .where(
            Letter.agency_id == agency_id, Letter.not_before >= since, Letter.not_before < until,
            col(Letter.kind).not_in(_OWN),
        )
        .group_by(Letter.state)
    )  # fmt: skip
    counts: dict[LetterState, int] = {LetterState(state): count for state, count in session.exec(chosen)}
    failed = counts.get(LetterState.FAILED, 0) + counts.get(LetterState.EXPIRED, 0)
    return Tally(sum(counts.values()), counts.get(LetterState.SENT, 0), counts.get(LetterState.IN_DOUBT, 0), failed)


def ahead(session: Session, agency_id: int, since: datetime, until: datetime) -> int:
    """What is to go between two instants: letters that wait, and parts and reports of which a rung falls due."""
    waiting = select(func.count()).where(
        Letter.agency_id == agency_id, col(Letter.state).in_(OPEN), Letter.not_before >= since,
        Letter.not_before < until, col(Letter.kind).not_in(_OWN),
    )  # fmt: skip
    due = [
        select(func.count()).where(
            each.agency_id == agency_id, col(each.next_rung_at) >= since, col(each.next_rung_at) < until
        )
        for each in (Assignment, Report)
    ]
    return session.exec(waiting).one() + sum(session.exec(each).one() for each in due)


@dataclass(frozen=True)
class Gauges:
    """The whole installation in numbers."""

    letters: Mapping[LetterState, int]
    waiting: int
    oldest_seconds: float
    incoming_waiting: int
    last_runs: Mapping[FlowName, datetime]
    failed_runs: Mapping[FlowName, int]


def gauges(session: Session, now: datetime) -> Gauges:
    """What machines ask for, of all agencies together."""
    counted = session.exec(select(Letter.state, func.count()).group_by(Letter.state))
    letters = dict.fromkeys(LetterState, 0) | {LetterState(state): count for state, count in counted}
    due = select(func.count(), func.min(Letter.not_before)).where(col(Letter.state).in_(OPEN), Letter.not_before <= now)
    waiting, oldest = session.exec(due).one()
    unjudged = select(func.count()).where(col(Incoming.judged_at).is_(None))
    ended = select(Run.flow, func.max(Run.ended_at)).where(Run.outcome == RunOutcome.DONE).group_by(Run.flow)
    broken = select(Run.flow, func.count()).where(
        col(Run.outcome).in_([RunOutcome.FAILED, RunOutcome.LOST])
    ).group_by(Run.flow)  # fmt: skip
    return Gauges(
        letters=letters,
        waiting=waiting,
        oldest_seconds=(now - oldest).total_seconds() if oldest else 0.0,
        incoming_waiting=session.exec(unjudged).one(),
        last_runs={FlowName(flow): at for flow, at in session.exec(ended) if at},
        failed_runs={FlowName(flow): count for flow, count in session.exec(broken)},
    )
