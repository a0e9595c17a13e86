"""Deadlines as calendars are told of them: what is said under which UID, and with which sequence.

A sequence counts how often what was told has changed, whatever changed it: an adjustment or its undoing, an extension,
another calendar, a unit's end, a rule that was confirmed. What was told is kept for ever, so that a sequence never
falls, and a change nobody fetched in between is none (docs/decisions/0028).
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from urllib.parse import quote

from dondoc.model import DeadlineKind

KEPT = timedelta(days=366)
"""How long a deadline that has passed, and one that was called off, stays in a calendar."""
_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
_UNFIT = frozenset({"Cc", "Cs"})
Status = Literal["confirmed", "tentative", "cancelled"]


@dataclass(frozen=True)
class Entry:
    """One deadline on one day; equal for everybody who has it in a calendar."""

    uid: str
    kind: DeadlineKind
    unit_id: int | None
    """Whose deadline it is; None: the agency's."""
    day: date
    status: Status
    summary: str
    description: str
    url: str
    category: str

    def as_data(self) -> dict[str, Any]:
        """All of it as plain values, to be stored."""
        return {**asdict(self), "kind": self.kind.value, "day": self.day.isoformat()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Entry":
        """The entry that was stored; what an earlier release did not tell is empty."""
        told = {each.name: data.get(each.name, "") for each in fields(cls)}
        return cls(**{**told, "kind": DeadlineKind(data["kind"]), "day": date.fromisoformat(data["day"])})


@dataclass(frozen=True)
class Told:
    """An entry as calendars were told of it: how often that has changed, and when for the last time."""

    entry: Entry
    sequence: int
    changed_at: datetime


@dataclass(frozen=True)
class Reach:
    """Whose deadlines a calendar shows."""

    units: frozenset[int] = frozenset()
    """Units that answer and, where they lead, send up."""
    signs: bool = False
    sends: bool = False
    everything: bool = False
    """All of the agency's; of the units' deadlines one for all units."""

    def hears(self, kind: DeadlineKind, unit_id: int | None) -> bool:
        """Whether a deadline belongs here."""
        if self.everything:
            return kind is not DeadlineKind.DUE or unit_id is None
        if kind in {DeadlineKind.DUE, DeadlineKind.COMPILE}:
            return unit_id in self.units
        return self.signs if kind is DeadlineKind.SIGN else self.sends


def uid(domain: str, *names: str) -> str:
    """The name of a deadline for all time: agency, plan, obligation, round, unit and level, at the agency's domain."""
    plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    return f"{'/'.join(quote(name, safe='') for name in names)}@{plain}"


def tell(
    wanted: Iterable[Entry], known: Mapping[str, Told], gone: Callable[[Entry], Entry], now: datetime
) -> list[Told]:
    """What calendars are told now. `known`: what they were told; what of it is no longer wanted is called off (`gone`).

    What was called off before anybody was told of it is not worth a word, and is no longer told after a year.
    """
    now, by_uid = now.astimezone(UTC), {each.uid: each for each in wanted}
    every = [*by_uid.values(), *(gone(each.entry) for uid, each in known.items() if uid not in by_uid)]
    told = [_told(each, known.get(each.uid), now) for each in every if each.status != "cancelled" or each.uid in known]
    fresh = [each for each in told if each.entry.status != "cancelled" or each.changed_at >= now - KEPT]
    return sorted(fresh, key=lambda each: (each.entry.day, each.entry.uid))


def _told(entry: Entry, before: Told | None, now: datetime) -> Told:
    if before is None:
        return Told(entry, 0, now)
    if before.entry == entry:
        return before
    return Told(entry, before.sequence + 1, now)


def clean(text: str) -> str:
    """A text with one kind of line end, and without the characters that a calendar may not hold."""
    plain = _BREAK.sub("\n", text)
    return "".join(each for each in plain if each in "\n\t" or unicodedata.category(each) not in _UNFIT)
