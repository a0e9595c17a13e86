"""Questions about plan documents that were read."""

from sqlmodel import Session, col, select

from dondoc.model import Obligation, PlanProposal, ProposalState, Regime, Unit, UnitAlias


def proposal(session: Session, agency_id: int, proposal_id: int) -> PlanProposal | None:
    """One proposal of an agency."""
    chosen = select(PlanProposal).where(PlanProposal.id == proposal_id, PlanProposal.agency_id == agency_id)
    return session.exec(chosen).first()


def proposals(session: Session, agency_id: int) -> list[PlanProposal]:
    """The proposals of an agency, those that wait first, then the newest."""
    chosen = select(PlanProposal).where(PlanProposal.agency_id == agency_id)
    found = list(session.exec(chosen.order_by(col(PlanProposal.read_at).desc())))
    return sorted(found, key=lambda each: each.state is not ProposalState.OPEN)


def aliases(session: Session, agency_id: int) -> dict[int, list[str]]:
    """The taught names of each unit."""
    found: dict[int, list[str]] = {}
    for each in session.exec(select(UnitAlias).where(UnitAlias.agency_id == agency_id)):
        found.setdefault(each.unit_id, []).append(each.name)
    return found


def alias(session: Session, agency_id: int, name: str) -> UnitAlias | None:
    """The unit a name was taught for."""
    return session.exec(select(UnitAlias).where(UnitAlias.agency_id == agency_id, UnitAlias.name == name)).first()


def units(session: Session, agency_id: int) -> list[Unit]:
    """The units of an agency in its order."""
    return list(session.exec(select(Unit).where(Unit.agency_id == agency_id).order_by(col(Unit.position))))


def regimes(session: Session, agency_id: int) -> list[Regime]:
    """The regimes an agency keeps."""
    return list(session.exec(select(Regime).where(Regime.agency_id == agency_id).order_by(col(Regime.id))))


def obligations(session: Session, agency_id: int, plan_id: int) -> list[Obligation]:
    """The obligations of a plan in its order."""
    chosen = select(Obligation).where(Obligation.plan_id == plan_id, Obligation.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(Obligation.position))))
