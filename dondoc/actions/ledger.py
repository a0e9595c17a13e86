"""The mail ledger as people read it: each rung that was due with its letter or the reason for none, and what comes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col

from dondoc.actions.matters import Eye, Facts, Matter, matters
from dondoc.model import Agency, Assignment, FlowName, LetterState, Report
from dondoc.rules.ledger import Coming, ahead
from dondoc.rules.remind import Hearer
from dondoc.rules.workdays import Hours
from dondoc.store.agency import hours
from dondoc.store.page_ledger import PAGE, Entry, Search, of_reports_led_by
from dondoc.store.page_ledger import entries as stored
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

    facts: Facts
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
    if letter and letter.state is LetterState.HELD:
        notes.append(texts.note("decides", lead=entry.facts.round.lead.name))
    if entry.others:
        notes.append(texts.note("digest", count=entry.others))
    if entry.instead_of:
        notes.append(texts.note("instead", names=entry.instead_of))
    if ordered := entry.ordered:
        order, to = ordered.order, ordered.to.name if ordered.to else ""
        until = short_day(order.until) if order.until else ""
        notes.append(texts.note(order.kind.value, by=ordered.by.name, to=to, until=until, reason=order.reason))
    if letter and local.today(letter.not_before) > local.today(entry.row.due_at):
        notes.append(texts.note("later", due=day_time(local.local(entry.row.due_at))))
    return Line(entry, what, tuple(notes))


def to_come(
    session: Session, agency: Agency, now: datetime, search: Search, units: Iterable[int] | None = None
) -> list[Next]:
    """What the ladders still have to say about parts and reports that are waited for, by day.

    `search` may name a unit, a round or a part; `units`, where given, are those that one is to see.
    """
    eye = Eye.of(session, agency, now)
    parts: list[Any] = [col(Assignment.closed_at).is_(None), col(Assignment.excused_at).is_(None)]
    reports: list[Any] = [col(Report.next_rung_at).is_not(None)]
    for wanted in ([search.unit_id] if search.unit_id else None, units):
        if wanted is not None:
            among = set(wanted)
            parts.append(or_(col(Assignment.unit_id).in_(among), col(Assignment.carried_by_id).in_(among)))
            reports.append(of_reports_led_by(among))
    if search.period_id:
        parts.append(col(Assignment.period_id) == search.period_id)
        reports.append(col(Report.period_id) == search.period_id)
    if search.assignment_id:
        parts.append(col(Assignment.id) == search.assignment_id)
    found = matters(eye, parts, None if search.assignment_id else reports)
    rests = agency.key in paused(session, FlowName.REMIND)
    result = [each for matter in found if not matter.quiet for each in _next(eye, matter, rests)]
    return sorted(result, key=lambda each: (each.at, each.facts.unit.position))


def _next(eye: Eye, matter: Matter, rests: bool) -> Iterator[Next]:
    turn = matter.facts.subject.next_rung_at
    for each in ahead(matter.ladder, matter.course, matter.known, turn, eye.now, rests):
        heard = [who for hearer in Hearer if hearer in each.rung.to for who in matter.people[hearer]]
        names = tuple(dict.fromkeys(who.person.name for who in heard))
        will = each.coming is Coming.WILL and matter.facts.noun == "report"
        key = "will_report" if will else each.coming.value
        hold = next((order for order in matter.orders if order.holds), None)
        by, reason = (hold.by.name, hold.order.reason) if hold else ("", "")
        words = texts.coming(key, day=f"ngày {short_day(eye.hours.today(each.at))}", by=by, reason=reason)
        yield Next(matter.facts, each.rung.code, each.at, each.coming, names, words)
