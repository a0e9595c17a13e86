"""Who may do what. A person acts by their roles; what nobody may see, nobody learns of."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from dondoc.model import FeedReach, RoleKind
from dondoc.rules.refusal import Refused


@dataclass(frozen=True)
class Grant:
    """One role: its kind, and the unit it is for."""

    kind: RoleKind
    unit_id: int | None = None


@dataclass(frozen=True)
class Viewer:
    """A person as the rules see them."""

    person_id: int
    agency_id: int
    grants: tuple[Grant, ...]

    def units(self) -> set[int]:
        """The units this person is an officer or head of."""
        return {g.unit_id for g in self.grants if g.unit_id and g.kind in {RoleKind.OFFICER, RoleKind.HEAD}}

    def is_a(self, *kinds: RoleKind) -> bool:
        """Whether one of these roles is held."""
        return any(grant.kind in kinds for grant in self.grants)


def sees_assignment(viewer: Viewer, unit_id: int, lead_unit_id: int) -> bool:
    """The unit itself, the lead unit, leaders and administrators see an assignment."""
    return bool(viewer.units() & {unit_id, lead_unit_id}) or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR)


def writes_for(viewer: Viewer, unit_id: int) -> bool:
    """Only the unit's own people write its submission."""
    return unit_id in viewer.units()


def follows_up(viewer: Viewer, lead_unit_id: int) -> bool:
    """The lead unit's people remind, accept, return, compile and send up."""
    return lead_unit_id in viewer.units()


def sees_period(viewer: Viewer, lead_unit_id: int) -> bool:
    """The lead unit, leaders, clerks and administrators see the table of a period."""
    return follows_up(viewer, lead_unit_id) or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR)


def sees_report(viewer: Viewer, lead_unit_id: int, signed: bool, in_chain: Iterable[int] = ()) -> bool:
    """As the period; people in its chain of sign-off as well, and clerks once it is signed."""
    chained = viewer.person_id in set(in_chain)
    return sees_period(viewer, lead_unit_id) or chained or (signed and viewer.is_a(RoleKind.CLERK))


def issues(viewer: Viewer) -> bool:
    """Clerks number and dispatch."""
    return viewer.is_a(RoleKind.CLERK)


def signs_papers(viewer: Viewer, signed: bool) -> bool:
    """Who signed a report may bring it back with a signature on it, and clerks, who put the agency's."""
    return signed or issues(viewer)


def administers(viewer: Viewer) -> bool:
    """Administrators change rules and schedules and see health and letters."""
    return viewer.is_a(RoleKind.ADMINISTRATOR)


def orders(viewer: Viewer, superiors: Collection[int]) -> bool:
    """Superiors who hear of a late unit order about it, and the leaders in charge of no unit."""
    return viewer.person_id in superiors or Grant(RoleKind.LEADER) in viewer.grants


def sees_year(viewer: Viewer) -> bool:
    """Whoever has a role sees the dates of the year."""
    return bool(viewer.grants)


def sees_unit(viewer: Viewer, unit_id: int) -> bool:
    """The unit's own people, leaders and administrators see all that a unit owes."""
    return unit_id in viewer.units() or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR)


def subscribes(viewer: Viewer, reach: FeedReach, unit_id: int | None) -> bool:
    """Whose dates a person may have in their own calendar: asked again at each fetch, so that a lost role ends it."""
    if reach is FeedReach.UNIT:
        return unit_id is not None and sees_unit(viewer, unit_id)
    return sees_year(viewer)


def may_request(viewer: Viewer, leading: Collection[int]) -> bool:
    """Leaders and administrators ask for reports, and the people of a unit that leads an obligation (`leading`)."""
    return viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR) or bool(viewer.units() & set(leading))


def may_lead(viewer: Viewer, lead_unit_id: int, leading: Collection[int]) -> bool:
    """Which unit they may let compile it: leaders and administrators any, the others their own."""
    return viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR) or lead_unit_id in viewer.units() & set(leading)


def sees_every_request(viewer: Viewer) -> bool:
    """Leaders, administrators and clerks see all requests in the year; others those that name a unit of theirs."""
    return viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR, RoleKind.CLERK)


def changes_request(viewer: Viewer, lead_unit_id: int) -> bool:
    """The lead unit's people, leaders and administrators call a request off or move its deadlines."""
    return follows_up(viewer, lead_unit_id) or viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR)


def require(allowed: bool) -> None:
    """Raise Refused unless allowed."""
    if not allowed:
        raise Refused("not_allowed")
