"""What a letter owes its reader whatever its wording: which report, by when, where to answer, what somebody said."""

from collections.abc import Collection, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from dondoc.mail import wording

OWED = frozenset(
    {
        "report_name", "link", "deadline", "send_on", "wanted_until", "granted_until", "after", "reason", "said",
        "symbol", "line", "findings",
    }
)  # fmt: skip


def lost(letter: Any, text: str) -> Iterator[str]:
    """The names of what the letter and its lines hold and `text` does not say."""
    said = _plain(text)
    for value in (letter, *_lines(letter)):
        for field in fields(value):
            holds = getattr(value, field.name)
            if field.name in OWED and holds and not _excused(value, field.name):
                parts = holds if isinstance(holds, tuple) else (holds,)
                if not all(_stands(_ways(part), said) for part in parts):
                    yield field.name


def _lines(letter: Any) -> Iterator[Any]:
    for field in fields(letter):
        value = getattr(letter, field.name)
        if isinstance(value, tuple):
            yield from (each for each in value if is_dataclass(each))


def _excused(value: Any, name: str) -> bool:
    """A round that was called off has no form to open."""
    return name == "link" and getattr(value, "after", True) is None


def _ways(value: object) -> list[str]:
    if isinstance(value, date):
        return [wording.plain_day(value), f"{value:%d/%m/%Y}", f"{value.day}/{value.month}/{value.year}"]
    return [str(value)]


def _stands(ways: Collection[str], said: str) -> bool:
    return any(_plain(way) in said for way in ways)


def _plain(text: str) -> str:
    return " ".join(wording.fit(text).casefold().split())
