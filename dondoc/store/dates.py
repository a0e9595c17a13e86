"""Questions about the year: every round of an agency with its dates, opened or to come, and how they came about."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import Agency, Obligation, Period, Plan, Rule, RuleKind
from dondoc.rules.explain import Step, steps
from dondoc.rules.plan import Planned, RuleFacts, timetable
from dondoc.rules.recurrence import Round
from dondoc.rules.workdays import Calendar
from dondoc.store.agency import calendar
from dondoc.store.rules import rules_values
from dondoc.texts import period_name


@dataclass(frozen=True)
class DatedRound:
    """A round of an obligation. Once it is open its dates are those of its row; before, those that its rule gives."""

    plan: Plan
    obligation: Obligation
    rule: Rule
    planned: Planned
    facts: RuleFacts
    period: Period | None

    @property
    def round(self) -> Round:
        """The round itself."""
        return self.planned.round

    @property
    def name(self) -> str:
        """The period's name."""
        return period_name(self.round.kind, self.round.number, self.round.year)

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return bool(self.period.cancelled_at) if self.period else self.planned.cancelled is not None

    @property
    def paused(self) -> bool:
        """Whether a pause keeps it from opening."""
        return self.period is None and self.planned.pause is not None

    @property
    def data_from(self) -> date:
        """First day of its data."""
        return self.period.data_from if self.period else self.round.data_from

    @property
    def data_to(self) -> date:
        """Last day of its data."""
        return self.period.data_to if self.period else self.round.data_to

    @property
    def opens_on(self) -> date:
        """When units are asked."""
        return self.period.opens_on if self.period else self.planned.dates.opens_on

    @property
    def due_on(self) -> date:
        """By when units answer."""
        return self.period.due if self.period else self.planned.dates.due.on

    @property
    def due_raw(self) -> date:
        """The day that the rule names for it."""
        return self.period.due_raw if self.period else self.planned.dates.due.raw

    @property
    def compile_on(self) -> date:
        """By when the lead unit sends up."""
        return self.period.compile if self.period else self.planned.dates.compile_on

    @property
    def sign_on(self) -> date:
        """By when it is signed."""
        return self.period.sign if self.period else self.planned.dates.sign_on

    @property
    def send_on(self) -> date:
        """By when it goes to its addressees."""
        return self.period.send if self.period else self.planned.dates.send.on

    @property
    def due_steps(self) -> list[Step]:
        """How the units' deadline came about."""
        return list(self.period.due_steps) if self.period else steps(self.planned, "due", self.facts)

    @property
    def send_steps(self) -> list[Step]:
        """How the day of sending up came about."""
        return list(self.period.send_steps) if self.period else steps(self.planned, "send", self.facts)


def dated_rounds(session: Session, owner: Agency, *conditions: Any, days: Calendar | None = None) -> list[DatedRound]:
    """The rounds of an agency's rules that meet the conditions, by plan, obligation and data close."""
    chosen = (
        select_many(Plan, Obligation, Rule)
        .join(Obligation, col(Obligation.plan_id) == col(Plan.id))
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .where(col(Plan.agency_id) == owner.key, col(Rule.kind) != RuleKind.WITHIN, *conditions)
        .order_by(col(Plan.id), col(Obligation.position))
    )
    found = session.execute(chosen).all()
    values = rules_values(session, [rule for _, _, rule in found])
    periods = select(Period).where(col(Period.obligation_id).in_([obligation.key for _, obligation, _ in found]))
    known = {(each.obligation_id, each.year, each.kind, each.number): each for each in session.exec(periods)}
    days = days or calendar(session, owner)
    return [
        DatedRound(plan, obligation, rule, each, values[rule.key].facts, known.get((obligation.key, *each.round.id)))
        for plan, obligation, rule in found
        for each in timetable(values[rule.key], days)
    ]
