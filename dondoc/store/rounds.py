"""Questions about rules, rounds and assignments."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import (
    Agency,
    Assignment,
    FlowName,
    Obligation,
    ObligationUnit,
    Part,
    Period,
    Plan,
    Report,
    Rule,
    Submission,
    Unit,
    time_of,
)
from dondoc.rules.recurrence import RoundId
from dondoc.rules.submit import Standing
from dondoc.rules.workdays import Hours
from dondoc.store import schedules
from dondoc.texts import carried, period_name, report_name


@dataclass(frozen=True)
class RoundFacts:
    """A period with all that its name and dates hang on."""

    period: Period
    obligation: Obligation
    plan: Plan
    rule: Rule
    lead: Unit

    @property
    def report_name(self) -> str:
        """How letters call the report of this round: "Báo cáo kết quả … quý I năm 2024"."""
        period = self.period
        return report_name(self.plan.report_subject, period_name(period.kind, period.number, period.year))


@dataclass(frozen=True)
class AssignmentFacts:
    """An assignment with its unit and round."""

    assignment: Assignment
    unit: Unit
    round: RoundFacts
    carrier: Unit
    """The unit that does the work: itself, or the one that took over from it."""

    @property
    def unit_name(self) -> str:
        """The unit whose report it is, with the one that carries it where that is another."""
        return self.unit.name if self.carrier is self.unit else carried(self.unit.name, self.carrier.name)


def rules_to_open(session: Session, now: datetime, limit: int = 200) -> list[Rule]:
    """Rules of which a round opens now, but for agencies that paused the opening."""
    chosen = select(Rule).where(col(Rule.next_open_at).is_not(None), col(Rule.next_open_at) <= now)
    chosen = chosen.where(*but_for(session, FlowName.OPEN, Rule.agency_id))
    return list(session.exec(chosen.order_by(col(Rule.next_open_at)).limit(limit)))


def opened(session: Session, obligation_id: int) -> dict[RoundId, Period]:
    """The opened rounds of an obligation."""
    found = session.exec(select(Period).where(Period.obligation_id == obligation_id))
    return {(period.year, period.kind, period.number): period for period in found}


def parts(session: Session, obligation_id: int) -> list[tuple[int, Part]]:
    """The units that take part in an obligation."""
    found = session.exec(select(ObligationUnit).where(ObligationUnit.obligation_id == obligation_id))
    return [(each.unit_id, each.part) for each in found]


def round_facts(session: Session, period_id: int, agency_id: int) -> RoundFacts | None:
    """A period of an agency; None where it has none of that id."""
    chosen = _rounds().where(col(Period.id) == period_id, col(Period.agency_id) == agency_id)
    found = session.execute(chosen).first()
    return RoundFacts(*found) if found else None


def _rounds() -> Select[tuple[Period, Obligation, Plan, Rule, Unit]]:
    # SQLModel's select takes four tables at most.
    return (
        select_many(Period, Obligation, Plan, Rule, Unit)
        .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .join(
            ObligationUnit,
            (col(ObligationUnit.obligation_id) == col(Obligation.id)) & (col(ObligationUnit.part) == Part.LEAD),
        )
        .join(Unit, col(Unit.id) == func.coalesce(Period.led_by_id, ObligationUnit.unit_id))
    )


def assignment_facts(
    session: Session, agency_id: int, *conditions: Any, limit: int | None = None
) -> list[AssignmentFacts]:
    """Assignments of an agency that meet the conditions, in the units' order."""
    chosen = (
        select(Assignment, Unit)
        .join(Unit, col(Unit.id) == col(Assignment.unit_id))
        .where(Assignment.agency_id == agency_id, *conditions)
        .order_by(col(Assignment.period_id), col(Unit.position), col(Unit.id))
        .limit(limit)
    )
    found = list(session.exec(chosen))
    wanted = {assignment.period_id for assignment, _ in found}
    rows = session.execute(_rounds().where(col(Period.id).in_(wanted))).all() if wanted else []
    rounds = {row[0].key: RoundFacts(*row) for row in rows}
    carriers = _carriers(session, [assignment for assignment, _ in found])
    return [
        AssignmentFacts(assignment, unit, rounds[assignment.period_id], carriers.get(assignment.carried_by_id, unit))
        for assignment, unit in found
    ]


