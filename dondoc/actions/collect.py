"""Collect: a letter that came in is kept raw first, then judged once, in a transaction with all that follows."""

import logging
from datetime import datetime
from email import message_from_bytes

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from dondoc.actions.judging import Found, act_on
from dondoc.actions.office import Office
from dondoc.mail import incoming
from dondoc.mail.fetch import Fetched
from dondoc.mail.incoming import Letter as Read
from dondoc.mail.links import letter_of_address
from dondoc.model import METADATA, Agency, Door, Incoming, IncomingKind, Letter
from dondoc.rules.replies import Reception
from dondoc.store.transaction import Actor, bookkeeping, one_by_one, reading, writing

BATCH = 50
_INCOMING = METADATA.tables["incoming"]
log = logging.getLogger(__name__)


def keep(office: Office, fetched: Fetched, now: datetime) -> None:
    """Store a letter as it came; the same one a second time changes nothing. It is not looked into yet."""
    digest = incoming.digest_of(fetched.raw)
    message = message_from_bytes(fetched.raw)
    values = {
        "digest": digest, "received_at": now, "raw": fetched.raw, "size": fetched.size, "verdict": "", "said": "",
        "sender": incoming.header(message, "From")[:320], "subject": incoming.header(message, "Subject")[:500],
    }  # fmt: skip
    with bookkeeping(office.engine) as session:
        make = postgresql.insert if office.engine.dialect.name == "postgresql" else sqlite.insert
        session.connection().execute(make(_INCOMING).values(values).on_conflict_do_nothing(index_elements=["digest"]))


def collect_due(office: Office, now: datetime) -> int:
    """Judge what waits, each letter by itself. Returns how many; a second look judges none."""
    with reading(office.engine) as session:
        chosen = select(Incoming.id).where(col(Incoming.judged_at).is_(None))
        waiting = list(session.exec(chosen.order_by(col(Incoming.received_at), col(Incoming.id)).limit(BATCH)))
    return one_by_one([each for each in waiting if each], lambda row_id: _judge(office, row_id, now))


def _judge(office: Office, row_id: int, now: datetime) -> int:
    with reading(office.engine) as session:
        row = session.get(Incoming, row_id)
    if row is None or row.judged_at:
        return 0
    try:
        read = incoming.read(row.raw)
        return _settle(office, row_id, read, now)
    except Exception:
        # Whatever a letter does to us, it does it once: it is held for a person, and the next one has its turn.
        log.exception("the letter %s that came in could not be judged", row_id)
        return _settle(office, row_id, None, now)


def _settle(office: Office, row_id: int, read: Read | None, now: datetime) -> int:
    with reading(office.engine) as session:
        purpose, letter = _letter_of(office, session, read)
        agency = session.get_one(Agency, letter.agency_id) if letter else _only_agency(session)
    if agency is None:
        return _hold(office, row_id, read, now)
    with writing(office.engine, Actor(agency.key, None, Door.REPLY), now) as act:
        row = _waiting(act.session, row_id)
        if row is None:
            return 0
        row.agency_id = agency.key
        found = Found(row, read, purpose, letter, agency)
        verdict = Reception.UNREADABLE if read is None else act_on(act, office, found)
        _write(act.session, row, read, verdict, now)
        act.audit("collect", "incoming", row.key, verdict=verdict.value)
    return 1


def _hold(office: Office, row_id: int, read: Read | None, now: datetime) -> int:
    """Nobody's letter, and several agencies whose it could be: kept, and no more."""
    with bookkeeping(office.engine) as session:
        row = _waiting(session, row_id)
        if row is None:
            return 0
        _write(session, row, read, Reception.NO_TOKEN if read else Reception.UNREADABLE, now)
    return 1


def _write(session: Session, row: Incoming, read: Read | None, verdict: Reception, now: datetime) -> None:
    row.kind, row.judged_at, row.verdict = read.kind if read else IncomingKind.OTHER, now, verdict.value
    if read:
        row.sender = read.sender or row.sender
    session.add(row)


def _waiting(session: Session, row_id: int) -> Incoming | None:
    """The row, held until the transaction ends; None where somebody else has judged it meanwhile."""
    chosen = select(Incoming).where(Incoming.id == row_id, col(Incoming.judged_at).is_(None))
    return session.exec(chosen.with_for_update()).first()


def _letter_of(office: Office, session: Session, read: Read | None) -> tuple[str, Letter | None]:
    """The letter that a message was sent back to, by the token in the address."""
    if read is None or not office.reply_to:
        return "", None
    for address in read.addressed:
        found = letter_of_address(office.reply_to, office.secret, address)
        if found:
            return found[0], session.get(Letter, found[1])
    return "", None


def _only_agency(session: Session) -> Agency | None:
    agencies = list(session.exec(select(Agency).limit(2)))
    return agencies[0] if len(agencies) == 1 else None
