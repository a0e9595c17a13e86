"""The outbox in bulk: claim what is due, note that a transmission began, record what became of each letter.

Everything here is one statement for many letters; the rows and their leases keep several workers apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    RowMapping,
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
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.sql.dml import ReturningUpdate
from sqlmodel import Session

from dondoc.model import METADATA, FlowName, Letter, LetterKind, LetterState, PaperKind
from dondoc.store import schedules
from dondoc.texts.schedules import HELD_OUTCOME

LEASE = timedelta(minutes=5)
LOST = "Mất kết nối khi đang truyền, không có trả lời của máy chủ thư."
TOO_OLD = "Quá thời hạn gửi."

_L: Table = METADATA.tables["letter"]
_PERSON: Table = METADATA.tables["person"]
_AGENCY: Table = METADATA.tables["agency"]
_ATTACHMENT: Table = METADATA.tables["attachment"]
_PAPER: Table = METADATA.tables["paper"]

# Words, not parameters: only so do both planners take the partial index ix_letter_due.
_OPEN = text("letter.state IN ('queued', 'sending')")


@dataclass(frozen=True)
class Due:
    """A claimed letter."""

    id: int
    agency_id: int
    kind: LetterKind
    to_name: str
    to_address: str
    subject: str
    text: str
    html: str
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


@dataclass(frozen=True)
class Enclosure:
    """A paper that goes with a letter."""

    filename: str
    kind: PaperKind
    content: bytes


@dataclass(frozen=True)
class Mark:
    """What a letter becomes. `sent_at` goes with SENT alone; `not_before` is when to try again."""

    letter_id: int
    state: LetterState
    outcome: str
    attempts: int
    not_before: datetime | None = None
    sent_at: datetime | None = None
    bad_address: bool = False


def _insert_statement() -> TextClause:
    columns = [column for column in _L.columns if column.name != "id"]
    names = ", ".join(f'"{column.name}"' for column in columns)
    values = ", ".join(f":{column.name}" for column in columns)
    # As text, because SQLAlchemy compiles an insert with ON CONFLICT anew each time (1 ms a letter).
    return text(
        f"INSERT INTO letter ({names}) VALUES ({values}) ON CONFLICT (agency_id, letter_key) DO NOTHING RETURNING id"
    ).bindparams(*(bindparam(column.name, type_=column.type) for column in columns))


_INSERT = _insert_statement()
_INSERT_NAMES = [column.name for column in _L.columns if column.name != "id"]


def insert(session: Session, letter: Letter) -> Letter | None:
    """Store `letter`, which then belongs to `session`; None where the agency has one of its key, whoever was first."""
    values = {name: getattr(letter, name) for name in _INSERT_NAMES}
    letter_id = session.execute(_INSERT, values).scalar_one_or_none()
    if letter_id is None:
        return None
    letter.id = letter_id
    make_transient_to_detached(letter)
    session.add(letter)
    return letter


def claim(session: Session, now: datetime, owner: str, limit: int = 200, lease: timedelta = LEASE) -> list[Due]:
    """Take up to `limit` due letters for `owner`, the longest waiting first.

    Letters past their time expire on the way; a reminder is held then, so that a person decides whether it still goes.
    One whose lease ended after its transmission began is taken again (same Message-ID), but a dispatch becomes in
    doubt. Letters of agencies that paused delivery stay, but for those to sign in with. Needs a writing transaction;
    empty means nothing is due.
    """
    statement = _claim_statement(now, owner, limit, lease, schedules.paused(session, FlowName.DELIVER))
    while True:
        rows = session.execute(statement).mappings().all()
        taken = [_due(row) for row in rows if row["state"] is LetterState.SENDING]
        if taken or not rows:
            return taken


def _claim_statement(
    now: datetime, owner: str, limit: int, lease: timedelta, paused: Collection[int] = ()
) -> ReturningUpdate[Any]:
    due = (
        select(_L.c.id)
        .where(_is_due(now, paused))
        .order_by(_L.c.not_before, _L.c.id)
        .limit(limit)
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
            lease_until=case((or_(doubtful, late), null()), else_=literal(now + lease, _L.c.lease_until.type)),
            begun_at=case((doubtful, _L.c.begun_at), else_=null()),
            attempts=_L.c.attempts + case((cut_off, 1), else_=0),
            outcome=case(
                (doubtful, LOST), (held, HELD_OUTCOME), (expired, TOO_OLD), (cut_off, LOST), else_=_L.c.outcome
            ),
        )
        .returning(*(_L.c[name] for name in (*Due.__dataclass_fields__, "state")))
    )


def _is_due(now: datetime, paused: Collection[int] = ()) -> ColumnElement[bool]:
    due = and_(_OPEN, _L.c.not_before <= now, or_(_L.c.state == LetterState.QUEUED, _L.c.lease_until < now))
    return and_(due, or_(_L.c.agency_id.not_in(paused), _L.c.kind == LetterKind.SIGN_IN)) if paused else due


def _due(row: RowMapping) -> Due:
    return Due(**{name: row[name] for name in Due.__dataclass_fields__})


def mark_begun(
    session: Session, owner: str, letter_ids: Iterable[int], now: datetime, lease: timedelta = LEASE
) -> set[int]:
    """Note that these transmissions begin; only those returned may: the others' leases went to somebody else."""
    values = {"ids": list(letter_ids), "owner": owner, "now": now, "until": now + lease}
    return set(session.execute(_BEGUN, values).scalars())


