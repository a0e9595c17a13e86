"""What a change will do, as the preview shows it: letters by week, day and person, and a mark of all that was shown."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from dondoc.model import same
from dondoc.rules.foresee import DateChange, DateFact, Effect, Foresight, LetterChange

FOLDED_FROM = 16
"""Lists of that length and more are folded."""

_ORDER = (Effect.ADDED, Effect.REMOVED, Effect.MOVED, Effect.REWORDED)
Counted = list[tuple[Effect, int]]


@dataclass(frozen=True)
class Person:
    """Who gets letters on a day."""

    name: str
    letters: tuple[LetterChange, ...]


@dataclass(frozen=True)
class Day:
    """A day on which letters change."""

    day: date
    people: tuple[Person, ...]


@dataclass(frozen=True)
class Week:
    """A week in which letters change, from its Monday."""

    monday: date
    days: tuple[Day, ...]
    counts: Counted

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + timedelta(days=6)


def counted(changes: Iterable[DateChange | LetterChange]) -> Counted:
    """How many changes have each effect, those that occur."""
    found = Counter(each.effect for each in changes)
    return [(effect, found[effect]) for effect in _ORDER if found[effect]]


def weeks(letters: Sequence[LetterChange]) -> list[Week]:
    """The letters by week, day and person."""
    by_week = groupby(letters, key=lambda each: each.shown.day - timedelta(days=each.shown.day.weekday()))
    found = [(monday, list(group)) for monday, group in by_week]
    return [Week(monday, tuple(_days(group)), counted(group)) for monday, group in found]


def _days(letters: Iterable[LetterChange]) -> Iterable[Day]:
    for day, of_day in groupby(letters, key=lambda each: each.shown.day):
        people = groupby(of_day, key=lambda each: (each.shown.name, each.shown.person_id))
        yield Day(day, tuple(Person(name, tuple(group)) for (name, _), group in people))


@dataclass(frozen=True)
class Level:
    """One of a round's dates on both sides of a change."""

    name: str
    before: date | None
    after: date | None


_LEVELS = (
    ("Mở kỳ", "opens_on"),
    ("Hạn nộp", "due_on"),
    ("Hạn trình", "compile_on"),
    ("Hạn ký", "sign_on"),
    ("Hạn gửi", "send_on"),
)


def levels(change: DateChange) -> list[Level]:
    """The dates of a round that differ; all five where it is new or gone."""
    found = [Level(name, _date(change.before, field), _date(change.after, field)) for name, field in _LEVELS]
    return [each for each in found if not same(each.before, each.after)]


def _date(fact: DateFact | None, field: str) -> date | None:
    return getattr(fact, field) if fact else None


def reasons(change: DateChange) -> list[str]:
    """Why the dates of a round lie where they will."""
    fact = change.after
    told = [("Hạn nộp", fact.due_why), ("Hạn gửi", fact.send_why)] if fact else []
    return [f"{level}: {why}." for level, why in told if why]


def mark(foresight: Foresight) -> str:
    """A hash of all that a preview shows; another one means that something else would happen now."""
    digest = hashlib.sha256()
    for change in foresight.dates:
        digest.update(repr(change).encode())
    for said in sorted(_said(each) for each in foresight.letters):
        digest.update(said.encode())
    return digest.hexdigest()[:32]


def _said(change: LetterChange) -> str:
    """A letter's change without the order of its lines, which differs from process to process."""
    sides = change.before, change.after
    return repr((change.effect, [each and (each.person_id, each.day, each.subject, each.text) for each in sides]))
