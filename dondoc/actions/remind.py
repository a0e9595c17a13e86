"""Remind: the rungs that are due become one letter a person, each with its row in the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.letters import ReminderLetter, ReminderLine
from dondoc.mail.links import form_token
from dondoc.model import Agency, Assignment, Door, Letter, LetterKind, Reminder, Standing
from dondoc.rules.access import follows_up, require
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Course, Hearer, Rung, Tone, due, ladder_from, next_at, spoken
from dondoc.rules.submit import Standing as UnitStanding
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import reminded_since, said, tried
from dondoc.store.people import Listener, listeners, viewer_of
from dondoc.store.rounds import (
    AssignmentFacts,
    agencies_to_remind,
    assignment_facts,
    one_assignment,
    standing,
    submissions,
)
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing
from dondoc.texts import day_time, short_day, silence

BATCH = 500
LIVES = timedelta(days=3)
"""How long a reminder is worth sending; after that the next rung speaks."""


@dataclass
class _Round:
    """What one look at an agency's due rungs needs to know."""

    agency: Agency
    calendar: Calendar
    hours: Hours
    now: datetime
    lines: dict[tuple[int, int], list[tuple[ReminderLine, Reminder, AssignmentFacts]]] = field(default_factory=dict)
    """By (person, absent person or 0): what is said to them today."""
    hearers: dict[tuple[int, int], tuple[Listener, str]] = field(default_factory=dict)
    recorded: set[tuple[int, str, int]] = field(default_factory=set)
    """Rows of the ledger written at this look, by assignment, rung and person."""


def remind_due(office: Office, now: datetime) -> int:
    """Write the letters of all rungs that are due. Returns how many; a second look writes none."""
    with reading(office.engine) as session:
        agencies = agencies_to_remind(session, now)
    return one_by_one(agencies, lambda agency: _remind_agency(office, agency, now))


def _remind_agency(office: Office, agency: Agency, now: datetime) -> int:
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        waiting = assignment_facts(
            act.session,
            agency.key,
            Assignment.next_rung_at.is_not(None),  # type: ignore[union-attr]
            Assignment.next_rung_at <= now,  # type: ignore[operator]
            limit=BATCH,
        )
        look = _Round(agency, calendar(act.session, agency), hours(agency), now)
        _climb(act, office, look, waiting)
        letters = _post_all(act, office, look)
        act.audit("remind", "agency", agency.key, assignments=len(waiting), letters=letters)
        return letters


def _climb(act: Writing, office: Office, look: _Round, waiting: list[AssignmentFacts]) -> None:
    ids = [facts.assignment.key for facts in waiting]
    recorded, versions, before = said(act.session, ids), submissions(act.session, ids), tried(act.session, ids)
    today = look.hours.today(look.now)
    people = listeners(act.session, look.agency.key, {facts.carrier.key for facts in waiting}, today)
    for facts in waiting:
        assignment = facts.assignment
        ladder = ladder_from(facts.round.rule.ladder)
        course = Course(facts.round.period.opens_on, assignment.deadline, look.calendar, look.hours)
        known = recorded.get(assignment.key, set())
        rungs = due(ladder, course, known, look.now)
        stands = standing(assignment, versions.get(assignment.key, []), look.hours)
        for hearer in Hearer:
            for listener in people[facts.carrier.key, hearer]:
                _say(act, office, look, facts, stands, rungs, hearer, listener, before.get(assignment.key, []))
        known |= {rung.code for rung, _ in rungs}
        assignment.next_rung_at = next_at(ladder, course, known)
        act.session.add(assignment)


def _say(
    act: Writing,
    office: Office,
    look: _Round,
    facts: AssignmentFacts,
    stands: UnitStanding,
    rungs: list[tuple[Rung, datetime]],
    hearer: Hearer,
    listener: Listener,
    before: list[tuple[datetime, str]],
) -> None:
    speaks = spoken(rungs, hearer)
    for rung, at in rungs:
        heard = (facts.assignment.key, rung.code, listener.person.key)
        # One row a person, in whatever capacity: a head who is the only officer too, a substitute of two.
        if hearer not in rung.to or heard in look.recorded:
            continue
        look.recorded.add(heard)
        row = Reminder(
            agency_id=look.agency.key,
            assignment_id=facts.assignment.key,
            rung=rung.code,
            person_id=listener.person.key,
            due_at=at,
            recorded_at=look.now,
        )
        reason = _reason_for_silence(stands, rung is speaks)
        if reason:
            row.reason = reason
            act.add(row)
            continue
        key = (listener.person.key, listener.on_behalf_of.key if listener.on_behalf_of else 0)
        line = _line(office, look, facts, rung, listener, before)
        look.lines.setdefault(key, []).append((line, row, facts))
        look.hearers[key] = (listener, facts.round.lead.name)


