"""What a rehearsed year came to, and which promises it kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, SQLModel, col, select

from dondoc.model import (
    Agency,
    Assignment,
    Dispatch,
    IssuedNumber,
    Letter,
    Obligation,
    Period,
    Person,
    Reminder,
    Report,
    Rule,
    RuleKind,
    Standing,
    Submission,
    Unit,
)
from dondoc.rehearsal.year import Year
from dondoc.rules.remind import Course, at, ladder_from
from dondoc.rules.turns import Stage, Turn, course_of, ladder_of, parted
from dondoc.store import reports
from dondoc.store.agency import calendar, hours
from dondoc.store.people import listeners
from dondoc.store.rounds import assignment_facts
from dondoc.store.transaction import broken_line, reading
from dondoc.store.turns import ReportTurn, hearers_of, report_turns


@dataclass(frozen=True)
class Summary:
    """The figures of a year; `broken` names the promises that were not kept."""

    periods: int
    assignments: int
    letters_expected: int
    letters_delivered: int
    duplicates: int
    submissions: int
    reports: int
    signed: int
    dispatched: int
    invented_dates: int
    reports_on_time: int
    escalations: int
    rungs_unaccounted: int
    proposed_rules: int
    proposed_units: int
    busiest_day: str
    busiest_day_letters: int
    letters_by_kind: dict[str, int]
    letters_by_person: dict[str, int]
    broken: tuple[str, ...]
    seconds: float

    def as_json(self) -> dict[str, object]:
        """The figures as JSON values."""
        return asdict(self)


def summarise(year: Year, seconds: float) -> Summary:
    """Count the year from the rows and from what arrived in the sink."""
    with reading(year.office.engine) as session:
        arrived = Counter(each.message_id for each in year.sink.received)
        letters = list(session.exec(select(Letter)))
        days = Counter(hours(year.agency).today(letter.sent_at) for letter in letters if letter.sent_at)
        busiest, most = _busiest(days)
        figures: dict[str, object] = {
            "periods": _count(session, Period),
            "assignments": _count(session, Assignment),
            "letters_expected": len(letters),
            "letters_delivered": sum(letter.message_id in arrived for letter in letters),
            "duplicates": sum(arrived.values()) - len(arrived),
            "submissions": _count(session, Submission, col(Submission.submitted_at).is_not(None)),
            "reports": _count(session, Report),
            "signed": _count(session, Report, col(Report.signed_at).is_not(None)),
            "dispatched": session.exec(select(func.count(func.distinct(Dispatch.report_id)))).one(),
            "invented_dates": _invented(session),
            "reports_on_time": _on_time(session, year),
            "escalations": _escalations(session, year.agency),
            "rungs_unaccounted": _unaccounted(session, year),
            "proposed_rules": _count(session, Rule, col(Rule.standing) == Standing.PROPOSED),
            "proposed_units": _count(session, Unit, col(Unit.standing) == Standing.PROPOSED),
            "busiest_day": busiest.isoformat() if busiest else "",
            "busiest_day_letters": most,
            "letters_by_kind": dict(Counter(letter.kind.value for letter in letters).most_common()),
            "letters_by_person": _by_person(session, letters),
        }
        chain = broken_line(session, year.agency.key)
    return Summary(**figures, broken=tuple(_broken(figures, chain)), seconds=round(seconds, 2))  # type: ignore[arg-type]


def _count(session: Session, table: type[SQLModel], *conditions: object) -> int:
    return session.exec(select(func.count()).select_from(table).where(*conditions)).one()  # type: ignore[arg-type]


def _busiest(days: Counter[date]) -> tuple[date | None, int]:
    return max(days.items(), key=lambda pair: (pair[1], pair[0]), default=(None, 0))


def _by_person(session: Session, letters: list[Letter]) -> dict[str, int]:
    names = {person.id: f"{person.name} ({person.title})" for person in session.exec(select(Person))}
    return dict(Counter(names.get(letter.person_id, letter.to_name) for letter in letters).most_common())


def _escalations(session: Session, agency: Agency) -> int:
    """Reminder letters that went to a leader: about a unit, or about a report that somebody sits on."""
    chosen = select(Reminder.rung, Rule.ladder).join(Assignment, col(Assignment.id) == col(Reminder.assignment_id))
    chosen = chosen.join(Period, col(Period.id) == col(Assignment.period_id))
    chosen = chosen.join(Rule, col(Rule.obligation_id) == col(Period.obligation_id))
    said = list(session.exec(chosen.where(col(Reminder.letter_id).is_not(None))))
    of_reports = select(Reminder.rung).where(col(Reminder.report_id).is_not(None), col(Reminder.letter_id).is_not(None))
    said += [(parted(code)[1], agency.report_ladder) for code in session.exec(of_reports)]
    return sum(any(rung.code == code and rung.escalates for rung in ladder_from(ladder)) for code, ladder in said)


def _on_time(session: Session, year: Year) -> int:
    """Reports that carry a date no later than the day by which they had to be sent."""
    chosen = select(IssuedNumber, Period).join(Report, col(Report.id) == col(IssuedNumber.report_id))
    chosen = chosen.join(Period, col(Period.id) == col(Report.period_id))
    return sum(number.issued_on <= period.send_on for number, period in session.exec(chosen))


def _invented(session: Session) -> int:
    """Rules that pass for the plan's own word although its quoted time names no day or month."""
    chosen = select(Rule, Obligation).join(Obligation, col(Obligation.id) == col(Rule.obligation_id))
    chosen = chosen.where(Rule.kind == RuleKind.ROUNDS, Rule.standing == Standing.CONFIRMED)
    return sum(not any(char.isdigit() for char in obligation.time_quote) for _, obligation in session.exec(chosen))


