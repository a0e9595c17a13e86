"""What the ladder still has to say about an assignment: the ledger's look ahead, by the sender's own rule."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dondoc.rules.remind import Course, Rung, at


class Coming(StrEnum):
    """How a rung that is not said yet stands."""

    WILL = "will"
    WAITS = "waits"
    PAUSED = "paused"
    DUE = "due"


@dataclass(frozen=True)
class Ahead:
    """A rung to come: when it is said at the earliest, and how that stands."""

    rung: Rung
    at: datetime
    coming: Coming


def ahead(
    ladder: Sequence[Rung],
    course: Course,
    said: Collection[str],
    next_turn: datetime | None,
    now: datetime,
    paused: bool,
) -> list[Ahead]:
    """The rungs that are not said yet, in their order; `next_turn` is when the sender looks at the assignment again.

    Without a next turn the sender waits for a person, who has to decide on a warning that is held.
    """
    left = sorted((at(rung, course), place, rung) for place, rung in enumerate(ladder) if rung.code not in said)
    return [_ahead(rung, when, next_turn, now, paused) for when, _, rung in left]


def _ahead(rung: Rung, when: datetime, next_turn: datetime | None, now: datetime, paused: bool) -> Ahead:
    if next_turn is None:
        return Ahead(rung, when, Coming.WAITS)
    # A look that was put off (a reminder for that day exists already, the unit's warning goes first) puts this off too.
    earliest = max(when, next_turn)
    if earliest > now:
        return Ahead(rung, earliest, Coming.WILL)
    return Ahead(rung, when, Coming.PAUSED if paused else Coming.DUE)