def mark(session: Session, owner: str, marks: Sequence[Mark], now: datetime) -> None:
    """Record what became of letters of `owner`, and the addresses that failed with them."""
    again = [_values(mark, owner, "not_before") for mark in marks if mark.state is LetterState.QUEUED]
    ended = [_values(mark, owner, "state", "sent_at") for mark in marks if mark.state is not LetterState.QUEUED]
    connection = session.connection()
    if again:
        connection.execute(_AGAIN, again)
    if ended:
        connection.execute(_ENDED, ended)
    bad = [mark.letter_id for mark in marks if mark.bad_address]
    if bad:
        whose = select(_L.c.person_id).where(_L.c.id.in_(bad), _L.c.person_id.is_not(None))
        session.execute(update(_PERSON).where(_PERSON.c.id.in_(whose)).values(address_failed_at=now))


def _values(mark: Mark, owner: str, *names: str) -> dict[str, object]:
    # A name too many would be taken for one more column to set.
    return {name: getattr(mark, name) for name in ("letter_id", "outcome", "attempts", *names)} | {"owner": owner}


# Built once: making a statement takes longer than running it.
_MINE = and_(_L.c.id == bindparam("letter_id"), _L.c.lease_owner == bindparam("owner"))
_BEGUN = (
    update(_L)
    .where(
        _L.c.id.in_(bindparam("ids", expanding=True)),
        _L.c.lease_owner == bindparam("owner"),
        _L.c.state == LetterState.SENDING,
        _L.c.begun_at.is_(None),
    )
    .values(begun_at=bindparam("now"), lease_until=bindparam("until"))
    .returning(_L.c.id)
)
_ENDED = (
    update(_L)
    # In doubt is not the last word where our own answer comes after all.
    .where(_MINE, or_(_L.c.state == LetterState.SENDING, _L.c.state == LetterState.IN_DOUBT))
    .values(lease_until=None, **{name: bindparam(name) for name in ("state", "outcome", "attempts", "sent_at")})
)
_AGAIN = (
    update(_L)
    .where(_MINE, _L.c.state == LetterState.SENDING)
    .values(
        state=LetterState.QUEUED, lease_owner=None, lease_until=None, begun_at=None,
        **{name: bindparam(name) for name in ("outcome", "attempts", "not_before")},
    )
)  # fmt: skip


def release(session: Session, owner: str) -> int:
    """Give back what `owner` claimed and did not begin, for anybody to take at once; how many."""
    statement = (
        update(_L)
        .where(_OPEN, _L.c.lease_owner == owner, _L.c.state == LetterState.SENDING, _L.c.begun_at.is_(None))
        .values(state=LetterState.QUEUED, lease_owner=None, lease_until=None)
        .returning(_L.c.id)
    )
    return len(session.execute(statement).all())


def due_count(session: Session, now: datetime) -> int:
    """How many letters a claim would find."""
    return int(session.execute(select(func.count()).select_from(_L).where(_is_due(now))).scalar_one())


def counts(session: Session, agency_id: int) -> dict[LetterState, int]:
    """How many letters of an agency are in each state; every state is there."""
    rows = session.execute(select(_L.c.state, func.count()).where(_L.c.agency_id == agency_id).group_by(_L.c.state))
    return dict.fromkeys(LetterState, 0) | {row[0]: row[1] for row in rows}


def senders(session: Session, agency_ids: Iterable[int]) -> dict[int, Sender]:
    """The agencies letters come from, by id."""
    columns = [_AGENCY.c[name] for name in Sender.__dataclass_fields__]
    rows = session.execute(select(*columns).where(_AGENCY.c.id.in_(set(agency_ids)))).mappings()
    return {row["id"]: Sender(**row) for row in rows}


def enclosures(session: Session, letter_ids: Iterable[int]) -> dict[int, list[Enclosure]]:
    """The papers that go with letters, by letter; one without has no entry. Each paper is loaded once."""
    wanted = (
        select(_ATTACHMENT.c.letter_id, _ATTACHMENT.c.paper_id, _ATTACHMENT.c.filename)
        .where(_ATTACHMENT.c.letter_id.in_(list(letter_ids)))
        .order_by(_ATTACHMENT.c.id)
    )
    rows = session.execute(wanted).all()
    ids = {row.paper_id for row in rows}
    columns = (_PAPER.c.id, _PAPER.c.kind, _PAPER.c.content)
    papers = {paper.id: paper for paper in session.execute(select(*columns).where(_PAPER.c.id.in_(ids)))}
    found: dict[int, list[Enclosure]] = {}
    for row in rows:
        paper = papers[row.paper_id]
        found.setdefault(row.letter_id, []).append(Enclosure(row.filename, paper.kind, paper.content))
    return found
