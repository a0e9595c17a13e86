"""A date that explains itself: the steps from the data window to the day it falls on, as data.

A step is a dict with a `key` and plain values (days as ISO text), so that it can be stored with a round; the
sentences stand in `dondoc.texts`.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import time
from typing import Literal

from dondoc.model import Direction, Standing
from dondoc.rules.day_rule import DayRule
from dondoc.rules.plan import Planned, RuleFacts
from dondoc.rules.recurrence import ON_REQUEST, Days

Step = dict[str, object]
Level = Literal["due", "send"]


_SHOWN: Mapping[Level, frozenset[str]] = {
    "due": frozenset({"due_day", "due_time", "due_direction", "data_from", "data_to"}),
    "send": frozenset({"send_day", "send_time", "send_direction", "data_from", "data_to"}),
}
"""What a change may set that shows in a level's date."""


def steps(each: Planned, level: Level, facts: RuleFacts) -> list[Step]:
    """How the units' deadline (`due`) or the day of sending up (`send`) of a round came about."""
    return list(_steps(each, level, facts))


def confirmed(told: Iterable[Step]) -> list[Step]:
    """The steps of a date whose rule has been confirmed."""
    return [each | {"standing": Standing.CONFIRMED.value} if each["key"] == "rule" else each for each in told]


def _day(days: Days, level: Level) -> tuple[DayRule, Direction]:
    return (days.due_day, days.due_direction) if level == "due" else (days.send_day, days.send_direction)


def _steps(each: Planned, level: Level, facts: RuleFacts) -> Iterator[Step]:
    due = each.dates.due if level == "due" else each.dates.send
    round_ = each.round
    if round_.kind in ON_REQUEST:
        yield from _as_asked(each, level, facts)
        return
    rule, direction = _day(each.base, level)
    yield {
        "key": "window", "from": str(round_.data_from), "to": str(round_.data_to),
        "regime": facts.regime, "basis": facts.regime_basis,
    }  # fmt: skip
    yield {
        "key": "rule", "day": str(rule), "direction": direction.value,
        "standing": facts.standing.value, "basis": facts.basis,
    }  # fmt: skip
    yield from _changed(each, level)
    yield {"key": "raw", "day": str(due.raw)}
    if due.on != due.raw:
        behind = round_.data_to if level == "due" else each.dates.due.on
        if due.pushed:
            yield {"key": f"pushed_{level}", "behind": str(behind), "to": str(due.on)}
        else:
            yield {
                "key": "off", "day": str(due.raw), "name": due.day_off or "", "basis": due.off_basis,
                "direction": _day(each.days, level)[1].value, "to": str(due.on),
            }  # fmt: skip
    if "calendar_predicted" in each.dates.warnings:
        yield {"key": "predicted", "year": due.on.year}
    yield {"key": f"final_{level}", "day": str(due.on)}


def _as_asked(each: Planned, level: Level, facts: RuleFacts) -> Iterator[Step]:
    """A round on request: the document that asks for it, and the instants of its deadlines."""
    round_, days = each.round, each.days
    send = {"day": str(each.dates.send.on), "time": _clock(days.send_time)}
    yield {"key": "window", "from": str(round_.data_from), "to": str(round_.data_to), "regime": "", "basis": ""}
    yield {"key": "asked", "basis": facts.basis} if level == "send" else {"key": "in_time_for", **send}
    yield from _changed(each, level)
    if level == "due":
        yield {"key": "final_due", "day": str(each.dates.due.on), "time": _clock(days.due_time)}
    else:
        yield {"key": "final_send", **send}


def _changed(each: Planned, level: Level) -> Iterator[Step]:
    for change in each.changes:
        touched = {name: str(value) for name, value in change.fields.items() if name in _SHOWN[level]}
        if touched or "kinds" in change.fields:
            yield {
                "key": "changed", "on": str(change.made_on), "by": change.by, "to": touched,
                "reason": change.reason, "document": change.document,
            }  # fmt: skip


def _clock(at: time | None) -> str:
    return at.isoformat("minutes") if at else ""
