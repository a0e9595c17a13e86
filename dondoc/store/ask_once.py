"""Questions behind "ask once": what a unit has stated for the same time in other rounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Assignment, Figure, FigureValue, Obligation, Period, Plan, Submission
from dondoc.rules.ask_once import Asked, Key, Statement, stated
from dondoc.store.rounds import AssignmentFacts
from dondoc.texts import period_name, report_name


@dataclass(frozen=True)
class Source:
    """A submission in which a figure was stated, as pages name it."""

    submission: Submission
    period_id: int
    report_name: str


def key_of(figure: Figure) -> Key:
    """What makes it the same figure as another."""
    return figure.code, figure.unit_of_measure, figure.sum_rule


def asked_figures(figures: Iterable[Figure]) -> list[Asked]:
    """Figures as the rule sees them, in the same order."""
    return [Asked(figure.key, key_of(figure)) for figure in figures]


def stated_elsewhere(session: Session, facts: AssignmentFacts, figures: Iterable[Figure]) -> dict[int, Statement]:
    """What a unit has stated of these figures in its other rounds with the same data window, in two queries.

    Only the unit's own newest submissions count, in its own agency, and no returned one: that is being corrected.
    """
    asked = asked_figures(figures)
    mine = facts.assignment
    own = set(session.exec(_own(mine))) if asked else set()
    rows = session.execute(_others(facts, {each.key[0] for each in asked})).all() if asked else []
    statements = [
        Statement(key_of(figure), value.value, submission.key, submission.submitted_at, value.status)
        for value, figure, submission in rows
    ]
    return stated(asked, statements, own)


def _own(mine: Assignment) -> Any:
    return (
        select(FigureValue.figure_id)
        .join(Submission, col(Submission.id) == col(FigureValue.submission_id))
        .where(Submission.assignment_id == mine.key, col(Submission.submitted_at).is_not(None))
        .where(col(FigureValue.stated_in_id).is_(None))
    )


def _others(facts: AssignmentFacts, codes: set[str]) -> Any:
    mine, period = facts.assignment, facts.round.period
    newest = (
        select_many(func.max(Submission.version))
        .where(col(Submission.assignment_id) == col(Assignment.id), col(Submission.submitted_at).is_not(None))
        .correlate(Assignment)
        .scalar_subquery()
    )
    return (
        select_many(FigureValue, Figure, Submission)
        .join(Figure, col(Figure.id) == col(FigureValue.figure_id))
        .join(Submission, col(Submission.id) == col(FigureValue.submission_id))
        .join(Assignment, col(Assignment.id) == col(Submission.assignment_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .where(col(Figure.code).in_(codes), col(Submission.version) == newest)
        .where(col(Submission.returned_at).is_(None), col(Period.cancelled_at).is_(None))
        .where(col(Assignment.agency_id) == mine.agency_id, col(Assignment.unit_id) == mine.unit_id)
        .where(col(Assignment.id) != mine.key)
        .where(col(Period.data_from) == period.data_from, col(Period.data_to) == period.data_to)
        .order_by(col(FigureValue.id))
    )


def sources(session: Session, agency_id: int, submission_ids: Iterable[int]) -> dict[int, Source]:
    """Submissions by id, named by their reports; in one query."""
    wanted = set(submission_ids)
    if not wanted:
        return {}
    chosen = (
        select_many(Submission, Period, Plan)
        .join(Assignment, col(Assignment.id) == col(Submission.assignment_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .where(col(Submission.id).in_(wanted), col(Submission.agency_id) == agency_id)
    )
    return {
        submission.key: Source(
            submission,
            period.key,
            report_name(plan.report_subject, period_name(period.kind, period.number, period.year)),
        )
        for submission, period, plan in session.execute(chosen)
    }
