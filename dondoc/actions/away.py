"""Away: an administrator decides on a substitute that an automatic answer proposed."""

from datetime import date, datetime

from dondoc.actions.office import Office
from dondoc.model import Absence, AwayNotice, Person
from dondoc.rules.access import administers, require
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, writing


def decide(
    office: Office, actor: Actor, notice_id: int, substitute_id: int | None, since: date, until: date, now: datetime
) -> None:
    """Record the absence with its substitute; with None nobody stands in. Raises Refused naming the field."""
    with writing(office.engine, actor, now) as act:
        require(administers(viewer_of(act.session, actor.agency_id, actor.person_id)))
        notice = act.session.get(AwayNotice, notice_id)
        if notice is None or notice.agency_id != actor.agency_id:
            raise Refused("not_found")
        if notice.decided_at:
            raise Refused("already_decided")
        notice.decided_at = now
        act.session.add(notice)
        if substitute_id is not None:
            stands_in = act.session.get(Person, substitute_id)
            if stands_in is None or stands_in.agency_id != actor.agency_id or not stands_in.active:
                raise Refused("substitute_missing", "substitute")
            if stands_in.key == notice.person_id:
                raise Refused("substitute_missing", "substitute")
            if until < since:
                raise Refused("days_reversed", "until")
            act.add(
                Absence(
                    agency_id=actor.agency_id, person_id=notice.person_id, substitute_id=stands_in.key, since=since,
                    until=until,
                )
            )  # fmt: skip
        act.audit("decide_absence", "away_notice", notice.key, substitute=substitute_id)
