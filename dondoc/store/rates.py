"""What mail domains have had in the last minute, whoever sent it: so a rate holds across runs and workers."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Table, select, text
from sqlmodel import Session

from dondoc.model import METADATA

_L: Table = METADATA.tables["letter"]
# Words, not parameters: only so do both planners take the partial index ix_letter_due.
_SENDING = text("letter.state IN ('queued', 'sending') AND letter.state = 'sending'")


class Taken(NamedTuple):
    """A letter that takes a place in its domain's minute."""

    letter_id: int
    domain: str
    at: datetime


def one_at_a_time(session: Session) -> None:
    """Let claims wait for each other until they are committed, so that each sees what the others have claimed."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers are one at a time already.
        session.connection().execute(text("SELECT pg_advisory_xact_lock(7302, 0)"))


def taken(session: Session, since: datetime, now: datetime) -> list[Taken]:
    """Letters sent since then, the oldest first, and those that somebody has claimed and may send at any moment."""
    columns = (_L.c.id, _L.c.to_address, _L.c.sent_at)
    # The claimed ones first: a letter that is sent between the two reads is then seen twice, and not never.
    claimed = session.execute(select(*columns).where(_SENDING, _L.c.lease_until > now)).all()
    sent = session.execute(select(*columns).where(_L.c.sent_at > since).order_by(_L.c.sent_at)).all()
    known = {row.id for row in sent}
    found = [*sent, *(row for row in claimed if row.id not in known)]
    return [Taken(row.id, row.to_address.rpartition("@")[2].lower(), row.sent_at or now) for row in found]
