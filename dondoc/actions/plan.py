"""Open: when the day comes, a rule's round becomes a period with an assignment for every unit."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from dondoc.actions.office import Office
from dondoc.actions.opening import rounds_to_open, set_next_open
from dondoc.model import Assignment, Door, Part, Period, Rule
from dondoc.rules.explain import steps
from dondoc.rules.plan import Planned, RuleFacts, assigned
from dondoc.rules.remind import Course, ladder_from, next_at
from dondoc.rules.workdays import Calendar, Hours
from dondoc.store.agency import agency, calendar, hours, unit_spans
from dondoc.store.rounds import parts, rules_to_open
from dondoc.store.rules import rule_values
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing
from dondoc.texts.dates import why


def open_due(office: Office, now: datetime) -> int:
    """Open every round whose day has come. Returns how many periods were opened; a second look opens none."""
    with reading(office.engine) as session:
        waiting = [(rule.key, rule.agency_id) for rule in rules_to_open(session, now)]
    return one_by_one(waiting, lambda each: _open(office, *each, now))


def _open(office: Office, rule_id: int, agency_id: int, now: datetime) -> int:
    with writing(office.engine, Actor(agency_id, None, Door.FLOW), now) as act:
        rule = act.session.get_one(Rule, rule_id)
        opened = open_rounds(act, rule)
        if not opened:
            act.audit("look", "rule", rule.key)
        return len(opened)


def open_rounds(act: Writing, rule: Rule, but: Collection[int] = ()) -> list[Period]:
    """Open the rounds of a rule whose day has come, `but` for units of which nothing is asked."""
    owner = agency(act.session, rule.agency_id)
    days, office_hours = calendar(act.session, owner), hours(owner)
    due, _ = rounds_to_open(act.session, rule, owner, act.now)
    facts = rule_values(act.session, rule).facts
    opened = []
    for each in due:
        period = _period(act, rule, each, facts, office_hours, days)
        units = _assign(act, rule, period, Course(period.opens_on, period.due, days, office_hours), but)
        act.audit("open", "period", period.key, units=units, due_on=period.due_on)
        opened.append(period)
    set_next_open(act.session, rule, act.now)
    return opened


def _period(
    act: Writing, rule: Rule, opening: Planned, facts: RuleFacts, office_hours: Hours, days: Calendar
) -> Period:
    each = opening.round
    period = Period(
        agency_id=rule.agency_id,
        obligation_id=rule.obligation_id,
        year=each.year,
        kind=each.kind,
        number=each.number,
        opened_at=act.now,
        **dates_of(opening, facts),
    )
    period.draft_at = draft_at(period, office_hours, days)
    return act.add(period)


def dates_of(planned: Planned, facts: RuleFacts) -> dict[str, Any]:
    """A round's dates as the columns of its period, with how they came about."""
    when, days = planned.dates, planned.days
    due_steps, send_steps = steps(planned, "due", facts), steps(planned, "send", facts)
    return {
        "data_from": planned.round.data_from,
        "data_to": planned.round.data_to,
        "opens_on": when.opens_on,
        "due_raw": when.due.raw,
        "due_on": when.due.on,
        "due_why": why(due_steps),
        "due_steps": due_steps,
        "send_raw": when.send.raw,
        "send_on": when.send.on,
        "send_why": why(send_steps),
        "send_steps": send_steps,
        "compile_on": when.compile_on,
        "sign_on": when.sign_on,
        "due_time": days.due_time,
        "compile_time": days.compile_time,
        "sign_time": days.sign_time,
        "send_time": days.send_time,
    }


def draft_at(period: Period, office_hours: Hours, days: Calendar) -> datetime:
    """When to compile at the latest: the morning after the units' deadline, or at its close if that is too late.

    Where hours matter, as the deadline ends.
    """
    if period.due_time:
        return office_hours.deadline(period.due)
    morning = days.shift(period.due_on, 1)
    if morning < period.send_on:
        return office_hours.start(morning)
    return office_hours.end(period.due_on)


def _assign(act: Writing, rule: Rule, period: Period, course: Course, but: Collection[int]) -> int:
    """An assignment a unit. Where the lead unit has ended, the round is led by the one that does its work now."""
    spans, named = unit_spans(act.session, rule.agency_id), parts(act.session, rule.obligation_id)
    units = assigned(named, spans, period.opens_on)
    leads = next((unit_id for unit_id, part in units.items() if part is Part.LEAD), None)
    period.led_by_id = leads if (leads, Part.LEAD) not in named else None
    first = next_at(ladder_from(rule.ladder), course, set())
    same = {
        "agency_id": rule.agency_id, "period_id": period.key, "due_on": period.due_on, "due_time": period.due_time,
        "next_rung_at": first,
    }  # fmt: skip
    if set(units) - set(but):
        # One statement for all: an object a unit takes three times as long, and a province has thousands.
        rows = [same | {"unit_id": unit_id, "part": part} for unit_id, part in units.items() if unit_id not in but]
        act.session.execute(insert(Assignment), rows)
    return len(set(units) - set(but))
