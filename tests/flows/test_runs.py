import asyncio
from datetime import timedelta

import pytest

from dondoc.actions.runs import LEASE, begin_run, end_run, reconcile, renew_run, underway
from dondoc.model import FlowName, Run, RunnerKind, RunOutcome
from dondoc.store.runs import last_run_of_each, last_runs
from dondoc.store.transaction import reading
from flows.batch import Batch
from flows.place import Place
from tests.flows.cast import NOW

REMIND, PLAIN = FlowName.REMIND, RunnerKind.PLAIN


def ledger(office) -> list[Run]:
    with reading(office.engine) as session:
        return last_runs(session, 10)


def test_a_run_is_noted_from_its_begin_to_its_end(office):
    run_id = begin_run(office, "an", REMIND, PLAIN, NOW)
    assert [run.outcome for run in ledger(office)] == [RunOutcome.RUNNING]
    end_run(office, "an", REMIND, run_id, NOW + timedelta(seconds=2), RunOutcome.DONE, 7, "well")
    (run,) = ledger(office)
    assert (run.outcome, run.done, run.note, run.ended_at) == (RunOutcome.DONE, 7, "well", NOW + timedelta(seconds=2))


def test_a_flow_never_overlaps_itself_but_flows_do_not_wait_for_each_other(office):
    assert begin_run(office, "an", REMIND, PLAIN, NOW)
    assert begin_run(office, "binh", REMIND, PLAIN, NOW) is None
    assert begin_run(office, "binh", FlowName.DELIVER, PLAIN, NOW)
    assert underway(office, set(FlowName), NOW) == {REMIND, FlowName.DELIVER}


def test_a_run_that_renews_its_lease_keeps_others_away(office):
    begin_run(office, "an", REMIND, PLAIN, NOW)
    assert renew_run(office, "an", REMIND, NOW + LEASE / 2)
    assert begin_run(office, "binh", REMIND, PLAIN, NOW + LEASE) is None


def test_a_run_cut_off_by_a_crash_is_lost_at_the_next_start(office):
    begin_run(office, "an", REMIND, PLAIN, NOW)
    assert reconcile(office, NOW + LEASE) == 1
    assert [run.outcome for run in ledger(office)] == [RunOutcome.LOST]
    assert reconcile(office, NOW + LEASE) == 0


def test_a_run_on_another_machine_is_not_lost_when_this_one_starts(office):
    begin_run(office, "an", REMIND, PLAIN, NOW)
    assert reconcile(office, NOW + LEASE / 2) == 0


def test_who_takes_over_sets_the_run_before_to_lost(office):
    begin_run(office, "an", REMIND, PLAIN, NOW)
    begin_run(office, "binh", REMIND, PLAIN, NOW + LEASE)
    assert [run.outcome for run in ledger(office)] == [RunOutcome.RUNNING, RunOutcome.LOST]


def test_a_failing_batch_says_why_raises_and_gives_its_lease_back(office, clock):
    def fail(place: Place) -> int:
        raise OSError("no such relay")

    with pytest.raises(OSError, match="no such relay"):
        asyncio.run(Batch(REMIND, Place(office, clock), PLAIN, work={REMIND: fail}).run())
    (run,) = ledger(office)
    assert (run.outcome, run.note) == (RunOutcome.FAILED, "OSError: no such relay")
    assert underway(office, {REMIND}, clock()) == set()


def test_a_batch_counts_what_it_did_and_leaves_the_work_to_whom_has_it(office, clock):
    place = Place(office, clock)
    assert asyncio.run(Batch(REMIND, place, PLAIN, work={REMIND: lambda _: 3}).run()) == 3
    begin_run(office, "binh", REMIND, PLAIN, NOW)
    assert asyncio.run(Batch(REMIND, place, PLAIN, work={REMIND: lambda _: 3}).run()) == 0
    with reading(office.engine) as session:
        assert last_run_of_each(session)[REMIND].outcome is RunOutcome.RUNNING


def test_a_batch_that_was_given_up_does_nothing_when_its_turn_comes_after_all(office, clock):
    batch = Batch(REMIND, Place(office, clock), PLAIN, work={REMIND: lambda _: 3})
    assert batch.give_up()
    assert asyncio.run(batch.run()) == 0
    assert ledger(office) == []
