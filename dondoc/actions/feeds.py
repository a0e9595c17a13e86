"""Calendar feeds: create, revoke and fetch one; and the same deadlines as the file of a letter.

A token is shown once, when its feed is created; only its hash is kept. A feed ends with the person or the role that it
rests on: that is asked at each fetch.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from dondoc.actions.office import Office
from dondoc.mail.calendars import MEDIA_TYPE, Sheet, calendar_bytes
from dondoc.mail.message import File
from dondoc.model import Agency, Feed, FeedReach, Person, RoleKind, Unit
from dondoc.rules.access import Viewer, require, subscribes
from dondoc.rules.entries import KEPT, Reach, Told, tell
from dondoc.rules.refusal import Refused
from dondoc.store.agency import agency, hours
from dondoc.store.entries import entries, entries_of
from dondoc.store.people import viewer_of
from dondoc.store.rounds import AssignmentFacts
from dondoc.store.told import feed_of_token, feeds_of, hold, keep, known
from dondoc.store.transaction import Actor, bookkeeping, reading, writing
from dondoc.texts.calendars import calendar_about, calendar_name, gone

MOST = 20
"""How many feeds one person may have."""
NOTED = timedelta(minutes=1)
"""A fetch is noted once in this time."""
FILE = "han-nop.ics"


@dataclass(frozen=True)
class Sheaf:
    """What a feed shows now: the calendar, and when anything in it changed last."""

    content: bytes
    changed_at: datetime | None

    @property
    def tag(self) -> str:
        """For the ETag: another one whenever any byte is."""
        return hashlib.sha256(self.content).hexdigest()[:32]


def create(office: Office, actor: Actor, reach: FeedReach, unit_id: int | None, now: datetime) -> tuple[Feed, str]:
    """A new feed and its token, which nobody can read again. Raises Refused for what the person may not see."""
    unit_id = unit_id if reach is FeedReach.UNIT else None
    with writing(office.engine, actor, now) as act:
        require(subscribes(viewer_of(act.session, actor.agency_id, actor.person_id), reach, unit_id))
        if reach is FeedReach.UNIT:
            unit = act.session.get(Unit, unit_id)
            require(unit is not None and unit.agency_id == actor.agency_id)
        if len(feeds_of(act.session, actor.agency_id, actor.person_id or 0)) >= MOST:
            raise Refused("too_many_feeds", "feed", most=MOST)
        token = secrets.token_urlsafe(32)
        feed = act.add(
            Feed(
                agency_id=actor.agency_id, person_id=actor.person_id or 0, reach=reach, unit_id=unit_id,
                token_hash=_hash(token), created_at=now,
            )
        )  # fmt: skip
        act.audit("create_feed", "feed", feed.key, reach=reach.value, unit=unit_id)
        return feed, token


def revoke(office: Office, actor: Actor, feed_id: int, now: datetime) -> None:
    """End a feed of one's own: its link opens nothing any more. Raises Refused for one that is not there."""
    with writing(office.engine, actor, now) as act:
        own = select(Feed).where(Feed.id == feed_id, Feed.agency_id == actor.agency_id)
        feed = act.session.exec(own.where(Feed.person_id == actor.person_id)).first()
        if feed is None or feed.revoked_at is not None:
            raise Refused("not_found")
        feed.revoked_at = now
        act.session.add(feed)
        act.audit("revoke_feed", "feed", feed_id)


def fetch(office: Office, token: str, now: datetime) -> Sheaf | None:
    """What the feed of that token shows now; None for one that is unknown, revoked or has ended."""
    with reading(office.engine) as session:
        feed = feed_of_token(session, _hash(token))
        if feed is None:
            return None
        viewer = viewer_of(session, feed.agency_id, feed.person_id)
        if not subscribes(viewer, feed.reach, feed.unit_id):
            return None
        sheet = _sheet(session, feed)
        told, before = _told(session, office, feed, viewer, now)
    if any(before.get(each.entry.uid) != each for each in told):
        with bookkeeping(office.engine) as session:
            # Asked once more where nobody else can tell something else meanwhile.
            hold(session, feed.agency_id)
            told, before = _told(session, office, feed, viewer, now)
            keep(session, feed.agency_id, told, before)
    _note(office, feed, now)
    return Sheaf(calendar_bytes(sheet, told), max((each.changed_at for each in told), default=None))


def _told(
    session: Session, office: Office, feed: Feed, viewer: Viewer, now: datetime
) -> tuple[list[Told], dict[str, Told]]:
    """What a feed tells now, and what calendars were told before."""
    owner = agency(session, feed.agency_id)
    reach, since = reach_of(feed, viewer), hours(owner).today(now) - KEPT
    wanted = entries(session, owner, reach, since, office.address)
    before = known(session, owner.key, [each.uid for each in wanted], reach, since)
    return tell(wanted, before, gone, now), before


def reach_of(feed: Feed, viewer: Viewer) -> Reach:
    """Whose deadlines a feed shows."""
    if feed.reach is FeedReach.AGENCY:
        return Reach(everything=True)
    if feed.reach is FeedReach.UNIT:
        return Reach(frozenset({feed.unit_id or 0}))
    leads = viewer.is_a(RoleKind.LEADER)
    return Reach(frozenset(viewer.units()), signs=leads, sends=leads or viewer.is_a(RoleKind.CLERK))


def _sheet(session: Session, feed: Feed) -> Sheet:
    owner = agency(session, feed.agency_id)
    name = owner.name
    if feed.reach is FeedReach.PERSON:
        name = session.get_one(Person, feed.person_id).name
    elif feed.reach is FeedReach.UNIT:
        name = session.get_one(Unit, feed.unit_id).name
    return Sheet(calendar_name(feed.reach, name), calendar_about(owner.name), owner.name, owner.email)


def _note(office: Office, feed: Feed, now: datetime) -> None:
    if feed.fetched_at is not None and now - feed.fetched_at < NOTED:
        return
    with bookkeeping(office.engine) as session:
        # One statement, so that of two fetches at once one is noted.
        session.execute(
            update(Feed)
            .where(col(Feed.id) == feed.key, col(Feed.fetched_at).is_not_distinct_from(feed.fetched_at))
            .values(fetched_at=now, fetches=Feed.fetches + 1)
        )


def deadlines(
    session: Session, office: Office, owner: Agency, facts: Iterable[AssignmentFacts], now: datetime
) -> dict[int, Told]:
    """The deadlines of opened assignments by id, as calendars are told of them from now on.

    In the transaction of the letters that carry them, once for all letters; a cancelled round has none.
    """
    hold(session, owner.key)
    wanted = entries_of(owner, facts, office.address)
    before = known(session, owner.key, [each.uid for each in wanted.values()])
    told = {each.entry.uid: each for each in tell(wanted.values(), before, gone, now)}
    keep(session, owner.key, told.values(), before)
    return {key: told[each.uid] for key, each in wanted.items() if each.uid in told}


def letter_file(owner: Agency, told: Iterable[Told]) -> File:
    """The .ics that a reminder carries: one event for each of its deadlines."""
    sheet = Sheet(owner.name, calendar_about(owner.name), owner.name, owner.email)
    return File(FILE, MEDIA_TYPE, calendar_bytes(sheet, told, feed=False))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
