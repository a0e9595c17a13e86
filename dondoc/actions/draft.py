"""Draft: a period's submissions become a version of its report."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.letters import DraftedLetter
from dondoc.model import (
    Agency,
    Assignment,
    Door,
    Figure,
    LetterKind,
    Obligation,
    Period,
    Regime,
    Report,
    ReportVersion,
    RoleKind,
    Standing,
)
from dondoc.rules.access import follows_up, require
from dondoc.rules.draft import FigureAsked, Frame, Item, Outline, UnitAnswer, combine, compile_report
from dondoc.rules.recurrence import ROUNDS_A_YEAR
from dondoc.rules.refusal import Refused
from dondoc.rules.report import RecipientLine, ReportModel, Signature
from dondoc.rules.sign import may_compile
from dondoc.store import reports
from dondoc.store.agency import calendar, hours
from dondoc.store.answers import contents, figures_of_round
from dondoc.store.people import viewer_of, with_role
from dondoc.store.rounds import (
    RoundFacts,
    assignment_facts,
    is_to_draft,
    items_of_round,
    periods_to_draft,
    report_of,
    round_facts,
    standing,
    submissions,
)
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing
from dondoc.texts import basis, period_name, unit_state, word

LIVES = timedelta(days=14)
"""How long a letter about a draft is worth sending."""


def draft_due(office: Office, now: datetime) -> int:
    """Compile every period whose time has come. Returns how many; a second look compiles none."""
    with reading(office.engine) as session:
        waiting = [(period.key, period.agency_id) for period in periods_to_draft(session, now)]
    return one_by_one(waiting, lambda each: _draft(office, *each, now))


def _draft(office: Office, period_id: int, agency_id: int, now: datetime) -> int:
    with writing(office.engine, Actor(agency_id, None, Door.FLOW), now) as act:
        if not is_to_draft(act.session, period_id, now):
            return 0
        version = _compile(act, period_id)
        if version is None:
            return 0
        _tell_lead(act, office, period_id, version)
        return 1


def _tell_lead(act: Writing, office: Office, period_id: int, version: ReportVersion) -> None:
    facts = round_facts(act.session, period_id, act.actor.agency_id)
    if facts is None:
        raise Refused("not_found")
    agency = act.session.get_one(Agency, act.actor.agency_id)
    units = reports.model_of(version).units
    not_before = hours(agency).next_open(act.now, calendar(act.session, agency))
    for person in with_role(act.session, agency.key, RoleKind.OFFICER, facts.lead.key):
        letter = DraftedLetter(
            to_name=person.name,
            agency=agency.name,
            report_name=facts.report_name,
            lead_unit=facts.lead.name,
            units_in=sum(not unit.missing for unit in units),
            units_asked=len(units),
            missing=tuple(unit.unit for unit in units if unit.missing),
            send_on=facts.period.send_on,
            link=f"{office.address}/du-thao/{version.report_id}",
        )
        post(
            act, office, agency, person, (person.name, person.email), letter, LetterKind.DRAFTED,
            f"drafted:{version.key}:{person.key}", not_before, not_before + LIVES,
            references=[root(agency, "report", version.report_id)],
        )  # fmt: skip


def found_report(act: Writing, report_id: int) -> tuple[Report, RoundFacts]:
    """A report of the actor's agency with its round. Raises Refused where there is none."""
    report = reports.report(act.session, act.actor.agency_id, report_id)
    facts = round_facts(act.session, report.period_id, act.actor.agency_id) if report else None
    if report is None or facts is None:
        raise Refused("not_found")
    return report, facts


def compile_now(office: Office, actor: Actor, period_id: int, now: datetime) -> ReportVersion:
    """Compile a period at the lead unit's word, early or again. Raises Refused once it is sent up or signed."""
    with writing(office.engine, actor, now) as act:
        facts = round_facts(act.session, period_id, actor.agency_id)
        if facts is None:
            raise Refused("not_found")
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.lead.key))
        version = _compile(act, period_id)
        if version is None:
            raise Refused("not_in_drafting")
        return version


def _compile(act: Writing, period_id: int) -> ReportVersion | None:
    """A new version of the period's report; None where it is no longer being drafted."""
    facts = round_facts(act.session, period_id, act.actor.agency_id)
    if facts is None:
        raise Refused("not_found")
    facts.period.draft_at = None
    act.session.add(facts.period)
    report = report_of(act.session, period_id)
    if report is None:
        report = act.add(Report(agency_id=facts.period.agency_id, period_id=period_id, created_at=act.now))
    elif not _in_drafting(act, report):
        act.audit("look", "report", report.key)
        return None
    return store_version(act, report, _model(act, facts), note="")


def _in_drafting(act: Writing, report: Report) -> bool:
    try:
        may_compile(reports.state_of(act.session, report))
    except Refused:
        return False
    return True


