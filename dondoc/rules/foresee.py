"""What a change does to the dates and letters to come: two futures, compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

from dondoc.model import LetterKind, same
from dondoc.rules.recurrence import RoundId

DateKey = tuple[int, RoundId]
"""Obligation and round."""
LineKey = tuple[object, ...]
"""Who is told about what: the same in both futures, whatever ids their rows have."""


class Effect(StrEnum):
    """What becomes of a date or a letter."""

    ADDED = "added"
    MOVED = "moved"
    REMOVED = "removed"
    REWORDED = "reworded"


@dataclass(frozen=True)
class DateFact:
    """A round in one future."""

    key: DateKey
    obligation_ref: str
    period_name: str
    opened: bool
    opens_on: date
    due_on: date
    compile_on: date
    sign_on: date
    send_on: date
    due_why: str = ""
    send_why: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def days(self) -> tuple[date, ...]:
        """All its dates."""
        return self.opens_on, self.due_on, self.compile_on, self.sign_on, self.send_on


@dataclass(frozen=True)
class DateChange:
    """A round that a change adds, moves or removes."""

    effect: Effect
    before: DateFact | None
    after: DateFact | None

    @property
    def shown(self) -> DateFact:
        """The round as it will be, or as it was where it is removed."""
        return self.after or self.before  # type: ignore[return-value]


@dataclass(frozen=True)
class LetterFact:
    """A letter in one future, with all that it is about."""

    person_id: int
    name: str
    kind: LetterKind
    subject: str
    day: date
    text: str
    """Without its personal links, which differ each time it is written."""
    lines: frozenset[LineKey]
    at: time | None = None
    """The time of day, where it goes by the hour."""


@dataclass(frozen=True)
class LetterChange:
    """A letter that a change adds, moves to another day, rewords or removes."""

    effect: Effect
    before: LetterFact | None
    after: LetterFact | None

    @property
    def shown(self) -> LetterFact:
        """The letter as it will be, or as it was where it is removed."""
        return self.after or self.before  # type: ignore[return-value]


@dataclass(frozen=True)
class Foresight:
    """All that a change does: to dates over twelve months, to letters over ninety days if nobody acts meanwhile."""

    dates: tuple[DateChange, ...]
    letters: tuple[LetterChange, ...]


def date_changes(before: Iterable[DateFact], after: Iterable[DateFact]) -> list[DateChange]:
    """The rounds that differ, in the order of the units' deadlines."""
    old, new = {each.key: each for each in before}, {each.key: each for each in after}
    changes = [
        DateChange(effect, old.get(key), new.get(key))
        for key in old.keys() | new.keys()
        if (effect := _effect(old.get(key), new.get(key)))
    ]
    return sorted(changes, key=lambda each: (each.shown.due_on, each.shown.key))


def _effect(old: DateFact | None, new: DateFact | None) -> Effect | None:
    if old is None or new is None:
        return Effect.ADDED if new else Effect.REMOVED
    return None if all(map(same, old.days, new.days)) else Effect.MOVED


def letter_changes(before: Iterable[LetterFact], after: Iterable[LetterFact]) -> list[LetterChange]:
    """The letters that differ, by day and person.

    Line by line, since several lines of one person and day share a letter: each pair of letters is told once.
    """
    old, new = _by_line(before), _by_line(after)
    pairs = {(old.get(key), new.get(key)) for key in old.keys() | new.keys()}
    changes = [LetterChange(effect, *pair) for pair in pairs if (effect := _letter_effect(*pair))]
    return sorted(changes, key=_order)


def _order(each: LetterChange) -> tuple[date, str, time, str, Effect]:
    letter = each.shown
    return letter.day, letter.name, letter.at or time.min, letter.subject, each.effect


def _by_line(letters: Iterable[LetterFact]) -> Mapping[LineKey, LetterFact]:
    return dict(_lines(letters))


def _lines(letters: Iterable[LetterFact]) -> Iterator[tuple[LineKey, LetterFact]]:
    for letter in letters:
        for line in letter.lines:
            yield line, letter


def _letter_effect(old: LetterFact | None, new: LetterFact | None) -> Effect | None:
    if old is None or new is None:
        return Effect.ADDED if new else Effect.REMOVED
    if old.day != new.day:
        return Effect.MOVED
    return Effect.REWORDED if (old.subject, old.text) != (new.subject, new.text) else None
