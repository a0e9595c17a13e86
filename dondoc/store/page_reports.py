"""Questions of the pages about reports: where each stands, its versions, chain, number and dispatches."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as select_many
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from dondoc.model import (
    Dispatch,
    IssuedNumber,
    Letter,
    Obligation,
    ObligationUnit,
    Paper,
    Part,
    Period,
    Person,
    Plan,
    Recipient,
    Report,
    ReportVersion,
    SignoffStep,
    Unit,
)
from dondoc.rules.report import ReportModel
from dondoc.rules.sign import ReportState, Step, report_state, turn


@dataclass(frozen=True)
class ReportFacts:
    """A report with all that its state follows from. `steps` are those of the current version's last round."""

    report: Report
    period: Period
    plan: Plan
    lead: Unit
    versions: tuple[ReportVersion, ...]
    all_steps: tuple[SignoffStep, ...]
    number: IssuedNumber | None
    dispatches: tuple[Dispatch, ...]

    @property
    def id(self) -> int:
        """The report's id."""
        return self.report.key

    @property
    def current(self) -> ReportVersion:
        """The newest version."""
        return self.versions[-1]

    @property
    def steps(self) -> tuple[SignoffStep, ...]:
        """The chain as it runs now."""
        own = [step for step in self.all_steps if step.version_id == self.current.id]
        last = max((step.round for step in own), default=0)
        return tuple(step for step in own if step.round == last)

    @property
    def state(self) -> ReportState:
        """Where it stands."""
        return report_state(
            [Step(step.person_id, step.signs, step.decision) for step in self.steps],
            self.report.sent_up_at is not None,
            self.report.signed_at,
            self.number is not None,
            bool(self.dispatches),
        )

    @property
    def turn_of(self) -> int | None:
        """Whose turn it is to decide."""
        if self.report.signed_at or not self.report.sent_up_at:
            return None
        step = turn([Step(step.person_id, step.signs, step.decision) for step in self.steps])
        return step.person_id if step else None


@dataclass(frozen=True)
class Proof:
    """What became of a report on its way to one recipient."""

    recipient: Recipient
    dispatch: Dispatch | None
    letter: Letter | None


def reports(session: Session, agency_id: int, *conditions: Any) -> list[ReportFacts]:
    """The reports that meet the conditions, in five queries whatever their number."""
    chosen = (
        select_many(Report, Period, Plan, Unit)
        .join(Period, col(Period.id) == col(Report.period_id))
        .join(Obligation, col(Obligation.id) == col(Period.obligation_id))
        .join(Plan, col(Plan.id) == col(Obligation.plan_id))
        .join(
            ObligationUnit,
            (col(ObligationUnit.obligation_id) == col(Obligation.id)) & (col(ObligationUnit.part) == Part.LEAD),
        )
        .join(Unit, col(Unit.id) == func.coalesce(Period.led_by_id, ObligationUnit.unit_id))
        .where(col(Report.agency_id) == agency_id, *conditions)
        .order_by(col(Period.send_on), col(Report.id))
    )
    found = session.execute(chosen).all()
    ids = [row[0].key for row in found]
    if not ids:
        return []
    versions = _by_report(session, ReportVersion, ids, ReportVersion.version, defer(ReportVersion.content))  # type: ignore[arg-type]
    steps = _by_report(session, SignoffStep, ids, SignoffStep.position)
    numbers = _by_report(session, IssuedNumber, ids, IssuedNumber.id)
    dispatches = _by_report(session, Dispatch, ids, Dispatch.id)
    return [
        ReportFacts(
            each,
            period,
            plan,
            lead,
            tuple(versions.get(each.key, [])),
            tuple(steps.get(each.key, [])),
            next((row for row in numbers.get(each.key, []) if row.book == "BC" and row.voided_at is None), None),
            tuple(dispatches.get(each.key, [])),
        )
        for each, period, plan, lead in found
        if versions.get(each.key)
    ]


