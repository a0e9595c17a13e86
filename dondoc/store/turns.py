"""Questions about reports that wait for somebody: whose turn it is, and who hears about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from dondoc.model import (
    Dispatch,
    IssuedNumber,
    Person,
    Report,
    ReportVersion,
    Role,
    RoleKind,
    SignoffStep,
    Unit,
)
from dondoc.rules.remind import Hearer
from dondoc.rules.turns import Acts, Days, Held, Stage, StepFact, Turn, hearers, turn_of
from dondoc.store.people import Listener, substitutes
from dondoc.store.reports import REPORTS
from dondoc.store.rounds import RoundFacts, rounds_of


@dataclass(frozen=True)
class ReportTurn:
    """A report with its round, and whose turn it is; None once nobody's."""

    report: Report
    round: RoundFacts
    turn: Turn | None

    @property
    def noun(self) -> str:
        """What it is, as the ledger and threads call it."""
        return "report"

    @property
    def key(self) -> int:
        """The report's id."""
        return self.report.key

    @property
    def subject(self) -> Report:
        """The row that says when its ladder is looked at next."""
        return self.report

    @property
    def unit(self) -> Unit:
        """The unit that drafts it."""
        return self.round.lead

    @property
    def unit_name(self) -> str:
        """The name of that unit."""
        return self.round.lead.name


def report_turns(session: Session, agency_id: int, *conditions: Any) -> list[ReportTurn]:
    """Reports of an agency that meet the conditions, in a fixed number of queries."""
    chosen = select(Report).where(Report.agency_id == agency_id, *conditions).order_by(col(Report.id))
    found = list(session.exec(chosen))
    if not found:
        return []
    ids = [report.key for report in found]
    rounds = rounds_of(session, {report.period_id for report in found})
    steps, versions = _steps(session, ids), _versions(session, ids)
    voided, issued = _voided(session, ids), _issued(session, ids)
    facts = []
    for report in found:
        round_ = rounds[report.period_id]
        period = round_.period
        acts = Acts(
            report.created_at,
            report.sent_up_at,
            report.signed_at,
            report.key in issued or report.replaced_at is not None or period.cancelled_at is not None,
            steps.get(report.key, []),
            versions.get(report.key, []),
            voided.get(report.key, []),
        )
        turn = turn_of(acts, Days(period.compile_on, period.sign_on, period.send_on))
        facts.append(ReportTurn(report, round_, turn))
    return facts


def _steps(session: Session, ids: Iterable[int]) -> dict[int, list[StepFact]]:
    result: dict[int, list[StepFact]] = {}
    chosen = select(SignoffStep).where(col(SignoffStep.report_id).in_(ids)).order_by(col(SignoffStep.id))
    for row in session.exec(chosen):
        fact = StepFact(row.key, row.version_id, row.round, row.person_id, row.signs, row.decision, row.decided_at)
        result.setdefault(row.report_id, []).append(fact)
    return result


def _versions(session: Session, ids: Iterable[int]) -> dict[int, list[tuple[int, datetime]]]:
    result: dict[int, list[tuple[int, datetime]]] = {}
    chosen = select(ReportVersion.report_id, ReportVersion.id, ReportVersion.made_at)
    chosen = chosen.where(col(ReportVersion.report_id).in_(ids)).order_by(col(ReportVersion.id))
    for report_id, key, made_at in session.exec(chosen):
        result.setdefault(report_id, []).append((key or 0, made_at))
    return result


def _voided(session: Session, ids: Iterable[int]) -> dict[int, list[datetime]]:
    result: dict[int, list[datetime]] = {}
    chosen = select(IssuedNumber.report_id, IssuedNumber.voided_at).where(
        col(IssuedNumber.report_id).in_(ids), IssuedNumber.book == REPORTS, col(IssuedNumber.voided_at).is_not(None)
    )
    for report_id, at in session.exec(chosen):
        if report_id and at:
            result.setdefault(report_id, []).append(at)
    return result


def _issued(session: Session, ids: Iterable[int]) -> set[int]:
    return set(session.exec(select(Dispatch.report_id).where(col(Dispatch.report_id).in_(ids)).distinct()))


def hearers_of(
    session: Session, agency_id: int, found: Sequence[ReportTurn], day: date
) -> dict[int, dict[Hearer, list[Listener]]]:
    """Who hears about each report that waits, by its id, in three queries whatever their number.

    A lead unit without an officer is heard for by its head; who is absent, by their substitute.
    """
    chosen = select(Role, Person).join(Person, col(Person.id) == col(Role.person_id))
    chosen = chosen.where(Role.agency_id == agency_id, col(Person.active)).order_by(col(Role.id))
    people: dict[int, Person] = {}
    roles: list[Held] = []
    for role, person in session.exec(chosen):
        people[person.key] = person
        roles.append(Held(person.key, role.kind, role.unit_id))
    away = substitutes(session, agency_id, day)

    def listener(person_id: int) -> Listener:
        person, substitute = people[person_id], away.get(person_id)
        return Listener(substitute, person) if substitute else Listener(person)

    result = {}
    for facts in found:
        actors = [each for each in _actors(facts, roles) if each in people]
        heard = hearers(actors, _of_unit(facts, roles))
        result[facts.key] = {hearer: [listener(each) for each in ids] for hearer, ids in heard.items()}
    return result


def _of_unit(facts: ReportTurn, roles: list[Held]) -> list[Held]:
    """The roles that count: drafters answer to their own unit alone, whatever else they do elsewhere."""
    if facts.turn is None or facts.turn.stage is not Stage.DRAFT:
        return roles
    lead = facts.round.lead.key
    return [
        role for role in roles
        if role.unit_id == lead or (role.unit_id is None and role.kind is RoleKind.LEADER)
    ]  # fmt: skip


def _actors(facts: ReportTurn, roles: list[Held]) -> list[int]:
    if facts.turn is None:
        return []
    if facts.turn.person_id is not None:
        return [facts.turn.person_id]
    if facts.turn.stage is Stage.ISSUE:
        return list(dict.fromkeys(role.person_id for role in roles if role.kind is RoleKind.CLERK))
    of_lead = [role for role in roles if role.unit_id == facts.round.lead.key]
    officers = [role.person_id for role in of_lead if role.kind is RoleKind.OFFICER]
    return officers or [role.person_id for role in of_lead if role.kind is RoleKind.HEAD]
