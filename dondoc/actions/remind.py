"""Remind: the rungs that are due become one letter a person and day, each with its row in the ledger."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time
from typing import Any

from sqlmodel import Session, col, select

from dondoc.actions.matters import Eye, Matter, about
from dondoc.actions.office import Office
from dondoc.actions.reminders import Look
from dondoc.model import Agency, Assignment, Door, Report
from dondoc.rules.access import follows_up, require
from dondoc.rules.grouped import grouped
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import (
    Climb,
    Hearer,
    Rung,
    Step,
    at_once,
    climb,
    due,
    is_enough,
    is_stale,
    next_turn,
    spoken,
)
from dondoc.store.ledger import goes_since, reminded_since, written_to
from dondoc.store.people import Listener, viewer_of
from dondoc.store.rounds import agencies_to_remind, one_assignment
from dondoc.store.transaction import Actor, one_by_one, reading, writing
from dondoc.texts import silence

BATCH = 500
"""How many things share a transaction, unless one person hears about more."""
About = tuple[str, int]


def remind_due(office: Office, now: datetime) -> int:
    """Write the letters of all rungs that are due. Returns how many may go; a second look writes none.

    A person who has a reminder for today gets no second one: then what they hear about waits for the next working
    morning. What was missed for too long is written too, but held for a yes (`dondoc.actions.held`).
    """
    with reading(office.engine) as session:
        groups = [
            (agency, group) for agency in agencies_to_remind(session, now) for group in _groups(session, agency, now)
        ]
    return one_by_one(groups, lambda each: _remind(office, *each, now))


def _is_due(subject: type[Assignment] | type[Report], now: datetime) -> tuple[Any, ...]:
    return col(subject.next_rung_at).is_not(None), col(subject.next_rung_at) <= now


def _due_ids(session: Session, agency: Agency, now: datetime) -> list[About]:
    found: list[About] = []
    for noun, subject in (("assignment", Assignment), ("report", Report)):
        chosen = select(col(subject.id)).where(subject.agency_id == agency.key, *_is_due(subject, now))
        found += [(noun, key) for key in session.scalars(chosen.order_by(col(subject.id)))]
    return found


def _groups(session: Session, agency: Agency, now: datetime) -> list[list[About]]:
    """What has a rung due, in groups of which nobody's letter is split."""
    waiting = _due_ids(session, agency, now)
    if len(waiting) <= BATCH:
        return [waiting]
    hearers: dict[About, set[int]] = {each: set() for each in waiting}
    for matter in about(Eye.of(session, agency, now), waiting):
        to = {hearer for rung, _ in due(matter.ladder, matter.course, set(matter.known), now) for hearer in rung.to}
        hearers[matter.about] = {each.person.key for hearer in to for each in matter.people[hearer]}
    return grouped(hearers, BATCH)


def _remind(office: Office, agency: Agency, group: list[About], now: datetime) -> int:
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        look = Look.at(act, office, agency)
        still = set(_due_ids(act.session, agency, now)) & set(group)
        found = about(look.eye, sorted(still))
        _climb_all(look, found)
        _rest(act.session, still - {matter.about for matter in found})
        letters = look.write()
        act.audit("remind", "agency", agency.key, assignments=len(still), letters=letters, held=len(look.held))
        return letters


def _rest(session: Session, over: Iterable[About]) -> None:
    """A report that waits for nobody has nothing left to say."""
    for _, key in over:
        report = session.get_one(Report, key)
        report.next_rung_at = None
        session.add(report)


def _climb_all(look: Look, found: Sequence[Matter]) -> None:
    session = look.act.session
    people = {each.person.key for matter in found for heard in matter.people.values() for each in heard}
    full = written_to(session, people, look.goes_since)
    for matter in found:
        climbed = _climbed(look, matter)
        says = list(_says(matter, climbed))
        if not matter.quiet and _must_wait(look, matter, says, full):
            matter.facts.subject.next_rung_at = look.next_morning
        else:
            _say(look, matter, says)
            done = {*matter.known, *(step.rung.code for step in climbed.steps)}
            turn = next_turn(matter.ladder, matter.course, done, climbed.waits) if matter.is_open else None
            matter.facts.subject.next_rung_at = turn
        session.add(matter.facts.subject)


