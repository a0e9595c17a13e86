"""Superior: who hears of a late unit may put that off until a day, or have another superior hear; and take it back."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from dondoc.actions.matters import Matter, about
from dondoc.actions.office import Office
from dondoc.actions.reminders import Look
from dondoc.model import Agency, OrderKind, Person, RoleKind, SuperiorOrder
from dondoc.rules.access import Viewer, orders, require
from dondoc.rules.orders import check_hold, redirected, word
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Hearer, Rung, Step
from dondoc.rules.schedule import LONGEST_REASON
from dondoc.store.orders import Ordered, in_force
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, writing


def may_order(viewer: Viewer, matter: Matter) -> bool:
    """Those who hear of the unit as its superiors, who has ordered about it, and the leaders over all."""
    makers = {each.order.made_by for each in matter.orders}
    return orders(viewer, makers | {each.person.key for each in matter.people[Hearer.LEADER]})


def hold(office: Office, actor: Actor, assignment_id: int, until: date, reason: str, now: datetime) -> SuperiorOrder:
    """Put off what superiors hear of a unit until a day, with a word to the unit.

    Raises Refused for whom may not order, for a unit that owes nothing, without a reason, or while one is in force.
    """
    with writing(office.engine, actor, now) as act:
        look, matter = _look(act, office, assignment_id)
        check_hold(until, look.eye.hours.today(now))
        row = _ordered(act, matter, OrderKind.HOLD, reason, until=until)
        _tell_unit(look, assignment_id, word(row.key))
        look.write()
        act.audit("hold_escalation", "assignment", assignment_id, until=until, reason=row.reason)
        return row


def redirect(office: Office, actor: Actor, assignment_id: int, to_id: int, reason: str, now: datetime) -> SuperiorOrder:
    """Have another leader hear of a unit from now on; at once, where superiors have heard already. Raises as `hold`."""
    with writing(office.engine, actor, now) as act:
        look, matter = _look(act, office, assignment_id)
        to = _leader(act, matter, to_id)
        row = _ordered(act, matter, OrderKind.REDIRECT, reason, to_id=to.key)
        codes = {rung.code for rung in matter.ladder if rung.escalates}
        if any(each.told for code, each in matter.known.items() if code in codes):
            [anew] = about(look.eye, [("assignment", assignment_id)])
            for listener in anew.people[Hearer.LEADER]:
                look.say(anew, Step(redirected(row.key), now, now), listener, "", False)
            look.write()
        act.audit("redirect_escalation", "assignment", assignment_id, to=to.key, reason=row.reason)
        return row


def take_back(office: Office, actor: Actor, order_id: int, now: datetime) -> None:
    """Take one's own order back; what was said under it stands. Raises Refused for anybody else, or when it is over."""
    with writing(office.engine, actor, now) as act:
        row = act.session.get(SuperiorOrder, order_id, with_for_update=True)
        if row is None or row.agency_id != actor.agency_id:
            raise Refused("not_found")
        require(row.made_by == actor.person_id)
        if row.ended_at:
            raise Refused("order_over")
        look = Look.at(act, office, act.session.get_one(Agency, actor.agency_id))
        if row.kind is OrderKind.HOLD:
            _tell_unit(look, row.assignment_id, word(row.key, taken_back=True))
        row.ended_at = now
        act.session.add(row)
        look.write()
        [matter] = about(look.eye, [("assignment", row.assignment_id)])
        _look_again(act, matter)
        act.audit("take_back_order", "assignment", row.assignment_id, order=order_id, kind=row.kind.value)


def _look(act: Writing, office: Office, assignment_id: int) -> tuple[Look, Matter]:
    look = Look.at(act, office, act.session.get_one(Agency, act.actor.agency_id))
    found = about(look.eye, [("assignment", assignment_id)])
    if not found:
        raise Refused("not_found")
    require(may_order(viewer_of(act.session, act.actor.agency_id, act.actor.person_id), found[0]))
    if found[0].quiet or not found[0].is_open:
        raise Refused("unit_owes_nothing")
    return look, found[0]


def _ordered(
    act: Writing, matter: Matter, kind: OrderKind, reason: str, until: date | None = None, to_id: int | None = None
) -> SuperiorOrder:
    reason = reason.strip()
    if not reason:
        raise Refused("order_reason_missing", "reason")
    if len(reason) > LONGEST_REASON:
        raise Refused("text_too_long", "reason", longest=LONGEST_REASON)
    row = SuperiorOrder(
        agency_id=act.actor.agency_id,
        assignment_id=matter.facts.key,
        kind=kind,
        until=until,
        to_id=to_id,
        reason=reason,
        made_by=act.actor.person_id or 0,
        made_at=act.now,
    )
    if any(each.order.kind is kind for each in _in_force(act, matter)):
        raise Refused("order_in_force")
    try:
        act.add(row)
    except IntegrityError:
        # Two superiors at the same instant: one order holds.
        raise Refused("order_in_force") from None
    _look_again(act, matter)
    return row


def _in_force(act: Writing, matter: Matter) -> Sequence[Ordered]:
    return in_force(act.session, [matter.facts.key]).get(matter.facts.key, [])


def _look_again(act: Writing, matter: Matter) -> None:
    """The next look finds what now holds."""
    if matter.is_open:
        matter.facts.subject.next_rung_at = act.now
        act.session.add(matter.facts.subject)


def _leader(act: Writing, matter: Matter, to_id: int) -> Person:
    to = act.session.get(Person, to_id)
    viewer = viewer_of(act.session, act.actor.agency_id, to_id)
    hears = {each.person.key for each in matter.people[Hearer.LEADER]}
    if to is None or not viewer.is_a(RoleKind.LEADER) or to_id in hears:
        raise Refused("not_another_leader", "to")
    return to


def _tell_unit(look: Look, assignment_id: int, rung: Rung) -> None:
    [matter] = about(look.eye, [("assignment", assignment_id)])
    if matter.quiet:
        return
    for hearer in rung.to:
        for listener in matter.people[hearer]:
            look.say(matter, Step(rung, look.now, look.now), listener, "", False)
