"""The mail ledger as people read it: each rung that was due with its letter or the reason for none, and what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from dondoc.model import Agency, Assignment, FlowName
from dondoc.rules.ledger import Coming, ahead
from dondoc.rules.remind import Course, Hearer, ladder_from
from dondoc.rules.workdays import Hours
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import said
from dondoc.store.page_ledger import PAGE, Entry, Search
from dondoc.store.page_ledger import entries as stored
from dondoc.store.people import listeners
from dondoc.store.rounds import AssignmentFacts, assignment_facts, standing, submissions
from dondoc.store.schedules import paused
from dondoc.texts import day_time, short_day
from dondoc.texts import ledger as texts


@dataclass(frozen=True)
class Line:
    """A row of the ledger in words."""

    entry: Entry
    said: str
    """What became of it: its letter's fate, or why there is none."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Next:
    """A rung to come, with who is to hear it as things stand."""

    facts: AssignmentFacts
    rung: str
    at: datetime
    coming: Coming
    people: tuple[str, ...]
    said: str


def lines(session: Session, agency: Agency, search: Search, page: int = 1, *own: Any, size: int = PAGE) -> list[Line]:
    """A page of an agency's ledger in words; one line more than fits tells of a next page."""
    local = hours(agency)
    return [_line(entry, local) for entry in stored(session, agency.key, local, search, page, *own, size=size)]


def _line(entry: Entry, local: Hours) -> Line:
    letter, notes = entry.letter, []
    if letter is None:
        what = entry.row.reason
    else:
        instant = letter.sent_at or letter.not_before
        what = texts.fate(letter.state.value, day_time(local.local(instant)), letter.outcome)
    if entry.others:
        notes.append(texts.note("digest", count=entry.others))
    if entry.instead_of:
        notes.append(texts.note("instead", names=", ".join(entry.instead_of)))
    if letter and local.today(letter.not_before) > local.today(entry.row.due_at):
        notes.append(texts.note("later", due=day_time(local.local(entry.row.due_at))))
    return Line(entry, what, tuple(notes))


def to_come(session: Session, agency: Agency, now: datetime, *conditions: Any) -> list[Next]:
    """What the ladders still have to say about assignments that owe their answer, by day."""
    open_ = [col(Assignment.closed_at).is_(None), col(Assignment.excused_at).is_(None)]
    found = assignment_facts(session, agency.key, *open_, *conditions)
    ids = [facts.assignment.key for facts in found]
    versions, local = submissions(session, ids), hours(agency)
    owing = [
        facts for facts in found
        if not standing(facts.assignment, versions.get(facts.assignment.key, []), local).is_in
    ]  # fmt: skip
    return sorted(_next(session, agency, owing, now), key=lambda each: (each.at, each.facts.unit.position))


def _next(session: Session, agency: Agency, owing: Sequence[AssignmentFacts], now: datetime) -> list[Next]:
    local, days = hours(agency), calendar(session, agency)
    known = said(session, [facts.assignment.key for facts in owing])
    people = listeners(session, agency.key, {facts.carrier.key for facts in owing}, local.today(now))
    rests = agency.key in paused(session, FlowName.REMIND)
    result = []
    for facts in owing:
        assignment, period = facts.assignment, facts.round.period
        course = Course(period.opens_on, assignment.deadline, days, local, period.opened_at)
        ladder = ladder_from(facts.round.rule.ladder)
        for each in ahead(ladder, course, known.get(assignment.key, set()), assignment.next_rung_at, now, rests):
            heard = [who for hearer in Hearer if hearer in each.rung.to for who in people[facts.carrier.key, hearer]]
            names = tuple(dict.fromkeys(who.person.name for who in heard))
            words = texts.coming(each.coming.value, f"ngày {short_day(local.today(each.at))}")
            result.append(Next(facts, each.rung.code, each.at, each.coming, names, words))
    return result
