"""Acknowledge: a person of the unit says that the request has reached them. It answers nothing yet."""

from datetime import datetime

from sqlmodel import select

from dondoc.actions.office import Office
from dondoc.model import Acknowledgement
from dondoc.rules.access import require, writes_for
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer_of
from dondoc.store.rounds import one_assignment
from dondoc.store.transaction import Actor, writing


def acknowledge(office: Office, actor: Actor, assignment_id: int, now: datetime) -> None:
    """Note it once a person; a second time changes nothing. Raises Refused where the round is closed."""
    with writing(office.engine, actor, now) as act:
        facts = one_assignment(act.session, actor.agency_id, assignment_id)
        if facts is None:
            raise Refused("not_found")
        require(writes_for(viewer_of(act.session, actor.agency_id, actor.person_id), facts.unit.key))
        if facts.assignment.closed_at:
            raise Refused("round_closed")
        own = Acknowledgement.assignment_id == assignment_id, Acknowledgement.person_id == actor.person_id
        if act.session.exec(select(Acknowledgement).where(*own)).first():
            return
        row = Acknowledgement(
            agency_id=actor.agency_id,
            assignment_id=assignment_id,
            person_id=actor.person_id or 0,
            door=actor.door,
            at=now,
        )
        act.add(row)
        act.audit("acknowledge", "assignment", assignment_id)
