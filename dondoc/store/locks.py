"""Leases: what only one process may do at a time. A process that dies loses its lease by waiting."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, or_
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlmodel import Session, col

from dondoc.model import Lock


def take(session: Session, name: str, owner: str, now: datetime, lease: timedelta) -> bool:
    """Take the lease `name` or renew one's own until `now + lease`; False while another owner's still runs.

    One statement, so that of two that ask at once exactly one gets it.
    """
    insert: Any = postgresql_insert if session.get_bind().dialect.name == "postgresql" else sqlite_insert
    new = insert(Lock).values(name=name, owner=owner, until=now + lease)
    taken = session.execute(
        new.on_conflict_do_update(
            index_elements=["name"],
            set_={"owner": new.excluded.owner, "until": new.excluded.until},
            where=or_(col(Lock.owner) == owner, col(Lock.until) <= now),
        ).returning(col(Lock.owner))
    ).first()
    return taken is not None


def release(session: Session, name: str, owner: str) -> None:
    """Give one's own lease back; another owner's stays."""
    session.execute(delete(Lock).where(col(Lock.name) == name, col(Lock.owner) == owner))


def holder(session: Session, name: str, now: datetime) -> Lock | None:
    """The lease that runs at `now`, or None."""
    lock = session.get(Lock, name)
    return lock if lock and lock.until > now else None
