"""Watch: look for what is wrong and tell the administrators, once a day at most."""

from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.actions.held import settle
from dondoc.actions.letters import post
from dondoc.actions.office import Office
from dondoc.mail.letters import WatchLetter
from dondoc.model import (
    Agency,
    Assignment,
    Door,
    FlowName,
    Letter,
    LetterKind,
    LetterState,
    Period,
    RoleKind,
    Run,
    RunOutcome,
)
from dondoc.rules.remind import Hearer
from dondoc.store import held, page_incoming, wordings
from dondoc.store.agency import agencies, calendar, hours
from dondoc.store.people import listeners, with_role
from dondoc.store.schedules import paused
from dondoc.store.transaction import Actor, reading, writing
from dondoc.texts import finding, word

LATE = timedelta(hours=1)
LIVES = timedelta(days=1)


def watch(office: Office, now: datetime) -> int:
    """Tell each agency's administrators what is wrong, unless they paused that. Returns the number of letters.

    Letters that are held are settled first: an answered unit is nobody's trouble.
    """
    settle(office, now)
    with reading(office.engine) as session:
        quiet = paused(session, FlowName.WATCH)
        awake = [agency for agency in agencies(session) if agency.key not in quiet]
        troubled = [(agency, found) for agency in awake if (found := findings(session, agency, now))]
    return sum(_tell(office, agency, found, now) for agency, found in troubled)


def findings(session: Session, agency: Agency, now: datetime) -> list[str]:
    """What is wrong at an agency, in sentences; empty where all is well."""
    result = []
    for state in (LetterState.FAILED, LetterState.IN_DOUBT, LetterState.EXPIRED):
        chosen = select(func.count()).where(
            col(Letter.agency_id) == agency.key,
            col(Letter.state) == state,
            col(Letter.kind) != LetterKind.WATCH,
            col(Letter.created_at) > now - timedelta(days=7),
        )
        if count := session.exec(chosen).one():
            result.append(finding(state.value, count=count))
    if count := len(held.letters(session, agency.key)):
        result.append(finding("held", count=count))
    waiting = select(func.count()).where(
        col(Letter.agency_id) == agency.key,
        col(Letter.state).in_([LetterState.QUEUED, LetterState.SENDING]),
        col(Letter.not_before) < now - LATE,
    )
    if count := session.exec(waiting).one():
        result.append(finding("waiting", count=count))
    broken = select(func.count()).where(
        col(Run.outcome).in_([RunOutcome.FAILED, RunOutcome.LOST]), col(Run.started_at) > now - timedelta(days=1)
    )
    if count := session.exec(broken).one():
        result.append(finding("runs", count=count))
    if count := page_incoming.waiting(session, agency.key, now - timedelta(days=7)):
        result.append(finding("held_in", count=count))
    if failing := wordings.failing(session, agency.key):
        result.append(finding("wording", count=len(failing), kinds=", ".join(map(word, failing))))
    return result + _unheard(session, agency, now)


def _unheard(session: Session, agency: Agency, now: datetime) -> list[str]:
    """Units that owe an answer and have nobody to hear a reminder."""
    chosen = select(Assignment.unit_id).join(Period, col(Period.id) == col(Assignment.period_id))
    owing = set(
        session.exec(chosen.where(Assignment.agency_id == agency.key, col(Assignment.next_rung_at).is_not(None)))
    )
    heard = listeners(session, agency.key, owing, hours(agency).today(now))
    count = sum(not heard[unit_id, Hearer.OFFICER] for unit_id in owing)
    return [finding("unheard", count=count)] if count else []


def _tell(office: Office, agency: Agency, found: list[str], now: datetime) -> int:
    local = hours(agency)
    today = local.today(now)
    letters = 0
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        not_before = local.next_open(now, calendar(act.session, agency))
        for person in with_role(act.session, agency.key, RoleKind.ADMINISTRATOR):
            letter = WatchLetter(person.name, agency.name, tuple(found), f"{office.address}/tinh-trang")
            stored = post(
                act, office, agency, person, (person.name, person.email), letter, LetterKind.WATCH,
                f"watch:{today}:{person.key}", not_before, not_before + LIVES,
            )  # fmt: skip
            letters += stored is not None
        act.audit("watch", "agency", agency.key, findings=found, letters=letters)
    return letters
