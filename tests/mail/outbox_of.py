"""Letters put into the outbox for a test, and what became of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Engine, select

from dondoc.actions.letters import post
from dondoc.actions.office import Office
from dondoc.model import Agency, Door, Letter, LetterKind, LetterState, Paper, Person
from dondoc.store.transaction import Actor, Writing, reading, writing
from tests.mail.samples import LETTERS


def post_to(
    office: Office, agency: Agency, names: Sequence[str], now: datetime, kind: LetterKind = LetterKind.REMINDER,
    lives: timedelta = timedelta(days=3), papers: Sequence[Paper] = (),
) -> list[int]:  # fmt: skip
    """A letter to each name at x.example; the ids. A name before @ is the key too."""
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), now) as act:
        stored = [_post(act, office, agency, name, kind, lives, papers) for name in names]
        act.audit("post", "agency", agency.key)
    return [letter.key for letter in stored if letter]


def _post(
    act: Writing, office: Office, agency: Agency, name: str, kind: LetterKind, lives: timedelta,
    papers: Sequence[Paper],
) -> Letter | None:  # fmt: skip
    address = name if "@" in name else f"{name}@x.example"
    person = act.session.scalars(select(Person).where(Person.email == address)).one_or_none()  # type: ignore[arg-type]
    letter = LETTERS["dispatch" if kind is LetterKind.DISPATCH else "reminder_reminder"]
    return post(
        act, office, agency, person, (f"Người nhận {name}", address), letter, kind,
        f"test:{name}", act.now, act.now + lives, papers=papers,
    )  # fmt: skip


def rows(engine: Engine) -> dict[str, Letter]:
    """All letters, by the name they went to."""
    with reading(engine) as session:
        return {letter.letter_key.removeprefix("test:"): letter for letter in session.scalars(select(Letter))}


def states(engine: Engine) -> dict[str, LetterState]:
    return {name: letter.state for name, letter in rows(engine).items()}
