"""What figures were in earlier rounds, also under another plan: matched by code and unit of measure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Assignment, Figure, FigureValue, Obligation, Period, PeriodKind, Plan, Submission
from dondoc.rules.figures import combine
from dondoc.store.rounds import RoundFacts

Round = tuple[PeriodKind, int, int]


@dataclass
class Earlier:
    """One figure's values in earlier rounds, by round and plan."""

    figure: Figure
    plan: Plan
    stated: dict[Round, dict[int, list[Decimal]]] = field(default_factory=dict)
    """By kind, year and number; then by the plan's id."""
    alike: set[int] = field(default_factory=set)
    """Plans whose reports are about the same subject."""

    def __call__(self, kind: PeriodKind, year: int, number: int) -> Decimal | None:
        """What the figure was in that round; None where no plan, or more than one, can be meant."""
        found = self.stated.get((kind, year, number), {})
        if self.plan.key in found:
            return combine(self.figure.sum_rule, found[self.plan.key])
        meant = [plan for plan in found if plan in self.alike] or list(found)
        return combine(self.figure.sum_rule, found[meant[0]]) if len(meant) == 1 else None


def earlier_figures(session: Session, facts: RoundFacts, figures: Iterable[Figure]) -> dict[int, Earlier]:
    """What each figure was in the rounds of this year and the one before, in one query whatever their number.

    A round's figures are those of its report: last submitted and not returned.
    """
    known = {figure.key: Earlier(figure, facts.plan) for figure in figures}
    by_name: dict[tuple[str, str], list[Earlier]] = {}
    for each in known.values():
        by_name.setdefault(_name(each.figure), []).append(each)
    newest = (
        select(func.max(Submission.id))
        .where(col(Submission.submitted_at).is_not(None))
        .group_by(col(Submission.assignment_id))
    )
    chosen = (
        select_many(FigureValue.value, Figure.code, Figure.unit_of_measure, Period, Plan)  # type: ignore[call-overload]
        .join(Figure, col(Figure.id) == col(FigureValue.figure_id))
        .join(Submission, col(Submission.id) == col(FigureValue.submission_id))
        .join(Assignment, col(Assignment.id) == col(Submission.assignment_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .where(col(Period.agency_id) == facts.period.agency_id, col(Period.id) != facts.period.key)
        .where(col(Period.year).in_((facts.period.year, facts.period.year - 1)))
        .where(col(Figure.code).in_({figure.figure.code for figure in known.values()}))
        .where(col(Submission.id).in_(newest), col(Submission.returned_at).is_(None))
        .order_by(col(FigureValue.id))
    )
    for value, code, measure, period, plan in session.execute(chosen):
        for each in by_name.get((code, measure.casefold()), []):
            rounds = each.stated.setdefault((period.kind, period.year, period.number), {})
            rounds.setdefault(plan.key, []).append(value)
            if plan.report_subject == facts.plan.report_subject:
                each.alike.add(plan.key)
    return known


def _name(figure: Figure) -> tuple[str, str]:
    return figure.code, figure.unit_of_measure.casefold()
