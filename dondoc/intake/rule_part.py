"""The `rule` table of an obligation: checked against its regime, and as the columns of a stored rule."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from dondoc.intake.files import ObligationPart, RegimeFile, RulePart
from dondoc.intake.toml_file import Location, TomlFile, check_known, check_unique
from dondoc.model import Direction, PeriodKind, Regime, RuleKind
from dondoc.rules.adjust import check_days
from dondoc.rules.day_rule import DayKind, parse_day
from dondoc.rules.recurrence import Days
from dondoc.rules.refusal import Refused
from dondoc.rules.rrule import from_rrule

_DEADLINES = ("due_day", "due_direction", "send_day", "send_direction")
_OF_EVENTS = frozenset({DayKind.AFTER_EVENT, DayKind.WORKING_AFTER_EVENT})


@dataclass(frozen=True)
class RegimeFacts:
    """What a rule needs to know of its regime: its time, and the deadlines it sets."""

    valid_from: date
    valid_to: date | None
    deadlines: Mapping[str, object]

    @classmethod
    def of(cls, file: RegimeFile) -> "RegimeFacts":
        """Those of a regime's file."""
        deadlines = file.deadlines.model_dump(mode="json", exclude_none=True) if file.deadlines else {}
        return cls(file.regime.valid_from, file.regime.valid_to, deadlines)

    @classmethod
    def stored(cls, regime: Regime) -> "RegimeFacts":
        """Those of a regime as the installation keeps it."""
        return cls(regime.valid_from, regime.valid_to, regime.definition.get("deadlines") or {})  # type: ignore[arg-type]


def check_rule(
    source: TomlFile,
    index: int,
    each: ObligationPart,
    year: int,
    rounds: Collection[str],
    regimes: Mapping[str, RegimeFacts],
) -> None:
    """Refuse a rule that cannot be. Raises FileError with file, line and key."""
    where: Location = ("obligation", index, "rule")
    rule = each.rule
    if (rule.within is None) == (rule.regime is None):
        raise source.fault(where, 'write either regime = "…" with periods, or within = "…"')
    if rule.within is not None:
        check_known(source, (*where, "within"), rule.within, rounds, "obligation with rounds")
        return
    check_known(source, (*where, "regime"), str(rule.regime), regimes, "regime")
    regime = regimes[str(rule.regime)]
    if date(year, 12, 31) < regime.valid_from or (regime.valid_to and date(year, 1, 1) > regime.valid_to):
        until = f" to {regime.valid_to}" if regime.valid_to else ""
        raise source.fault((*where, "regime"), f"is valid from {regime.valid_from}{until}, not in {year}; name another")
    if not each.lead:
        raise source.fault(where, "has rounds but the obligation has no lead unit to compile them; add lead")
    _check_rhythm(source, where, rule)
    _check_days(source, where, rule, regime)


def _check_rhythm(source: TomlFile, where: Location, rule: RulePart) -> None:
    if rule.rrule is not None:
        try:
            from_rrule(rule.rrule)
        except Refused:
            raise source.fault(
                (*where, "rrule"), "is no rhythm that Dondoc knows; write for example FREQ=MONTHLY;BYMONTHDAY=20"
            ) from None
        if rule.periods or rule.due_day:
            raise source.fault((*where, "rrule"), "says periods and due_day already; remove them or rrule")
        return
    once = PeriodKind.ONCE in rule.periods
    if not rule.periods and not rule.event:
        raise source.fault((*where, "periods"), 'is empty; write for example ["quarter", "year"]')
    if rule.event and rule.periods:
        raise source.fault((*where, "periods"), "waits for an event and has no periods; remove one of them")
    check_unique(source, (*where, "periods"), "", rule.periods)
    if once != (rule.data_from is not None and rule.data_to is not None):
        raise source.fault((*where, "data_from"), 'goes with periods = ["once"], and with data_to')
    if rule.data_from and rule.data_to and rule.data_to < rule.data_from:
        raise source.fault((*where, "data_to"), "is before data_from; correct one of them")


def _check_days(source: TomlFile, where: Location, rule: RulePart, regime: RegimeFacts) -> None:
    columns = rule_columns(rule, regime)
    for name in ("due_day", "send_day"):
        if not columns[name]:
            raise source.fault((*where, name), "is missing, and the regime sets none; add it")
        if parse_day(columns[name]).kind in _OF_EVENTS and not rule.event:
            raise source.fault((*where, name), "counts from an event; add event = true")
    check_unique(source, (*where, "round"), "name", [each.name for each in rule.round])
    fields = {name: columns[name] for name in ("compile_before", "sign_before", *_DEADLINES)}
    own_days = [each.model_dump(exclude={"name"}, exclude_none=True) for each in rule.round]
    for place, own in [((), {}), *((("round", index), own) for index, own in enumerate(own_days))]:
        try:
            check_days(_ANY, fields | own)
        except Refused as refused:
            raise source.fault((*where, *place, refused.field or ""), _FAULTS[refused.key].format(**fields)) from None


_ANY = Days(parse_day("last"), Direction.BACK, parse_day("last"), Direction.BACK, 10)
_FAULTS = {
    "send_before_due": "lies before due_day {due_day}; the report is sent after units answer",
    "no_anchor": "cannot be counted back from itself; write a day",
    "compile_after_sign": "is less than sign_before {sign_before}; the report is sent up before it is signed",
}


def rule_columns(rule: RulePart, regime: RegimeFacts | None) -> dict[str, Any]:
    """The columns of a stored rule, apart from its references; what it leaves open is taken from the regime."""
    fields = rule.model_dump(exclude={"within", "regime", "periods", "event", "rrule", "ladder", "round"})
    kinds = [kind.value for kind in rule.periods]
    if rule.rrule is not None:
        kind, day = from_rrule(rule.rrule)
        kinds, fields["due_day"] = [kind.value], str(day)
    set_by = regime.deadlines if regime else {}
    for name in _DEADLINES:
        if fields[name] is None:
            default = Direction.BACK if name.endswith("direction") else ""
            fields[name] = set_by.get(name, default)
        if name.endswith("direction"):
            fields[name] = Direction(fields[name])
    kind_of = RuleKind.WITHIN if rule.within else RuleKind.EVENT if rule.event else RuleKind.ROUNDS
    exceptions = {each.name: each.model_dump(mode="json", exclude={"name"}, exclude_none=True) for each in rule.round}
    return {**fields, "kind": kind_of, "period_kinds": kinds, "exceptions": exceptions}
