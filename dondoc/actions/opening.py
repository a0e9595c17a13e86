"""When a rule's next round opens, kept beside the rule so that the clock need only ask for what is due."""

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from dondoc.model import Agency, Obligation, Plan, Rule, RuleKind, Unit
from dondoc.rules.plan import Pause, Planned, RuleValues, split_by_opening
from dondoc.rules.workdays import Hours
from dondoc.store.agency import agency, calendar, hours
from dondoc.store.rounds import opened
from dondoc.store.rules import rule_values


def set_next_open(session: Session, rule: Rule, now: datetime) -> None:
    """Note on the rule when its next round opens: at once where one is due, never where none is left."""
    if rule.kind is RuleKind.WITHIN:
        return
    owner = agency(session, rule.agency_id)
    due, later = rounds_to_open(session, rule, owner, now)
    today = hours(owner).today(now)
    day = min((min(each.dates.opens_on, today) for each in due), default=later)
    rule.next_open_at = hours(owner).start(day) if day else None
    session.add(rule)


def rounds_to_open(session: Session, rule: Rule, owner: Agency, now: datetime) -> tuple[list[Planned], date | None]:
    """The rounds of a rule that open now, and the day on which the next one does."""
    chosen = select(Plan.imported_at).join(Obligation, col(Obligation.plan_id) == col(Plan.id))
    imported_at = session.exec(chosen.where(Obligation.id == rule.obligation_id)).one()
    local = hours(owner)
    return split_by_opening(
        rule_values(session, rule),
        calendar(session, owner),
        set(opened(session, rule.obligation_id)),
        local.today(now),
        since=local.today(imported_at),
    )


def pause_on(rule: RuleValues, day: date) -> Pause | None:
    """The pause that holds on a day."""
    return next((pause for pause in rule.pauses if pause.holds(day)), None)


def set_hand_over(unit: Unit, local: Hours) -> None:
    """Note on a unit when its open work goes to its successor: as the office opens on the day after its last one."""
    ends = unit.valid_to is not None and unit.successor_id is not None
    unit.hand_over_at = local.start(unit.valid_to + timedelta(days=1)) if ends and unit.valid_to else None
