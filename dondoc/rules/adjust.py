"""Changes on top of a plan: what may be wanted, and which of those that were made are still in force."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from dondoc.model import Direction, PeriodKind, Scope
from dondoc.rules.day_rule import DayKind, DayRule
from dondoc.rules.plan import DAYS_FIELDS, WINDOW_FIELDS, Planned, days_with
from dondoc.rules.recurrence import ON_REQUEST, RHYTHMS, Days
from dondoc.rules.refusal import Refused

FIELDS = DAYS_FIELDS | WINDOW_FIELDS | {"kinds", "regime"}
"""What a change of a rule may set."""
_SPANS = ("data_from", "data_to", "kinds", "windows")


@dataclass(frozen=True)
class Wanted:
    """A change of a rule as somebody wants it. `fields`: what it sets, as texts, numbers and (kinds) lists of words.

    `round` ("quarter-2-2024") is the one that ONE changes and FROM begins with; without it FROM begins with the
    rounds whose data closes on `since` or later.
    """

    scope: Scope
    fields: Mapping[str, object] = field(default_factory=dict)
    round: str | None = None
    since: date | None = None
    reason: str = ""
    document: str = ""


def in_force(undone_by: Iterable[tuple[int, int | None]]) -> set[int]:
    """Of adjustments (id, what it undoes), those that nobody has undone; an undoing may itself be undone."""
    rows = sorted(undone_by, reverse=True)
    gone: set[int] = set()
    for row_id, undoes in rows:
        if undoes is not None and row_id not in gone:
            gone.add(undoes)
    return {row_id for row_id, _ in rows if row_id not in gone}


def check_days(days: Days, fields: Mapping[str, object]) -> Days:
    """The days with a change. Raises Refused naming the field for days that cannot be."""
    changed = days_with(days, fields)
    due, send = changed.due_day, changed.send_day
    if due.kind is send.kind is DayKind.DAY and _in_month(send) < _in_month(due):
        raise Refused("send_before_due", "send_day")
    if due.kind is send.kind is DayKind.DATE and due.on and send.on and send.on < due.on:
        raise Refused("send_before_due", "send_day")
    if send.kind is DayKind.BEFORE_SENDING:
        raise Refused("no_anchor", "send_day")
    for name, least in (("open_before", 1), ("compile_before", 0), ("sign_before", 0)):
        if not least <= getattr(changed, name) <= 60:
            raise Refused("count_out_of_range", name, least=least)
    if changed.compile_before < changed.sign_before:
        raise Refused("compile_after_sign", "compile_before")
    return changed


def _in_month(rule: DayRule) -> int:
    return (32 if rule.number == -1 else rule.number) + 40 * rule.months


def check_rounds(each: Iterable[Planned], today: date) -> None:
    """Refuse changed rounds to come whose dates cannot be: a window turned round, a deadline not after its data.

    Only what a change sets is refused; what the plan or its regime says is warned of (NĐ 09/2019/NĐ-CP art. 8(5)).
    """
    rounds = [planned for planned in each if not planned.cancelled]
    for planned in rounds:
        if not planned.changes or planned.dates.send.on < today:
            continue
        _check_window(planned)
        if planned.round.kind in ON_REQUEST:
            continue
        due = planned.dates.due
        if due.raw <= planned.round.data_to and _sets(planned, "due_day", "data_to"):
            raise Refused("due_before_data", _field(planned), due=due.raw, data_to=planned.round.data_to)
    for before, after in _neighbours(rounds):
        if _sets(before, *_SPANS) or _sets(after, *_SPANS):
            _check_neighbours(before, after)


def _check_window(planned: Planned) -> None:
    if planned.round.data_to < planned.round.data_from:
        raise Refused("end_before_start", "data_to", start=planned.round.data_from, end=planned.round.data_to)


def _check_neighbours(before: Planned, after: Planned) -> None:
    """Two rounds of one kind, one behind the other: no day is counted twice, and none left out."""
    follows = before.round.data_to + timedelta(days=1)
    if after.round.data_from == follows:
        return
    key = "window_overlap" if after.round.data_from < follows else "window_gap"
    raise Refused(
        key, "data_from", data_from=after.round.data_from, data_to=after.round.data_to, before=before.round.data_to
    )


def _neighbours(rounds: Iterable[Planned]) -> Iterator[tuple[Planned, Planned]]:
    """Pairs of rounds of one rhythm that follow each other.

    Where a longer round replaces one, its neighbours' numbers are not consecutive: that hole is no gap.
    """
    by_kind: dict[PeriodKind, list[Planned]] = {}
    for planned in rounds:
        if planned.round.kind in RHYTHMS:
            by_kind.setdefault(planned.round.kind, []).append(planned)
    for each in by_kind.values():
        for before, after in pairwise(each):
            if before.round.year == after.round.year and after.round.number == before.round.number + 1:
                yield before, after


def _sets(planned: Planned, *names: str) -> bool:
    return any(name in change.fields for change in planned.changes for name in names)


def _field(planned: Planned) -> str:
    return "due_day" if _sets(planned, "due_day") else "data_to"


def directions(fields: Mapping[str, object]) -> None:
    """Refuse a direction that is none. Raises Refused naming the field."""
    known = {direction.value for direction in Direction}
    for name in ("due_direction", "send_direction"):
        if name in fields and str(fields[name]) not in known:
            raise Refused("unknown_direction", name, typed=fields[name])