def _carriers(session: Session, assignments: Iterable[Assignment]) -> dict[int | None, Unit]:
    wanted = {each.carried_by_id for each in assignments if each.carried_by_id}
    if not wanted:
        return {}
    return {unit.key: unit for unit in session.exec(select(Unit).where(col(Unit.id).in_(wanted)))}


def one_assignment(session: Session, agency_id: int, assignment_id: int) -> AssignmentFacts | None:
    """One assignment of an agency; None where it has none of that id."""
    found = assignment_facts(session, agency_id, Assignment.id == assignment_id)
    return found[0] if found else None


def agencies_to_remind(session: Session, now: datetime) -> list[Agency]:
    """Agencies that have a rung due and did not pause reminding."""
    due = select(Assignment.agency_id).where(
        col(Assignment.next_rung_at).is_not(None),
        col(Assignment.next_rung_at) <= now,
        *but_for(session, FlowName.REMIND, Assignment.agency_id),
    )
    return list(session.exec(select(Agency).where(col(Agency.id).in_(due))))


def periods_to_draft(session: Session, now: datetime) -> list[Period]:
    """Periods whose draft is to be compiled now, but for agencies that paused that."""
    chosen = select(Period).where(col(Period.draft_at).is_not(None), col(Period.draft_at) <= now)
    chosen = chosen.where(*but_for(session, FlowName.DRAFT, Period.agency_id))
    return list(session.exec(chosen.order_by(col(Period.draft_at))))


def but_for(session: Session, flow: FlowName, agency_id: Any) -> list[Any]:
    """The condition that leaves out agencies that paused a flow; none where nobody did."""
    paused = schedules.paused(session, flow)
    return [col(agency_id).not_in(paused)] if paused else []


def is_to_draft(session: Session, period_id: int, now: datetime) -> bool:
    """Whether a period still waits for its draft. It is held until the transaction ends: only one compiles it."""
    chosen = select(Period.id).where(Period.id == period_id, col(Period.draft_at) <= now)
    return session.exec(chosen.with_for_update()).first() is not None


def items_of_round(session: Session, obligation: Obligation) -> list[Obligation]:
    """The items of the plan that are reported in an obligation's rounds, itself last, in the plan's order."""
    chosen = select(Obligation).join(Rule, col(Rule.obligation_id) == col(Obligation.id))
    chosen = chosen.where(Rule.within_id == obligation.id).order_by(col(Obligation.position))
    return [*session.exec(chosen), obligation]


def submissions(session: Session, assignment_ids: Iterable[int]) -> dict[int, list[Submission]]:
    """All versions by assignment, oldest first."""
    chosen = select(Submission).where(col(Submission.assignment_id).in_(set(assignment_ids)))
    result: dict[int, list[Submission]] = {}
    for submission in session.exec(chosen.order_by(col(Submission.assignment_id), col(Submission.version))):
        result.setdefault(submission.assignment_id, []).append(submission)
    return result


def standing(assignment: Assignment, versions: Iterable[Submission], hours: Hours) -> Standing:
    """The acts on an assignment. The first submitted version counts for its lateness, the last one for its state."""
    sent = [version for version in versions if version.submitted_at]
    drafts = [version for version in versions if not version.submitted_at]
    first = sent[0].submitted_at if sent else None
    return Standing(
        deadline=assignment.deadline,
        has_draft=bool(drafts),
        submitted_on=_submitted(first, assignment, hours) if first else None,
        returned=bool(sent) and sent[-1].returned_at is not None,
        accepted=bool(sent) and sent[-1].accepted_at is not None,
        excused=assignment.excused_at is not None,
        closed=assignment.closed_at is not None,
    )


def _submitted(at: datetime, assignment: Assignment, hours: Hours) -> date:
    # A whole day stays one: it is compared and told as a date.
    return hours.day_time(at) if time_of(assignment.deadline) else hours.today(at)


def report_of(session: Session, period_id: int) -> Report | None:
    """The report of a period; not one that was replaced."""
    chosen = select(Report).where(Report.period_id == period_id, col(Report.replaced_at).is_(None))
    return session.exec(chosen).first()
