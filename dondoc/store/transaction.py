"""The transaction: reading, writing with its audit lines, and the machine's own bookkeeping."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from sqlalchemy import Engine, event, func, select, text
from sqlmodel import Session

from dondoc.model import Audit, Door, Row
from dondoc.store.engine import WRITES

R = TypeVar("R", bound=Row)
T = TypeVar("T")
GENESIS = "0" * 64


@dataclass(frozen=True)
class Actor:
    """Who acts, for which agency, through which door; `person_id` is None for a flow."""

    agency_id: int
    person_id: int | None
    door: Door


class Unaudited(RuntimeError):
    """A transaction changed something without an audit line: a defect of the action."""


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session to read with; nothing it does is kept."""
    with Session(engine, expire_on_commit=False) as session:
        yield session


@contextmanager
def bookkeeping(engine: Engine) -> Iterator[Session]:
    """A transaction for the machine's own rows (letters' delivery, runs, locks), which need no audit line."""
    with (
        Session(engine.execution_options(**{WRITES: True}), expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


@dataclass
class Writing:
    """An open transaction of one actor at one instant."""

    session: Session
    actor: Actor
    now: datetime
    _lines: list[Audit] = field(default_factory=list)

    def add(self, row: R) -> R:
        """Store `row`, so that it has its id."""
        self.session.add(row)
        self.session.flush()
        return row

    def audit(self, act: str, noun: str, noun_id: int | None = None, **detail: object) -> None:
        """Note what was done. Lines are chained when the transaction ends."""
        self._lines.append(
            Audit(
                agency_id=self.actor.agency_id,
                sequence=0,
                at=self.now,
                person_id=self.actor.person_id,
                door=self.actor.door.value,
                act=act,
                noun=noun,
                noun_id=noun_id,
                detail=json.loads(json.dumps(detail, default=str)),
                previous_hash="",
                hash="",
            )
        )

    def _chain(self) -> None:
        session, agency_id = self.session, self.actor.agency_id
        if session.get_bind().dialect.name == "postgresql":
            # SQLite's writers are one at a time already; here two could take the same sequence.
            session.execute(text("SELECT pg_advisory_xact_lock(7301, :agency)"), {"agency": agency_id})
        last = session.execute(
            select(Audit.sequence, Audit.hash)  # type: ignore[call-overload]
            .where(Audit.agency_id == agency_id)
            .order_by(Audit.sequence.desc())  # type: ignore[attr-defined]
            .limit(1)
        ).first()
        sequence, previous = (last.sequence, last.hash) if last else (0, GENESIS)
        for line in self._lines:
            sequence += 1
            line.sequence, line.previous_hash = sequence, previous
            line.hash = previous = line_hash(line)
            session.add(line)


def _note_flush(session: Session, _context: object) -> None:
    session.info["flushed"] = True


@contextmanager
def writing(engine: Engine, actor: Actor, now: datetime) -> Iterator[Writing]:
    """One transaction with its audit lines. An exception undoes all of it.

    Raises Unaudited where something was changed and nothing noted.
    """
    with bookkeeping(engine) as session:
        event.listen(session, "after_flush", _note_flush)
        act = Writing(session, actor, now)
        yield act
        session.flush()
        if session.info.get("flushed") and not act._lines:
            raise Unaudited("an action changed rows without an audit line")
        if act._lines:
            act._chain()


def one_by_one(things: Iterable[T], act: Callable[[T], int]) -> int:
    """The sum of `act` over all things, each in its own transaction.

    One that fails does not keep the others from their turn; the failures are raised together in the end.
    """
    done, failures = 0, []
    for thing in things:
        try:
            done += act(thing)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup(f"{len(failures)} failed, the first one: {failures[0]}", failures)
    return done


def line_hash(line: Audit) -> str:
    """SHA-256 over the line before and all that this line says."""
    said = [
        line.previous_hash, line.agency_id, line.sequence, line.at.astimezone(UTC).isoformat(), line.person_id,
        line.door, line.act, line.noun, line.noun_id, line.detail,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def broken_line(session: Session, agency_id: int) -> int | None:
    """The sequence of the first audit line that does not fit the chain; None where all fit."""
    previous, expected = GENESIS, 1
    lines = select(Audit).where(Audit.agency_id == agency_id).order_by(Audit.sequence)  # type: ignore[arg-type]
    for line in session.scalars(lines):
        if (line.sequence, line.previous_hash, line.hash) != (expected, previous, line_hash(line)):
            return line.sequence
        previous, expected = line.hash, expected + 1
    return None


def audit_length(session: Session, agency_id: int) -> int:
    """How many lines an agency's audit log has."""
    return session.scalar(select(func.count()).select_from(Audit).where(Audit.agency_id == agency_id)) or 0  # type: ignore[arg-type]
