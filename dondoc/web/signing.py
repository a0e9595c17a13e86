"""The administrators' page of sign-off: its chain, and who may sign for whom."""

from starlette.responses import Response

from dondoc.actions import second_factor
from dondoc.actions import signing as verbs
from dondoc.model import Capacity, StepTask
from dondoc.rules import access
from dondoc.rules.chain import Place
from dondoc.rules.refusal import Refused
from dondoc.store import signing
from dondoc.store.people import everybody
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem


def show(desk: SignedDesk) -> Response:
    """The chain, the delegations, the second factors."""
    return _page(desk, [])


def chain(desk: SignedDesk) -> Response:
    """Set the chain."""
    must(access.administers(desk.viewer))

    def act() -> None:
        tasks = [task for task in StepTask if task is StepTask.SIGN or desk.typed(f"task-{task.value}") == "1"]
        person = desk.number("form_person") or None
        places = [Place(task, person if task is StepTask.FORM else None) for task in tasks]
        verbs.set_chain(desk.office, desk.actor, places, desk.now)

    problems = attempt(act)
    return _page(desk, problems) if problems else desk.go("signing", done="da-luu-quy-trinh")


def delegate(desk: SignedDesk) -> Response:
    """Note a delegation."""
    must(access.administers(desk.viewer))

    def act() -> None:
        capacity = desk.typed("capacity")
        if capacity not in set(Capacity) - {Capacity.OWN}:
            raise Refused("capacity_missing", "capacity")
        since, until = (forms.day(desk.typed(name), name) for name in ("since", "until"))
        verbs.delegate(
            desk.office, desk.actor, desk.number("giver"), desk.number("taker"), Capacity(capacity), since, until,
            desk.typed("basis"), desk.now,
        )  # fmt: skip

    problems = attempt(act)
    return _page(desk, problems) if problems else desk.go("signing", done="da-giao-ky")


def end(desk: SignedDesk, delegation_id: RowId) -> Response:
    """End a delegation."""
    must(access.administers(desk.viewer))
    problems = attempt(lambda: verbs.end_delegation(desk.office, desk.actor, delegation_id, desk.now))
    must(not problems)
    return desk.go("signing", done="da-het-giao-ky")


def reset(desk: SignedDesk, person_id: RowId) -> Response:
    """Remove somebody's second factor."""
    must(access.administers(desk.viewer))
    problems = attempt(lambda: second_factor.reset(desk.office, desk.actor, person_id, desk.now))
    must(not problems)
    return desk.go("signing", done="da-go-ma")


def _page(desk: Desk, problems: list[Problem]) -> Response:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        places = signing.chain(session, desk.agency.key)
        delegations = signing.delegations(session, desk.agency.key)
        people = everybody(session, desk.agency.key)
        factors = signing.second_factors(session, desk.agency.key)
    return desk.page(
        "signing.html",
        422 if problems else 200,
        tasks=list(StepTask),
        chosen={place.task for place in places},
        form_person=desk.number("form_person") or next((p.person_id for p in places if p.person_id), 0),
        delegations=delegations,
        capacities=[each for each in Capacity if each is not Capacity.OWN],
        people=people,
        by_id={person.key: person for person in people},
        factors=factors,
        typed={name: desk.typed(name) for name in ("giver", "taker", "capacity", "since", "until", "basis")},
        problems=problems,
    )
