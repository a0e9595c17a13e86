"""The year: every obligation with its rounds, opened ones and those to come, from the same rule as the clock's."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from dondoc.actions.office import Office
from dondoc.model import Agency, Assignment, Obligation, PeriodKind, Plan, Rule, Standing
from dondoc.rules.sign import ReportState
from dondoc.store import page_reports
from dondoc.store.agency import agency, hours
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.page_reports import ReportFacts
from dondoc.store.rounds import standing, submissions
from dondoc.store.transaction import reading
from dondoc.texts import warning
from dondoc.texts.dates import explain, why


@dataclass(frozen=True)
class YearCell:
    """One round of an obligation."""

    dated: DatedRound
    submitted: int = 0
    asked: int = 0
    report_id: int | None = None
    report_state: ReportState | None = None

    @property
    def period_name(self) -> str:
        """The period's name."""
        return self.dated.name

    @property
    def kind(self) -> PeriodKind:
        """Its kind."""
        return self.dated.round.kind

    @property
    def number(self) -> int:
        """Which one of the year."""
        return self.dated.round.number

    @property
    def data_from(self) -> date:
        """First day of its data."""
        return self.dated.data_from

    @property
    def data_to(self) -> date:
        """Last day of its data."""
        return self.dated.data_to

    @property
    def opens_on(self) -> date:
        """When units are asked."""
        return self.dated.opens_on

    @property
    def due_on(self) -> date:
        """By when units answer."""
        return self.dated.due_on

    @property
    def compile_on(self) -> date:
        """By when the lead unit sends up."""
        return self.dated.compile_on

    @property
    def sign_on(self) -> date:
        """By when it is signed."""
        return self.dated.sign_on

    @property
    def send_on(self) -> date:
        """By when it goes to its addressees."""
        return self.dated.send_on

    @property
    def due_why(self) -> str:
        """What moved the units' deadline; empty where nothing did."""
        return why(self.dated.due_steps)

    @property
    def send_why(self) -> str:
        """What moved the day of sending."""
        return why(self.dated.send_steps)

    @property
    def explanation(self) -> list[str]:
        """How both dates came about, sentence by sentence."""
        told = explain(self.dated.due_steps)
        return told + [said for said in explain(self.dated.send_steps) if said not in told]

    @property
    def warnings(self) -> list[str]:
        """What is wrong with its dates."""
        return [warning(key) for key in self.dated.planned.dates.warnings]

    @property
    def period_id(self) -> int | None:
        """The period's id once it is open."""
        return self.dated.period.key if self.dated.period else None

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.dated.cancelled

    @property
    def paused(self) -> bool:
        """Whether a pause keeps it from opening."""
        return self.dated.paused

    @property
    def stopped_why(self) -> str:
        """Why it was called off, or what holds it up."""
        planned = self.dated.planned
        change = planned.cancelled or (planned.pause.change if planned.pause else None)
        return change.reason if change and (self.cancelled or self.paused) else ""


@dataclass(frozen=True)
class YearRow:
    """An obligation of the year; `within` names the one in whose rounds it is reported."""

    plan_id: int
    rule_id: int
    obligation_ref: str
    title: str
    quote: str
    standing: Standing
    basis: str
    within: str | None
    continuous: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    cells: tuple[YearCell, ...] = ()


def year_table(office: Office, agency_id: int, year: int, now: datetime) -> list[YearRow]:
    """The year of an agency: its plans' obligations in order, with all their rounds."""
    with reading(office.engine) as session:
        owner = agency(session, agency_id)
        chosen = (
            select(Plan, Obligation, Rule)
            .join(Obligation, col(Obligation.plan_id) == col(Plan.id))
            .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
            .where(Plan.agency_id == agency_id, Plan.year == year)
            .order_by(col(Plan.id), col(Obligation.position))
        )
        found = list(session.exec(chosen))
        refs = {obligation.key: obligation.ref for _, obligation, _ in found}
        cells = _cells(session, owner, dated_rounds(session, owner, col(Plan.year) == year))
        return [_row(*each, refs, cells.get(each[2].key, ())) for each in found]


def _row(plan: Plan, obligation: Obligation, rule: Rule, refs: dict[int, str], cells: tuple[YearCell, ...]) -> YearRow:
    return YearRow(
        plan_id=plan.key,
        rule_id=rule.key,
        obligation_ref=obligation.ref,
        title=obligation.title,
        quote=obligation.time_quote,
        standing=rule.standing,
        basis=rule.basis,
        within=refs.get(rule.within_id) if rule.within_id else None,
        continuous=rule.continuous,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
        cells=cells,
    )


def _cells(session: Session, owner: Agency, dated: list[DatedRound]) -> dict[int, tuple[YearCell, ...]]:
    """The rounds by rule, each with how many have answered and where its report stands."""
    periods = [each.period.key for each in dated if each.period]
    counts = _counts(session, owner, periods)
    found = page_reports.reports(session, owner.key, page_reports.of_periods(periods)) if periods else []
    reports = {each.report.period_id: each for each in found}
    result: dict[int, tuple[YearCell, ...]] = {}
    for each in dated:
        key = each.period.key if each.period else 0
        cell = _cell(each, counts.get(key, (0, 0)), reports.get(key))
        result[each.rule.key] = (*result.get(each.rule.key, ()), cell)
    return result


def _cell(each: DatedRound, counted: tuple[int, int], report: ReportFacts | None) -> YearCell:
    return YearCell(
        dated=each,
        submitted=counted[0],
        asked=counted[1],
        report_id=report.id if report else None,
        report_state=report.state if report else None,
    )


def _counts(session: Session, owner: Agency, periods: list[int]) -> dict[int, tuple[int, int]]:
    """How many units have answered and how many were asked, by period."""
    chosen = select(Assignment).where(col(Assignment.period_id).in_(periods))
    assignments = list(session.exec(chosen)) if periods else []
    versions = submissions(session, [assignment.key for assignment in assignments]) if assignments else {}
    local = hours(owner)
    result: dict[int, tuple[int, int]] = {}
    for assignment in assignments:
        answered, asked = result.get(assignment.period_id, (0, 0))
        is_in = standing(assignment, versions.get(assignment.key, []), local).is_in
        result[assignment.period_id] = (answered + is_in, asked + 1)
    return result
