"""Remind: the rungs that are due become one letter a person and day, each with its row in the ledger."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time

from sqlmodel import Session, col

from dondoc.actions.office import Office
from dondoc.actions.reminders import Look, why_silent
from dondoc.model import Agency, Assignment, Door
from dondoc.rules.access import follows_up, require
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import (
    Climb,
    Course,
    Hearer,
    Rung,
    Step,
    Tone,
    at_once,
    climb,
    due,
    grouped,
    is_stale,
    ladder_from,
    next_turn,
    spoken,
)
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import goes_since, recorded, reminded_since, said, tried, written_to
from dondoc.store.people import Listener, listeners, viewer_of
from dondoc.store.rounds import (
    AssignmentFacts,
    agencies_to_remind,
    assignment_facts,
    one_assignment,
    standing,
    submissions,
)
from dondoc.store.transaction import Actor, one_by_one, reading, writing
from dondoc.texts import silence

BATCH = 500
"""How many assignments share a transaction, unless one person hears about more."""
Listeners = Mapping[tuple[int, Hearer], Sequence[Listener]]


def remind_due(office: Office, now: datetime) -> int:
    """Write the letters of all rungs that are due. Returns how many may go; a second look writes none.

    A person who has a reminder for today gets no second one: then an assignment waits for the next working morning.
    What was missed for too long is written too, but held for a yes (`dondoc.actions.held`).
    """
    with reading(office.engine) as session:
        groups = [
            (agency, group) for agency in agencies_to_remind(session, now) for group in _groups(session, agency, now)
        ]
    return one_by_one(groups, lambda each: _remind(office, *each, now))


def _is_due(now: datetime) -> tuple[object, ...]:
    return col(Assignment.next_rung_at).is_not(None), col(Assignment.next_rung_at) <= now


def _groups(session: Session, agency: Agency, now: datetime) -> list[list[int]]:
    """The assignments with a rung due, in groups of which nobody's letter is split."""
    waiting = assignment_facts(session, agency.key, *_is_due(now))
    if len(waiting) <= BATCH:
        return [[facts.assignment.key for facts in waiting]]
    local, days = hours(agency), calendar(session, agency)
    known = said(session, [facts.assignment.key for facts in waiting])
    people = listeners(session, agency.key, {facts.carrier.key for facts in waiting}, local.today(now))
    hearers: dict[int, set[int]] = {}
    for facts in waiting:
        rungs = due(_ladder(facts), _course(facts, days, local), known.get(facts.assignment.key, set()), now)
        to = {hearer for rung, _ in rungs for hearer in rung.to}
        hearers[facts.assignment.key] = {each.person.key for hearer in to for each in people[facts.carrier.key, hearer]}
    return grouped(hearers, BATCH)


def _remind(office: Office, agency: Agency, ids: list[int], now: datetime) -> int:
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        look = Look.at(act, office, agency)
        waiting = assignment_facts(act.session, agency.key, col(Assignment.id).in_(ids), *_is_due(now))
        _climb_all(look, waiting)
        letters = look.write()
        act.audit("remind", "agency", agency.key, assignments=len(waiting), letters=letters, held=len(look.held))
        return letters


def _climb_all(look: Look, waiting: Sequence[AssignmentFacts]) -> None:
    session, ids = look.act.session, [facts.assignment.key for facts in waiting]
    known, versions, before = recorded(session, ids), submissions(session, ids), tried(session, ids)
    people = listeners(session, look.agency.key, {facts.carrier.key for facts in waiting}, look.hours.today(look.now))
    full = written_to(session, {each.person.key for found in people.values() for each in found}, look.goes_since)
    for facts in waiting:
        assignment = facts.assignment
        ladder, course = _ladder(facts), _course(facts, look.calendar, look.hours)
        already = known.get(assignment.key, {})
        sent = versions.get(assignment.key, [])
        quiet = why_silent(standing(assignment, sent, look.hours), sent, look.hours)
        until = min(look.now, assignment.closed_at or look.now)
        found = climb(ladder, course, {} if quiet else already, look.now, not quiet and _warns(facts, ladder, people))
        if quiet:
            steps = [Step(rung, at, at) for rung, at in due(ladder, course, set(already), until)]
            found = Climb(tuple(steps), {})
        says = list(_says(facts, found, people))
        if not quiet and _must_wait(look, course, says, full):
            assignment.next_rung_at = look.next_morning
        else:
            for step, listener, speaks in says:
                reason = quiet or ("" if speaks else silence("later_rung"))
                stale = is_stale(step, course, look.now)
                look.say(facts, step, listener, reason, stale, before.get(assignment.key, []))
            done = {*already, *(step.rung.code for step in found.steps)}
            open_ = assignment.closed_at is None
            assignment.next_rung_at = next_turn(ladder, course, done, found.waits) if open_ else None
        session.add(assignment)


