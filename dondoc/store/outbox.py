"""The outbox in bulk: claim what is due, note that a transmission began, record what became of each letter.

Everything here is one statement for many letters; the rows and their leases keep several workers apart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    TextClause,
    and_,
    bindparam,
    case,
    func,
    literal,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session

from dondoc.model import METADATA, FlowName, LetterKind, LetterState
from dondoc.store import schedules
from dondoc.texts.schedules import HELD_OUTCOME

LEASE = timedelta(minutes=5)
LOST = "Mất kết nối khi đang truyền, không có trả lời của máy chủ thư."
TOO_OLD = "Quá thời hạn gửi."
TOO_MANY = "Đợi lượt: số thư mỗi phút tới miền này có giới hạn."

_L: Table = METADATA.tables["letter"]
_BODY: Table = METADATA.tables["letter_body"]
_PERSON: Table = METADATA.tables["person"]
_AGENCY: Table = METADATA.tables["agency"]

# Words, not parameters: only so do both planners take the partial index ix_letter_due.
_OPEN = text("letter.state IN ('queued', 'sending')")
_URGENT = text("letter.state IN ('queued', 'sending') AND letter.kind IN ('sign_in', 'read_back')")


class Due(NamedTuple):
    """A claimed letter."""

    id: int
    agency_id: int
    kind: LetterKind
    person_id: int | None
    to_name: str
    to_address: str
    subject: str
    body_id: int | None
    words: list[str]
    message_id: str
    references: list[str]
    expires_at: datetime
    attempts: int


@dataclass(frozen=True)
class Sender:
    """The agency a letter comes from."""

    id: int
    name: str
    email: str
    time_zone: str


class Mark(NamedTuple):
    """What a letter becomes. `sent_at` goes with SENT alone; `not_before` is when to try again."""

    letter_id: int
    state: LetterState
    outcome: str
    attempts: int
    not_before: datetime | None = None
    sent_at: datetime | None = None
    bad_address: bool = False


class Cursor(Protocol):
    """The driver's own, inside a transaction."""

    def execute(self, statement: str, values: Sequence[object], /) -> object:
        """Run a statement."""

    def executemany(self, statement: str, rows: Sequence[Sequence[object]], /) -> object:
        """Run a statement for each row."""

    def fetchall(self) -> Sequence[Sequence[Any]]:
        """What the statement returned."""


def claim(session: Session, now: datetime, owner: str, limit: int = 200, lease: timedelta = LEASE) -> list[Due]:
    """Take up to `limit` due letters for `owner`: those that somebody waits for, then the longest waiting.

    Letters past their time expire on the way; a reminder is held then, so that a person decides whether it still goes.
    One whose lease ended after its transmission began is taken again (same Message-ID), but a dispatch becomes in
    doubt. Letters of agencies that paused delivery stay, but for those to sign in with. Needs a writing transaction;
    empty means nothing is due.
    """
    paused = schedules.paused(session, FlowName.DELIVER)
    values = {"now": now, "owner": owner, "until": now + lease} | ({"paused": list(paused)} if paused else {})
    urgent = _claimed(session, _claim_statement(bool(paused), urgent=True), values | {"limit": limit})
    rest = limit - len(urgent)
    if not rest:
        return urgent
    return urgent + _claimed(session, _claim_statement(bool(paused), urgent=False), values | {"limit": rest})


def _claimed(session: Session, statement: ReturningUpdate[Any], values: dict[str, object]) -> list[Due]:
    while True:
        rows = session.execute(statement, values).all()
        # The state comes last.
        taken = [Due._make(row[:-1]) for row in rows if row[-1] is LetterState.SENDING]
        if taken or not rows:
            return taken


@cache
def _claim_statement(some_paused: bool, urgent: bool) -> ReturningUpdate[Any]:
    """With open places for now, until, owner, limit, and paused: to put it together takes as long as ten letters."""
    instant = _L.c.not_before.type
    now, until = bindparam("now", type_=instant), bindparam("until", type_=instant)
    owner = bindparam("owner", type_=_L.c.lease_owner.type)
    paused: BindParameter[Any] | None = bindparam("paused", expanding=True) if some_paused else None
    due = (
        select(_L.c.id)
        .where(_is_due(now, paused, _URGENT if urgent else _OPEN))
        .order_by(_L.c.not_before, _L.c.id)
        .limit(bindparam("limit", type_=_L.c.id.type))
        .with_for_update(skip_locked=True)
        # A plain subquery can be run again by PostgreSQL and then exceeds its limit.
        .cte("due")
        .prefix_with("MATERIALIZED")
    )
    cut_off = and_(_L.c.state == LetterState.SENDING, _L.c.begun_at.is_not(None))
    doubtful = and_(cut_off, _L.c.kind == LetterKind.DISPATCH)
    late = _L.c.expires_at <= now
    held, expired = and_(late, _L.c.kind == LetterKind.REMINDER), and_(late, _L.c.kind != LetterKind.REMINDER)
    word = _L.c.state.type
    return (
        update(_L)
        .where(_L.c.id == due.c.id)
        .values(
            state=case(
                (doubtful, literal(LetterState.IN_DOUBT, word)),
                (held, literal(LetterState.HELD, word)),
                (expired, literal(LetterState.EXPIRED, word)),
                else_=literal(LetterState.SENDING, word),
            ),
            # In doubt keeps its owner: a worker that was only asleep may still bring the answer.
            lease_owner=case((doubtful, _L.c.lease_owner), (late, null()), else_=owner),
            lease_until=case((or_(doubtful, late), null()), else_=until),
            begun_at=case((doubtful, _L.c.begun_at), else_=null()),
            attempts=_L.c.attempts + case((cut_off, 1), else_=0),
            outcome=case(
                (doubtful, LOST), (held, HELD_OUTCOME), (expired, TOO_OLD), (cut_off, LOST), else_=_L.c.outcome
            ),
        )
        .returning(*(_L.c[name] for name in (*Due._fields, "state")))
    )


