"""Questions of the mail ledger's page: each rung that was due, and its letter or the reason for none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Absence, Assignment, Letter, LetterState, Period, Person, Reminder, Unit
from dondoc.rules.workdays import Hours
from dondoc.store.rounds import AssignmentFacts, assignment_facts

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
    facts: AssignmentFacts
    letter: Fate | None
    others: int
    """How many other rows share its letter."""
    instead_of: tuple[str, ...]
    """The names of those for whom the person stood in that day."""


def entries(
    session: Session, agency_id: int, hours: Hours, search: Search, page: int = 1, *own: Any, size: int = PAGE
) -> list[Entry]:
    """A page of the ledger, the newest first; one more than fits tells of a next page. `own` narrows it further."""
    chosen = (
        select_many(
            Reminder, Person, col(Letter.state), col(Letter.not_before), col(Letter.sent_at), col(Letter.outcome)
        )
        .join(Person, col(Person.id) == col(Reminder.person_id))
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
        .join(Letter, col(Letter.id) == col(Reminder.letter_id), isouter=True)
        .where(col(Reminder.agency_id) == agency_id, *_conditions(session, agency_id, hours, search), *own)
        .order_by(col(Reminder.recorded_at).desc(), col(Reminder.due_at).desc(), col(Reminder.id).desc())
        .offset((page - 1) * size)
        .limit(size + 1)
    )
    found = list(session.execute(chosen))
    rows = [each[0] for each in found]
    wanted = {row.assignment_id for row in rows}
    facts = {
        each.assignment.key: each
        for each in (assignment_facts(session, agency_id, col(Assignment.id).in_(wanted)) if wanted else [])
    }
    shared, away = _shared(session, rows), _stood_in(session, agency_id, rows, hours)
    return [
        Entry(
            row,
            person,
            facts[row.assignment_id],
            Fate(row.letter_id, state, not_before, sent_at, outcome) if row.letter_id else None,
            shared.get(row.letter_id, 1) - 1,
            away.get(row.key, ()),
        )
        for row, person, state, not_before, sent_at, outcome in found
    ]


def of_person(person_id: int, unit_ids: Iterable[int]) -> Any:
    """The condition for what concerns a person: said to them, or about their units to whomever."""
    units = set(unit_ids)
    return or_(
        col(Reminder.person_id) == person_id,
        col(Assignment.unit_id).in_(units),
        col(Assignment.carried_by_id).in_(units),
    )


def _conditions(session: Session, agency_id: int, hours: Hours, search: Search) -> list[Any]:
    found: list[Any] = []
    if search.person:
        found.append(or_(_named(search.person), *_stood_in_for(session, agency_id, hours, search.person)))
    if search.unit_id:
        found.append(or_(col(Assignment.unit_id) == search.unit_id, col(Assignment.carried_by_id) == search.unit_id))
    if search.period_id:
        found.append(col(Assignment.period_id) == search.period_id)
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


def _named(part: str) -> Any:
    # Databases fold the case of ASCII alone alike: a name is found as it is written, an address in any case.
    return or_(_has(Person.name, part), _has(Person.email, part.lower()))


def _within(column: Any, first: date, last: date, hours: Hours) -> Any:
    start = datetime.combine(first, time(), hours.zone)
    return (column >= start) & (column < datetime.combine(last + timedelta(days=1), time(), hours.zone))


def _stood_in_for(session: Session, agency_id: int, hours: Hours, part: str) -> list[Any]:
    """The conditions for what was said instead of people of that name, to their substitutes on those days."""
    chosen = select(Absence).join(Person, col(Person.id) == col(Absence.person_id))
    return [
        (col(Reminder.person_id) == each.substitute_id) & _within(_RECORDED, each.since, each.until, hours)
        for each in session.exec(chosen.where(Absence.agency_id == agency_id, _named(part)))
    ]


def _shared(session: Session, rows: Iterable[Reminder]) -> dict[int | None, int]:
    letters = {row.letter_id for row in rows if row.letter_id}
    if not letters:
        return {}
    chosen = select(Reminder.letter_id, func.count()).where(col(Reminder.letter_id).in_(letters))
    return dict(session.exec(chosen.group_by(col(Reminder.letter_id))).all())


def _stood_in(session: Session, agency_id: int, rows: Sequence[Reminder], hours: Hours) -> dict[int, tuple[str, ...]]:
    people = {row.person_id for row in rows}
    if not people:
        return {}
    chosen = select(Absence, Person.name).join(Person, col(Person.id) == col(Absence.person_id))
    chosen = chosen.where(Absence.agency_id == agency_id, col(Absence.substitute_id).in_(people))
    absences = list(session.exec(chosen.order_by(col(Absence.id))))
    result = {}
    for row in rows:
        day = hours.today(row.recorded_at)
        names = [
            name for absence, name in absences
            if absence.substitute_id == row.person_id and absence.since <= day <= absence.until
        ]  # fmt: skip
        result[row.key] = tuple(dict.fromkeys(names))
    return result


def rounds(session: Session, agency_id: int) -> list[Period]:
    """The rounds of an agency, the newest first, to choose one."""
    chosen = select(Period).where(Period.agency_id == agency_id).order_by(col(Period.opens_on).desc())
    return list(session.exec(chosen))


def units(session: Session, agency_id: int) -> list[Unit]:
    """The units of an agency in its order, to choose one."""
    chosen = select(Unit).where(Unit.agency_id == agency_id).order_by(col(Unit.position), col(Unit.id))
    return list(session.exec(chosen))
