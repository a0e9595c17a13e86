"""Pauses and runs that were asked for, as the clock and the flows take them: exactly once, and lost by no crash."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from dondoc.actions.runs import LEASE, begin_run, end_run, reconcile
from dondoc.actions.schedules import pause, resume, run_now
from dondoc.model import Door, FlowName, LetterKind, RunnerKind, RunOutcome, Schedule
from dondoc.store import outbox
from dondoc.store.due import due_flows, due_query
from dondoc.store.rounds import agencies_to_remind, periods_to_draft, rules_to_open
from dondoc.store.runs import last_runs
from dondoc.store.schedules import all_paused, askers
from dondoc.store.transaction import Actor, bookkeeping, reading
from dondoc.store.upcoming import next_instants
from tests.flows.cast import EARLIER, NOW, agency_of, letter, round_of, schedule
from tests.flows.test_clock import clock_of
from tests.flows.test_due import INDEXES


def operator(agency: int) -> Actor:
    return Actor(agency, None, Door.COMMAND)


def rows(office) -> list[Schedule]:
    with reading(office.engine) as session:
        return list(session.exec(select(Schedule)))


def due(office) -> set[FlowName]:
    with reading(office.engine) as session:
        return due_flows(session, NOW, all_paused(session))


ROWS = [FlowName.OPEN, FlowName.REMIND, FlowName.DRAFT, FlowName.DELIVER]


@pytest.mark.parametrize("flow", ROWS)
def test_a_paused_flow_leaves_that_agencys_rows_alone_and_takes_the_others(office, agency, flow):
    round_of(office.engine, agency, opens=EARLIER, drafts=EARLIER, rung=EARLIER)
    letter(office.engine, agency)
    pause(office, operator(agency), flow, "bảo trì", NOW)
    assert due(office) == set(ROWS) - {flow}
    other = agency_of(office.engine, "khac")
    round_of(office.engine, other, opens=EARLIER, drafts=EARLIER, rung=EARLIER)
    letter(office.engine, other, "b")
    assert due(office) == set(ROWS)
    with bookkeeping(office.engine) as session:
        found = {
            FlowName.OPEN: {rule.agency_id for rule in rules_to_open(session, NOW)},
            FlowName.REMIND: {each.key for each in agencies_to_remind(session, NOW)},
            FlowName.DRAFT: {period.agency_id for period in periods_to_draft(session, NOW)},
            FlowName.DELIVER: {each.agency_id for each in outbox.claim(session, NOW, "an")},
        }
    assert found == {each: {other} if each is flow else {agency, other} for each in ROWS}
    resume(office, operator(agency), flow, "xong", NOW)
    assert due(office) >= {flow} - {FlowName.DELIVER}


def test_a_sign_in_letter_is_never_held_back_even_where_every_agency_paused_delivery(office, agency, clock):
    pause(office, operator(agency), FlowName.DELIVER, "đổi máy chủ thư", NOW)
    letter(office.engine, agency, "a")
    ours, hands = clock_of(office, clock)
    ours.look()
    assert FlowName.DELIVER not in hands.take()
    letter(office.engine, agency, "in", kind=LetterKind.SIGN_IN)
    clock.on(60)
    ours.look()
    assert FlowName.DELIVER in hands.take()
    with bookkeeping(office.engine) as session:
        assert [each.kind for each in outbox.claim(session, clock(), "an")] == [LetterKind.SIGN_IN]


@pytest.mark.parametrize("flow", ROWS)
def test_the_question_keeps_its_partial_indexes_while_somebody_paused(engine, agency, flow):
    question = due_query(NOW, {flow: {agency, agency + 1}})
    compiled = question.compile(engine, compile_kwargs={"literal_binds": True, "render_postcompile": True})
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with reading(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(line[-1] for line in session.execute(text(f"{explain} {compiled}")))
    for table, index in INDEXES.items():
        assert index in plan
        assert f"SCAN {table}" not in plan and f"Seq Scan on {table}" not in plan


def test_nothing_is_asked_about_pauses_while_there_are_none(engine):
    assert "agency_id" not in str(due_query(NOW, {}).compile(engine))


def test_the_next_instants_are_those_of_agencies_that_did_not_pause_or_of_the_one_that_is_named(office, agency):
    round_of(office.engine, agency, opens=EARLIER, drafts=EARLIER, rung=EARLIER)
    letter(office.engine, agency)
    pause(office, operator(agency), FlowName.REMIND, "x", NOW)
    pause(office, operator(agency), FlowName.DELIVER, "x", NOW)
    with reading(office.engine) as session:
        assert next_instants(session).keys() == {FlowName.OPEN, FlowName.DRAFT}
        assert next_instants(session, agency).keys() == set(ROWS)


def begin(office, flow=FlowName.REMIND, owner="an", now=NOW, note=""):
    return begin_run(office, owner, flow, RunnerKind.PLAIN, now, note)


def end(office, run_id, flow=FlowName.REMIND, owner="an", now=NOW, outcome=RunOutcome.DONE):
    end_run(office, owner, flow, run_id, now, outcome, 0, "Prefect was away")


def test_a_run_that_was_asked_for_is_handed_on_at_the_next_look_though_nothing_is_due(office, agency, clock):
    ours, hands = clock_of(office, clock)
    ours.look()
    hands.take()
    run_now(office, operator(agency), FlowName.REMIND, clock.on(1))
    ours.look()
    assert hands.take() == {FlowName.REMIND}


def test_of_two_clocks_one_hands_it_on_and_it_is_done_once(office, agency, clock):
    ours, hands = clock_of(office, clock)
    theirs, other_hands = clock_of(office, clock, "binh")
    run_now(office, operator(agency), FlowName.DRAFT, clock.on(1))
    for _ in range(3):
        ours.look()
        theirs.look()
        clock.on(1)
    assert hands.take() == {FlowName.WATCH, FlowName.DRAFT} and not other_hands.take()
    run_id = begin(office, FlowName.DRAFT)
    assert begin(office, FlowName.DRAFT, "binh") is None
    end(office, run_id, FlowName.DRAFT)
    for _ in range(3):
        clock.on(20)
        ours.look()
        theirs.look()
    assert FlowName.DRAFT not in set(hands.got) | set(other_hands.got)


def test_it_runs_once_for_a_paused_flow_which_stays_paused(office, agency, clock):
    round_of(office.engine, agency, opens=None, drafts=None, rung=EARLIER)
    pause(office, operator(agency), FlowName.REMIND, "chờ", NOW)
    ours, hands = clock_of(office, clock)
    ours.look()
    assert FlowName.REMIND not in hands.take()
    run_now(office, operator(agency), FlowName.REMIND, clock.on(1))
    ours.look()
    assert hands.take() == {FlowName.REMIND}
    run_id = begin(office)
    with reading(office.engine) as session:
        assert [each.key for each in agencies_to_remind(session, NOW)] == [agency]
    end(office, run_id)
    with reading(office.engine) as session:
        assert agencies_to_remind(session, NOW) == []
    assert [(each.paused, each.asked_at, each.run_id) for each in rows(office)] == [(True, None, None)]


def test_a_crash_before_or_in_the_middle_of_the_run_does_not_lose_it(office, agency, clock):
    run_now(office, operator(agency), FlowName.REMIND, clock())
    ours, hands = clock_of(office, clock)
    ours.look()
    assert FlowName.REMIND in hands.take()  # and the process dies before the run begins
    clock.on(20)
    after, new_hands = clock_of(office, clock, "binh")
    after.look()
    assert FlowName.REMIND in new_hands.take()
    lost = begin(office, owner="binh", now=clock())  # and this one dies in the middle of it
    clock.on(LEASE.total_seconds() + 20)
    reconcile(office, clock())
    third, third_hands = clock_of(office, clock, "chi")
    third.look()
    assert FlowName.REMIND in third_hands.take()
    run_id = begin(office, owner="chi", now=clock())
    end(office, run_id, owner="chi", now=clock())
    with reading(office.engine) as session:
        outcomes = {run.id: run.outcome for run in last_runs(session, 10)}
        assert outcomes == {lost: RunOutcome.LOST, run_id: RunOutcome.DONE}
        assert askers(session, [lost, run_id]) == {run_id: [(agency, None)]}
    assert [each.asked_at for each in rows(office)] == [None]


def test_the_runs_note_says_who_asked_from_its_beginning_to_its_end(office, agency):
    run_now(office, operator(agency), FlowName.REMIND, NOW)
    run_id = begin(office, note="Prefect was starting")
    with reading(office.engine) as session:
        begun = last_runs(session, 1)[0].note
    end(office, run_id)
    with reading(office.engine) as session:
        ended = last_runs(session, 1)[0].note
    assert begun == "theo yêu cầu của người vận hành (lệnh trên máy chủ); Prefect was starting"
    assert ended == "theo yêu cầu của người vận hành (lệnh trên máy chủ); Prefect was away"


def test_what_is_asked_while_a_run_works_gets_a_run_of_its_own(office, agency):
    run_now(office, operator(agency), FlowName.REMIND, NOW)
    first = begin(office)
    run_now(office, operator(agency), FlowName.REMIND, NOW + timedelta(seconds=3))
    end(office, first)
    assert [each.asked_at for each in rows(office)] == [NOW + timedelta(seconds=3)]
    second = begin(office)
    end(office, second)
    assert [each.asked_at for each in rows(office)] == [None]
    with reading(office.engine) as session:
        assert set(askers(session, [first, second])) == {first, second}


def test_a_request_is_not_handed_on_again_while_its_run_begins_but_soon_after(office, agency, clock):
    ours, hands = clock_of(office, clock)
    run_now(office, operator(agency), FlowName.OPEN, clock())
    ours.look()
    hands.take()
    clock.on(2)
    ours.look()
    assert not hands.take()
    clock.on(4)
    ours.look()
    assert hands.take() == {FlowName.OPEN}


def test_another_agencys_pause_or_row_changes_nothing_for_ours(office, agency, clock):
    other = agency_of(office.engine, "khac")
    schedule(office.engine, other, FlowName.REMIND, 600, paused=True)
    round_of(office.engine, agency, opens=None, drafts=None, rung=EARLIER)
    ours, hands = clock_of(replace(office, name="x"), clock)
    ours.look()
    assert FlowName.REMIND in hands.take()
