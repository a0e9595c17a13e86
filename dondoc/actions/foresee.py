"""Foresee: any change, made in a copy of the agency whose clock then runs on, shows what it does before it is saved.

The copy lives in memory; the flows' own actions open its rounds and write its letters, so that what is shown is what
the sender will do (docs/decisions/0019). Nobody in it answers or signs.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from dondoc.actions.draft import draft_due
from dondoc.actions.hand_over import hand_over_due
from dondoc.actions.office import Office
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.model import Assignment, FlowName, Letter, Period, Reminder
from dondoc.rules.foresee import DateFact, Foresight, LetterFact, LineKey, date_changes, letter_changes
from dondoc.rules.workdays import Hours
from dondoc.store.agency import agency, hours
from dondoc.store.copy import copy_agency
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.ledger import is_pressing
from dondoc.store.transaction import reading
from dondoc.store.upcoming import next_instants
from dondoc.texts import warning
from dondoc.texts.dates import why

MONTHS = timedelta(days=366)
"""How far ahead dates are shown."""
LETTERS = timedelta(days=90)
"""How far ahead letters are shown."""
STUCK = 200
_LINK = re.compile(r"https?://\S+")


def foresee(office: Office, agency_id: int, change: Callable[[Office], object], now: datetime) -> Foresight:
    """What `change`, an action on the office it is given, does. Raises whatever it refuses; changes nothing."""
    with reading(office.engine) as session:
        changed, unchanged = (replace(office, engine=copy_agency(session, agency_id)) for _ in range(2))
    try:
        change(changed)
        before, after = (_future(each, agency_id, now) for each in (unchanged, changed))
    finally:
        for each in (changed, unchanged):
            each.engine.dispose()
    return Foresight(tuple(date_changes(before[0], after[0])), tuple(letter_changes(before[1], after[1])))


Future = tuple[list[DateFact], list[LetterFact]]


def _future(office: Office, agency_id: int, now: datetime) -> Future:
    """The dates of the next months, and then the letters of the next days as the flows write them."""
    with reading(office.engine) as session:
        owner = agency(session, agency_id)
        local = hours(owner)
        dates = [_date_fact(each) for each in dated_rounds(session, owner) if _is_ahead(each, local.today(now))]
    live(office, now, now + LETTERS)
    with reading(office.engine) as session:
        return dates, list(_letter_facts(session, agency_id, local, now))


def _is_ahead(each: DatedRound, today: date) -> bool:
    return not each.cancelled and not each.paused and each.send_on >= today and each.due_on <= today + MONTHS


def _date_fact(each: DatedRound) -> DateFact:
    return DateFact(
        key=(each.obligation.key, each.round.id),
        obligation_ref=each.obligation.ref,
        period_name=each.name,
        opened=each.period is not None,
        opens_on=each.opens_on,
        due_on=each.due_on,
        compile_on=each.compile_on,
        sign_on=each.sign_on,
        send_on=each.send_on,
        due_why=why(each.due_steps),
        send_why=why(each.send_steps),
        warnings=tuple(warning(key) for key in each.planned.dates.warnings),
    )


def live(office: Office, now: datetime, until: datetime) -> None:
    """Run the flows that write letters from one due instant to the next. Raises RuntimeError where nothing moves on."""
    stuck = 0
    while True:
        with reading(office.engine) as session:
            waiting = next_instants(session)
        waiting.pop(FlowName.DELIVER, None)
        instant = min(waiting.values(), default=None)
        if instant is None or instant > until:
            return
        stuck = stuck + 1 if instant <= now else 0
        if stuck > STUCK:
            raise RuntimeError(f"nothing moves at {now.isoformat()}")
        now = max(now, instant)
        for act in (hand_over_due, open_due, remind_due, draft_due):
            act(office, now)


def _letter_facts(session: Session, agency_id: int, local: Hours, now: datetime) -> Iterator[LetterFact]:
    """The letters that were written in the copy: those of before have no body there."""
    lines = _lines(session)
    chosen = select(Letter).where(
        Letter.agency_id == agency_id, col(Letter.created_at) >= now, col(Letter.body_id).is_not(None)
    )
    for letter in session.exec(chosen.order_by(col(Letter.id))):
        about = lines.get(letter.key) or {(letter.person_id, letter.kind.value, letter.subject)}
        yield LetterFact(
            person_id=letter.person_id or 0,
            name=letter.to_name,
            kind=letter.kind,
            subject=letter.subject,
            day=local.today(letter.not_before),
            text=_LINK.sub("", letter.text),
            lines=frozenset(about),
            # What goes at once goes when it is saved, whenever that is.
            at=local.day_time(letter.not_before).at if is_pressing(letter) and letter.not_before > now else None,
        )


def _lines(session: Session) -> dict[int, set[LineKey]]:
    """What each reminder is about, by letter: person, rung, unit and round."""
    chosen = (
        select(Reminder, Assignment, Period)
        .join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
        .join(Period, col(Period.id) == col(Assignment.period_id))
        .where(col(Reminder.letter_id).is_not(None))
    )
    result: dict[int, set[LineKey]] = {}
    for reminder, assignment, period in session.exec(chosen):
        about = period.obligation_id, period.year, period.kind.value, period.number, assignment.unit_id
        result.setdefault(reminder.letter_id or 0, set()).add((reminder.person_id, reminder.rung, *about))
    return result
