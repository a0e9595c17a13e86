"""Deadlines as iCalendar bytes (RFC 5545, 5546, 7986), for feeds and as files of letters.

It stands in the mail room since letters carry such files, and since it is another form in which words leave the house.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from icalendar import Calendar, Component, Event, vCalAddress, vText

from dondoc.rules.entries import Told, clean

REFRESH, _LOOK_AGAIN = timedelta(hours=1), "PT1H"
"""How often calendar programs are asked to look again."""
MEDIA_TYPE = "text/calendar"
_PRODUCT = "-//Dondoc//Dondoc//VI"


@dataclass(frozen=True)
class Sheet:
    """What a calendar says about itself."""

    name: str
    about: str
    agency: str
    """Who answers for its dates, by name and address."""
    address: str


class _Exactly(vText):
    """A text that is written as it is: icalendar itself makes a line break of a backslash before N."""

    def to_ical(self) -> bytes:
        """The text, escaped (RFC 5545, 3.3.11)."""
        escaped = re.sub(r"([\\;,])", r"\\\1", str(self))
        return escaped.replace("\n", "\\n").encode()


def calendar_bytes(sheet: Sheet, told: Iterable[Told], feed: bool = True) -> bytes:
    """A calendar with these deadlines. `feed`: one that is fetched again and again, rather than sent once."""
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if feed:
        _text(calendar, "x-wr-calname", sheet.name)
        _text(calendar, "name", sheet.name)
        _text(calendar, "x-wr-caldesc", sheet.about)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
        _text(calendar, "x-published-ttl", _LOOK_AGAIN)
    organizer = _organizer(sheet)
    for each in told:
        calendar.add_component(_event(each, organizer))
    written: bytes = calendar.to_ical()
    return written


def _event(told: Told, organizer: vCalAddress) -> Event:
    entry, event = told.entry, Event()
    say = partial(_text, event)
    event.add("uid", entry.uid)
    event.add("dtstamp", told.changed_at)
    event.add("last-modified", told.changed_at)
    event.add("sequence", told.sequence)
    event.add("dtstart", entry.day)
    event.add("dtend", entry.day + timedelta(days=1))
    event.add("status", entry.status.upper())
    event.add("transp", "TRANSPARENT")
    event.add("organizer", organizer)
    say("summary", entry.summary)
    say("description", entry.description)
    event.add("url", entry.url)
    say("categories", entry.category)
    return event


def _organizer(sheet: Sheet) -> vCalAddress:
    organizer = vCalAddress(f"mailto:{sheet.address}")
    # A parameter's value may hold no double quote (RFC 5545, 3.2).
    organizer.params["CN"] = clean(sheet.agency).replace("\n", " ").replace('"', "'")
    return organizer


def _text(component: Component, name: str, value: str) -> None:
    component.add(name, _Exactly(clean(value)))
