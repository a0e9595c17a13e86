"""Questions about the chain of sign-off: its steps, who is in charge, who may decide for whom on a day."""

from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, delete, select, update

from dondoc.model import ChainStep, Delegation, Person, RecoveryCode, Role, RoleKind, SecondFactor, SignoffStep
from dondoc.rules.chain import STANDARD, Mandate, Place, Stand, in_force, stands
from dondoc.store.people import substitutes, with_role


def chain(session: Session, agency_id: int) -> tuple[Place, ...]:
    """An agency's chain; the standard one where it has set none."""
    chosen = select(ChainStep).where(ChainStep.agency_id == agency_id).order_by(col(ChainStep.position))
    return tuple(Place(step.task, step.person_id) for step in session.exec(chosen)) or STANDARD


def deputy_of(session: Session, agency_id: int, unit_id: int) -> int | None:
    """The leader in charge of a unit."""
    chosen = select(Role.person_id).join(Person, col(Person.id) == col(Role.person_id))
    chosen = chosen.where(Role.agency_id == agency_id, Role.kind == RoleKind.LEADER, Role.unit_id == unit_id)
    return session.exec(chosen.where(col(Person.active)).order_by(col(Role.id))).first()


def delegations(session: Session, agency_id: int) -> list[Delegation]:
    """All delegations of an agency, newest first."""
    chosen = select(Delegation).where(Delegation.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(Delegation.since).desc(), col(Delegation.id).desc())))


def mandates(session: Session, agency_id: int, day: date) -> list[Mandate]:
    """The delegations in force on a day, to people who are still here."""
    chosen = select(Delegation).join(Person, col(Person.id) == col(Delegation.taker_id)).where(col(Person.active))
    chosen = chosen.where(Delegation.agency_id == agency_id, col(Delegation.ended_at).is_(None))
    found = session.exec(chosen.order_by(col(Delegation.id)))
    return in_force(
        [(Mandate(each.giver_id, each.taker_id, each.capacity), each.since, each.until) for each in found], day
    )


def stands_of(session: Session, step: SignoffStep, day: date) -> list[Stand]:
    """Who may decide a step on a day, its own person first."""
    agency_id = step.agency_id
    away = {absent: person.key for absent, person in substitutes(session, agency_id, day).items()}
    leaders = [person.key for person in with_role(session, agency_id, RoleKind.LEADER)]
    return stands(step.task, step.person_id, away, leaders, mandates(session, agency_id, day))


def stood_in_for(session: Session, agency_id: int, person_id: int, day: date) -> set[int]:
    """Whose steps somebody may have to decide on a day, their own among them."""
    absent = {person for person, other in substitutes(session, agency_id, day).items() if other.key == person_id}
    given = {each.giver_id for each in mandates(session, agency_id, day) if each.taker_id == person_id}
    return {person_id} | absent | given


def second_factor(session: Session, person_id: int) -> SecondFactor | None:
    """What a person's authenticator app was set up with."""
    return session.exec(select(SecondFactor).where(SecondFactor.person_id == person_id)).first()


def second_factors(session: Session, agency_id: int) -> list[SecondFactor]:
    """Who has set one up, or begun to."""
    chosen = select(SecondFactor).where(SecondFactor.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(SecondFactor.id))))


def use_code(session: Session, person_id: int, code_hash: str, now: datetime) -> bool:
    """Mark a recovery code of a person as used; False where there is none, or somebody was quicker."""
    mine = update(RecoveryCode).where(
        col(RecoveryCode.person_id) == person_id, col(RecoveryCode.code_hash) == code_hash,
        col(RecoveryCode.used_at).is_(None),
    )  # fmt: skip
    return bool(session.exec(mine.values(used_at=now)).rowcount)


def codes_left(session: Session, person_id: int) -> int:
    """How many recovery codes a person still has."""
    chosen = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.person_id == person_id)
    return session.exec(chosen.where(col(RecoveryCode.used_at).is_(None))).one()


def forget_codes(session: Session, person_id: int) -> None:
    """Remove a person's recovery codes."""
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.person_id) == person_id))