def _is_due(
    now: datetime | BindParameter[Any], paused: BindParameter[Any] | None = None, which: TextClause = _OPEN
) -> ColumnElement[bool]:
    due = and_(which, _L.c.not_before <= now, or_(_L.c.state == LetterState.QUEUED, _L.c.lease_until < now))
    if paused is None:
        return due
    return and_(due, or_(_L.c.agency_id.not_in(paused), _L.c.kind == LetterKind.SIGN_IN))


def mark_begun(
    cursor: Cursor, dialect: str, owner: str, letter_ids: Sequence[int], now: datetime, lease: timedelta = LEASE
) -> set[int]:
    """Note that these transmissions begin; only those returned may: the others' leases went to somebody else."""
    if not letter_ids:
        return set()
    hot = _hot(dialect)
    values = (hot.instant(now), hot.instant(now + lease), owner, *letter_ids)
    cursor.execute(hot.begun(len(letter_ids)), values)
    return {row[0] for row in cursor.fetchall()}


def mark(cursor: Cursor, dialect: str, owner: str, marks: Sequence[Mark], now: datetime) -> None:
    """Record what became of letters of `owner`, and the addresses that failed with them."""
    hot = _hot(dialect)
    again, ended, bad = [], [], []
    for each in marks:
        if each.state is LetterState.QUEUED:
            again.append((each.outcome, each.attempts, hot.instant(each.not_before), each.letter_id, owner))
        else:
            sent_at = hot.instant(each.sent_at)
            ended.append((each.state.value, each.outcome, each.attempts, sent_at, each.letter_id, owner))
        if each.bad_address:
            bad.append((hot.instant(now), each.letter_id))
    for statement, rows in ((hot.again, again), (hot.ended, ended), (hot.bad, bad)):
        if rows:
            cursor.executemany(statement, rows)


@dataclass(frozen=True)
class _Hot:
    """The statements of every letter, spelt for the driver: SQLAlchemy's own way costs as much as sending."""

    sign: str
    instant: Callable[[datetime | None], object]

    def _spelt(self, statement: str) -> str:
        return statement.replace("?", self.sign)

    def begun(self, count: int) -> str:
        """For so many letters."""
        return self._spelt(
            "UPDATE letter SET begun_at = ?, lease_until = ? WHERE lease_owner = ? "
            f"AND id IN ({', '.join('?' * count)}) AND state = 'sending' AND begun_at IS NULL RETURNING id"
        )

    @cached_property
    def ended(self) -> str:
        """In doubt is not the last word where our own answer comes after all."""
        return self._spelt(
            "UPDATE letter SET state = ?, outcome = ?, attempts = ?, sent_at = ?, lease_until = NULL "
            "WHERE id = ? AND lease_owner = ? AND state IN ('sending', 'in_doubt')"
        )

    @cached_property
    def again(self) -> str:
        """Back into the queue."""
        return self._spelt(
            "UPDATE letter SET state = 'queued', outcome = ?, attempts = ?, not_before = ?, lease_owner = NULL, "
            "lease_until = NULL, begun_at = NULL WHERE id = ? AND lease_owner = ? AND state = 'sending'"
        )

    @cached_property
    def bad(self) -> str:
        """An address that failed."""
        return self._spelt(
            "UPDATE person SET address_failed_at = ? WHERE id = (SELECT person_id FROM letter WHERE id = ?)"
        )


@cache
def _hot(dialect: str) -> _Hot:
    if dialect == "postgresql":
        return _Hot("%s", lambda instant: instant)
    return _Hot("?", _as_stored)


@lru_cache(maxsize=64)
def _as_stored(instant: datetime | None) -> str | None:
    """As SQLAlchemy writes instants into SQLite."""
    return instant.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f") if instant else None


def bodies(session: Session, due: Iterable[Due]) -> dict[int, tuple[str, str]]:
    """What claimed letters say: text and page, marked, by the body's id."""
    wanted = select(_BODY.c.id, _BODY.c.text, _BODY.c.html).where(_BODY.c.id.in_({each.body_id for each in due}))
    return {row.id: (row.text, row.html) for row in session.execute(wanted)}


def release(session: Session, owner: str) -> int:
    """Give back what `owner` claimed and did not begin, for anybody to take at once; how many."""
    statement = (
        update(_L)
        .where(_OPEN, _L.c.lease_owner == owner, _L.c.state == LetterState.SENDING, _L.c.begun_at.is_(None))
        .values(state=LetterState.QUEUED, lease_owner=None, lease_until=None)
        .returning(_L.c.id)
    )
    return len(session.execute(statement).all())


def domain_of(address: str) -> str:
    """The mail domain of an address."""
    return address.rpartition("@")[2].lower()


def counts(session: Session, agency_id: int) -> dict[LetterState, int]:
    """How many letters of an agency are in each state; every state is there."""
    rows = session.execute(select(_L.c.state, func.count()).where(_L.c.agency_id == agency_id).group_by(_L.c.state))
    return dict.fromkeys(LetterState, 0) | {row[0]: row[1] for row in rows}


def senders(session: Session, agency_ids: Iterable[int]) -> dict[int, Sender]:
    """The agencies letters come from, by id."""
    columns = [_AGENCY.c[name] for name in Sender.__dataclass_fields__]
    rows = session.execute(select(*columns).where(_AGENCY.c.id.in_(set(agency_ids)))).mappings()
    return {row["id"]: Sender(**row) for row in rows}
