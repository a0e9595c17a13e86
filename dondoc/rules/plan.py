"""From a rule and the changes on top of it to rounds and assignments (docs/decisions/0018)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time

from dondoc.model import ChangeKind, Direction, Part, PeriodKind, Scope, Standing
from dondoc.rules.day_rule import day_in, parse_day
from dondoc.rules.recurrence import MONTHS, ON_REQUEST, Dates, Days, Round, RoundId, RoundKey, Windows, dates, rounds
from dondoc.rules.workdays import Calendar

DAY_FIELDS = frozenset({"due_day", "send_day"})
TIME_FIELDS = frozenset({"due_time", "compile_time", "sign_time", "send_time"})
REQUEST_FIELDS = TIME_FIELDS | {"open_day", "compile_day", "sign_day"}
"""What only a round on request has."""
DIRECTION_FIELDS = frozenset({"due_direction", "send_direction"})
DAYS_FIELDS = DAY_FIELDS | DIRECTION_FIELDS | {"open_before", "compile_before", "sign_before"}
_PARSED = DAYS_FIELDS | REQUEST_FIELDS
WINDOW_FIELDS = frozenset({"data_from", "data_to"})


@dataclass(frozen=True)
class Change:
    """A change of a rule that is in force: what it sets, which rounds it reaches, and who made it when and why.

    `fields` are those of DAYS_FIELDS and WINDOW_FIELDS as text or numbers, `kinds` (words) and `windows`.
    """

    id: int
    kind: ChangeKind
    scope: Scope
    fields: Mapping[str, object] = field(default_factory=dict)
    round: RoundId | None = None
    since: date = date.min
    """FROM reaches rounds whose data closes on this day or later."""
    made_on: date = date.min
    by: str = ""
    reason: str = ""
    document: str = ""

    def reaches(self, each: Round) -> bool:
        """Whether it changes a round."""
        if self.scope is Scope.ONE:
            return self.round == each.id
        return self.scope is Scope.ALL or each.data_to >= self.since


@dataclass(frozen=True)
class Pause:
    """A time in which no round opens and nobody is reminded; `until`: the day it goes on."""

    change: Change
    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether it holds on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True)
class EventFact:
    """A recorded event."""

    number: int
    on: date


@dataclass(frozen=True)
class RuleFacts:
    """What a rule rests on, whatever the round."""

    regime: str = ""
    regime_basis: str = ""
    standing: Standing = Standing.CONFIRMED
    basis: str = ""


@dataclass(frozen=True)
class RuleValues:
    """A rule with rounds as the rules see it: the plan's word, and the changes in force on top of it, oldest first."""

    windows: Windows
    kinds: tuple[PeriodKind, ...]
    days: Days
    valid_from: date
    valid_to: date
    exceptions: Mapping[RoundKey, Mapping[str, object]] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    pauses: tuple[Pause, ...] = ()
    events: tuple[EventFact, ...] = ()
    once: tuple[date, date] | None = None
    facts: RuleFacts = RuleFacts()


@dataclass(frozen=True)
class Planned:
    """A round with its dates, the days they follow from, and the changes that made them so."""

    round: Round
    dates: Dates
    days: Days
    base: Days
    """The days as the plan has them, before any change."""
    changes: tuple[Change, ...] = ()
    cancelled: Change | None = None
    pause: Pause | None = None


def timetable(rule: RuleValues, calendar: Calendar) -> Iterator[Planned]:
    """All rounds of a rule with their dates, cancelled and paused ones too, in the order of their data closes.

    A round belongs to the rule by its last month (a week, a one-off and an event by its data close), wherever its
    deadline moves.
    """
    for each in _rounds(rule):
        if rule.valid_from <= _belongs_on(each) <= rule.valid_to:
            yield planned(rule, each, calendar)


def _belongs_on(each: Round) -> date:
    return day_in(each.year, each.last_month, None) if each.kind in MONTHS else each.data_to


def _rounds(rule: RuleValues) -> Iterator[Round]:
    segments = _segments(rule)
    for year in range(rule.valid_from.year, rule.valid_to.year + 1):
        found = [
            (each.data_to, place, each)
            for place, (_, kinds, windows) in enumerate(segments)
            for each in rounds(windows, kinds, year)
            if _governing(segments, each.data_to) == place
        ]
        yield from (each for _, _, each in sorted(found, key=lambda row: row[:2]))
    if rule.once and PeriodKind.ONCE in rule.kinds:
        begins, ends = rule.once
        last_month = (ends.year - rule.valid_from.year) * 12 + ends.month
        yield Round(PeriodKind.ONCE, 1, rule.valid_from.year, begins, ends, last_month)
    for kind in ON_REQUEST.intersection(rule.kinds):
        begins, ends = rule.once or (rule.valid_to, rule.valid_to)
        yield Round(kind, 1, rule.valid_to.year, begins, ends, ends.month)
    for event in rule.events:
        yield Round(PeriodKind.EVENT, event.number, event.on.year, event.on, event.on, event.on.month, event.on)


Segment = tuple[date, tuple[PeriodKind, ...], Windows]