def _ladder(facts: AssignmentFacts) -> tuple[Rung, ...]:
    return ladder_from(facts.round.rule.ladder)


def _course(facts: AssignmentFacts, days: Calendar, local: Hours) -> Course:
    period = facts.round.period
    return Course(period.opens_on, facts.assignment.deadline, days, local, period.opened_at)


def _warns(facts: AssignmentFacts, ladder: Iterable[Rung], people: Listeners) -> bool:
    """Whether somebody hears the warnings of a unit."""
    to = {hearer for rung in ladder if rung.tone is Tone.WARNING for hearer in rung.to}
    return any(people[facts.carrier.key, hearer] for hearer in to)


def _says(facts: AssignmentFacts, found: Climb, people: Listeners) -> Iterable[tuple[Step, Listener, bool]]:
    """Each step with who hears it, and whether it is the one that speaks: the last of those due at once."""
    rungs = [(step.rung, step.due_at) for step in found.steps]
    for hearer in Hearer:
        speaks = spoken(rungs, hearer)
        for step in found.steps:
            if hearer in step.rung.to:
                for listener in people[facts.carrier.key, hearer]:
                    yield step, listener, step.rung is speaks


def _must_wait(look: Look, course: Course, says: Iterable[tuple[Step, Listener, bool]], full: set[int]) -> bool:
    """Whether somebody who is to hear now has a reminder for this day already."""
    return any(
        speaks and not step.rung.hourly and listener.person.key in full and not is_stale(step, course, look.now)
        for step, listener, speaks in says
    )


def remind_now(office: Office, actor: Actor, assignment_id: int, now: datetime) -> int:
    """Remind a unit at once, once a day. Returns how many letters were written.

    Raises Refused where the actor does not lead, the unit has answered, was reminded today, a reminder waits for the
    day on which this one would go, or nobody would hear.
    """
    with writing(office.engine, actor, now) as act:
        facts = one_assignment(act.session, actor.agency_id, assignment_id)
        if facts is None:
            raise Refused("not_found")
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.round.lead.key))
        agency = act.session.get_one(Agency, actor.agency_id)
        look = Look.at(act, office, agency)
        _check_open(look, facts)
        today = look.hours.today(now)
        step = Step(at_once(today, facts.assignment.deadline), now, now)
        unit_id = facts.carrier.key
        for listener in listeners(act.session, agency.key, [unit_id], today)[unit_id, Hearer.OFFICER]:
            look.say(facts, step, listener, "", False, [])
        letters = look.write()
        if not letters:
            raise Refused("nobody_to_remind")
        act.audit("remind_now", "assignment", assignment_id, letters=letters)
        return letters


def _check_open(look: Look, facts: AssignmentFacts) -> None:
    """Raise Refused where a unit is not to be reminded now."""
    session, assignment = look.act.session, facts.assignment
    if assignment.closed_at:
        raise Refused("round_closed")
    if standing(assignment, submissions(session, [assignment.key]).get(assignment.key, []), look.hours).is_in:
        raise Refused("unit_is_in")
    midnight = datetime.combine(look.hours.today(look.now), time(), look.hours.zone)
    if reminded_since(session, assignment.key, midnight):
        raise Refused("reminded_today")
    if goes_since(session, assignment.key, look.goes_since):
        raise Refused("reminded_today" if look.goes_since == midnight else "reminder_waits")