def _climbed(look: Look, matter: Matter) -> Climb:
    if not matter.quiet:
        return climb(matter.ladder, matter.course, matter.known, look.now, matter.warns)
    late = due(matter.ladder, matter.course, set(matter.known), min(look.now, matter.until or look.now))
    return Climb(tuple(Step(rung, at, at) for rung, at in late), {})


def _say(look: Look, matter: Matter, says: Iterable[tuple[Step, Listener, bool]]) -> None:
    for step, listener, speaks in says:
        reason = matter.quiet or ("" if speaks else silence("later_rung"))
        if not reason and is_enough(step.rung, matter.ladder, matter.known):
            reason = silence("capped", cap=str(step.rung.cap))
        look.say(matter, step, listener, reason, is_stale(step, matter.course, look.now))


def _says(matter: Matter, found: Climb) -> Iterator[tuple[Step, Listener, bool]]:
    """Who hears which step, and whether it is the one that speaks to them."""
    rungs = [(step.rung, step.due_at) for step in found.steps]
    for hearer in Hearer:
        speaks = spoken(rungs, hearer)
        for step in found.steps:
            if hearer in step.rung.to:
                for listener in matter.people[hearer]:
                    yield step, listener, step.rung is speaks


def _must_wait(look: Look, matter: Matter, says: Iterable[tuple[Step, Listener, bool]], full: set[int]) -> bool:
    """Whether somebody who is to hear now has a reminder for this day already."""
    return any(
        speaks
        and not step.rung.hourly
        and listener.person.key in full
        and not is_stale(step, matter.course, look.now)
        and not is_enough(step.rung, matter.ladder, matter.known)
        for step, listener, speaks in says
    )


def remind_now(office: Office, actor: Actor, assignment_id: int, now: datetime) -> int:
    """Remind a unit at once, once a day. Returns how many letters were written.

    Raises Refused where the actor does not lead, the unit has answered, was reminded today or often enough, a reminder
    waits for the day on which this one would go, or nobody would hear.
    """
    with writing(office.engine, actor, now) as act:
        facts = one_assignment(act.session, actor.agency_id, assignment_id)
        if facts is None:
            raise Refused("not_found")
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.round.lead.key))
        agency = act.session.get_one(Agency, actor.agency_id)
        look = Look.at(act, office, agency)
        [matter] = about(look.eye, [("assignment", assignment_id)])
        rung = _own_word(look, matter)
        for listener in matter.people[Hearer.OFFICER]:
            look.say(matter, Step(rung, now, now), listener, "", False)
        letters = look.write()
        if not letters:
            raise Refused("nobody_to_remind")
        act.audit("remind_now", "assignment", assignment_id, letters=letters)
        return letters


def _own_word(look: Look, matter: Matter) -> Rung:
    """The lead unit's word of today. Raises Refused where a unit is not to be reminded now."""
    session, key, eye = look.act.session, matter.facts.key, look.eye
    if not matter.is_open:
        raise Refused("round_closed")
    if matter.quiet:
        raise Refused("unit_is_in")
    midnight = datetime.combine(eye.hours.today(look.now), time(), eye.hours.zone)
    if reminded_since(session, key, midnight):
        raise Refused("reminded_today")
    if goes_since(session, key, look.goes_since):
        raise Refused("reminded_today" if look.goes_since == midnight else "reminder_waits")
    cap = next((rung.cap for rung in matter.ladder if rung.cap), None)
    rung = at_once(eye.hours.today(look.now), matter.course.deadline, cap)
    if is_enough(rung, matter.ladder, matter.known):
        raise Refused("reminded_enough", cap=cap or 0)
    return rung
