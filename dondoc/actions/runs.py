"""Runs: one run of a flow at a time, whoever starts it and wherever, each with its row in the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlmodel import Session

from dondoc.actions.office import Office
from dondoc.model import FlowName, RunnerKind, RunOutcome
from dondoc.store import locks, runs, schedules
from dondoc.store.transaction import bookkeeping, reading
from dondoc.texts.schedules import asked_by

LEASE = timedelta(seconds=30)
"""How long a run may be silent before another may begin: what a crash costs at most."""


def begin_run(
    office: Office, owner: str, flow: FlowName, runner: RunnerKind, now: datetime, note: str = ""
) -> int | None:
    """Begin a run of `flow`. Returns its id, or None while another one's lease runs.

    Who gets the lease knows that unended runs before it were cut off: they are set to lost. The run takes every request
    for its flow, also those of a lost one, and its note says who asked.
    """
    with bookkeeping(office.engine) as session:
        if not locks.take(session, _lease(flow), owner, now, LEASE):
            return None
        runs.lose(session, [flow], now)
        run_id = runs.begin(session, flow, runner, now, note)
        schedules.take_requests(session, flow, run_id)
        if asked := _asked(session, run_id):
            runs.note(session, run_id, _joined(asked, note))
        return run_id


def renew_run(office: Office, owner: str, flow: FlowName, now: datetime) -> bool:
    """Keep the lease of a run; False where it ended and another has begun."""
    with bookkeeping(office.engine) as session:
        return locks.take(session, _lease(flow), owner, now, LEASE)


def end_run(
    office: Office, owner: str, flow: FlowName, run_id: int, now: datetime,
    outcome: RunOutcome, done: int = 0, note: str = "",
) -> None:  # fmt: skip
    """End a run and give its lease back. `done` is how many things it did. What was asked for is done with it."""
    with bookkeeping(office.engine) as session:
        runs.end(session, run_id, now, outcome, done, _joined(_asked(session, run_id), note))
        schedules.settle_requests(session, run_id)
        locks.release(session, _lease(flow), owner)


def reconcile(office: Office, now: datetime) -> int:
    """Set runs cut off by a crash to lost: unended ones without a lease. Returns how many."""
    with bookkeeping(office.engine) as session:
        cut = {run.flow for run in runs.running(session) if not locks.holder(session, _lease(run.flow), now)}
        return runs.lose(session, cut, now)


def underway(office: Office, flows: Collection[FlowName], now: datetime) -> set[FlowName]:
    """Those of `flows` that somebody is running at `now`, in this process or another."""
    with reading(office.engine) as session:
        return {flow for flow in flows if locks.holder(session, _lease(flow), now)}


def _asked(session: Session, run_id: int) -> str:
    return asked_by(name for _, name in schedules.askers(session, [run_id]).get(run_id, []))


def _joined(*notes: str) -> str:
    return "; ".join(note for note in notes if note)


def _lease(flow: FlowName) -> str:
    return f"flow:{flow}"