def _segments(rule: RuleValues) -> list[Segment]:
    """From when on which kinds of round and which windows hold."""
    segments: list[Segment] = [(date.min, rule.kinds, rule.windows)]
    for change in rule.changes:
        if "kinds" in change.fields or "windows" in change.fields:
            _, kinds, windows = segments[-1]
            kinds = tuple(PeriodKind(kind) for kind in change.fields.get("kinds", kinds))  # type: ignore[attr-defined]
            chosen = change.fields.get("windows", windows)
            assert isinstance(chosen, Windows)
            segments.append((date.min if change.scope is Scope.ALL else change.since, kinds, chosen))
    return segments


def _governing(segments: list[Segment], day: date) -> int:
    return max(place for place, (since, _, _) in enumerate(segments) if since <= day)


def kinds_on(rule: RuleValues, day: date) -> tuple[PeriodKind, ...]:
    """The kinds of round that hold for data that closes on a day."""
    segments = _segments(rule)
    return segments[_governing(segments, day)][1]


def lasting_days(rule: RuleValues) -> Days:
    """The days of the rule with all changes that last, whichever single rounds differ."""
    days = rule.days
    for change in rule.changes:
        if change.scope is not Scope.ONE:
            days = days_with(days, change.fields)
    return days


def planned(rule: RuleValues, each: Round, calendar: Calendar) -> Planned:
    """One round under the changes that reach it; a later change wins over an earlier one."""
    reaching = tuple(change for change in rule.changes if change.reaches(each))
    own = rule.exceptions.get((each.kind, each.number), {})
    each, base = _with_window(each, own), days_with(rule.days, own)
    days = base
    for change in reaching:
        each, days = _with_window(each, change.fields), days_with(days, change.fields)
    when = dates(days, each, calendar)
    return Planned(
        round=each,
        dates=when,
        days=days,
        base=base,
        changes=tuple(change for change in reaching if change.kind is ChangeKind.RULE),
        cancelled=next((change for change in reversed(reaching) if change.kind is ChangeKind.CANCEL), None),
        pause=next((pause for pause in rule.pauses if pause.holds(when.opens_on)), None),
    )


def days_with(days: Days, fields: Mapping[str, object]) -> Days:
    """The days with what `fields` set, written as texts and numbers. Raises Refused where a text is no day."""
    parsed: dict[str, object] = {}
    for name in _PARSED & fields.keys():
        value = fields[name]
        if name.endswith("_day"):
            value = parse_day(str(value), name)
        elif name in TIME_FIELDS:
            value = time.fromisoformat(str(value))
        elif name in DIRECTION_FIELDS:
            value = Direction(str(value))
        parsed[name] = value
    return replace(days, **parsed)  # type: ignore[arg-type]


def _with_window(each: Round, fields: Mapping[str, object]) -> Round:
    """The round with another data window, written as days ("2024-05-31") or days of its year ("05-31")."""
    for name in sorted(WINDOW_FIELDS & fields.keys()):
        written = str(fields[name])
        day = date.fromisoformat(written if len(written) > 5 else f"{each.year}-{written}")
        each = replace(each, **{name: day})  # type: ignore[arg-type]
    return each


def split_by_opening(
    rule: RuleValues, calendar: Calendar, opened: set[RoundId], today: date, since: date
) -> tuple[list[Planned], date | None]:
    """Rounds that open now (opens_on <= today, not opened before), and the day on which the next one opens.

    Rounds whose units' deadline had passed when the plan came in (`since`), or when a pause ended, were never ours and
    stay closed; so do cancelled ones. A paused one waits for the day the pause ends.
    """
    due, later = [], []
    for each in timetable(rule, calendar):
        if each.round.id in opened or each.cancelled or each.dates.due.on < since:
            continue
        opens_on = _opens_on(each)
        if opens_on is None:
            continue
        if opens_on <= today:
            due.append(each)
        else:
            later.append(opens_on)
    return due, min(later, default=None)


def _opens_on(each: Planned) -> date | None:
    """When a round opens; None where a pause holds it for ever or past its deadline."""
    if each.pause is None:
        return each.dates.opens_on
    until = each.pause.until
    return until if until and until <= each.dates.due.on else None


@dataclass(frozen=True)
class UnitSpan:
    """A unit's life: valid from and to (both included), and who follows it."""

    unit_id: int
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = None


def acting(unit_id: int, units: Mapping[int, UnitSpan], on: date) -> int | None:
    """The unit that does this unit's work on a day: itself, or its successor; None before it began or without one."""
    seen: set[int] = set()
    while unit_id not in seen:
        seen.add(unit_id)
        span = units[unit_id]
        if span.valid_to is None or on <= span.valid_to:
            return unit_id if on >= span.valid_from else None
        if span.successor_id is None:
            return None
        unit_id = span.successor_id
    return None


def assigned(parts: Iterable[tuple[int, Part]], units: Mapping[int, UnitSpan], on: date) -> dict[int, Part]:
    """Who takes part on a day. A successor with a part of its own has one assignment; the leading part counts."""
    result: dict[int, Part] = {}
    for unit_id, part in parts:
        actor = acting(unit_id, units, on)
        if actor is not None and result.get(actor) is not Part.LEAD:
            result[actor] = part
    return result
