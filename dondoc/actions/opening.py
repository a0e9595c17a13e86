"""When a rule's next round opens, kept beside the rule so that the clock need only ask for what is due."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from dondoc.model import Agency, Obligation, Plan, Rule, RuleKind
from dondoc.rules.plan import RoundDates, split_by_opening
from dondoc.store.agency import agency, calendar, hours
from dondoc.store.rounds import opened, rule_values


def set_next_open(session: Session, rule: Rule, now: datetime) -> None:
    """Note on the rule when its next round opens: at once where one is due, never where none is left."""
    if rule.kind is not RuleKind.ROUNDS:
        return
    owner = agency(session, rule.agency_id)
    due, later = rounds_to_open(session, rule, owner, now)
    day = min((when.opens_on for _, when in due), default=later)
    rule.next_open_at = hours(owner).start(day) if day else None
    session.add(rule)


def rounds_to_open(session: Session, rule: Rule, owner: Agency, now: datetime) -> tuple[list[RoundDates], date | None]:
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
