"""Files of an answer that is being written: its unit takes out what does not belong there."""

from collections.abc import Iterable
from datetime import datetime

from dondoc.actions.office import Office
from dondoc.rules.access import require, writes_for
from dondoc.rules.refusal import Refused
from dondoc.store import files
from dondoc.store.people import viewer_of
from dondoc.store.rounds import one_assignment, submissions
from dondoc.store.transaction import Actor, writing


def take_out(office: Office, actor: Actor, assignment_id: int, file_ids: Iterable[int], now: datetime) -> None:
    """Take files out of the unit's draft; versions that were submitted keep theirs. Raises Refused for others."""
    with writing(office.engine, actor, now) as act:
        facts = one_assignment(act.session, actor.agency_id, assignment_id)
        if facts is None:
            raise Refused("not_found")
        require(writes_for(viewer_of(act.session, actor.agency_id, actor.person_id), facts.carrier.key))
        versions = submissions(act.session, [assignment_id]).get(assignment_id, [])
        if not versions or versions[-1].submitted_at:
            raise Refused("not_found")
        wanted = sorted(set(file_ids))
        if files.detach(act.session, actor.agency_id, versions[-1].key, wanted):
            act.audit("take_out_files", "submission", versions[-1].key, files=wanted)
