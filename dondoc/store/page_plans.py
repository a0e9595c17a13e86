"""Questions of the pages about plans and rules."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import (
    Adjustment,
    Figure,
    Obligation,
    ObligationUnit,
    Part,
    Person,
    Plan,
    Recipient,
    Regime,
    ReportRequest,
    Rule,
    RuleKind,
    Standing,
    Unit,
)


@dataclass(frozen=True)
class PlannedItem:
    """An obligation with its rule, its units and its figures."""

    obligation: Obligation
    rule: Rule
    lead: Unit | None
    cooperating: tuple[Unit, ...]
    figures: tuple[Figure, ...]
    within: Obligation | None
    regime: Regime | None


@dataclass(frozen=True)
class PlannedRule:
    """A rule with what it belongs to."""

    rule: Rule
    obligation: Obligation
    plan: Plan
    regime: Regime | None
    within: Obligation | None


def running_year(session: Session, agency_id: int, today: int) -> int:
    """The year that runs where it has a plan; else the last one before it that had, or the first that will."""
    years = sorted(session.exec(select(Plan.year).where(Plan.agency_id == agency_id).distinct()))
    past = [year for year in years if year <= today]
    return past[-1] if past else years[0] if years else today


def plans(session: Session, agency_id: int) -> list[Plan]:
    """The plans of an agency, the newest first; not those of one obligation that requests became."""
    requested = select(ReportRequest.plan_id).where(col(ReportRequest.plan_id).is_not(None))
    chosen = select(Plan).where(Plan.agency_id == agency_id, col(Plan.id).not_in(requested))
    return list(session.exec(chosen.order_by(col(Plan.year).desc())))


def proposed_counts(session: Session, agency_id: int) -> Counter[int]:
    """How many rules of each plan are only proposed."""
    chosen = select(Obligation.plan_id).join(Rule, col(Rule.obligation_id) == col(Obligation.id))
    return Counter(session.exec(chosen.where(Rule.agency_id == agency_id, Rule.standing == Standing.PROPOSED)))


def plan(session: Session, agency_id: int, plan_id: int) -> Plan | None:
    """One plan of an agency; None where it has none of that id."""
    return session.exec(select(Plan).where(Plan.id == plan_id, Plan.agency_id == agency_id)).first()


def recipients(session: Session, plan_id: int) -> list[Recipient]:
    """Who a plan's reports go to."""
    chosen = select(Recipient).where(Recipient.plan_id == plan_id)
    return list(session.exec(chosen.order_by(col(Recipient.position))))


def planned_items(session: Session, plan_id: int) -> list[PlannedItem]:
    """The obligations of a plan in its order."""
    chosen = (
        select(Obligation, Rule, Regime)
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .join(Regime, col(Regime.id) == col(Rule.regime_id), isouter=True)
        .where(Obligation.plan_id == plan_id)
        .order_by(col(Obligation.position))
    )
    found = list(session.exec(chosen))
    by_id = {obligation.key: obligation for obligation, _, _ in found}
    units, figures = _units(session, list(by_id)), _figures(session, list(by_id))
    return [
        PlannedItem(
            obligation,
            rule,
            next((unit for part, unit in units.get(obligation.key, []) if part is Part.LEAD), None),
            tuple(unit for part, unit in units.get(obligation.key, []) if part is Part.COOPERATING),
            tuple(figures.get(obligation.key, [])),
            by_id.get(rule.within_id or 0),
            regime,
        )
        for obligation, rule, regime in found
    ]


def _units(session: Session, ids: list[int]) -> dict[int, list[tuple[Part, Unit]]]:
    chosen = select(ObligationUnit, Unit).join(Unit, col(Unit.id) == col(ObligationUnit.unit_id))
    chosen = chosen.where(col(ObligationUnit.obligation_id).in_(ids)).order_by(col(Unit.position))
    result: dict[int, list[tuple[Part, Unit]]] = {}
    for each, unit in session.exec(chosen):
        result.setdefault(each.obligation_id, []).append((each.part, unit))
    return result


def _figures(session: Session, ids: list[int]) -> dict[int, list[Figure]]:
    result: dict[int, list[Figure]] = {}
    chosen = select(Figure).where(col(Figure.obligation_id).in_(ids)).order_by(col(Figure.position))
    for figure in session.exec(chosen):
        result.setdefault(figure.obligation_id, []).append(figure)
    return result


def _rules() -> Any:
    return (
        select(Rule, Obligation, Plan, Regime)
        .join(Obligation, col(Obligation.id) == col(Rule.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .join(Regime, col(Regime.id) == col(Rule.regime_id), isouter=True)
    )


def rule(session: Session, agency_id: int, rule_id: int) -> PlannedRule | None:
    """One rule of an agency; None where it has none of that id."""
    found = session.execute(_rules().where(Rule.id == rule_id, Rule.agency_id == agency_id)).first()
    if found is None:
        return None
    each, obligation, plan_, regime = found
    within = session.get(Obligation, each.within_id) if each.within_id else None
    return PlannedRule(each, obligation, plan_, regime, within)


def proposed_rounds(session: Session, agency_id: int) -> list[PlannedRule]:
    """The rules with rounds of their own that nobody has confirmed yet."""
    chosen = _rules().where(
        Rule.agency_id == agency_id, Rule.standing == Standing.PROPOSED, Rule.kind == RuleKind.ROUNDS
    )
    rows = session.execute(chosen.order_by(col(Rule.id)))
    return [PlannedRule(each, obligation, plan_, regime, None) for each, obligation, plan_, regime in rows]


def rules_led_by(session: Session, agency_id: int, unit_ids: set[int]) -> set[int]:
    """The rules of obligations that one of these units leads."""
    chosen = select(Rule.id).join(ObligationUnit, col(ObligationUnit.obligation_id) == col(Rule.obligation_id))
    chosen = chosen.where(Rule.agency_id == agency_id, ObligationUnit.part == Part.LEAD)
    return {each for each in session.exec(chosen.where(col(ObligationUnit.unit_id).in_(unit_ids))) if each}


def adjustments(session: Session, rule_id: int) -> list[tuple[Adjustment, Person | None]]:
    """The changes of a rule with who made them (None: the operator), the newest first."""
    chosen = select_many(Adjustment, Person).join(Person, col(Person.id) == col(Adjustment.made_by), isouter=True)
    chosen = chosen.where(col(Adjustment.rule_id) == rule_id).order_by(col(Adjustment.made_at).desc())
    return [(adjustment, person) for adjustment, person in session.execute(chosen)]
