"""What the ladder still has to say about a thing: the ledger's look ahead, by the sender's own rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dondoc.rules.remind import Course, Rung, Said, Tone, at


class Coming(StrEnum):
    """How a rung that is not said yet stands."""

    WILL = "will"
    WAITS = "waits"
    PAUSED = "paused"
    DUE = "due"
    RESTS = "rests"
    PUT_OFF = "put_off"


@dataclass(frozen=True)
class Ahead:
    """A rung to come: when it is said at the earliest, and how that stands."""

    rung: Rung
    at: datetime
    coming: Coming


def ahead(
    ladder: Sequence[Rung],
    course: Course,
    known: Mapping[str, Said],
    next_turn: datetime | None,
    now: datetime,
    paused: bool,
) -> list[Ahead]:
    """The rungs that are not said yet, in their order; `next_turn` is when the sender looks at the thing again.

    Without a next turn its schedule is paused. A superior waits for the decision on a warning that is held.
    """
    left = sorted((at(rung, course), place, rung) for place, rung in enumerate(ladder) if rung.code not in known)
    warnings = {rung.code for rung in ladder if rung.tone is Tone.WARNING}
    held = any(each.held for code, each in known.items() if code in warnings)
    put_off = course.quiet_until is not None and now < course.quiet_until
    found = []
    for when, _, rung in left:
        each = _ahead(rung, when, next_turn, now, paused, held and rung.escalates)
        if put_off and rung.escalates and course.quiet_until:
            each = Ahead(rung, max(each.at, course.quiet_until), Coming.PUT_OFF)
        found.append(each)
    return found


def _ahead(rung: Rung, when: datetime, next_turn: datetime | None, now: datetime, paused: bool, waits: bool) -> Ahead:
    if next_turn is None:
        return Ahead(rung, when, Coming.RESTS)
    # A look that was put off (a reminder for that day exists already, the unit's warning goes first) puts this off too.
    earliest = max(when, next_turn)
    if earliest > now:
        return Ahead(rung, earliest, Coming.WAITS if waits else Coming.WILL)
    return Ahead(rung, when, Coming.PAUSED if paused else Coming.DUE)
