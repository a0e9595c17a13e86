"""Questions about people: who hears for a unit, who stands in, who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from dondoc.model import Absence, Person, Role, RoleKind
from dondoc.rules.access import Grant, Viewer
from dondoc.rules.remind import Hearer


@dataclass(frozen=True)
class Listener:
    """Who a letter goes to, and for whom where that one is absent."""

    person: Person
    on_behalf_of: Person | None = None

    @property
    def absent(self) -> str:
        """The name of the absent person; empty where somebody hears for themselves."""
        return self.on_behalf_of.name if self.on_behalf_of else ""


def person_of(session: Session, person_id: int | None) -> Person | None:
    """An active person by id, of whatever agency."""
    person = session.get(Person, person_id) if person_id else None
    return person if person and person.active else None


def viewer(session: Session, person: Person) -> Viewer:
    """A person with their roles."""
    roles = session.exec(select(Role).where(Role.person_id == person.id))
    return Viewer(person.key, person.agency_id, tuple(Grant(role.kind, role.unit_id) for role in roles))


def viewer_of(session: Session, agency_id: int, person_id: int | None) -> Viewer:
    """The viewer behind an actor; a flow (None) or somebody of another agency holds no role."""
    person = session.get(Person, person_id) if person_id else None
    if person is None or person.agency_id != agency_id or not person.active:
        return Viewer(0, agency_id, ())
    return viewer(session, person)


def with_role(session: Session, agency_id: int, kind: RoleKind, unit_id: int | None = None) -> list[Person]:
    """Active people with a role; with `unit_id` only those who have it for that unit."""
    chosen = select(Person).join(Role, col(Role.person_id) == col(Person.id))
    chosen = chosen.where(Person.agency_id == agency_id, Role.kind == kind, col(Person.active))
    if unit_id is not None:
        chosen = chosen.where(Role.unit_id == unit_id)
    return list(session.exec(chosen.order_by(col(Person.id)).distinct()))


def everybody(session: Session, agency_id: int) -> list[Person]:
    """All active people of an agency, by name."""
    return list(
        session.exec(select(Person).where(Person.agency_id == agency_id, col(Person.active)).order_by(Person.name))
    )


def signer(session: Session, agency_id: int, name: str) -> Person | None:
    """The leader of that name."""
    return next((each for each in with_role(session, agency_id, RoleKind.LEADER) if each.name == name), None)


def substitutes(session: Session, agency_id: int, day: date) -> dict[int, Person]:
    """Who stands in for whom on a day, by the absent person's id."""
    chosen = select(Absence, Person).join(Person, col(Person.id) == col(Absence.substitute_id))
    chosen = chosen.where(Absence.agency_id == agency_id, Absence.since <= day, Absence.until >= day)
    chosen = chosen.where(col(Person.active)).order_by(col(Absence.id))
    return {absence.person_id: person for absence, person in session.exec(chosen)}


def instead(session: Session, agency_id: int, people: Iterable[Person], day: date) -> list[Listener]:
    """The people, or who stands in for them on a day."""
    away = substitutes(session, agency_id, day)
    return [_listener(person, away) for person in people]


def listeners(
    session: Session, agency_id: int, unit_ids: Iterable[int], day: date
) -> dict[tuple[int, Hearer], list[Listener]]:
    """Who hears for each unit on a day, in three queries whatever the number of units.

    A unit without an officer is heard for by its head, one without a leader in charge by the agency's leaders.
    """
    wanted = set(unit_ids)
    chosen = select(Role, Person).join(Person, col(Person.id) == col(Role.person_id))
    chosen = chosen.where(Role.agency_id == agency_id, col(Person.active)).order_by(col(Role.id))
    found: dict[tuple[int | None, RoleKind], list[Person]] = {}
    for role, person in session.exec(chosen):
        if role.unit_id in wanted or role.unit_id is None:
            found.setdefault((role.unit_id, role.kind), []).append(person)
    away = substitutes(session, agency_id, day)
    result = {}
    for unit_id in wanted:
        heads = found.get((unit_id, RoleKind.HEAD), [])
        officers = found.get((unit_id, RoleKind.OFFICER)) or heads
        leaders = found.get((unit_id, RoleKind.LEADER)) or found.get((None, RoleKind.LEADER), [])
        for hearer, people in ((Hearer.OFFICER, officers), (Hearer.HEAD, heads), (Hearer.LEADER, leaders)):
            result[unit_id, hearer] = [_listener(person, away) for person in people]
    return result


def _listener(person: Person, away: dict[int, Person]) -> Listener:
    substitute = away.get(person.key)
    return Listener(substitute, person) if substitute else Listener(person)
