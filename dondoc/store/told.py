"""Questions about feeds, and about what calendars were told."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, or_, select

from dondoc.model import CalendarEntry, DeadlineKind, Feed
from dondoc.rules.entries import Entry, Reach, Told

_AT_ONCE = 500
"""How many names one question holds: SQLite takes 32,766, and plans are kept small."""


def known(
    session: Session, agency_id: int, uids: Iterable[str], reach: Reach | None = None, since: date = date.min
) -> dict[str, Told]:
    """What calendars were told under these UIDs, and in a reach from a day on."""
    rows = list(_of_uids(session, agency_id, sorted(set(uids))))
    if reach is not None:
        heard = select(CalendarEntry).where(
            CalendarEntry.agency_id == agency_id, CalendarEntry.day >= since, _in_reach(reach)
        )
        rows += session.exec(heard)
    return {row.uid: Told(Entry.from_data(row.told), row.sequence, row.changed_at) for row in rows}


def _in_reach(reach: Reach) -> Any:
    kind, unit_id = col(CalendarEntry.kind), col(CalendarEntry.unit_id)
    if reach.everything:
        return or_(kind != DeadlineKind.DUE, unit_id.is_(None))
    levels = {DeadlineKind.SIGN: reach.signs, DeadlineKind.SEND: reach.sends}
    own = unit_id.in_(reach.units) & kind.in_([DeadlineKind.DUE, DeadlineKind.COMPILE])
    return or_(own, kind.in_([level for level, heard in levels.items() if heard]))


def _of_uids(session: Session, agency_id: int, uids: list[str]) -> Iterator[CalendarEntry]:
    for start in range(0, len(uids), _AT_ONCE):
        chosen = col(CalendarEntry.uid).in_(uids[start : start + _AT_ONCE])
        yield from session.exec(select(CalendarEntry).where(CalendarEntry.agency_id == agency_id, chosen))


def hold(session: Session, agency_id: int) -> None:
    """Keep others from telling the agency's calendars something until the transaction ends."""
    if session.get_bind().dialect.name == "postgresql":
        # SQLite's writers are one at a time already.
        session.execute(text("SELECT pg_advisory_xact_lock(7302, :agency)"), {"agency": agency_id})


def keep(session: Session, agency_id: int, told: Iterable[Told], before: Mapping[str, Told]) -> None:
    """Keep what of this differs from what was told before."""
    news = {each.entry.uid: each for each in told if before.get(each.entry.uid) != each}
    rows = {row.uid: row for row in _of_uids(session, agency_id, sorted(news))}
    for uid, each in news.items():
        entry = each.entry
        row = rows.get(uid) or CalendarEntry(
            agency_id=agency_id, uid=uid, kind=entry.kind, day=entry.day, changed_at=each.changed_at, told={}
        )
        row.unit_id, row.day, row.told = entry.unit_id, entry.day, entry.as_data()
        row.sequence, row.changed_at = each.sequence, each.changed_at
        session.add(row)
    session.flush()


def feeds_of(session: Session, agency_id: int, person_id: int) -> list[Feed]:
    """The feeds of a person that are not revoked, the newest first."""
    chosen = select(Feed).where(Feed.agency_id == agency_id, Feed.person_id == person_id)
    return list(session.exec(chosen.where(col(Feed.revoked_at).is_(None)).order_by(col(Feed.id).desc())))


def feed_of_token(session: Session, token_hash: str) -> Feed | None:
    """The feed that a token opens; None for a revoked one."""
    return session.exec(select(Feed).where(Feed.token_hash == token_hash, col(Feed.revoked_at).is_(None))).first()