def _reason_for_silence(stands: UnitStanding, speaks: bool) -> str:
    """Why a due rung is not said; empty where it is."""
    if stands.excused:
        return silence("excused")
    if stands.is_in and stands.submitted_on:
        return silence("is_in", day=short_day(stands.submitted_on))
    return "" if speaks else silence("later_rung")


def _line(
    office: Office,
    look: _Round,
    facts: AssignmentFacts,
    rung: Rung,
    listener: Listener,
    before: list[tuple[datetime, str]],
) -> ReminderLine:
    assignment, round_ = facts.assignment, facts.round
    period = round_.period
    escalates = rung.tone is Tone.ESCALATION
    token = form_token(office.secret, listener.person.key, assignment.key, look.now)
    path = f"ky/{period.key}" if escalates else f"f/{token}"
    return ReminderLine(
        rung=rung.code,
        tone=rung.tone.value,
        unit=facts.unit_name,
        report_name=round_.report_name,
        deadline=assignment.deadline,
        days_left=look.calendar.until(look.hours.today(look.now), assignment.deadline),
        why=assignment.extended_why or period.due_why,
        link=f"{office.address}/{path}",
        proposed=round_.rule.standing is Standing.PROPOSED,
        tried=tuple(f"{day_time(look.hours.local(at))}: {name}" for at, name in before) if escalates else (),
    )


def _post_all(act: Writing, office: Office, look: _Round) -> int:
    letters = 0
    for key, told in look.lines.items():
        listener, lead = look.hearers[key]
        letter = _letter(act, office, look, listener, lead, told)
        for _, row, _ in told:
            if letter is None:
                row.reason = silence("already_written")
            else:
                row.letter_id = letter.key
            act.add(row)
        letters += letter is not None
    return letters


def _letter(
    act: Writing,
    office: Office,
    look: _Round,
    listener: Listener,
    lead: str,
    told: Iterable[tuple[ReminderLine, Reminder, AssignmentFacts]],
) -> Letter | None:
    told = list(told)
    not_before = look.hours.next_open(look.now, look.calendar)
    first = told[0][1]
    return post(
        act,
        office,
        look.agency,
        listener.person,
        (listener.person.name, listener.person.email),
        ReminderLetter(
            to_name=listener.person.name,
            agency=look.agency.name,
            lead_unit=lead,
            lines=tuple(line for line, _, _ in told),
            on_behalf_of=listener.on_behalf_of.name if listener.on_behalf_of else "",
        ),
        LetterKind.REMINDER,
        f"remind:{first.assignment_id}:{first.rung}:{first.person_id}",
        not_before,
        not_before + LIVES,
        references=[root(look.agency, "assignment", row.assignment_id) for _, row, _ in told],
    )


def remind_now(office: Office, actor: Actor, assignment_id: int, now: datetime) -> int:
    """Remind a unit at once, once a day. Returns how many letters were written.

    Raises Refused where the actor does not lead, the unit has answered, was reminded today, or nobody would hear.
    """
    with writing(office.engine, actor, now) as act:
        facts = one_assignment(act.session, actor.agency_id, assignment_id)
        if facts is None:
            raise Refused("not_found")
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.round.lead.key))
        agency = act.session.get_one(Agency, actor.agency_id)
        look = _Round(agency, calendar(act.session, agency), hours(agency), now)
        stands = standing(
            facts.assignment, submissions(act.session, [assignment_id]).get(assignment_id, []), look.hours
        )
        if facts.assignment.closed_at:
            raise Refused("round_closed")
        if stands.is_in:
            raise Refused("unit_is_in")
        today = look.hours.today(now)
        midnight = datetime.combine(today, datetime.min.time(), look.hours.zone)
        if reminded_since(act.session, assignment_id, midnight):
            raise Refused("reminded_today")
        tone = Tone.REMINDER if today <= facts.assignment.deadline else Tone.FOLLOW_UP
        rung = Rung(f"now-{today:%Y%m%d}", 0, tone, (Hearer.OFFICER,))
        for listener in listeners(act.session, agency.key, [facts.carrier.key], today)[
            facts.carrier.key, Hearer.OFFICER
        ]:
            _say(act, office, look, facts, stands, [(rung, now)], Hearer.OFFICER, listener, [])
        letters = _post_all(act, office, look)
        if not letters:
            raise Refused("nobody_to_remind")
        act.audit("remind_now", "assignment", assignment_id, letters=letters)
        return letters
