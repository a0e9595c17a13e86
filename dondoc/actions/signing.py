"""Who signs off: the agency's chain, and delegations, as administrators set them."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import delete

from dondoc.actions.office import Office
from dondoc.model import Capacity, ChainStep, Delegation, Person
from dondoc.rules.access import administers, require
from dondoc.rules.chain import Place, check_chain
from dondoc.rules.refusal import Refused
from dondoc.store import signing
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, writing


def set_chain(office: Office, actor: Actor, chain: Sequence[Place], now: datetime) -> None:
    """The chain for what is sent up from now on. Raises Refused for one that does not end in a signature."""
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        check_chain(chain)
        before = signing.chain(act.session, actor.agency_id)
        if tuple(chain) == before:
            raise Refused("nothing_changed")
        act.session.exec(delete(ChainStep).where(ChainStep.agency_id == actor.agency_id))  # type: ignore[arg-type]
        for position, place in enumerate(chain, start=1):
            if place.person_id is not None:
                _person(act, place.person_id, "form_person")
            row = ChainStep(agency_id=actor.agency_id, position=position, task=place.task, person_id=place.person_id)
            act.add(row)
        act.audit("chain", "agency", actor.agency_id, steps=[place.task.value for place in chain])


def delegate(
    office: Office, actor: Actor, giver_id: int, taker_id: int, capacity: Capacity, since: date, until: date,
    basis: str, now: datetime,
) -> Delegation:  # fmt: skip
    """Note that somebody may sign for another for a time, by which document. Raises Refused naming the field."""
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        _person(act, giver_id, "giver")
        _person(act, taker_id, "taker")
        if giver_id == taker_id:
            raise Refused("delegation_self", "taker")
        if until < since:
            raise Refused("delegation_days", "until")
        if not basis.strip():
            raise Refused("delegation_basis", "basis")
        row = act.add(
            Delegation(
                agency_id=actor.agency_id,
                giver_id=giver_id,
                taker_id=taker_id,
                capacity=capacity,
                since=since,
                until=until,
                basis=basis.strip(),
                noted_at=now,
                noted_by=actor.person_id or 0,
            )
        )
        act.audit("delegate", "person", giver_id, to=taker_id, capacity=capacity.value, basis=row.basis)
        return row


def end_delegation(office: Office, actor: Actor, delegation_id: int, now: datetime) -> None:
    """End a delegation at once; what was signed under it stands."""
    with writing(office.engine, actor, now) as act:
        _administrator(act)
        row = act.session.get(Delegation, delegation_id)
        if row is None or row.agency_id != actor.agency_id or row.ended_at:
            raise Refused("not_found")
        row.ended_at = now
        act.session.add(row)
        act.audit("delegation_end", "person", row.giver_id, to=row.taker_id)


def _administrator(act: Writing) -> None:
    require(administers(viewer_of(act.session, act.actor.agency_id, act.actor.person_id)))


def _person(act: Writing, person_id: int, field: str) -> None:
    person = act.session.get(Person, person_id)
    if person is None or person.agency_id != act.actor.agency_id or not person.active:
        raise Refused("not_a_person", field)
