"""Questions of the page about units: who acts for them, and what they carry for others."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Assignment, Person, Role, Unit
from dondoc.store.agency import units


@dataclass(frozen=True)
class UnitFacts:
    """A unit with its people, who follows it, and how many open reports it carries."""

    unit: Unit
    people: tuple[tuple[Role, Person], ...]
    successor: Unit | None
    carries: int


def units_with_people(session: Session, agency_id: int) -> list[UnitFacts]:
    """The units of an agency in its order, ended ones included; in three queries whatever their number."""
    found = units(session, agency_id)
    by_id = {unit.key: unit for unit in found}
    chosen = (
        select_many(Role, Person)
        .join(Person, col(Person.id) == col(Role.person_id))
        .where(col(Role.agency_id) == agency_id, col(Role.unit_id).is_not(None), col(Person.active))
        .order_by(col(Role.id))
    )
    people: dict[int, list[tuple[Role, Person]]] = {}
    for role, person in session.execute(chosen):
        people.setdefault(role.unit_id, []).append((role, person))
    carrier = func.coalesce(Assignment.carried_by_id, Assignment.unit_id)
    open_ = select(carrier).where(Assignment.agency_id == agency_id, col(Assignment.closed_at).is_(None))
    carried = Counter(session.exec(open_))
    return [
        UnitFacts(
            unit, tuple(people.get(unit.key, ())), by_id.get(unit.successor_id or 0), carried.get(unit.key, 0)
        )
        for unit in found
    ]  # fmt: skip
