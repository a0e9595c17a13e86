"""Letters that were held as they came in: an administrator says what each one is, once."""

from collections.abc import Callable
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.actions.judging import Found, keep_files, propose, propose_substitute, tell_of_bounce
from dondoc.actions.office import Office
from dondoc.mail import incoming
from dondoc.mail.incoming import Letter as Read
from dondoc.model import Agency, Incoming, IncomingAct, IncomingDecision, Letter, Person
from dondoc.rules.access import administers, require, writes_for
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Hearer
from dondoc.rules.replies import HELD
from dondoc.rules.submit import may_write
from dondoc.store import files
from dondoc.store.agency import hours
from dondoc.store.people import listeners, viewer, viewer_of
from dondoc.store.rounds import AssignmentFacts, one_assignment, standing, submissions
from dondoc.store.transaction import Actor, Writing, writing


def read_again(row: Incoming) -> Read | None:
    """What a stored letter says; None where nothing can be made of it."""
    try:
        return incoming.read(row.raw)
    except Exception:  # it was held for just that
        return None


def take(office: Office, actor: Actor, incoming_id: int, assignment_id: int, now: datetime) -> Person:
    """Make it a proposed submission, and who confirms it: its sender if of that unit, else the unit's officer.

    Raises Refused where it says nothing, the round takes nothing any more, or the unit has nobody.
    """
    with writing(office.engine, actor, now) as act:
        found = _held(act, incoming_id)
        facts = one_assignment(act.session, actor.agency_id, assignment_id) if assignment_id else None
        if facts is None:
            raise Refused("assignment_missing", "assignment")
        versions = submissions(act.session, [assignment_id]).get(assignment_id, [])
        may_write(standing(facts.assignment, versions, hours(found.agency)), facts.assignment.closed_at is not None)
        if found.read is None or not (found.mail.text or any(not each.refused for each in found.mail.files)):
            raise Refused("letter_says_nothing", "assignment")
        person = _confirms(act.session, found, facts)
        if person is None:
            raise Refused("nobody_to_confirm", "assignment")
        if not files.of_incoming(act.session, actor.agency_id, incoming_id):
            keep_files(act, found)
        propose(act, office, found, person, facts)
        _decided(act, found, IncomingAct.PROPOSED, assignment=assignment_id, person=person.key)
        return person


def mark_bounced(office: Office, actor: Actor, incoming_id: int, person_id: int, now: datetime) -> None:
    """It says that a person's address takes no letters: the address is marked, and who can mend it is told."""

    def act_on(act: Writing, found: Found, person: Person) -> None:
        person.address_failed_at = act.now
        act.session.add(person)
        tell_of_bounce(act, office, found, person, (found.read.text if found.read else "")[:300] or found.row.subject)

    _about_person(office, actor, incoming_id, person_id, IncomingAct.BOUNCE, "bounced", act_on, now)


def mark_absent(office: Office, actor: Actor, incoming_id: int, person_id: int, now: datetime) -> int:
    """It says that a person is away: a notice on which a substitute is chosen; its id."""
    made: list[int] = []

    def act_on(act: Writing, found: Found, person: Person) -> None:
        if found.read is None:
            raise Refused("letter_says_nothing", "absent")
        made.append(propose_substitute(act, office, found, person).key)

    _about_person(office, actor, incoming_id, person_id, IncomingAct.ABSENCE, "absent", act_on, now)
    return made[0]


def dismiss(office: Office, actor: Actor, incoming_id: int, reason: str, now: datetime) -> None:
    """Nothing comes of it; the reason is kept with it. Raises Refused without one."""
    with writing(office.engine, actor, now) as act:
        found = _held(act, incoming_id)
        if not reason:
            raise Refused("dismiss_reason_missing", "reason")
        _decided(act, found, IncomingAct.DISMISSED, reason)


def _about_person(
    office: Office, actor: Actor, incoming_id: int, person_id: int, kind: IncomingAct, field: str,
    act_on: Callable[[Writing, Found, Person], None], now: datetime,
) -> None:  # fmt: skip
    with writing(office.engine, actor, now) as act:
        found = _held(act, incoming_id)
        person = act.session.get(Person, person_id) if person_id else None
        if person is None or person.agency_id != actor.agency_id or not person.active:
            raise Refused("person_missing", field)
        act_on(act, found, person)
        _decided(act, found, kind, person=person.key)


def _held(act: Writing, incoming_id: int) -> Found:
    """The letter, held until the transaction ends. Raises Refused for any that waits for no decision."""
    require(administers(viewer_of(act.session, act.actor.agency_id, act.actor.person_id)))
    chosen = select(Incoming).where(Incoming.id == incoming_id, Incoming.agency_id == act.actor.agency_id)
    row = act.session.exec(chosen.with_for_update()).first()
    if row is None or row.verdict not in HELD:
        raise Refused("not_found")
    if act.session.exec(select(IncomingDecision.id).where(IncomingDecision.incoming_id == incoming_id)).first():
        raise Refused("already_decided")
    agency = act.session.get_one(Agency, act.actor.agency_id)
    letter = act.session.get(Letter, row.letter_id) if row.letter_id else None
    return Found(row, read_again(row), "", letter, agency)


def _confirms(session: Session, found: Found, facts: AssignmentFacts) -> Person | None:
    """Who reads it back. Its sender's name alone is no proof, so the letter goes to the address we know."""
    sender = found.mail.sender
    known = select(Person).where(Person.agency_id == found.agency.key, col(Person.active), Person.email == sender)
    for person in session.exec(known) if sender else ():
        if writes_for(viewer(session, person), facts.carrier.key):
            return person
    unit_id, today = facts.carrier.key, hours(found.agency).today(found.row.received_at)
    heard = listeners(session, found.agency.key, [unit_id], today)[unit_id, Hearer.OFFICER]
    return next((each.person for each in heard if writes_for(viewer(session, each.person), unit_id)), None)


def _decided(act: Writing, found: Found, kind: IncomingAct, reason: str = "", **detail: object) -> None:
    act.add(
        IncomingDecision(
            agency_id=found.agency.key, incoming_id=found.row.key, act=kind, reason=reason[:1000],
            decided_by=act.actor.person_id or 0, decided_at=act.now,
        )
    )  # fmt: skip
    act.audit("decide_incoming", "incoming", found.row.key, kind=kind.value, reason=reason, **detail)
