"""Questions about runs of flows, and the bookkeeping of one."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from dondoc.model import FlowName, Run, RunnerKind, RunOutcome


def last_runs(session: Session, limit: int, flow: FlowName | None = None) -> list[Run]:
    """The latest runs, newest first; of one flow where `flow` is given."""
    chosen = select(Run).order_by(col(Run.id).desc()).limit(limit)
    return list(session.exec(chosen.where(Run.flow == flow) if flow else chosen))


def last_run_of_each(session: Session) -> dict[FlowName, Run]:
    """The latest run of every flow that ever ran."""
    latest = select(func.max(Run.id)).group_by(col(Run.flow))
    return {run.flow: run for run in session.exec(select(Run).where(col(Run.id).in_(latest)))}


def running(session: Session) -> list[Run]:
    """The runs that have not ended, oldest first."""
    chosen = select(Run).where(Run.outcome == RunOutcome.RUNNING)
    return list(session.exec(chosen.order_by(col(Run.id))))


def begin(session: Session, flow: FlowName, runner: RunnerKind, now: datetime, said: str = "") -> int:
    """Note that a run begins. Returns its id."""
    run = Run(flow=flow, runner=runner, started_at=now, note=said)
    session.add(run)
    session.flush()
    assert run.id is not None
    return run.id


def note(session: Session, run_id: int, said: str) -> None:
    """Say something about a run."""
    session.execute(update(Run).where(col(Run.id) == run_id).values(note=said))


def end(session: Session, run_id: int, now: datetime, outcome: RunOutcome, done: int, said: str) -> None:
    """Note how a run ended. A run that was given up as lost and ends after all counts as it ended."""
    changes = update(Run).where(col(Run.id) == run_id)
    session.execute(changes.values(ended_at=now, outcome=outcome, done=done, note=said))


def lose(session: Session, flows: Collection[FlowName], now: datetime) -> int:
    """Set the unended runs of `flows` to lost. Returns how many there were."""
    left = update(Run).where(col(Run.outcome) == RunOutcome.RUNNING, col(Run.flow).in_(list(flows)))
    # The cursor of an UPDATE counts rows; the general result type does not say so.
    return session.execute(left.values(ended_at=now, outcome=RunOutcome.LOST)).rowcount  # type: ignore[attr-defined,no-any-return]
