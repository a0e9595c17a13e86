"""The year: every obligation with its rounds, opened ones and those to come, from the same rule as the clock's."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from dondoc.actions.office import Office
from dondoc.model import Agency, Assignment, Obligation, Period, PeriodKind, Plan, Rule, RuleKind, Standing
from dondoc.rules.plan import RoundDates, timetable
from dondoc.rules.sign import ReportState
from dondoc.store import page_reports
from dondoc.store.agency import agency, calendar, hours
from dondoc.store.page_reports import ReportFacts
from dondoc.store.rounds import opened, rule_values, standing, submissions
from dondoc.store.transaction import reading
from dondoc.texts import due_why, period_name


@dataclass(frozen=True)
class YearCell:
    """One round of an obligation."""

    period_name: str
    kind: PeriodKind
    number: int
    data_from: date
    data_to: date
    opens_on: date
    due_on: date
    send_on: date
    due_why: str
    send_why: str
    period_id: int | None
    submitted: int = 0
    asked: int = 0
    report_id: int | None = None
    report_state: ReportState | None = None


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
        return [_row(session, owner, *each, refs) for each in found]


def _row(
    session: Session, owner: Agency, plan: Plan, obligation: Obligation, rule: Rule, refs: dict[int, str]
) -> YearRow:
    cells = tuple(_cells(session, owner, obligation, rule)) if rule.kind is RuleKind.ROUNDS else ()
    return YearRow(
        plan_id=plan.key,
        rule_id=rule.key,
        obligation_ref=obligation.ref,
        title=obligation.title,
        quote=obligation.time_quote,
        standing=rule.standing,
        basis=rule.basis,
        within=refs.get(rule.within_id) if rule.within_id else None,
        cells=cells,
    )


def _cells(session: Session, owner: Agency, obligation: Obligation, rule: Rule) -> list[YearCell]:
    known = opened(session, obligation.key)
    counts = _counts(session, owner, list(known.values()))
    found = page_reports.of_periods([period.key for period in known.values()])
    by_period = {each.report.period_id: each for each in page_reports.reports(session, owner.key, found)}
    cells = []
    for pair in timetable(rule_values(session, rule), calendar(session, owner)):
        each = pair[0]
        period = known.get((each.year, each.kind, each.number))
        report = by_period.get(period.key) if period else None
        counted = counts.get(period.key, (0, 0)) if period else (0, 0)
        cells.append(_cell(rule, pair, period, counted, report))
    return cells


def _cell(
    rule: Rule, pair: RoundDates, period: Period | None, counted: tuple[int, int], report: ReportFacts | None
) -> YearCell:
    each, when = pair
    return YearCell(
        period_name=period_name(each.kind, each.number, each.year),
        kind=each.kind,
        number=each.number,
        data_from=each.data_from,
        data_to=each.data_to,
        opens_on=period.opens_on if period else when.opens_on,
        due_on=period.due_on if period else when.due.on,
        send_on=period.send_on if period else when.send.on,
        due_why=period.due_why if period else due_why(when.due, rule.due_direction),
        send_why=period.send_why if period else due_why(when.send, rule.send_direction),
        period_id=period.key if period else None,
        submitted=counted[0],
        asked=counted[1],
        report_id=report.id if report else None,
        report_state=report.state if report else None,
    )


def _counts(session: Session, owner: Agency, periods: list[Period]) -> dict[int, tuple[int, int]]:
    """How many units have answered and how many were asked, by period."""
    chosen = select(Assignment).where(col(Assignment.period_id).in_([period.key for period in periods]))
    assignments = list(session.exec(chosen))
    versions = submissions(session, [assignment.key for assignment in assignments])
    local = hours(owner)
    result: dict[int, tuple[int, int]] = {}
    for assignment in assignments:
        answered, asked = result.get(assignment.period_id, (0, 0))
        is_in = standing(assignment, versions.get(assignment.key, []), local).is_in
        result[assignment.period_id] = (answered + is_in, asked + 1)
    return result
