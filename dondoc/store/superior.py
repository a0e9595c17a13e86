"""Questions across the tree of agencies: what a department dispatches becomes the superior agency's submission."""

from sqlmodel import Session, col, select

from dondoc.model import Agency, Assignment, Figure, Obligation, Period, Plan, Rule, Unit
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.store.rounds import RoundFacts


def superior_of(session: Session, agency_id: int, name: str) -> Agency | None:
    """The superior agency of this installation, where a recipient's name means it."""
    own = session.get_one(Agency, agency_id)
    parent = session.get(Agency, own.parent_id) if own.parent_id else None
    if parent is None:
        return None
    said = name.casefold()
    meant = {parent.name.casefold(), parent.short_name.casefold(), own.superior.casefold()}
    return parent if said in meant else None


def waiting_part(session: Session, parent: Agency, child_id: int, facts: RoundFacts) -> Assignment | None:
    """The part that the superior agency's round asks of the agency below, for the same period.

    Reports on request have no period: there the subject says which one is meant, unless only one is open.
    """
    period = facts.period
    chosen = (
        select(Assignment, Plan.report_subject)
        .join(Unit, col(Unit.id) == col(Assignment.unit_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .where(Assignment.agency_id == parent.key, Unit.stands_for_id == child_id)
        .where(Period.kind == period.kind, Period.year == period.year, Period.number == period.number)
        .where(col(Assignment.closed_at).is_(None))
    )
    found = list(session.exec(chosen.order_by(col(Period.due_on), col(Assignment.id))))
    if period.kind in ON_REQUEST:
        meant = facts.plan.report_subject.casefold()
        found = [each for each in found if each[1].casefold() == meant] or (found if len(found) == 1 else [])
    return found[0][0] if found else None


def figures_asked(session: Session, part: Assignment) -> list[Figure]:
    """The figures that the superior agency's round asks for."""
    period = session.get_one(Period, part.period_id)
    within = select(Rule.obligation_id).where(Rule.within_id == period.obligation_id)
    chosen = select(Figure).where(
        (col(Figure.obligation_id) == period.obligation_id) | col(Figure.obligation_id).in_(within)
    )
    return list(session.exec(chosen.order_by(col(Figure.id))))


def codes(session: Session, plan: Plan) -> dict[tuple[str, str], str]:
    """Code of a plan's figures, by name and unit of measure as they stand in its reports."""
    chosen = select(Figure).join(Obligation, col(Obligation.id) == col(Figure.obligation_id))
    found = session.exec(chosen.where(Obligation.plan_id == plan.key))
    return {(each.name, each.unit_of_measure): each.code for each in found}
