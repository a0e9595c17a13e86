import asyncio
import threading

import pytest

from dondoc.model import FlowName, RunnerKind, RunOutcome
from dondoc.store.runs import last_runs
from dondoc.store.transaction import reading
from flows.place import Place
from schedules import runner as module
from schedules.runner import Away, Runner
from tests.flows.waiting import until

REMIND = FlowName.REMIND


@pytest.fixture
def run_with(sqlite_office, clock):
    """Runs a batch through a stand-in for Prefect; gives the ledger."""

    def run(through, work=lambda _: 2):
        runner = Runner(Place(sqlite_office, clock), lambda: (through, ""), {REMIND: work})
        assert runner.start(REMIND)
        until(lambda: runner.wait(0.1), "the batch has ended")
        with reading(sqlite_office.engine) as session:
            return last_runs(session, 10)

    return run


def test_what_prefect_runs_is_not_run_again(run_with):
    (run,) = run_with(lambda batch: asyncio.run(batch.run()))
    assert (run.runner, run.outcome, run.done) == (RunnerKind.PREFECT, RunOutcome.DONE, 2)


def test_what_prefect_cannot_begin_is_run_plainly_and_the_note_says_why(run_with):
    def refuse(batch):
        raise Away("no worker takes the flows")

    (run,) = run_with(refuse)
    assert (run.runner, run.done, run.note) == (RunnerKind.PLAIN, 2, "no worker takes the flows")


def test_when_prefect_falls_after_the_work_is_done_nothing_is_run_again(run_with):
    def fall(batch):
        asyncio.run(batch.run())
        raise ConnectionError

    (run,) = run_with(fall)
    assert (run.runner, run.outcome) == (RunnerKind.PREFECT, RunOutcome.DONE)


def test_a_batch_that_prefect_hangs_on_is_run_plainly(run_with, monkeypatch):
    monkeypatch.setattr(module, "BEGIN_SECONDS", 0.0)
    hang = threading.Event()

    def hangs(batch):
        hang.wait(60)
        asyncio.run(batch.run())

    threading.Timer(0.5, hang.set).start()
    (run,) = run_with(hangs)
    assert run.runner is RunnerKind.PLAIN


def test_a_flow_is_free_again_while_prefect_still_notes_its_end(sqlite_office, clock):
    noted, worked = threading.Event(), threading.Event()

    def slow(batch):
        asyncio.run(batch.run())
        noted.wait(60)

    runner = Runner(Place(sqlite_office, clock), lambda: (slow, ""), {REMIND: lambda _: int(worked.set() or 0)})
    assert runner.start(REMIND)
    until(worked.is_set, "the work is done")
    assert until(lambda: runner.start(REMIND), "the flow is free")
    noted.set()
    until(lambda: runner.wait(0.1), "all have ended")


def test_a_failing_work_is_not_tried_again_at_once(run_with):
    def fail(place):
        raise RuntimeError("broken")

    (run,) = run_with(lambda batch: asyncio.run(batch.run()), fail)
    assert (run.runner, run.outcome) == (RunnerKind.PREFECT, RunOutcome.FAILED)
