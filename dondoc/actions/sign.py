"""Sign-off: the lead unit sends a draft up, its chain approves, the leader signs; any of them may return it."""

from datetime import datetime

from sqlmodel import Session, col, update

from dondoc import texts
from dondoc.actions.draft import found_report
from dondoc.actions.evidence import freeze
from dondoc.actions.material import material
from dondoc.actions.office import Office
from dondoc.actions.second_factor import verify
from dondoc.actions.sign_letters import agency_of, ask_next, tell_clerks, write
from dondoc.actions.turns import passing_on
from dondoc.mail.letters import SentBackLetter
from dondoc.model import (
    Agency,
    Assignment,
    Capacity,
    Decision,
    LetterKind,
    Person,
    Report,
    ReportVersion,
    RoleKind,
    SignoffStep,
    StepTask,
)
from dondoc.rules.access import follows_up, require
from dondoc.rules.chain import seats
from dondoc.rules.defects import defects
from dondoc.rules.provenance import changed_sources
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.rules.sign import may_decide, may_send_up
from dondoc.store import reports, signing
from dondoc.store.agency import hours
from dondoc.store.people import instead, signer, viewer_of, with_role
from dondoc.store.rounds import RoundFacts
from dondoc.store.transaction import Actor, Writing, writing


def send_up(office: Office, actor: Actor, report_id: int, now: datetime, keep: bool = False) -> None:
    """Send the current version up its chain.

    Raises Refused where it is up already, has a defect, or somebody of the chain is missing; and where units have
    changed their answers since, unless the drafter chose to `keep` the version as it is.
    """
    with writing(office.engine, actor, now) as act:
        report, facts = found_report(act, report_id)
        require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.lead.key))
        may_send_up(reports.state_of(act.session, report))
        version = reports.current(act.session, report_id)
        kept = _fit_to_go_up(act, facts, reports.model_of(version), keep)
        earlier = reports.steps(act.session, version)
        round_ = earlier[0].round + 1 if earlier else 1
        with passing_on(act, report):
            for position, (task, person_id) in enumerate(_seats(act, facts), start=1):
                act.add(
                    SignoffStep(
                        agency_id=actor.agency_id,
                        report_id=report_id,
                        version_id=version.key,
                        round=round_,
                        position=position,
                        person_id=person_id,
                        task=task,
                        signs=task is StepTask.SIGN,
                    )
                )
            report.sent_up_at = now
            act.session.add(report)
        ask_next(act, office, facts, report, version)
        act.audit("send_up", "report", report_id, version=version.version, **({"kept": kept} if kept else {}))


def _fit_to_go_up(act: Writing, facts: RoundFacts, model: ReportModel, keep: bool) -> list[str]:
    """The units whose changes are knowingly left out. Raises Refused for a defect, and for changes nobody chose."""
    faults = [found for found in defects(model) if found.blocks]
    if faults:
        raise Refused("report_defects", defects="; ".join(map(texts.report.defect, faults)))
    changed = [change.unit for change in changed_sources(model, material(act.session, facts).units)]
    if changed and not keep:
        raise Refused("sources_changed", units=", ".join(changed))
    return changed


def _seats(act: Writing, facts: RoundFacts) -> list[tuple[StepTask, int]]:
    """Who decides in turn (NĐ 30/2020/NĐ-CP art. 10–13), by the agency's chain."""
    agency_id = facts.period.agency_id
    heads = with_role(act.session, agency_id, RoleKind.HEAD, facts.lead.key)
    leader = signer(act.session, agency_id, facts.plan.signer_name)
    if not heads:
        raise Refused("no_head_to_approve")
    if leader is None:
        raise Refused("no_signer", name=facts.plan.signer_name)
    deputy = signing.deputy_of(act.session, agency_id, facts.lead.key)
    return seats(signing.chain(act.session, agency_id), heads[0].key, deputy, leader.key)


