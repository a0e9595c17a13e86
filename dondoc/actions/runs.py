"""Runs: one run of a flow at a time, whoever starts it and wherever, each with its row in the ledger."""

from collections.abc import Collection
from datetime import datetime, timedelta

from dondoc.actions.office import Office
from dondoc.model import FlowName, RunnerKind, RunOutcome
from dondoc.store import locks, runs
from dondoc.store.transaction import bookkeeping, reading

LEASE = timedelta(seconds=30)
"""How long a run may be silent before another may begin: what a crash costs at most."""


def begin_run(
    office: Office, owner: str, flow: FlowName, runner: RunnerKind, now: datetime, note: str = ""
) -> int | None:
    """Begin a run of `flow`. Returns its id, or None while another one's lease runs.

    Who gets the lease knows that unended runs before it were cut off: they are set to lost.
    """
    with bookkeeping(office.engine) as session:
        if not locks.take(session, _lease(flow), owner, now, LEASE):
            return None
        runs.lose(session, [flow], now)
        return runs.begin(session, flow, runner, now, note)


def renew_run(office: Office, owner: str, flow: FlowName, now: datetime) -> bool:
    """Keep the lease of a run; False where it ended and another has begun."""
    with bookkeeping(office.engine) as session:
        return locks.take(session, _lease(flow), owner, now, LEASE)


def end_run(
    office: Office, owner: str, flow: FlowName, run_id: int, now: datetime,
    outcome: RunOutcome, done: int = 0, note: str = "",
) -> None:  # fmt: skip
    """End a run and give its lease back. `done` is how many things it did."""
    with bookkeeping(office.engine) as session:
        runs.end(session, run_id, now, outcome, done, note)
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


def _lease(flow: FlowName) -> str:
    return f"flow:{flow}"
