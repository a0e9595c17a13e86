"""Questions about rules: what the plan says, with the changes that are in force on top of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Adjustment, Agency, ChangeKind, Event, PeriodKind, Person, Regime, Rule, Scope
from dondoc.rules.adjust import in_force
from dondoc.rules.day_rule import parse_day
from dondoc.rules.plan import Change, EventFact, Pause, RuleFacts, RuleValues
from dondoc.rules.recurrence import Days, RoundKey, Windows, round_id
from dondoc.rules.workdays import Hours
from dondoc.store.agency import hours

_OF_RULES = (ChangeKind.RULE, ChangeKind.CANCEL)


def windows(regime: Regime) -> Windows:
    """The windows of a stored regime."""
    definition: Mapping[str, Any] = regime.definition
    window = definition["window"]
    return Windows(
        from_month=window["from_month"],
        from_day=window["from_day"],
        to_month=window["to_month"],
        to_day=window["to_day"],
        week_from=window.get("week_from", 1),
        replaces={
            _key(each["round"]): tuple(_key(lost) for lost in each["instead_of"]) for each in definition["replaces"]
        },
    )


def _key(name: str) -> RoundKey:
    kind, _, number = name.partition("-")
    return PeriodKind(kind), int(number)


def rule_values(session: Session, rule: Rule) -> RuleValues:
    """A rule with rounds as the rules see it."""
    return rules_values(session, [rule])[rule.key]


def rules_values(session: Session, rules: Iterable[Rule]) -> dict[int, RuleValues]:
    """Rules with rounds by id, in four queries whatever their number."""
    rules = list(rules)
    agencies, ids = {rule.agency_id for rule in rules}, [rule.key for rule in rules]
    regimes = {each.key: each for each in session.exec(select(Regime).where(col(Regime.agency_id).in_(agencies)))}
    zones = {each.key: hours(each) for each in session.exec(select(Agency).where(col(Agency.id).in_(agencies)))}
    changes = _changes(session, ids)
    events: dict[int, list[EventFact]] = {}
    for event in session.exec(select(Event).where(col(Event.rule_id).in_(ids)).order_by(col(Event.number))):
        events.setdefault(event.rule_id, []).append(EventFact(event.number, event.happened_on))
    return {
        rule.key: _values(rule, zones[rule.agency_id], regimes, changes.get(rule.key, []), events.get(rule.key, []))
        for rule in rules
    }


def _values(
    rule: Rule,
    local: Hours,
    regimes: Mapping[int, Regime],
    made: list[tuple[Adjustment, str]],
    events: list[EventFact],
) -> RuleValues:
    regime = regimes[rule.regime_id or 0]
    by_code = {each.code: each for each in regimes.values()}
    every = [_change(adjustment, by, local, by_code) for adjustment, by in made]
    return RuleValues(
        windows=windows(regime),
        kinds=tuple(PeriodKind(kind) for kind in rule.period_kinds),
        days=Days(
            parse_day(rule.due_day), rule.due_direction, parse_day(rule.send_day), rule.send_direction,
            rule.open_before, rule.compile_before, rule.sign_before,
        ),
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        exceptions={_key(name): fields for name, fields in rule.exceptions.items()},
        changes=tuple(change for change in every if change.kind in _OF_RULES),
        pauses=_pauses(every),
        events=tuple(events),
        once=(rule.data_from, rule.data_to) if rule.data_from and rule.data_to else None,
        facts=RuleFacts(regime.name, regime.basis, rule.standing, rule.basis),
    )  # fmt: skip


def _changes(session: Session, rule_ids: list[int]) -> dict[int, list[tuple[Adjustment, str]]]:
    """The changes of rules that are in force, with who made them, the oldest first."""
    chosen = (
        select_many(Adjustment, Person.name)  # type: ignore[call-overload]
        .join(Person, col(Person.id) == col(Adjustment.made_by), isouter=True)
        .where(col(Adjustment.rule_id).in_(rule_ids))
        .order_by(col(Adjustment.id))
    )
    found = session.execute(chosen).all()
    holding = in_force((adjustment.key, adjustment.undoes_id) for adjustment, _ in found)
    result: dict[int, list[tuple[Adjustment, str]]] = {}
    for adjustment, name in found:
        if adjustment.key in holding:
            result.setdefault(adjustment.rule_id, []).append((adjustment, name or ""))
    return result


def _change(adjustment: Adjustment, by: str, local: Hours, regimes: Mapping[str, Regime]) -> Change:
    fields = dict(adjustment.after)
    if code := fields.pop("regime", None):
        fields["windows"] = windows(regimes[str(code)])
    return Change(
        id=adjustment.key,
        kind=adjustment.kind,
        scope=adjustment.scope or Scope.ALL,
        fields=fields,
        round=round_id(adjustment.round) if adjustment.round else None,
        since=adjustment.effective_from,
        made_on=local.today(adjustment.made_at),
        by=by,
        reason=adjustment.reason,
        document=adjustment.document,
    )


def _pauses(changes: Iterable[Change]) -> tuple[Pause, ...]:
    """Each pause with the day on which the next resuming ends it."""
    pauses: list[Pause] = []
    for change in changes:
        if change.kind is ChangeKind.PAUSE:
            pauses.append(Pause(change, change.since))
        elif change.kind is ChangeKind.RESUME and pauses and pauses[-1].until is None:
            pauses[-1] = Pause(pauses[-1].change, pauses[-1].since, change.since)
    return tuple(pauses)
