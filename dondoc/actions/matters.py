"""What a ladder climbs for: a unit's part in a round, or a report that waits, with all that decides what is said."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col

from dondoc.model import Agency, Assignment, Direction, Person, Report, Submission
from dondoc.rules.orders import held_off, of_superior
from dondoc.rules.remind import Course, Hearer, Rung, Said, Tone, ladder_from
from dondoc.rules.submit import Standing
from dondoc.rules.turns import course_of, ladder_of, of_turn
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import Tried, recorded, tried
from dondoc.store.orders import Ordered, in_force
from dondoc.store.people import Listener, listeners, substitutes
from dondoc.store.rounds import AssignmentFacts, assignment_facts, standing, submissions
from dondoc.store.turns import ReportTurn, hearers_of, report_turns
from dondoc.texts import day_time, silence

Facts = AssignmentFacts | ReportTurn


@dataclass(frozen=True)
class Eye:
    """With what one looks: the agency, its days and hours, and the instant."""

    session: Session
    agency: Agency
    calendar: Calendar
    hours: Hours
    now: datetime

    @classmethod
    def of(cls, session: Session, agency: Agency, now: datetime) -> "Eye":
        """An eye on an agency now."""
        return cls(session, agency, calendar(session, agency), hours(agency), now)


@dataclass(frozen=True)
class Matter:
    """One thing of which a ladder speaks. `quiet` is why nothing is said about it any more; empty where it waits.

    `until`: what falls due later is none of its rungs.
    """

    facts: Facts
    ladder: tuple[Rung, ...]
    course: Course
    people: Mapping[Hearer, Sequence[Listener]]
    known: Mapping[str, Said]
    tried: Sequence[Tried]
    quiet: str = ""
    until: datetime | None = None
    orders: Sequence[Ordered] = ()

    def ordered(self, rung: Rung) -> Ordered | None:
        """The superior's order by which a rung is said as it is, or put off."""
        if of_superior(rung.code):
            return next((each for each in self.orders if rung.code.endswith(f"-{each.order.key}")), None)
        return next((each for each in self.orders if not each.holds), None) if rung.escalates else None

    @property
    def about(self) -> tuple[str, int]:
        """What it is, with its id."""
        return self.facts.noun, self.facts.key

    @property
    def warns(self) -> bool:
        """Whether somebody hears its warnings."""
        to = {hearer for rung in self.ladder if rung.tone is Tone.WARNING for hearer in rung.to}
        return not self.quiet and any(self.people[hearer] for hearer in to)

    @property
    def is_open(self) -> bool:
        """Whether more may be said of it later."""
        return not isinstance(self.facts, AssignmentFacts) or self.facts.assignment.closed_at is None


def matters(eye: Eye, parts: Sequence[Any] | None, reports: Sequence[Any] | None) -> list[Matter]:
    """The units' parts and the reports that meet the conditions; None asks for none of them."""
    found: list[Matter] = []
    if parts is not None:
        found += _of_parts(eye, assignment_facts(eye.session, eye.agency.key, *parts))
    if reports is not None:
        found += of_reports(eye, report_turns(eye.session, eye.agency.key, *reports))
    return found


def about(eye: Eye, wanted: Iterable[tuple[str, int]]) -> list[Matter]:
    """The matters of these (noun, id)."""
    ids = list(wanted)
    parts = [key for noun, key in ids if noun == "assignment"]
    reports = [key for noun, key in ids if noun == "report"]
    return matters(
        eye, [col(Assignment.id).in_(parts)] if parts else None, [col(Report.id).in_(reports)] if reports else None
    )


def _of_parts(eye: Eye, found: Sequence[AssignmentFacts]) -> list[Matter]:
    session, ids = eye.session, [facts.key for facts in found]
    if not ids:
        return []
    known, versions, before = recorded(session, ids), submissions(session, ids), tried(session, ids)
    today, ordered = eye.hours.today(eye.now), in_force(session, ids)
    heard = listeners(session, eye.agency.key, {facts.carrier.key for facts in found}, today)
    away = substitutes(session, eye.agency.key, today) if ordered else {}
    result = []
    for facts in found:
        assignment, sent = facts.assignment, versions.get(facts.key, [])
        orders = ordered.get(facts.key, ())
        people: dict[Hearer, Sequence[Listener]] = {hearer: heard[facts.carrier.key, hearer] for hearer in Hearer}
        result.append(
            Matter(
                facts,
                _ladder(facts, orders),
                _course(eye, facts, orders),
                people | {Hearer.LEADER: _superiors(orders, away)} if _superiors(orders, away) else people,
                known.get(facts.key, {}),
                before.get(facts.key, ()),
                why_silent(standing(assignment, sent, eye.hours), sent, eye.hours),
                min(eye.now, assignment.closed_at or eye.now),
                orders,
            )
        )
    return result


def _ladder(facts: AssignmentFacts, orders: Sequence[Ordered]) -> tuple[Rung, ...]:
    ladder = ladder_from(facts.round.rule.ladder)
    cap = next((rung.cap for rung in ladder if rung.cap), None)
    return (*ladder, *(held_off(each.order.key, each.order.until, cap) for each in orders if each.order.until))


def _course(eye: Eye, facts: AssignmentFacts, orders: Sequence[Ordered]) -> Course:
    period = facts.round.period
    until = [eye.calendar.move(each.order.until, Direction.FORWARD) for each in orders if each.order.until]
    quiet_until = eye.hours.start(max(until)) if until else None
    return Course(period.opens_on, facts.assignment.deadline, eye.calendar, eye.hours, period.opened_at, quiet_until)


def _superiors(orders: Sequence[Ordered], away: Mapping[int, Person]) -> list[Listener]:
    """Who hears in place of the superiors by an order; nobody where there is none."""
    to = [each.to for each in orders if each.to and each.to.active]
    return [Listener(away[each.key], each) if each.key in away else Listener(each) for each in to[-1:]]


def of_reports(eye: Eye, found: Iterable[ReportTurn]) -> list[Matter]:
    """The matters of reports; a report for which nobody's turn is has none."""
    waiting = [(facts, facts.turn) for facts in found if facts.turn]
    session, ids = eye.session, [facts.key for facts, _ in waiting]
    if not ids:
        return []
    ladder = ladder_from(eye.agency.report_ladder)
    known, before = recorded(session, ids, "report"), tried(session, ids, "report")
    people = hearers_of(session, eye.agency.key, [facts for facts, _ in waiting], eye.hours.today(eye.now))
    result = []
    for facts, turn in waiting:
        course = course_of(turn, eye.calendar, eye.hours)
        said = known.get(facts.key, {})
        codes = of_turn(said, turn)
        result.append(
            Matter(
                facts,
                ladder_of(ladder, turn, course),
                course,
                people[facts.key],
                {code: said[code] for code in codes},
                [each for each in before.get(facts.key, ()) if each.rung in codes],
            )
        )
    return result


def why_silent(stands: Standing, versions: Iterable[Submission], local: Hours) -> str:
    """Why nothing is said about a unit with these versions; empty where it owes its answer."""
    if stands.excused:
        return silence("excused")
    if stands.is_in:
        first = min(version.submitted_at for version in versions if version.submitted_at)
        return silence("is_in", at=day_time(local.local(first)))
    return silence("closed") if stands.closed else ""
