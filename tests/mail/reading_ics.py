"""Calendars read back by two readers that know nothing of each other: icalendar, and Debian's python3-vobject."""

import json
import subprocess
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import icalendar
import pytest

from tests.skips import WHAT_BRINGS_THEM

SYSTEM_PYTHON = Path("/usr/bin/python3")
_READ = """
import json, sys, vobject
found = []
for text in json.load(sys.stdin):
    calendar = vobject.readOne(text)
    for event in calendar.vevent_list:
        value = lambda name: getattr(event, name).value
        found.append({
            "uid": value("uid"), "sequence": int(value("sequence")), "status": value("status"),
            "begins": value("dtstart").isoformat(), "ends": value("dtend").isoformat(),
            "summary": value("summary"), "description": value("description"), "url": value("url"),
            "stamp": value("dtstamp").isoformat(), "organizer": value("organizer"), "method": calendar.method.value,
        })
json.dump(found, sys.stdout)
"""


@dataclass(frozen=True)
class Seen:
    """An event as a reader sees it; days and instants in ISO."""

    uid: str
    sequence: int
    status: str
    begins: str
    ends: str
    summary: str
    description: str
    url: str
    stamp: str
    organizer: str
    method: str


def by_icalendar(content: bytes) -> list[Seen]:
    calendar = icalendar.Calendar.from_ical(content)
    return [
        Seen(
            uid=str(event["uid"]),
            sequence=int(event["sequence"]),
            status=str(event["status"]),
            begins=event.decoded("dtstart").isoformat(),
            ends=event.decoded("dtend").isoformat(),
            summary=str(event["summary"]),
            description=str(event["description"]),
            url=str(event["url"]),
            stamp=event.decoded("dtstamp").isoformat(),
            organizer=str(event["organizer"]),
            method=str(calendar["method"]),
        )
        for event in calendar.walk("VEVENT")
    ]


def by_vobject(*contents: bytes) -> list[Seen]:
    """Read by the system's Python, in a process of its own. Skips loudly where the reader is not installed."""
    if not _has_vobject():
        pytest.skip(f"python3-vobject is not installed; {WHAT_BRINGS_THEM} brings it")
    texts = json.dumps([content.decode() for content in contents])
    read = subprocess.run([SYSTEM_PYTHON, "-c", _READ], input=texts, capture_output=True, text=True, check=True)
    return [Seen(**each) for each in json.loads(read.stdout)]


@cache
def _has_vobject() -> bool:
    return (
        SYSTEM_PYTHON.exists() and not subprocess.run([SYSTEM_PYTHON, "-c", "import vobject"], check=False).returncode
    )


def instant(value: datetime) -> str:
    return value.replace(microsecond=0).isoformat()
