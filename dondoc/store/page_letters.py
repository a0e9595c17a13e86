"""Questions of the pages about letters and about how the installation is."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import lazyload
from sqlmodel import Session, col, select

from dondoc.model import FlowName, Letter, LetterKind, LetterState, Lock, Run

PAGE = 50


def letters(
    session: Session, agency_id: int, state: LetterState | None, page: int, kind: LetterKind | None = None
) -> list[Letter]:
    """A page of an agency's letters without their text, the newest first; one more than fits tells of a next page."""
    chosen = select(Letter).where(Letter.agency_id == agency_id)
    if state:
        chosen = chosen.where(Letter.state == state)
    if kind:
        chosen = chosen.where(Letter.kind == kind)
    chosen = chosen.order_by(col(Letter.created_at).desc(), col(Letter.id).desc())
    return list(session.exec(chosen.offset((page - 1) * PAGE).limit(PAGE + 1).options(*_LIGHT)))


_LIGHT = (lazyload(Letter.body),)  # type: ignore[arg-type]


def all_letters(session: Session, limit: int = 100) -> list[Letter]:
    """The newest letters of the whole installation, for the local mailbox."""
    chosen = select(Letter).order_by(col(Letter.created_at).desc(), col(Letter.id).desc()).limit(limit)
    return list(session.exec(chosen.options(*_LIGHT)))


def letter(session: Session, letter_id: int, agency_id: int | None = None) -> Letter | None:
    """One letter; with `agency_id` only where it belongs to that agency."""
    chosen = select(Letter).where(Letter.id == letter_id)
    if agency_id is not None:
        chosen = chosen.where(Letter.agency_id == agency_id)
    return session.exec(chosen).first()


def dispatches_in_doubt(session: Session, agency_id: int) -> list[Letter]:
    """Letters to other authorities of which nobody knows whether they arrived."""
    return letters(session, agency_id, LetterState.IN_DOUBT, 1, LetterKind.DISPATCH)


def counts(session: Session, agency_id: int) -> dict[LetterState, int]:
    """How many letters of an agency are in each state."""
    chosen = select(Letter.state, func.count()).where(Letter.agency_id == agency_id).group_by(col(Letter.state))
    return {LetterState(state): number for state, number in session.exec(chosen)}


def overdue_letters(session: Session, now: datetime) -> int:
    """How many letters of the installation should have gone by now."""
    waiting = col(Letter.state).in_([LetterState.QUEUED, LetterState.SENDING]) & (col(Letter.not_before) <= now)
    return session.exec(select(func.count()).select_from(Letter).where(waiting)).one()


def last_runs(session: Session, limit: int = 12) -> Sequence[Run]:
    """The newest runs of flows."""
    return session.exec(select(Run).order_by(col(Run.started_at).desc(), col(Run.id).desc()).limit(limit)).all()


def last_run_of_each(session: Session) -> dict[FlowName, datetime]:
    """When each flow last did something."""
    chosen = select(Run.flow, func.max(Run.started_at)).group_by(col(Run.flow))
    return {FlowName(flow): started for flow, started in session.exec(chosen)}


def locks(session: Session) -> list[Lock]:
    """Who holds what, such as the clock."""
    return list(session.exec(select(Lock).order_by(col(Lock.name))))
