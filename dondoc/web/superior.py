"""A superior who hears of a late unit: hear later, have another hear, or take that back. Pages with a button each."""

from datetime import date

from starlette.responses import Response

from dondoc.actions import superior
from dondoc.actions.matters import Eye, Matter, about
from dondoc.model import OrderKind
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Hearer
from dondoc.store.orders import other_leaders
from dondoc.store.rounds import AssignmentFacts
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem

_TEMPLATES = {OrderKind.HOLD: "superior_hold.html", OrderKind.REDIRECT: "superior_redirect.html"}
_DONE = {OrderKind.HOLD: "da-lui-bao-cao", OrderKind.REDIRECT: "da-chuyen-lanh-dao"}


def show_hold(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """The page on which a superior puts off what they hear of a unit."""
    return _page(desk, period_id, assignment_id, OrderKind.HOLD)


def hold(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """Put it off."""
    return _order(desk, period_id, assignment_id, OrderKind.HOLD)


def show_redirect(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """The page on which a superior has another one hear of a unit."""
    return _page(desk, period_id, assignment_id, OrderKind.REDIRECT)


def redirect(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """Have another one hear."""
    return _order(desk, period_id, assignment_id, OrderKind.REDIRECT)


def take_back(desk: SignedDesk, period_id: RowId, assignment_id: RowId, order_id: RowId) -> Response:
    """Take one's own order back."""
    matter = _found(desk, period_id, assignment_id)
    kind = next((each.order.kind for each in matter.orders if each.order.key == order_id), None)
    problems = attempt(lambda: superior.take_back(desk.office, desk.actor, order_id, desk.now))
    if problems:
        return _page(desk, period_id, assignment_id, kind or OrderKind.HOLD, problems)
    return _done(desk, matter, "da-rut-y-kien")


def _found(desk: Desk, period_id: int, assignment_id: int) -> Matter:
    """A unit's part in a round, for whom may order about it."""
    with desk.reading() as session:
        found = about(Eye.of(session, desk.agency, desk.now), [("assignment", assignment_id)])
    must(found and found[0].facts.round.period.key == period_id and superior.may_order(desk.viewer, found[0]))
    return found[0]


def _order(desk: Desk, period_id: int, assignment_id: int, kind: OrderKind) -> Response:
    matter = _found(desk, period_id, assignment_id)
    problems = attempt(lambda: _act(desk, assignment_id, kind))
    if problems:
        return _page(desk, period_id, assignment_id, kind, problems)
    return _done(desk, matter, _DONE[kind])


def _done(desk: Desk, matter: Matter, said: str) -> Response:
    """Back to the round; a substitute who does not see rounds goes home."""
    round_ = matter.facts.round
    if access.sees_period(desk.viewer, round_.lead.key):
        return desk.go("period", done=said, period_id=round_.period.key)
    return desk.go("home", done=said)


def _act(desk: Desk, assignment_id: int, kind: OrderKind) -> None:
    who, reason = (desk.office, desk.actor, assignment_id), desk.typed("reason")
    if kind is OrderKind.HOLD:
        superior.hold(*who, _until(desk), reason, desk.now)
    else:
        superior.redirect(*who, desk.number("to"), reason, desk.now)


def _until(desk: Desk) -> date:
    typed = desk.typed("until")
    if not typed:
        raise Refused("day_missing", "until")
    return forms.day(typed, "until")


def _page(
    desk: Desk, period_id: int, assignment_id: int, kind: OrderKind, problems: list[Problem] | None = None
) -> Response:
    matter = _found(desk, period_id, assignment_id)
    facts = matter.facts
    assert isinstance(facts, AssignmentFacts)
    hears = [each.person for each in matter.people[Hearer.LEADER]]
    with desk.reading() as session:
        others = other_leaders(session, desk.agency.key, {person.key for person in hears})
    in_force = next((each for each in matter.orders if each.order.kind is kind), None)
    return desk.page(
        _TEMPLATES[kind],
        422 if problems else 200,
        facts=facts,
        asks=not matter.quiet and matter.is_open,
        quiet=matter.quiet,
        hears=hears,
        others=others,
        in_force=in_force,
        mine=in_force is not None and in_force.order.made_by == desk.viewer.person_id,
        typed=forms.everything(desk.form),
        problems=problems or [],
    )