def approve(office: Office, actor: Actor, report_id: int, version_id: int, now: datetime, code: str = "") -> None:
    """Approve the version that was looked at; the last approval signs and locks the round.

    A signature takes a `code` of the signer's authenticator app where the agency or the signer wants that. Raises
    Refused where it is not the actor's turn, the version has changed, or the code is wrong.
    """
    if _needs_code(office, actor, report_id, version_id, now):
        verify(office, actor, code, now)
    with writing(office.engine, actor, now) as act:
        report, facts, version, step, capacity = _to_decide(act, report_id, version_id)
        with passing_on(act, report):
            step.decision, step.decided_at, step.decided_by = Decision.APPROVED, now, actor.person_id
            step.capacity = capacity
            report.signed_at = now if step.signs else None
            act.session.add_all([step, report])
        said = {"version": version.version, "sha256": version.sha256, "capacity": capacity.value}
        act.audit("sign" if step.signs else "approve", "report", report_id, **said)
        if not step.signs:
            ask_next(act, office, facts, report, version)
            return
        freeze(act, report, version)
        _close(act, facts)
        tell_clerks(act, office, facts, report)


def send_back(office: Office, actor: Actor, report_id: int, version_id: int, reason: str, now: datetime) -> None:
    """Return a report to its drafters with a reason. Raises Refused without one, or out of turn."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        report, facts, version, step, _ = _to_decide(act, report_id, version_id)
        with passing_on(act, report):
            step.decision, step.decided_at, step.decided_by = Decision.RETURNED, now, actor.person_id
            step.reason = reason
            report.sent_up_at = None
            act.session.add_all([step, report])
        by = act.session.get_one(Person, actor.person_id)
        officers = with_role(act.session, actor.agency_id, RoleKind.OFFICER, facts.lead.key)
        for listener in instead(act.session, actor.agency_id, officers, hours(agency_of(act)).today(now)):
            person = listener.person
            letter = SentBackLetter(
                to_name=person.name,
                agency=agency_of(act).name,
                report_name=facts.report_name,
                reason=reason,
                returned_by=f"{by.name}, {by.title}",
                link=f"{office.address}/du-thao/{report_id}",
                on_behalf_of=listener.absent,
            )
            write(act, office, person, letter, LetterKind.SENT_BACK, f"sent_back:{step.key}", report)
        act.audit("send_back", "report", report_id, version=version.version, reason=reason)


def needs_code(session: Session, agency: Agency, person_id: int | None) -> bool:
    """Whether a signature of that person takes a code: the agency wants it, or they set one up for themselves."""
    row = signing.second_factor(session, person_id or 0)
    return agency.sign_with_code or (row is not None and row.confirmed_at is not None)


def _needs_code(office: Office, actor: Actor, report_id: int, version_id: int, now: datetime) -> bool:
    """Asked before the act itself, since a code that was typed is used up whatever comes of the act."""
    with writing(office.engine, actor, now) as act:
        *_, step, _ = _to_decide(act, report_id, version_id)
        return step.signs and needs_code(act.session, agency_of(act), actor.person_id)


def _to_decide(
    act: Writing, report_id: int, version_id: int
) -> tuple[Report, RoundFacts, ReportVersion, SignoffStep, Capacity]:
    report, facts = found_report(act, report_id)
    version = reports.current(act.session, report_id)
    rows = reports.steps(act.session, version)
    today = hours(agency_of(act)).today(act.now)
    mine = signing.stood_in_for(act.session, act.actor.agency_id, act.actor.person_id or 0, today)
    require(bool(mine & {row.person_id for row in reports.all_steps(act.session, report_id)}))
    due = next((row for row in rows if row.decision is None), None)
    who = {each.person_id: each.capacity for each in signing.stands_of(act.session, due, today)} if due else {}
    step = may_decide(reports.as_steps(rows), act.actor.person_id or 0, current=version.key == version_id, others=who)
    row = next(row for row in rows if row.person_id == step.person_id and row.decision is None)
    return report, facts, version, row, who[act.actor.person_id or 0]


def _close(act: Writing, facts: RoundFacts) -> None:
    """After signature a round is locked: no new answers, no more reminders.

    One more look records why rungs that waited until now are not said.
    """
    locked = update(Assignment).where(col(Assignment.period_id) == facts.period.key)
    act.session.exec(locked.values(closed_at=act.now, next_rung_at=act.now))
