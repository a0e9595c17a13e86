"""Adjust: an administrator changes when a rule's rounds are; `foresee` shows all that follows before it is saved."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from sqlmodel import Session, select

from dondoc.actions.moving import Moving, is_settled, move_rule, moving, tell
from dondoc.actions.office import Office
from dondoc.model import (
    Adjustment,
    ChangeKind,
    Door,
    Event,
    PeriodKind,
    Regime,
    Rule,
    RuleKind,
    Scope,
    Standing,
)
from dondoc.rules.access import administers, require
from dondoc.rules.adjust import FIELDS, Wanted, check_days, check_rounds, directions
from dondoc.rules.explain import confirmed
from dondoc.rules.plan import DAYS_FIELDS, REQUEST_FIELDS, Planned, RuleValues, timetable
from dondoc.rules.recurrence import ON_REQUEST, RHYTHMS, round_id
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer_of
from dondoc.store.rounds import opened
from dondoc.store.rules import rule_values
from dondoc.store.transaction import Actor, Writing, writing

May = Callable[[Writing], None]
"""Refuses an actor who may not change a rule."""


def change_rule(
    office: Office, actor: Actor, rule_id: int, wanted: Wanted, now: datetime, may: May | None = None
) -> Adjustment:
    """Change the days, windows or rhythm of one round, of one and those after it, or of all that are not settled.

    Raises Refused naming the field where the change cannot be, changes nothing, or lacks a reason.
    """
    with writing(office.engine, actor, now) as act:
        rule, work = rule_to_change(act, office, rule_id, may=may)
        values = rule_values(act.session, rule)
        before = {each.round.id: each for each in timetable(values, work.days)}
        fields = _checked(rule, wanted)
        target = _target(act, rule, wanted, before.values())
        since = _since(wanted, target, work.today)
        if "regime" in fields:
            _check_regime(act.session, rule.agency_id, str(fields["regime"]), max(since, rule.valid_from))
        days = target.days if target else values.days
        check_days(days, fields)
        adjustment = _adjustment(
            actor, rule, ChangeKind.RULE, wanted, now,
            before=_as_they_are(values, days, fields), after=dict(fields), since=since,
        )  # fmt: skip
        act.add(adjustment)
        after = list(timetable(rule_values(act.session, rule), work.days))
        check_rounds(after, work.today)
        if {each.round.id: (each.round, each.dates, each.days) for each in after} == {
            key: (each.round, each.dates, each.days) for key, each in before.items()
        }:
            raise Refused("nothing_changed")
        return _settle(work, rule, adjustment)


def cancel_round(
    office: Office,
    actor: Actor,
    rule_id: int,
    round_name: str,
    reason: str,
    now: datetime,
    document: str = "",
    may: May | None = None,
) -> Adjustment:
    """Call one round off; who was asked already hears of it. Raises Refused where it is settled or cancelled."""
    with writing(office.engine, actor, now) as act:
        rule, work = rule_to_change(act, office, rule_id, may=may)
        wanted = Wanted(Scope.ONE, round=round_name, reason=reason, document=document)
        target = _target(act, rule, wanted, timetable(rule_values(act.session, rule), work.days))
        if target is None or target.cancelled:
            raise Refused("already_cancelled")
        adjustment = _adjustment(actor, rule, ChangeKind.CANCEL, wanted, now, since=target.round.data_to)
        act.add(adjustment)
        return _settle(work, rule, adjustment)


def pause(office: Office, actor: Actor, rule_id: int, reason: str, now: datetime, document: str = "") -> Adjustment:
    """From today on no round opens and nobody is reminded, until it is resumed."""
    wanted = Wanted(Scope.ALL, reason=reason, document=document)
    return _pause_or_resume(office, actor, rule_id, ChangeKind.PAUSE, wanted, now)


def resume(office: Office, actor: Actor, rule_id: int, reason: str, now: datetime, document: str = "") -> Adjustment:
    """Go on: rounds that units can still answer open now, and reminders are said that fell due meanwhile."""
    wanted = Wanted(Scope.ALL, reason=reason, document=document)
    return _pause_or_resume(office, actor, rule_id, ChangeKind.RESUME, wanted, now)


def _pause_or_resume(
    office: Office, actor: Actor, rule_id: int, kind: ChangeKind, wanted: Wanted, now: datetime
) -> Adjustment:
    with writing(office.engine, actor, now) as act:
        rule, work = rule_to_change(act, office, rule_id)
        pauses = rule_values(act.session, rule).pauses
        is_paused = bool(pauses) and pauses[-1].until is None
        if is_paused == (kind is ChangeKind.PAUSE):
            raise Refused("already_paused" if is_paused else "not_paused")
        adjustment = _adjustment(actor, rule, kind, wanted, now, since=work.today)
        act.add(adjustment)
        return _settle(work, rule, adjustment)


def record_event(office: Office, actor: Actor, rule_id: int, happened_on: date, note: str, now: datetime) -> Event:
    """Record what an `event` rule waits for; its round opens. Raises Refused for a day to come or without a note."""
    with writing(office.engine, actor, now) as act:
        rule, work = rule_to_change(act, office, rule_id)
        if rule.kind is not RuleKind.EVENT:
            raise Refused("not_event_rule")
        if not note.strip():
            raise Refused("note_missing", "note")
        if happened_on > work.today:
            raise Refused("event_in_future", "happened_on", day=happened_on)
        number = 1 + len(rule_values(act.session, rule).events)
        event = act.add(
            Event(
                agency_id=actor.agency_id, rule_id=rule_id, number=number, happened_on=happened_on,
                note=note.strip(), recorded_by=actor.person_id, recorded_at=now,
            )
        )  # fmt: skip
        move_rule(work, rule)
        act.audit("record_event", "rule", rule_id, number=number, happened_on=happened_on, note=note.strip())
        return event


def confirm(office: Office, actor: Actor, rule_id: int, now: datetime) -> None:
    """Confirm a proposed rule; what its rounds say of their dates is confirmed with it."""
    with writing(office.engine, actor, now) as act:
        rule, _ = rule_to_change(act, office, rule_id, rounds_only=False)
        if rule.standing is Standing.CONFIRMED:
            raise Refused("already_confirmed")
        rule.standing = Standing.CONFIRMED
        act.session.add(rule)
        for period in opened(act.session, rule.obligation_id).values():
            period.due_steps, period.send_steps = confirmed(period.due_steps), confirmed(period.send_steps)
            act.session.add(period)
        act.audit("confirm", "rule", rule_id, basis=rule.basis)


def may_administer(act: Writing) -> None:
    """Refuse anybody but an administrator of the agency, or the operator by a command."""
    actor = act.actor
    if actor.door is Door.COMMAND and actor.person_id is None:
        return
    require(administers(viewer_of(act.session, actor.agency_id, actor.person_id)))


def rule_to_change(
    act: Writing, office: Office, rule_id: int, rounds_only: bool = True, may: May | None = None
) -> tuple[Rule, Moving]:
    """A rule that the actor may change: administrators any, unless `may` says who else.

    Raises Refused where there is none, or it has no rounds of its own.
    """
    (may or may_administer)(act)
    rule = act.session.exec(select(Rule).where(Rule.id == rule_id, Rule.agency_id == act.actor.agency_id)).first()
    if rule is None:
        raise Refused("not_found")
    if rounds_only and rule.kind is RuleKind.WITHIN:
        raise Refused("not_rounds")
    return rule, moving(act, office)


def _checked(rule: Rule, wanted: Wanted) -> Mapping[str, object]:
    """What a change sets, each field known and of its kind. Raises Refused naming the field."""
    fields = dict(wanted.fields)
    known = FIELDS | REQUEST_FIELDS if ON_REQUEST.intersection(rule.period_kinds) else FIELDS
    if unknown := sorted(fields.keys() - known):
        raise Refused("unknown_field", unknown[0], name=unknown[0])
    directions(fields)
    for name in ("data_from", "data_to"):
        if name in fields:
            try:
                date.fromisoformat(str(fields[name]))
            except ValueError:
                raise Refused("no_such_day", name, typed=fields[name]) from None
            if wanted.scope is not Scope.ONE:
                raise Refused("window_of_one", name)
    for name in ("kinds", "regime"):
        if name in fields and wanted.scope is Scope.ONE:
            raise Refused("rhythm_of_one", name)
    if "kinds" in fields:
        _check_kinds(rule, fields["kinds"])
    return fields


def _check_kinds(rule: Rule, kinds: object) -> None:
    known = {kind.value for kind in RHYTHMS}
    if rule.kind is not RuleKind.ROUNDS or PeriodKind.ONCE.value in rule.period_kinds:
        raise Refused("unknown_field", "kinds", name="kinds")
    if not isinstance(kinds, list) or not kinds or not set(kinds) <= known:
        raise Refused("unknown_kinds", "kinds")


def _check_regime(session: Session, agency_id: int, code: str, since: date) -> None:
    regimes = {each.code: each for each in session.exec(select(Regime).where(Regime.agency_id == agency_id))}
    regime = regimes.get(code)
    if regime is None:
        raise Refused("unknown_regime", "regime", code=code, known=", ".join(sorted(regimes)))
    if since < regime.valid_from or (regime.valid_to and since > regime.valid_to):
        raise Refused("regime_not_valid", "regime", name=regime.name, day=since, since=regime.valid_from)


def _target(act: Writing, rule: Rule, wanted: Wanted, rounds: Iterable[Planned]) -> Planned | None:
    """The round that a change is about or begins with; None where it names none."""
    if not wanted.reason.strip():
        raise Refused("change_reason_missing", "reason")
    if wanted.round is None:
        if wanted.scope is Scope.ONE or (wanted.scope is Scope.FROM and wanted.since is None):
            raise Refused("round_missing", "round")
        return None
    by_name = {each.round.name: each for each in rounds}
    if wanted.round not in by_name:
        raise Refused("unknown_round", "round", round=wanted.round, known=", ".join(by_name))
    period = opened(act.session, rule.obligation_id).get(round_id(wanted.round))
    if wanted.scope is Scope.ONE and period and is_settled(act, period):
        raise Refused("round_settled", "round")
    return by_name[wanted.round]


def _since(wanted: Wanted, target: Planned | None, today: date) -> date:
    if target:
        return target.round.data_to
    return wanted.since if wanted.scope is Scope.FROM and wanted.since else today


def _as_they_are(values: RuleValues, days: object, fields: Mapping[str, object]) -> dict[str, object]:
    """What the fields of a change are before it."""
    before: dict[str, object] = {
        name: str(getattr(days, name)) for name in fields if name in DAYS_FIELDS | REQUEST_FIELDS
    }
    if "kinds" in fields:
        before["kinds"] = [kind.value for kind in values.kinds]
    return before


def _adjustment(
    actor: Actor,
    rule: Rule,
    kind: ChangeKind,
    wanted: Wanted,
    now: datetime,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
    since: date = date.min,
) -> Adjustment:
    if not wanted.reason.strip():
        raise Refused("change_reason_missing", "reason")
    return Adjustment(
        agency_id=actor.agency_id,
        kind=kind,
        scope=wanted.scope,
        rule_id=rule.key,
        round=wanted.round,
        before=before or {},
        after=after or {},
        effective_from=since,
        reason=wanted.reason.strip(),
        document=wanted.document.strip(),
        made_by=actor.person_id,
        made_at=now,
    )


def _settle(work: Moving, rule: Rule, adjustment: Adjustment) -> Adjustment:
    move_rule(work, rule)
    letters = tell(work, adjustment)
    work.act.audit(
        "adjust", "rule", rule.key, adjustment=adjustment.key, kind=adjustment.kind.value,
        round=adjustment.round, before=adjustment.before, after=adjustment.after, reason=adjustment.reason,
        letters=letters,
    )  # fmt: skip
    return adjustment
