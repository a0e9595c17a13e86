"""Questions of the pages about changes: what was changed, by whom, and what of it was undone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select as select_many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dondoc.model import (
    Adjustment,
    Assignment,
    ChangeKind,
    Obligation,
    Period,
    Person,
    Plan,
    Regime,
    Report,
    Rule,
    Unit,
)
from dondoc.rules.adjust import in_force

PAGE = 30


@dataclass(frozen=True)
class Names:
    """What changes point at, by name."""

    units: Mapping[int, str] = field(default_factory=dict)
    regimes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ChangeRow:
    """A change with who made it and what it is about. `by` is empty where the operator did it by a command."""

    adjustment: Adjustment
    by: str
    obligation: Obligation | None
    assignment: Assignment | None
    period: Period | None
    plan: Plan | None
    undone_by: Adjustment | None = None
    undoes: Adjustment | None = None


def changes(
    session: Session,
    agency_id: int,
    *conditions: Any,
    kind: ChangeKind | None = None,
    page: int = 1,
) -> list[ChangeRow]:
    """A page of an agency's changes, the newest first; one more than fits tells of a next page."""
    chosen = _rows().where(Adjustment.agency_id == agency_id, *conditions)
    if kind:
        chosen = chosen.where(Adjustment.kind == kind)
    chosen = chosen.order_by(col(Adjustment.id).desc()).offset((page - 1) * PAGE).limit(PAGE + 1)
    found = session.execute(chosen).all()
    undone, undoes = _links(session, [row[0] for row in found])
    return [
        ChangeRow(
            adjustment, name or "", obligation or led, assignment, period, plan,
            undone.get(adjustment.key), undoes.get(adjustment.undoes_id or 0),
        )
        for adjustment, name, obligation, assignment, period, led, plan in found
    ]  # fmt: skip


def change(session: Session, agency_id: int, change_id: int) -> ChangeRow | None:
    """One change of an agency; None where it has none of that id."""
    return next(iter(changes(session, agency_id, Adjustment.id == change_id)), None)


def _rows() -> Any:
    led = aliased(Obligation)
    chosen = select_many(Adjustment, Person.name, Obligation, Assignment, Period, led, Plan)  # type: ignore[call-overload]
    return (
        chosen.join(Person, col(Person.id) == col(Adjustment.made_by), isouter=True)
        .join(Rule, col(Rule.id) == col(Adjustment.rule_id), isouter=True)
        .join(Obligation, col(Obligation.id) == col(Rule.obligation_id), isouter=True)
        .join(Assignment, col(Assignment.id) == col(Adjustment.assignment_id), isouter=True)
        .join(Period, col(Period.id) == col(Assignment.period_id), isouter=True)
        .join(led, led.id == col(Period.obligation_id), isouter=True)
        .join(Plan, col(Plan.id) == col(Adjustment.plan_id), isouter=True)
    )


def _links(session: Session, rows: Iterable[Adjustment]) -> tuple[dict[int, Adjustment], dict[int, Adjustment]]:
    """What undid each of these changes, and what each of them undid."""
    rows = list(rows)
    ids, targets = [each.key for each in rows], [each.undoes_id for each in rows if each.undoes_id]
    chosen = select(Adjustment).where(col(Adjustment.undoes_id).in_(ids) | col(Adjustment.id).in_(targets))
    found = list(session.exec(chosen)) if rows else []
    return {each.undoes_id: each for each in found if each.undoes_id}, {each.key: each for each in found}


def names(session: Session, agency_id: int) -> Names:
    """How an agency's units and regimes are called."""
    units = session.exec(select(Unit).where(Unit.agency_id == agency_id))
    regimes = session.exec(select(Regime).where(Regime.agency_id == agency_id).order_by(col(Regime.id)))
    return Names({each.key: each.name for each in units}, {each.code: each.name for each in regimes})


def regime_in_force(session: Session, rule: Rule) -> str:
    """The code of the regime that holds for a rule: the last one that a change set, else the plan's."""
    made = list(session.exec(select(Adjustment).where(Adjustment.rule_id == rule.key).order_by(col(Adjustment.id))))
    holding = in_force((each.key, each.undoes_id) for each in made)
    for each in reversed(made):
        if each.kind is ChangeKind.RULE and each.key in holding and "regime" in each.after:
            return str(each.after["regime"])
    found = session.exec(select(Regime.code).where(Regime.id == rule.regime_id)).first()
    return found or ""


def settled_periods(session: Session, obligation_id: int) -> set[int]:
    """The rounds of an obligation whose report was sent up or signed: their dates do not move any more."""
    chosen = select(Report.period_id).join(Period, col(Period.id) == col(Report.period_id))
    chosen = chosen.where(Period.obligation_id == obligation_id)
    return set(session.exec(chosen.where(col(Report.sent_up_at).is_not(None) | col(Report.signed_at).is_not(None))))
