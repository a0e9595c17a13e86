"""Questions of the mail ledger's page: each rung that was due, and its letter or the reason for none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as select_many
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from dondoc.model import (
    Assignment,
    Letter,
    LetterState,
    ObligationUnit,
    Part,
    Period,
    Person,
    Reminder,
    Report,
    Unit,
)
from dondoc.rules.workdays import Hours
from dondoc.store.orders import Ordered, by_id
from dondoc.store.rounds import AssignmentFacts, assignment_facts
from dondoc.store.turns import ReportTurn, report_turns

PAGE = 100
_DUE, _RECORDED = col(Reminder.due_at), col(Reminder.recorded_at)


@dataclass(frozen=True)
class Search:
    """What is looked for; an empty field leaves everything in."""

    person: str = ""
    """Part of a name or address, of who was to hear or of whom they stood in for."""
    unit_id: int | None = None
    period_id: int | None = None
    assignment_id: int | None = None
    day: date | None = None
    """The day on which the rung was due or recorded."""
    reason: str = ""
    """Part of the reason why no letter went, or of the server's answer."""
    state: LetterState | None = None


@dataclass(frozen=True)
class Fate:
    """What became of a letter, without its text."""

    key: int
    state: LetterState
    not_before: datetime
    sent_at: datetime | None
    outcome: str


@dataclass(frozen=True)
class Entry:
    """A row of the ledger with all that its sentence hangs on."""

    row: Reminder
    person: Person
    facts: AssignmentFacts | ReportTurn
    letter: Fate | None
    others: int
    """How many other rows share its letter."""
    instead_of: str
    """The name of the absent person in whose place that one heard; empty for themselves."""
    ordered: Ordered | None
    """The superior's order by which it was said so."""


def entries(
    session: Session, agency_id: int, hours: Hours, search: Search, page: int = 1, *own: Any, size: int = PAGE
) -> list[Entry]:
    """A page of the ledger, the newest first; one more than fits tells of a next page. `own` narrows it further."""
    absent = aliased(Person)
    chosen = (
        select_many(
            Reminder, Person, col(absent.name), col(Letter.state), col(Letter.not_before), col(Letter.sent_at),
            col(Letter.outcome),
        )
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .join(absent, col(absent.id) == col(Reminder.on_behalf_of_id), isouter=True)
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id), isouter=True)
        .join(Report, col(Report.id) == col(Reminder.report_id), isouter=True)
        .join(Letter, col(Letter.id) == col(Reminder.letter_id), isouter=True)
        .where(col(Reminder.agency_id) == agency_id, *_conditions(hours, search, absent), *own)
        .order_by(col(Reminder.recorded_at).desc(), col(Reminder.due_at).desc(), col(Reminder.id).desc())
        .offset((page - 1) * size)
        .limit(size + 1)
    )  # fmt: skip
    found = list(session.execute(chosen))
    rows = [each[0] for each in found]
    facts, shared = _facts(session, agency_id, rows), _shared(session, rows)
    ordered = by_id(session, {row.order_id for row in rows if row.order_id})
    return [
        Entry(
            row,
            person,
            facts[row.about],
            Fate(row.letter_id, state, not_before, sent_at, outcome) if row.letter_id else None,
            shared.get(row.letter_id, 1) - 1,
            instead_of or "",
            ordered.get(row.order_id or 0),
        )
        for row, person, instead_of, state, not_before, sent_at, outcome in found
    ]


def _facts(
    session: Session, agency_id: int, rows: Sequence[Reminder]
) -> dict[tuple[str, int], AssignmentFacts | ReportTurn]:
    parts = {row.assignment_id for row in rows if row.assignment_id}
    reports = {row.report_id for row in rows if row.report_id}
    found: list[AssignmentFacts | ReportTurn] = []
    if parts:
        found += assignment_facts(session, agency_id, col(Assignment.id).in_(parts))
    if reports:
        found += report_turns(session, agency_id, col(Report.id).in_(reports))
    return {(each.noun, each.key): each for each in found}


def of_reports_led_by(unit_ids: Iterable[int]) -> Any:
    """The condition for reports that these units draft."""
    led = (
        select(Period.id)
        .join(ObligationUnit, col(ObligationUnit.obligation_id) == col(Period.obligation_id))
        .where(
            ObligationUnit.part == Part.LEAD,
            func.coalesce(Period.led_by_id, ObligationUnit.unit_id).in_(set(unit_ids)),
        )
    )
    return col(Report.period_id).in_(led)


def of_person(person_id: int, unit_ids: Iterable[int]) -> Any:
    """The condition for what concerns a person: said to them, or about their units to whomever."""
    units = set(unit_ids)
    return or_(
        col(Reminder.person_id) == person_id,
        col(Assignment.unit_id).in_(units),
        col(Assignment.carried_by_id).in_(units),
        of_reports_led_by(units),
    )


def _conditions(hours: Hours, search: Search, absent: type[Person]) -> list[Any]:
    found: list[Any] = []
    if search.person:
        found.append(or_(*(_named(who, search.person) for who in (Person, absent))))
    if search.unit_id:
        of_unit = (each == search.unit_id for each in (col(Assignment.unit_id), col(Assignment.carried_by_id)))
        found.append(or_(*of_unit, of_reports_led_by([search.unit_id])))
    if search.period_id:
        found.append(func.coalesce(Assignment.period_id, Report.period_id) == search.period_id)
    if search.assignment_id:
        found.append(col(Assignment.id) == search.assignment_id)
    if search.day:
        found.append(or_(*(_within(each, search.day, search.day, hours) for each in (_DUE, _RECORDED))))
    if search.reason:
        found.append(or_(_has(Reminder.reason, search.reason), _has(Letter.outcome, search.reason)))
    if search.state:
        found.append(col(Letter.state) == search.state)
    return found


def _has(column: Any, part: str) -> Any:
    return col(column).contains(part, autoescape=True)


def _named(who: type[Person], part: str) -> Any:
    # Databases fold the case of ASCII alone alike: a name is found as it is written, an address in any case.
    return or_(_has(who.name, part), _has(who.email, part.lower()))


def _within(column: Any, first: date, last: date, hours: Hours) -> Any:
    start = datetime.combine(first, time(), hours.zone)
    return (column >= start) & (column < datetime.combine(last + timedelta(days=1), time(), hours.zone))


def _shared(session: Session, rows: Iterable[Reminder]) -> dict[int | None, int]:
    letters = {row.letter_id for row in rows if row.letter_id}
    if not letters:
        return {}
    chosen = select(Reminder.letter_id, func.count()).where(col(Reminder.letter_id).in_(letters))
    return dict(session.exec(chosen.group_by(col(Reminder.letter_id))).all())


def rounds(session: Session, agency_id: int) -> list[Period]:
    """The rounds of an agency, the newest first, to choose one."""
    chosen = select(Period).where(Period.agency_id == agency_id).order_by(col(Period.opens_on).desc())
    return list(session.exec(chosen))


def units(session: Session, agency_id: int) -> list[Unit]:
    """The units of an agency in its order, to choose one."""
    chosen = select(Unit).where(Unit.agency_id == agency_id).order_by(col(Unit.position), col(Unit.id))
    return list(session.exec(chosen))
