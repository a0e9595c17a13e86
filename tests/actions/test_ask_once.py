"""Ask once, on both databases: carried over when the second report is submitted, and never from anybody else."""

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import event
from sqlmodel import col, select

from dondoc.actions import review
from dondoc.actions.draft import compile_now
from dondoc.actions.plan import open_due
from dondoc.actions.submit import submit as send
from dondoc.model import AnswerSection, Assignment, Door, FigureValue, Obligation, Period, Submission, Unit
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content
from dondoc.store.answers import figures_of_round
from dondoc.store.ask_once import stated_elsewhere
from dondoc.store.reports import model_of
from dondoc.store.rounds import items_of_round, one_assignment, round_facts
from dondoc.store.transaction import Actor, reading
from tests.cast import Q1_OPENS, START, Cast, assignment_of, at, first_round, submit, whole_content
from tests.more_plans import install_again

NOW = at("2024-03-06 09:00")


@pytest.fixture
def second(opened: Cast) -> Period:
    """The first round of a second plan that asks for the same figures."""
    return open_second(opened, opened.agency_id)


def open_second(cast: Cast, agency_id: int, code: str = "b", changed: dict[str, str] | None = None) -> Period:
    plan = install_again(cast.office, agency_id, code, START, changed or {})
    open_due(cast.office, Q1_OPENS)
    with reading(cast.office.engine) as session:
        chosen = select(Period).join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        chosen = chosen.where(Obligation.plan_id == plan.key).order_by(col(Period.data_to).desc())
        return session.exec(chosen).first() or pytest.fail("no round is open")


def words_only(cast: Cast, period: Period) -> Content:
    """An answer without any figure."""
    with reading(cast.office.engine) as session:
        facts = round_facts(session, period.key, period.agency_id)
        assert facts is not None
        first = items_of_round(session, facts.obligation)[0]
    return Content(False, {(first.key, AnswerSection.RESULT): "Đã thực hiện."}, {})


def values(cast: Cast, submission: Submission) -> list[FigureValue]:
    with reading(cast.office.engine) as session:
        chosen = select(FigureValue).where(FigureValue.submission_id == submission.key)
        return list(session.exec(chosen.order_by(col(FigureValue.figure_id))))


def answer(cast: Cast, period: Period, figure: int = 7, unit: str = "qlkh", now: datetime = NOW) -> Submission:
    return submit(cast, period, unit, now, whole_content(cast, period, figure=figure))


def test_before_anything_is_stated_the_figures_are_asked(opened: Cast, second: Period) -> None:
    with pytest.raises(Refused, match="figure_missing"):
        submit(opened, second, now=NOW, content=words_only(opened, second))


def test_what_a_unit_stated_first_is_carried_into_its_second_report_with_its_source(
    opened: Cast, second: Period
) -> None:
    first = answer(opened, first_round(opened))
    carried = submit(opened, second, now=NOW, content=words_only(opened, second))
    assert {(each.value, each.stated_in_id, each.note) for each in values(opened, carried)} == {
        (Decimal(7), first.key, "")
    }
    assert {each.stated_in_id for each in values(opened, first)} == {None}


def test_another_value_goes_with_its_note_only(opened: Cast, second: Period) -> None:
    first = answer(opened, first_round(opened))
    other = whole_content(opened, second, figure=8)
    with pytest.raises(Refused, match="other_value_unexplained"):
        submit(opened, second, now=NOW, content=other)
    notes = dict.fromkeys(other.figures, "tính cả đơn vị sự nghiệp")
    told = submit(opened, second, now=NOW, content=Content(False, other.answers, other.figures, notes=notes))
    assert {(each.value, each.stated_in_id, each.note) for each in values(opened, told)} == {
        (Decimal(8), first.key, "tính cả đơn vị sự nghiệp")
    }