def store_version(act: Writing, report: Report, model: ReportModel, note: str) -> ReportVersion:
    """Store a model as the report's newest version; a version sent up before is no longer the current one."""
    content = model.model_dump(mode="json")
    digest = hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
    known = reports.versions(act.session, report.key)
    version = ReportVersion(
        agency_id=report.agency_id,
        report_id=report.key,
        version=len(known) + 1,
        content=content,
        sha256=digest,
        made_at=act.now,
        made_by=act.actor.person_id,
        note=note,
    )
    act.add(version)
    report.sent_up_at = None
    act.session.add(report)
    act.audit("compile", "report", report.key, version=version.version, sha256=digest)
    return version


def _model(act: Writing, facts: RoundFacts) -> ReportModel:
    items = items_of_round(act.session, facts.obligation)
    figures = [_asked(act, facts, figure) for figure in figures_of_round(act.session, items)]
    return compile_report(_frame(act, facts), _items(items), _answers(act, facts), figures)


def _items(items: Sequence[Obligation]) -> list[Item]:
    return [Item(item.key, item.title) for item in items]


def _frame(act: Writing, facts: RoundFacts) -> Frame:
    agency = act.session.get_one(Agency, facts.period.agency_id)
    regime = act.session.get_one(Regime, facts.rule.regime_id)
    plan, period = facts.plan, facts.period
    listed = reports.recipients(act.session, plan.key)
    proposed = facts.rule.standing is Standing.PROPOSED
    return Frame(
        outline=Outline(**regime.definition["outline"]),  # type: ignore[arg-type]
        superior=agency.superior.upper(),
        agency=agency.name.upper(),
        agency_name=agency.name,
        symbol=agency.symbol,
        place=agency.place,
        subject=plan.report_subject,
        period_name=period_name(period.kind, period.number, period.year),
        kind=period.kind,
        year=period.year,
        data_from=period.data_from,
        data_to=period.data_to,
        addressees=tuple(each.name for each in listed if each.addressee),
        # Those behind Kính gửi are meant by "Như trên", which the form adds.
        recipients=tuple(RecipientLine(name=r.name, purpose=word(r.purpose)) for r in listed if not r.addressee),
        archive=plan.archive,
        signature=Signature(lines=(plan.signer_title,), name=plan.signer_name),
        plan_basis=plan.basis,
        proposed_note=f"Lịch báo cáo: đề xuất, chưa xác nhận. {basis(facts.rule.basis)}" if proposed else "",
    )


def _answers(act: Writing, facts: RoundFacts) -> list[UnitAnswer]:
    agency = act.session.get_one(Agency, facts.period.agency_id)
    local = hours(agency)
    everyone = assignment_facts(act.session, agency.key, Assignment.period_id == facts.period.key)
    versions = submissions(act.session, [each.assignment.key for each in everyone])
    # A returned version is not the unit's word any more; the one before it never was accepted either.
    newest = {
        key: [v for v in [v for v in found if v.submitted_at][-1:] if not v.returned_at]
        for key, found in versions.items()
    }
    said = contents(act.session, [version for found in newest.values() for version in found])
    result = []
    for each in everyone:
        submission = next(iter(newest.get(each.assignment.key, [])), None)
        stands = standing(each.assignment, versions.get(each.assignment.key, []), local)
        nothing = submission is not None and submission.nothing_to_report
        content = said[submission.key] if submission else None
        result.append(
            UnitAnswer(
                unit=each.unit_name,
                due_on=each.assignment.deadline,
                state=unit_state(nothing, submission is not None, stands.is_late),
                submitted_on=stands.submitted_on if submission else None,
                submission_id=submission.key if submission else None,
                version=submission.version if submission else 0,
                nothing_to_report=nothing,
                answers=content.answers if content else None,
                figures=content.figures if content else None,
            )
        )
    return result


def _asked(act: Writing, facts: RoundFacts, figure: Figure) -> FigureAsked:
    kind, year, number = facts.period.kind, facts.period.year, facts.period.number
    before = (year, number - 1) if number > 1 else (year - 1, ROUNDS_A_YEAR[kind])
    return FigureAsked(
        figure_id=figure.key,
        name=figure.name,
        unit_of_measure=figure.unit_of_measure,
        sum_rule=figure.sum_rule,
        previous=_earlier(act, facts.period, figure, *before),
        last_year=_earlier(act, facts.period, figure, year - 1, number),
    )


def _earlier(act: Writing, period: Period, figure: Figure, year: int, number: int) -> Decimal | None:
    stated = reports.figures_of(act.session, period.obligation_id, period.kind, year, number)
    return combine(figure.sum_rule, [value.value for value in stated if value.figure_id == figure.key])
