"""Adjust: an administrator changes the days of a rule and sees every date it moves before saving."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date, datetime

from sqlmodel import Session, select

from dondoc.actions.office import Office
from dondoc.actions.opening import set_next_open
from dondoc.actions.plan import draft_at
from dondoc.model import Adjustment, Agency, Assignment, Period, Rule, RuleKind, Standing
from dondoc.rules.access import administers, require
from dondoc.rules.adjust import DateChange, RuleChange
from dondoc.rules.plan import RoundDates, RuleValues, timetable
from dondoc.rules.recurrence import Dates
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import Course, ladder_from, next_at
from dondoc.rules.workdays import Calendar
from dondoc.store.agency import calendar, hours
from dondoc.store.ledger import said
from dondoc.store.people import viewer_of
from dondoc.store.rounds import opened, report_of, rule_values
from dondoc.store.transaction import Actor, Writing, reading, writing
from dondoc.texts import due_why, period_name, warning


def preview(office: Office, actor: Actor, rule_id: int, change: RuleChange, now: datetime) -> list[DateChange]:
    """The rounds still to come, before and after a change. Raises Refused for days that no month has."""
    with reading(office.engine) as session:
        rule, agency = _rule(session, actor, rule_id)
        return list(_changes(session, rule, agency, change, now))


def save(office: Office, actor: Actor, rule_id: int, change: RuleChange, reason: str, now: datetime) -> Adjustment:
    """Change a rule, moving the dates of its open rounds; what was said is not said again.

    Raises Refused without a reason, where nothing changes, or for days that no month has.
    """
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        rule, agency = _rule(act.session, actor, rule_id)
        before = _current(rule)
        if change == before:
            raise Refused("nothing_changed")
        _check(change)
        for name, value in asdict(change).items():
            setattr(rule, name, value)
        act.session.add(rule)
        act.session.flush()
        _move_open_rounds(act, rule, agency)
        set_next_open(act.session, rule, now)
        adjustment = Adjustment(
            agency_id=agency.key,
            rule_id=rule_id,
            before=_as_data(before),
            after=_as_data(change),
            effective_from=hours(agency).today(now),
            reason=reason,
            made_by=actor.person_id or 0,
            made_at=now,
        )
        act.add(adjustment)
        act.audit("adjust", "rule", rule_id, before=_as_data(before), after=_as_data(change), reason=reason)
        return adjustment


def confirm(office: Office, actor: Actor, rule_id: int, now: datetime) -> None:
    """Confirm a proposed rule, its rounds and those reported within them."""
    with writing(office.engine, actor, now) as act:
        rule, _ = _rule(act.session, actor, rule_id, rounds_only=False)
        if rule.standing is Standing.CONFIRMED:
            raise Refused("already_confirmed")
        rule.standing = Standing.CONFIRMED
        act.session.add(rule)
        act.audit("confirm", "rule", rule_id, basis=rule.basis)


def _rule(session: Session, actor: Actor, rule_id: int, rounds_only: bool = True) -> tuple[Rule, Agency]:
    require(administers(viewer_of(session, actor.agency_id, actor.person_id)))
    rule = session.exec(select(Rule).where(Rule.id == rule_id, Rule.agency_id == actor.agency_id)).first()
    if rule is None:
        raise Refused("not_found")
    if rounds_only and rule.kind is not RuleKind.ROUNDS:
        raise Refused("not_rounds")
    return rule, session.get_one(Agency, actor.agency_id)


def _current(rule: Rule) -> RuleChange:
    return RuleChange(rule.due_day, rule.due_direction, rule.send_day, rule.send_direction)


def _as_data(change: RuleChange) -> dict[str, object]:
    return {name: getattr(value, "value", value) for name, value in asdict(change).items()}


def _check(change: RuleChange) -> None:
    for name, day in (("due_day", change.due_day), ("send_day", change.send_day)):
        if day is not None and not 1 <= day <= 28:
            raise Refused("day_out_of_range", name)
    if (change.send_day or 31) < (change.due_day or 31):
        raise Refused("send_before_due", "send_day")


def _changed(values: RuleValues, change: RuleChange) -> RuleValues:
    return replace(values, days=replace(values.days, **asdict(change)))


def _changes(session: Session, rule: Rule, agency: Agency, change: RuleChange, now: datetime) -> Iterator[DateChange]:
    _check(change)
    days, today = calendar(session, agency), hours(agency).today(now)
    values = rule_values(session, rule)
    known = opened(session, rule.obligation_id)
    new = {_key(pair): pair[1] for pair in timetable(_changed(values, change), days)}
    for each, old in timetable(values, days):
        after = new.get(_key((each, old)), old)
        period = known.get((each.year, each.kind, each.number))
        if not _moves(session, period, old, after, today):
            continue
        yield DateChange(
            period_name=period_name(each.kind, each.number, each.year),
            opened=period is not None,
            before_due=period.due_on if period else old.due.on,
            after_due=after.due.on,
            before_send=period.send_on if period else old.send.on,
            after_send=after.send.on,
            due_why=due_why(after.due, change.due_direction),
            send_why=due_why(after.send, change.send_direction),
            warnings=tuple(warning(key) for key in after.warnings),
        )


def _key(pair: RoundDates) -> tuple[int, str, int]:
    return pair[0].year, pair[0].kind.value, pair[0].number


def _moves(session: Session, period: Period | None, old: Dates, new: Dates, today: date) -> bool:
    """Whether a change reaches a round: for the preview and for saving alike."""
    send_on = period.send_on if period else old.send.on
    return max(send_on, new.send.on) >= today and not (period and _is_settled(session, period))


def _is_settled(session: Session, period: Period) -> bool:
    report = report_of(session, period.key)
    return report is not None and (report.signed_at is not None or report.sent_up_at is not None)


def _move_open_rounds(act: Writing, rule: Rule, agency: Agency) -> None:
    days, local = calendar(act.session, agency), hours(agency)
    known = opened(act.session, rule.obligation_id)
    for each, when in timetable(rule_values(act.session, rule), days):
        period = known.get((each.year, each.kind, each.number))
        if period is None or not _moves(act.session, period, when, when, local.today(act.now)):
            continue
        period.due_raw, period.due_on = when.due.raw, when.due.on
        period.send_raw, period.send_on = when.send.raw, when.send.on
        period.due_why = due_why(when.due, rule.due_direction)
        period.send_why = due_why(when.send, rule.send_direction)
        if period.draft_at is not None:
            period.draft_at = draft_at(period, local, days)
        act.session.add(period)
        _move_assignments(act, rule, period, days)


def _move_assignments(act: Writing, rule: Rule, period: Period, days: Calendar) -> None:
    local = hours(act.session.get_one(Agency, period.agency_id))
    chosen = select(Assignment).where(Assignment.period_id == period.id)
    assignments = list(act.session.exec(chosen))
    recorded = said(act.session, [assignment.key for assignment in assignments])
    for assignment in assignments:
        assignment.due_on = period.due_on
        course = Course(period.opens_on, assignment.deadline, days, local)
        assignment.next_rung_at = next_at(ladder_from(rule.ladder), course, recorded.get(assignment.key, set()))
        act.session.add(assignment)
