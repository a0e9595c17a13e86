"""Questions about what superiors ordered on hearing of units."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dondoc.model import OrderKind, Person, RoleKind, SuperiorOrder
from dondoc.store.people import with_role


@dataclass(frozen=True)
class Ordered:
    """An order that is in force: who gave it, and to whom it redirects."""

    order: SuperiorOrder
    by: Person
    to: Person | None

    @property
    def holds(self) -> bool:
        """Whether it puts off; else it redirects."""
        return self.order.kind is OrderKind.HOLD


def in_force(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[Ordered]]:
    """The orders that nobody has taken back, by assignment, oldest first."""
    result: dict[int, list[Ordered]] = {}
    mine = col(SuperiorOrder.assignment_id).in_(set(assignment_ids))
    for each in _orders(session, mine, col(SuperiorOrder.ended_at).is_(None)):
        result.setdefault(each.order.assignment_id, []).append(each)
    return result


def by_id(session: Session, ids: Collection[int]) -> dict[int, Ordered]:
    """These orders, whether they are in force or not."""
    return {each.order.key: each for each in _orders(session, col(SuperiorOrder.id).in_(ids))} if ids else {}


def _orders(session: Session, *conditions: Any) -> list[Ordered]:
    to = aliased(Person)
    chosen = (
        select(SuperiorOrder, Person, to)
        .join(Person, col(Person.id) == col(SuperiorOrder.made_by))
        .join(to, col(to.id) == col(SuperiorOrder.to_id), isouter=True)
        .where(*conditions)
        .order_by(col(SuperiorOrder.id))
    )
    return [Ordered(*found) for found in session.exec(chosen)]


def other_leaders(session: Session, agency_id: int, but: Iterable[int]) -> list[Person]:
    """The leaders of an agency to whom one may redirect."""
    without = set(but)
    return [person for person in with_role(session, agency_id, RoleKind.LEADER) if person.key not in without]
