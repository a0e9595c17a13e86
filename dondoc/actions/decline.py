"""Decline: a person does without a kind of letter, or wants it again."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from dondoc.actions.office import Office
from dondoc.model import Declined, Door, LetterKind, Person
from dondoc.rules.letters import DECLINABLE
from dondoc.rules.refusal import Refused
from dondoc.store.people import person_of
from dondoc.store.transaction import Actor, reading, writing


def decline(
    office: Office, person_id: int, kind: LetterKind, declines: bool, now: datetime, door: Door = Door.LINK
) -> None:
    """Note it. A second time changes nothing. Raises Refused for a kind that is a duty, or nobody."""
    with reading(office.engine) as session:
        person = person_of(session, person_id)
    if person is None or kind not in DECLINABLE:
        raise Refused("not_found")
    with writing(office.engine, Actor(person.agency_id, person.key, door), now) as act:
        row = _row(act.session, person, kind)
        if declines == (row is not None):
            return
        if row is None:
            act.add(Declined(agency_id=person.agency_id, person_id=person.key, kind=kind, at=now))
        else:
            act.session.delete(row)
        act.audit("decline" if declines else "want_again", "person", person.key, kind=kind.value)


def has_declined(session: Session, person: Person, kind: LetterKind) -> bool:
    """Whether a person does without a kind of letter."""
    return _row(session, person, kind) is not None


def declined_kinds(session: Session, person: Person) -> set[LetterKind]:
    """The kinds of letter a person does without."""
    return {LetterKind(kind) for kind in session.exec(select(Declined.kind).where(Declined.person_id == person.key))}


def declined_by(session: Session, agency_id: int, kinds: Iterable[LetterKind]) -> set[tuple[int, LetterKind]]:
    """Who of an agency does without which of these kinds; no question is asked where none may be declined."""
    wanted = set(kinds) & DECLINABLE
    if not wanted:
        return set()
    chosen = select(Declined.person_id, Declined.kind).where(
        Declined.agency_id == agency_id, col(Declined.kind).in_(wanted)
    )
    return {(person_id, LetterKind(kind)) for person_id, kind in session.exec(chosen)}


def _row(session: Session, person: Person, kind: LetterKind) -> Declined | None:
    return session.exec(select(Declined).where(Declined.person_id == person.key, Declined.kind == kind)).first()