def _unaccounted(session: Session, year: Year) -> int:
    """Rungs that were due to somebody and stand in the ledger neither with a letter nor with a reason."""
    days, local = calendar(session, year.agency), hours(year.agency)
    everyone = assignment_facts(session, year.agency.key)
    known = {(each.about, each.rung, each.person_id) for each in session.exec(select(Reminder))}
    people = listeners(session, year.agency.key, {each.carrier.key for each in everyone}, local.today(year.now))
    missing = 0
    for facts in everyone:
        course = Course(facts.round.period.opens_on, facts.assignment.deadline, days, local)
        until: datetime = facts.assignment.closed_at or year.now
        for rung in ladder_from(facts.round.rule.ladder):
            if at(rung, course) >= until:
                continue
            heard = [person for hearer in rung.to for person in people[facts.carrier.key, hearer]]
            missing += sum((("assignment", facts.key), rung.code, each.person.key) not in known for each in heard)
    return missing + _unaccounted_of_reports(session, year, known)


def _unaccounted_of_reports(session: Session, year: Year, known: set[tuple[tuple[str, int], str, int]]) -> int:
    """The same for reports: the steps of their last round of sign-off, and the clerk's turn."""
    days, local, missing = calendar(session, year.agency), hours(year.agency), 0
    ladder = ladder_from(year.agency.report_ladder)
    for facts in report_turns(session, year.agency.key):
        for turn, until in _ended_turns(session, facts):
            course = course_of(turn, days, local)
            heard = hearers_of(session, year.agency.key, [replace(facts, turn=turn)], local.today(year.now))[facts.key]
            for rung in ladder_of(ladder, turn, course):
                people = [each for hearer in rung.to for each in heard[hearer]] if at(rung, course) < until else []
                missing += sum((("report", facts.key), rung.code, each.person.key) not in known for each in people)
    return missing


def _ended_turns(session: Session, facts: ReportTurn) -> Iterator[tuple[Turn, datetime]]:
    """The turns of the last round of sign-off and of issuing, with when each ended."""
    report, period = facts.report, facts.round.period
    since, found = report.sent_up_at, reports.dispatches(session, report.key)
    for step in reports.steps(session, reports.current(session, report.key)):
        if since and step.decided_at:
            stage = Stage.SIGNATURE if step.signs else Stage.APPROVAL
            yield Turn(stage, step.key, since, period.sign_on, step.person_id), step.decided_at
            since = step.decided_at
    if report.signed_at and found:
        yield Turn(Stage.ISSUE, 1, report.signed_at, period.send_on), found[0].dispatched_at


def _broken(figures: dict[str, object], chain: int | None) -> list[str]:
    promises = {
        "every letter arrives": figures["letters_expected"] == figures["letters_delivered"],
        "no letter arrives twice": figures["duplicates"] == 0,
        "every rung has a letter or a reason": figures["rungs_unaccounted"] == 0,
        "no date is invented": figures["invented_dates"] == 0,
        "every period has its report": figures["reports"] == figures["periods"],
        "every report is signed": figures["signed"] == figures["reports"],
        "every signed report is dispatched": figures["dispatched"] == figures["signed"],
        "the audit log is whole": chain is None,
    }
    return [promise for promise, kept in promises.items() if not kept]
