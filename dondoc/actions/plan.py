"""Open: when the day comes, a rule's round becomes a period with an assignment for every unit."""

from datetime import datetime

from dondoc.actions.office import Office
from dondoc.actions.opening import rounds_to_open, set_next_open
from dondoc.model import Assignment, Door, Period, Rule
from dondoc.rules.plan import RoundDates, assigned
from dondoc.rules.remind import Course, ladder_from, next_at
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import agency, calendar, hours, unit_spans
from dondoc.store.rounds import parts, rules_to_open
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing
from dondoc.texts import due_why


def open_due(office: Office, now: datetime) -> int:
    """Open every round whose day has come. Returns how many periods were opened; a second look opens none."""
    with reading(office.engine) as session:
        waiting = [(rule.key, rule.agency_id) for rule in rules_to_open(session, now)]
    return one_by_one(waiting, lambda each: _open(office, *each, now))


def _open(office: Office, rule_id: int, agency_id: int, now: datetime) -> int:
    with writing(office.engine, Actor(agency_id, None, Door.FLOW), now) as act:
        rule = act.session.get_one(Rule, rule_id)
        owner = agency(act.session, agency_id)
        days, office_hours = calendar(act.session, owner), hours(owner)
        due, _ = rounds_to_open(act.session, rule, owner, now)
        for each in due:
            period = _period(act, rule, each, office_hours, days)
            units = _assign(act, rule, period, Course(period.opens_on, period.due_on, days, office_hours))
            act.audit("open", "period", period.key, units=units, due_on=period.due_on)
        set_next_open(act.session, rule, now)
        if not due:
            act.audit("look", "rule", rule.key)
        return len(due)


def _period(act: Writing, rule: Rule, opening: RoundDates, office_hours: Hours, days: Calendar) -> Period:
    each, when = opening
    period = Period(
        agency_id=rule.agency_id,
        obligation_id=rule.obligation_id,
        year=each.year,
        kind=each.kind,
        number=each.number,
        data_from=each.data_from,
        data_to=each.data_to,
        opens_on=when.opens_on,
        due_raw=when.due.raw,
        due_on=when.due.on,
        due_why=due_why(when.due, rule.due_direction),
        send_raw=when.send.raw,
        send_on=when.send.on,
        send_why=due_why(when.send, rule.send_direction),
        opened_at=act.now,
    )
    period.draft_at = draft_at(period, office_hours, days)
    return act.add(period)


def draft_at(period: Period, office_hours: Hours, days: Calendar) -> datetime:
    """When to compile at the latest: the morning after the units' deadline, or at its close if that is too late."""
    morning = days.shift(period.due_on, 1)
    if morning < period.send_on:
        return office_hours.start(morning)
    return office_hours.end(period.due_on)


def _assign(act: Writing, rule: Rule, period: Period, course: Course) -> int:
    spans = unit_spans(act.session, rule.agency_id)
    units = assigned(parts(act.session, rule.obligation_id), spans, period.opens_on)
    first = next_at(ladder_from(rule.ladder), course, set())
    for unit_id, part in units.items():
        act.session.add(
            Assignment(
                agency_id=rule.agency_id,
                period_id=period.key,
                unit_id=unit_id,
                part=part,
                due_on=period.due_on,
                next_rung_at=first,
            )
        )
    return len(units)
