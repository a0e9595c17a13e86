from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from dondoc.model import FlowName, LetterState
from dondoc.store.due import adjusted_ticks, due_flows, due_query
from dondoc.store.transaction import reading
from tests.flows.cast import EARLIER, LATER, NOW, letter, round_of, schedule

INDEXES = {
    "rule": "ix_rule_next_open",
    "assignment": "ix_assignment_next_rung",
    "period": "ix_period_draft_at",
    "letter": "ix_letter_due",
}


def due(engine: Engine) -> set[FlowName]:
    with reading(engine) as session:
        return due_flows(session, NOW)


def test_nothing_is_due_in_an_empty_house(engine):
    assert due(engine) == set()


def test_what_lies_ahead_or_is_done_is_not_due(engine, agency):
    round_of(engine, agency, opens=LATER, drafts=None, rung=LATER)
    letter(engine, agency, not_before=LATER)
    letter(engine, agency, "b", state=LetterState.SENT, sent_at=EARLIER)
    assert due(engine) == set()


@pytest.mark.parametrize("when", [EARLIER, NOW])
def test_each_flow_is_due_by_its_own_rows(engine, agency, when):
    round_of(engine, agency, opens=when, drafts=when, rung=when)
    letter(engine, agency, not_before=when)
    assert due(engine) == {FlowName.OPEN, FlowName.DRAFT, FlowName.REMIND, FlowName.DELIVER}


def test_a_letter_that_is_being_sent_is_due_only_when_its_lease_has_run_out(engine, agency):
    letter(engine, agency, state=LetterState.SENDING, lease_until=LATER)
    assert due(engine) == set()
    letter(engine, agency, "b", state=LetterState.SENDING, lease_until=NOW - timedelta(seconds=1))
    assert due(engine) == {FlowName.DELIVER}


def test_the_question_uses_the_partial_indexes(engine):
    question = str(due_query(NOW, {}).compile(engine, compile_kwargs={"literal_binds": True}))
    explain = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with reading(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))  # it reads a table of a few rows whole
        plan = "\n".join(line[-1] for line in session.execute(text(f"{explain} {question}")))
    for table, index in INDEXES.items():
        assert index in plan
        assert f"SCAN {table}" not in plan and f"Seq Scan on {table}" not in plan


def test_the_adjusted_ticks_come_with_the_number_of_agencies(engine, agency):
    schedule(engine, agency, FlowName.OPEN, 7)
    with reading(engine) as session:
        rows, agencies = adjusted_ticks(session)
    assert [(row.flow, row.every_seconds) for row in rows] == [(FlowName.OPEN, 7)]
    assert agencies == 1