def _by_report(session: Session, table: Any, ids: list[int], order: Any, *options: Any) -> dict[int, list[Any]]:
    result: dict[int, list[Any]] = {}
    chosen = select(table).where(col(table.report_id).in_(ids)).order_by(col(order)).options(*options)
    for row in session.exec(chosen):
        result.setdefault(row.report_id, []).append(row)
    return result


def report(session: Session, agency_id: int, report_id: int) -> ReportFacts | None:
    """One report of an agency; None where it has none of that id."""
    found = reports(session, agency_id, Report.id == report_id)
    return found[0] if found else None


def waiting_for(person_ids: Iterable[int]) -> Any:
    """Condition: a step of the chain of sign-off is open for one of these people."""
    steps = select(SignoffStep.report_id).where(
        col(SignoffStep.person_id).in_(set(person_ids)), col(SignoffStep.decision).is_(None)
    )
    return col(Report.id).in_(steps) & col(Report.sent_up_at).is_not(None) & col(Report.signed_at).is_(None)


def signed_not_dispatched() -> Any:
    """Condition: signed, and not yet dispatched."""
    sent = select(Dispatch.report_id)
    return col(Report.signed_at).is_not(None) & col(Report.id).not_in(sent)


def of_periods(period_ids: Iterable[int]) -> Any:
    """Condition: the reports of those periods, one each: not those that were replaced."""
    return col(Report.period_id).in_(set(period_ids)) & col(Report.replaced_at).is_(None)


def model_of(session: Session, version_id: int) -> ReportModel:
    """The report model of a version."""
    chosen = select(ReportVersion.content).where(ReportVersion.id == version_id)
    return ReportModel.model_validate(session.exec(chosen).one())


def names(session: Session, agency_id: int, person_ids: set[int]) -> dict[int, Person]:
    """People by id."""
    if not person_ids:
        return {}
    chosen = select(Person).where(Person.agency_id == agency_id, col(Person.id).in_(person_ids))
    return {person.key: person for person in session.exec(chosen)}


def proofs(session: Session, facts: ReportFacts) -> list[Proof]:
    """Each recipient of a report, with what became of it."""
    chosen = (
        select_many(Recipient, Dispatch, Letter)
        .join(
            Dispatch,
            (col(Dispatch.recipient_id) == col(Recipient.id)) & (col(Dispatch.report_id) == facts.id),
            isouter=True,
        )
        .join(Letter, col(Letter.id) == col(Dispatch.letter_id), isouter=True)
        .where(col(Recipient.plan_id) == facts.plan.id)
        .order_by(col(Recipient.position))
    )
    return [Proof(*row) for row in session.execute(chosen)]


def papers(session: Session, agency_id: int, report_id: int) -> dict[str, Paper]:
    """The frozen papers of a report by format, without their bytes."""
    chosen = select(Paper).where(Paper.report_id == report_id, Paper.agency_id == agency_id)
    chosen = chosen.where(Paper.version == 0)
    return {paper.kind.value: paper for paper in session.exec(chosen.options(defer(Paper.content)))}  # type: ignore[arg-type]


def paper_bytes(session: Session, agency_id: int, paper_id: int) -> bytes:
    """The bytes of a frozen paper."""
    return session.exec(select(Paper.content).where(Paper.id == paper_id, Paper.agency_id == agency_id)).one()


def number_book(session: Session, agency_id: int, year: int) -> list[tuple[IssuedNumber, Person]]:
    """The rows of the number book of a year, in order."""
    chosen = select(IssuedNumber, Person).join(Person, col(Person.id) == col(IssuedNumber.numbered_by))
    chosen = chosen.where(IssuedNumber.agency_id == agency_id, IssuedNumber.year == year)
    return list(session.exec(chosen.order_by(col(IssuedNumber.book), col(IssuedNumber.number))))