def test_a_returned_statement_is_carried_no_more_until_it_is_put_right(opened: Cast, second: Period) -> None:
    first = answer(opened, first_round(opened))
    review.give_back(opened.office, opened.lead_officer, first.key, "Sai số", NOW)
    with pytest.raises(Refused, match="figure_missing"):
        submit(opened, second, now=NOW, content=words_only(opened, second))
    again = answer(opened, first_round(opened), figure=9)
    carried = submit(opened, second, now=NOW, content=words_only(opened, second))
    assert {(each.value, each.stated_in_id) for each in values(opened, carried)} == {(Decimal(9), again.key)}


def test_nobody_elses_figure_is_carried(opened: Cast, second: Period) -> None:
    answer(opened, first_round(opened))
    with pytest.raises(Refused, match="figure_missing"):
        submit(opened, second, "khtc", NOW, words_only(opened, second))


def test_no_other_agencys_figure_is_carried(opened: Cast, second: Period) -> None:
    answer(opened, first_round(opened))
    theirs = open_second(opened, opened.outside.key, "c")
    with reading(opened.office.engine) as session:
        chosen = select(Assignment).join(Unit, col(Unit.id) == col(Assignment.unit_id))
        part = session.exec(chosen.where(Assignment.period_id == theirs.key, Unit.code == "qlkh")).one()
    outsider = Actor(opened.outside.key, opened.outsider.person_id, Door.WEB)
    with pytest.raises(Refused, match="figure_missing"):
        send(opened.office, outsider, part.key, words_only(opened, theirs), NOW)


@pytest.mark.parametrize(
    "changed",
    [
        {'unit_of_measure = "lượt người"': 'unit_of_measure = "người"'},
        {'sum_rule = "total"': 'sum_rule = "last"'},
        {'periods = ["quarter", "half", "nine_months", "year"]': 'periods = ["month"]'},
    ],
    ids=["measure", "sum", "time"],
)
def test_a_figure_of_another_measure_sum_or_time_is_asked(opened: Cast, changed: dict[str, str]) -> None:
    answer(opened, first_round(opened))
    other = open_second(opened, opened.agency_id, changed=changed)
    with pytest.raises(Refused, match="figure_missing"):
        submit(opened, other, now=NOW, content=words_only(opened, other))


def test_a_unit_goes_on_to_state_its_own_figure_where_it_did_first(opened: Cast, second: Period) -> None:
    answer(opened, first_round(opened))
    submit(opened, second, now=NOW, content=words_only(opened, second))
    again = answer(opened, first_round(opened), figure=11)
    assert {(each.value, each.stated_in_id) for each in values(opened, again)} == {(Decimal(11), None)}


def test_the_second_draft_counts_the_figure_from_the_second_answer(opened: Cast, second: Period) -> None:
    answer(opened, first_round(opened))
    carried = submit(opened, second, now=NOW, content=words_only(opened, second))
    rows = model_of(compile_now(opened.office, opened.lead_officer, second.key, at("2024-03-19 09:00"))).figures
    assert {(row.value, tuple(source.submission_id for source in row.sources)) for row in rows} == {
        (Decimal(7), (carried.key,))
    }


def test_what_is_known_takes_the_same_queries_however_much_was_stated(opened: Cast, second: Period) -> None:
    part = assignment_of(opened, second)
    seen: list[str] = []
    event.listen(opened.office.engine, "before_cursor_execute", lambda *args: seen.append(args[2]))

    def known() -> int:
        with reading(opened.office.engine) as session:
            facts = one_assignment(session, opened.agency_id, part.key)
            assert facts is not None
            figures = figures_of_round(session, items_of_round(session, facts.round.obligation))
            seen.clear()
            return len(stated_elsewhere(session, facts, figures))

    assert known() == 0
    before = len(seen)
    answer(opened, first_round(opened))
    open_third = open_second(opened, opened.agency_id, "d")
    submit(opened, open_third, now=NOW, content=words_only(opened, open_third))
    assert known() == 5
    assert len(seen) == before == 2
