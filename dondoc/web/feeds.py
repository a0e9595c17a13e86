"""Calendars: subscribe and revoke on a page for people, and the feeds themselves for their programs."""

import re
from dataclasses import dataclass
from email.utils import format_datetime

from starlette.responses import Response

from dondoc.actions import feeds
from dondoc.model import Feed, FeedReach, Unit
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store.agency import units
from dondoc.store.told import feeds_of
from dondoc.texts import word
from dondoc.web.desk import Desk, OpenDesk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem

_CHOICE = re.compile(r"(person|agency)|unit-(\d{1,9})", re.ASCII)
_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Choice:
    """Something to subscribe to, as the form sends it ("unit-3")."""

    value: str
    label: str


@dataclass(frozen=True)
class Subscription:
    """A feed on the page; `alive`: what it shows may still be seen by its person."""

    feed: Feed
    label: str
    alive: bool


def show(desk: SignedDesk) -> Response:
    """The feeds of who is signed in, and the form for another one."""
    return _page(desk)


def create(desk: SignedDesk) -> Response:
    """Create a feed and show its link, once: only its hash is kept."""
    try:
        reach, unit_id = _chosen(desk)
        _, token = feeds.create(desk.office, desk.actor, reach, unit_id, desk.now)
    except Refused as refused:
        must(refused.key != "not_allowed")
        return _page(desk, 422, problems=[Problem.of(refused)])
    address = f"{desk.office.address}/ics/{token}.ics"
    return _page(desk, link=address, webcal=f"webcal:{address.partition(':')[2]}")


def revoke(desk: SignedDesk, feed_id: RowId) -> Response:
    """End a feed."""
    problems = attempt(lambda: feeds.revoke(desk.office, desk.actor, feed_id, desk.now))
    must(not problems)
    return desk.go("feeds", done="da-thu-hoi")


def ics(desk: OpenDesk, token: str) -> Response:
    """A feed for a calendar program. Unknown, revoked and ended ones look alike: a page not found."""
    sheaf = feeds.fetch(desk.office, token, desk.now)
    must(sheaf)
    assert sheaf is not None
    tag = f'"{sheaf.tag}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "x-robots-tag": "noindex"}
    if sheaf.changed_at:
        headers["last-modified"] = format_datetime(sheaf.changed_at, usegmt=True)
    if _has(desk.request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = 'inline; filename="dondoc.ics"'
    return Response(sheaf.content, media_type=_TYPE, headers=headers)


def _has(asked: str, tag: str) -> bool:
    """Whether an If-None-Match names a tag (RFC 9110, 13.1.2: compared weakly)."""
    return any(each.strip().removeprefix("W/") in {tag, "*"} for each in asked.split(","))


def _page(
    desk: Desk, status: int = 200, link: str = "", webcal: str = "", problems: list[Problem] | None = None
) -> Response:
    with desk.reading() as session:
        every = units(session, desk.agency.key)
        own = feeds_of(session, desk.agency.key, desk.viewer.person_id)
    names = {unit.key: unit for unit in every}
    subscriptions = [
        Subscription(feed, _label(feed, names), access.subscribes(desk.viewer, feed.reach, feed.unit_id))
        for feed in own
    ]
    return desk.page(
        "feeds.html",
        status,
        subscriptions=subscriptions,
        choices=_choices(desk, every),
        chosen=desk.typed("feed"),
        link=link,
        webcal=webcal,
        most=feeds.MOST,
        problems=problems or [],
    )


def _choices(desk: Desk, every: list[Unit]) -> list[Choice]:
    """What this person may subscribe to, their own first; units that have ended are left out."""
    if not access.sees_year(desk.viewer):
        return []
    seen = [unit for unit in every if access.sees_unit(desk.viewer, unit.key)]
    running = [unit for unit in seen if unit.valid_to is None or unit.valid_to >= desk.today]
    return [
        Choice("person", f"Lịch {word(FeedReach.PERSON)}: các hạn của anh/chị"),
        *(Choice(f"unit-{unit.key}", unit.name) for unit in running),
        Choice("agency", f"Lịch {word(FeedReach.AGENCY)}: mọi kỳ báo cáo, không tách phòng, đơn vị"),
    ]


def _chosen(desk: Desk) -> tuple[FeedReach, int | None]:
    found = _CHOICE.fullmatch(desk.typed("feed"))
    if found is None:
        raise Refused("feed_missing", "feed")
    return (FeedReach(found[1]), None) if found[1] else (FeedReach.UNIT, int(found[2]))


def _label(feed: Feed, names: dict[int, Unit]) -> str:
    if feed.reach is FeedReach.UNIT:
        return names[feed.unit_id or 0].name
    return f"Lịch {word(feed.reach)}"
