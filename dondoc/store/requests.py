"""Questions about reports on request: whose they are, what became of them, and what may be chosen for one."""

from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import (
    Obligation,
    ObligationUnit,
    Part,
    Period,
    Person,
    Plan,
    Recipient,
    Regime,
    ReportRequest,
    Rule,
    Unit,
)
from dondoc.rules.access import Viewer, sees_every_request


@dataclass(frozen=True)
class SentRequest:
    """A request that was sent, with the round that it became."""

    request: ReportRequest
    plan: Plan
    obligation: Obligation
    rule: Rule
    period: Period
    lead: Unit
    asker: Person


def request(session: Session, agency_id: int, request_id: int) -> ReportRequest | None:
    """A request of an agency; None where it has none of that id."""
    chosen = select(ReportRequest).where(ReportRequest.id == request_id, ReportRequest.agency_id == agency_id)
    return session.exec(chosen).first()


def begun_by(session: Session, person_id: int) -> list[ReportRequest]:
    """What a person has begun and not sent, the newest first."""
    chosen = select(ReportRequest).where(ReportRequest.asked_by == person_id, col(ReportRequest.sent_at).is_(None))
    return list(session.exec(chosen.order_by(col(ReportRequest.changed_at).desc())))


def sent(session: Session, agency_id: int, request_id: int | None = None) -> list[SentRequest]:
    """The requests of an agency that were sent, the newest first; or the one of that id."""
    chosen = (
        select_many(ReportRequest, Plan, Obligation, Rule, Period, Unit, Person)
        .join(Plan, col(Plan.id) == col(ReportRequest.plan_id))
        .join(Obligation, col(Obligation.plan_id) == col(Plan.id))
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .join(Period, col(Period.obligation_id) == col(Obligation.id))
        .join(
            ObligationUnit,
            (col(ObligationUnit.obligation_id) == col(Obligation.id)) & (col(ObligationUnit.part) == Part.LEAD),
        )
        .join(Unit, col(Unit.id) == col(ObligationUnit.unit_id))
        .join(Person, col(Person.id) == col(ReportRequest.asked_by))
        .where(col(ReportRequest.agency_id) == agency_id)
    )
    if request_id is not None:
        chosen = chosen.where(col(ReportRequest.id) == request_id)
    return [SentRequest(*row) for row in session.execute(chosen.order_by(col(ReportRequest.sent_at).desc()))]


def leading(session: Session, agency_id: int) -> set[int]:
    """The units that lead an obligation of a plan, which is no request."""
    requested = select(ReportRequest.plan_id).where(col(ReportRequest.plan_id).is_not(None))
    chosen = (
        select(ObligationUnit.unit_id)
        .join(Obligation, col(Obligation.id) == col(ObligationUnit.obligation_id))
        .where(ObligationUnit.agency_id == agency_id, ObligationUnit.part == Part.LEAD)
        .where(col(Obligation.plan_id).not_in(requested))
    )
    return set(session.exec(chosen))


def hidden(session: Session, agency_id: int, viewer: Viewer) -> set[int]:
    """The plans that are requests in which no unit of a person has a part: nothing of them is shown to that person."""
    if sees_every_request(viewer):
        return set()
    requested = select(ReportRequest.plan_id).where(
        ReportRequest.agency_id == agency_id, col(ReportRequest.plan_id).is_not(None)
    )
    own = (
        select(Obligation.plan_id)
        .join(ObligationUnit, col(ObligationUnit.obligation_id) == col(Obligation.id))
        .where(col(ObligationUnit.unit_id).in_(viewer.units()))
    )
    return {each for each in session.exec(requested.where(col(ReportRequest.plan_id).not_in(own))) if each}


def regimes(session: Session, agency_id: int) -> list[Regime]:
    """The regimes of an agency, each with its outlines."""
    return list(session.exec(select(Regime).where(Regime.agency_id == agency_id).order_by(col(Regime.id))))


def newest_plan(session: Session, agency_id: int) -> Plan | None:
    """The plan that came in last."""
    chosen = select(Plan).where(Plan.agency_id == agency_id).order_by(col(Plan.imported_at).desc(), col(Plan.id).desc())
    return session.exec(chosen.limit(1)).first()


def addressees_known(session: Session, agency_id: int) -> list[Recipient]:
    """Who reports went to so far, each once, the newest first."""
    chosen = select(Recipient).where(Recipient.agency_id == agency_id, col(Recipient.addressee))
    found: dict[str, Recipient] = {}
    for each in session.exec(chosen.order_by(col(Recipient.id).desc())):
        found.setdefault(each.name, each)
    return list(found.values())
