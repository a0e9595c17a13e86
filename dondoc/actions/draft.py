"""Draft: a period's submissions become a version of its report."""

import hashlib
import json
from datetime import datetime, timedelta

from dondoc.actions.letters import post, root
from dondoc.actions.material import material
from dondoc.actions.office import Office
from dondoc.actions.turns import passing_on
from dondoc.mail.letters import DraftedLetter
from dondoc.model import (
    Agency,
    Door,
    LetterKind,
    Report,
    ReportVersion,
    RoleKind,
)
from dondoc.rules.access import follows_up, require
from dondoc.rules.edit import keeping_own
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import goes_at, ladder_from
from dondoc.rules.report import ReportModel
from dondoc.rules.sign import may_compile
from dondoc.store import reports
from dondoc.store.agency import calendar, hours
from dondoc.store.people import instead, viewer_of, with_role
from dondoc.store.rounds import RoundFacts, is_to_draft, periods_to_draft, report_of, round_facts
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing

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
    not_before = goes_at(ladder_from(facts.rule.ladder), hours(agency), calendar(act.session, agency), act.now)
    officers = with_role(act.session, agency.key, RoleKind.OFFICER, facts.lead.key)
    for listener in instead(act.session, agency.key, officers, hours(agency).today(not_before)):
        person = listener.person
        letter = DraftedLetter(
            to_name=person.name,
            agency=agency.name,
            report_name=facts.report_name,
            lead_unit=facts.lead.name,
            units_in=sum(not unit.missing for unit in units),
            units_asked=len(units),
            missing=tuple(unit.unit for unit in units if unit.missing),
            send_on=facts.period.send,
            link=f"{office.address}/du-thao/{version.report_id}",
            on_behalf_of=listener.absent,
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
    model = material(act.session, facts).report()
    if earlier := reports.versions(act.session, report.key):
        model = keeping_own(reports.model_of(earlier[-1]), model)
    return store_version(act, report, model, note="")


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
    with passing_on(act, report):
        act.add(version)
        report.sent_up_at = None
        act.session.add(report)
    act.audit("compile", "report", report.key, version=version.version, sha256=digest)
    return version
