"""Figures of earlier rounds are found by code and unit of measure, also under last year's plan."""

from decimal import Decimal

from sqlmodel import select

from dondoc.actions.material import material
from dondoc.model import Assignment, Figure, FigureValue, Obligation, Period, Plan, Submission
from dondoc.rules.figures import FigureAsked
from dondoc.store.rounds import round_facts
from dondoc.store.transaction import bookkeeping, reading
from tests.cast import Cast, at, submit, whole_content


def this_round(cast: Cast) -> Period:
    with reading(cast.office.engine) as session:
        return session.exec(select(Period).where(Period.year == 2024)).one()


def figures(cast: Cast) -> list[FigureAsked]:
    with reading(cast.office.engine) as session:
        facts = round_facts(session, this_round(cast).key, cast.agency_id)
        assert facts is not None
        return list(material(session, facts).figures)


def a_year_before(cast: Cast, subject: str | None = None, measure: str | None = None) -> None:
    """Last year's plan: the same obligations and figures, one round with one unit's answer (7 each)."""
    period = this_round(cast)
    submit(cast, period, "qlkh", at("2024-03-06 09:00"), whole_content(cast, period, figure=7))
    with bookkeeping(cast.office.engine) as session:
        plan = session.exec(select(Plan)).one()
        old = Plan(**plan.model_dump(exclude={"id", "code", "year"}), code="2023", year=2023)
        old.report_subject = subject or plan.report_subject
        session.add(old)
        session.flush()
        _copy(session, plan.key, old.key, period, measure)


def _copy(session, plan_id: int, old_id: int, period: Period, measure: str | None) -> None:  # type: ignore[no-untyped-def]
    obligations = {}
    for each in session.exec(select(Obligation).where(Obligation.plan_id == plan_id)):
        copy = Obligation(**each.model_dump(exclude={"id", "plan_id"}), plan_id=old_id)
        session.add(copy)
        session.flush()
        obligations[each.key] = copy.key
    asked = {}
    for each in list(session.exec(select(Figure))):
        if each.obligation_id not in obligations:
            continue
        copy = Figure(**each.model_dump(exclude={"id", "obligation_id"}), obligation_id=obligations[each.obligation_id])
        copy.unit_of_measure = measure or copy.unit_of_measure
        session.add(copy)
        session.flush()
        asked[each.key] = copy.key
    changed = {"obligation_id": obligations[period.obligation_id], "year": 2023, "draft_at": None}
    round_ = Period(**period.model_dump(exclude={"id", *changed}), **changed)
    session.add(round_)
    session.flush()
    unit = session.exec(select(Assignment).where(Assignment.period_id == period.key)).first()
    part = Assignment(**unit.model_dump(exclude={"id", "period_id"}), period_id=round_.key)
    session.add(part)
    session.flush()
    said = session.exec(select(Submission).order_by(Submission.id)).first()
    sent = Submission(**said.model_dump(exclude={"id", "assignment_id"}), assignment_id=part.key)
    session.add(sent)
    session.flush()
    for value in list(session.exec(select(FigureValue).where(FigureValue.submission_id == said.key))):
        row = FigureValue(
            agency_id=value.agency_id, submission_id=sent.key, figure_id=asked[value.figure_id], value=Decimal(7)
        )
        session.add(row)


def test_without_an_earlier_round_there_is_nothing_to_compare_with(opened: Cast) -> None:
    assert {(figure.previous, figure.last_year) for figure in figures(opened)} == {(None, None)}


def test_last_years_plan_is_compared_by_code_and_unit_of_measure(opened: Cast) -> None:
    a_year_before(opened)
    assert {figure.last_year for figure in figures(opened)} == {Decimal(7)}


def test_another_unit_of_measure_is_another_figure(opened: Cast) -> None:
    a_year_before(opened, measure="nghìn cuộc")
    assert {figure.last_year for figure in figures(opened)} == {None}


def test_of_several_plans_the_one_on_the_same_subject_is_meant_and_else_none_is_guessed(opened: Cast) -> None:
    a_year_before(opened, subject="công tác khác")
    assert {figure.last_year for figure in figures(opened)} == {Decimal(7)}
    with bookkeeping(opened.office.engine) as session:
        first = session.exec(select(Plan).where(Plan.code == "2023")).one()
        again = Plan(**first.model_dump(exclude={"id", "code"}), code="2023b")
        session.add(again)
        session.flush()
        _copy(session, opened.plan_id, again.key, this_round(opened), None)
    assert {figure.last_year for figure in figures(opened)} == {None}
    with bookkeeping(opened.office.engine) as session:
        plan = session.exec(select(Plan).where(Plan.code == "2023b")).one()
        plan.report_subject = session.exec(select(Plan).where(Plan.year == 2024)).one().report_subject
        session.add(plan)
    assert {figure.last_year for figure in figures(opened)} == {Decimal(7)}
