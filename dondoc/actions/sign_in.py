"""Sign in by a mailed link: used once, by a human's POST, for a session that ends."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select, update

from dondoc.actions.letters import post
from dondoc.actions.office import Office
from dondoc.mail.letters import SignInLetter
from dondoc.model import Agency, Door, LetterKind, Person, SignIn
from dondoc.rules.access import Viewer
from dondoc.rules.address import checked
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer
from dondoc.store.transaction import Actor, reading, writing

LINK_MINUTES = 30
LINKS_AT_ONCE = 3
SESSION = timedelta(hours=12)


@dataclass(frozen=True)
class SignedIn:
    """Who is signed in."""

    viewer: Viewer
    name: str
    title: str
    email: str
    agency: Agency


def request_link(office: Office, email: str, now: datetime) -> None:
    """Mail a link to everyone of that address; a stranger learns nothing. Raises Refused where it is no address."""
    address = checked(email)
    with reading(office.engine) as session:
        people = list(session.exec(select(Person).where(Person.email == address, col(Person.active))))
    for person in people:
        _mail_link(office, person, now)


def _mail_link(office: Office, person: Person, now: datetime) -> None:
    with writing(office.engine, Actor(person.agency_id, person.key, Door.WEB), now) as act:
        # Links printed for the operator live longer and do not count.
        soon = now + timedelta(minutes=LINK_MINUTES)
        open_links = select(func.count()).where(
            col(SignIn.person_id) == person.key,
            col(SignIn.used_at).is_(None),
            col(SignIn.expires_at) > now,
            col(SignIn.expires_at) <= soon,
        )
        if act.session.exec(open_links).one() >= LINKS_AT_ONCE:
            return
        row, token = new_link(act.actor.agency_id, person, now)
        act.add(row)
        agency = act.session.get_one(Agency, person.agency_id)
        letter = SignInLetter(person.name, agency.name, f"{office.address}/vao/{token}", LINK_MINUTES)
        post(
            act, office, agency, person, (person.name, person.email), letter, LetterKind.SIGN_IN,
            f"sign_in:{row.key}", now, row.expires_at,
        )  # fmt: skip
        act.audit("request_link", "sign_in", row.key)


def new_link(agency_id: int, person: Person, now: datetime, lives: timedelta | None = None) -> tuple[SignIn, str]:
    """A sign-in and its token, of which only the hash is kept."""
    token = secrets.token_urlsafe(32)
    expires = now + (lives or timedelta(minutes=LINK_MINUTES))
    return (
        SignIn(agency_id=agency_id, person_id=person.key, token_hash=_hash(token), created_at=now, expires_at=expires),
        token,
    )


def print_link(office: Office, person: Person, now: datetime) -> str:
    """A link for the operator's terminal, valid for a day."""
    with writing(office.engine, Actor(person.agency_id, person.key, Door.COMMAND), now) as act:
        row, token = new_link(person.agency_id, person, now, timedelta(days=1))
        act.add(row)
        act.audit("print_link", "sign_in", row.key)
    return f"{office.address}/vao/{token}"


def enter(office: Office, token: str, now: datetime) -> str:
    """Use a link; returns the token of the session it opens. Raises Refused where it is spent, expired or unknown."""
    with reading(office.engine) as session:
        row = session.exec(select(SignIn).where(SignIn.token_hash == _hash(token))).first()
    if row is None:
        raise Refused("sign_in_expired")
    opened = secrets.token_urlsafe(32)
    with writing(office.engine, Actor(row.agency_id, row.person_id, Door.WEB), now) as act:
        # One statement, so that of two who use it at once only one comes in.
        used = (
            update(SignIn)
            .where(col(SignIn.id) == row.key, col(SignIn.used_at).is_(None), col(SignIn.expires_at) > now)
            .values(used_at=now, session_hash=_hash(opened), session_until=now + SESSION)
        )
        if act.session.exec(used).rowcount != 1:
            raise Refused("sign_in_expired")
        act.audit("enter", "sign_in", row.key)
    return opened


def who(office: Office, session_token: str, now: datetime) -> SignedIn | None:
    """Who a session belongs to; None once it has ended."""
    with reading(office.engine) as session:
        chosen = select(Person, Agency).join(SignIn, col(SignIn.person_id) == col(Person.id))
        chosen = chosen.join(Agency, col(Agency.id) == col(Person.agency_id)).where(
            SignIn.session_hash == _hash(session_token),
            col(SignIn.session_until) > now,
            col(SignIn.ended_at).is_(None),
            col(Person.active),
        )
        found = session.exec(chosen).first()
        if found is None:
            return None
        person, agency = found
        return SignedIn(viewer(session, person), person.name, person.title, person.email, agency)


def leave(office: Office, session_token: str, now: datetime) -> None:
    """End a session."""
    with reading(office.engine) as session:
        row = session.exec(select(SignIn).where(SignIn.session_hash == _hash(session_token))).first()
    if row is None or row.ended_at:
        return
    with writing(office.engine, Actor(row.agency_id, row.person_id, Door.WEB), now) as act:
        act.session.get_one(SignIn, row.key).ended_at = now
        act.audit("leave", "sign_in", row.key)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
