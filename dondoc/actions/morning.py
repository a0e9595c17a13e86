"""Morning: once a day one line to the administrators: planned, sent, in doubt, failed, and what comes."""

from datetime import datetime, time, timedelta

from dondoc.actions.decline import declined_by
from dondoc.actions.letters import Posting, post_all
from dondoc.actions.office import Office
from dondoc.mail.letters import MorningLetter
from dondoc.model import Agency, Door, LetterKind, Person, RoleKind
from dondoc.rules.workdays import Hours
from dondoc.store import watching, wordings
from dondoc.store.agency import agencies, hours
from dondoc.store.ledger import has_letter
from dondoc.store.people import with_role
from dondoc.store.transaction import Actor, reading, writing
from dondoc.texts import word
from dondoc.texts.morning import morning_line
from dondoc.texts.own_wording import wording_line

LIVES = timedelta(hours=20)


def morning_due(office: Office, now: datetime) -> int:
    """Write the line of each agency whose office has opened today. Returns how many; a second look writes none."""
    with reading(office.engine) as session:
        waiting = []
        for agency in agencies(session):
            without = declined_by(session, agency.key, {LetterKind.MORNING})
            people = [
                person
                for person in with_role(session, agency.key, RoleKind.ADMINISTRATOR)
                if (person.key, LetterKind.MORNING) not in without
            ]
            local = hours(agency)
            today = local.today(now)
            if (
                people
                and now >= _at(local, agency, now)
                and not has_letter(session, agency.key, _key(today, people[0]))
            ):
                waiting.append((agency, people))
    return sum(_write(office, agency, people, now) for agency, people in waiting)


def _write(office: Office, agency: Agency, people: list[Person], now: datetime) -> int:
    local = hours(agency)
    today = local.today(now)
    midnight = datetime.combine(today, time(), local.zone)
    day = timedelta(days=1)
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        done = watching.tally(act.session, agency.key, midnight - day, midnight)
        line = morning_line(
            done,
            watching.ahead(act.session, agency.key, midnight, midnight + day),
            watching.ahead(act.session, agency.key, midnight + day, midnight + 2 * day),
        ) + wording_line([word(kind) for kind in wordings.failing(act.session, agency.key)])
        link = f"{office.address}/tinh-trang"
        postings = [
            Posting(
                person, (person.name, person.email), MorningLetter(person.name, agency.name, line, link),
                LetterKind.MORNING, _key(today, person), now, now + LIVES,
            )
            for person in people
        ]  # fmt: skip
        letters = sum(each is not None for each in post_all(act, office, agency, postings))
        act.audit("morning", "agency", agency.key, line=line, letters=letters)
    return letters


def _key(today: object, person: Person) -> str:
    return f"morning:{today}:{person.key}"


def _at(local: Hours, agency: Agency, now: datetime) -> datetime:
    return datetime.combine(local.today(now), time.fromisoformat(agency.office_from), local.zone)
