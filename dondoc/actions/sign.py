"""Sign-off: the lead unit sends a draft up, its head approves, the leader signs; any of them may return it."""

from datetime import datetime, timedelta

from sqlmodel import col, update

from dondoc import texts
from dondoc.actions.draft import found_report
from dondoc.actions.evidence import freeze
from dondoc.actions.letters import post, root
from dondoc.actions.material import material
from dondoc.actions.office import Office
from dondoc.mail.letters import AnyLetter, ForDispatchLetter, ForSignOffLetter, SentBackLetter
from dondoc.model import Agency, Assignment, Decision, LetterKind, Person, Report, ReportVersion, RoleKind, SignoffStep
from dondoc.rules.access import follows_up, require
from dondoc.rules.defects import defects
from dondoc.rules.provenance import changed_sources
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.rules.sign import may_decide, may_send_up
from dondoc.store import reports
from dondoc.store.people import signer, viewer_of, with_role
from dondoc.store.rounds import RoundFacts
from dondoc.store.transaction import Actor, Writing, writing

WAITS = timedelta(days=14)
"""How long a letter about a report is worth sending."""


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
        for position, person in enumerate(_chain(act, facts), start=1):
            act.add(
                SignoffStep(
                    agency_id=actor.agency_id,
                    report_id=report_id,
                    version_id=version.key,
                    round=round_,
                    position=position,
                    person_id=person.key,
                    signs=position == 2,
                )
            )
        report.sent_up_at = now
        act.session.add(report)
        _ask_next(act, office, facts, report, version)
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


def _chain(act: Writing, facts: RoundFacts) -> list[Person]:
    """The head of the drafting unit answers for the content, then the leader signs (NĐ 30/2020/NĐ-CP art. 10–13)."""
    heads = with_role(act.session, facts.period.agency_id, RoleKind.HEAD, facts.lead.key)
    if not heads:
        raise Refused("no_head_to_approve")
    leader = signer(act.session, facts.period.agency_id, facts.plan.signer_name)
    if leader is None:
        raise Refused("no_signer", name=facts.plan.signer_name)
    return [heads[0], leader]


def approve(office: Office, actor: Actor, report_id: int, version_id: int, now: datetime) -> None:
    """Approve the version that was looked at; the last approval signs and locks the round.

    Raises Refused where it is not the actor's turn or the version has changed.
    """
    with writing(office.engine, actor, now) as act:
        report, facts, version, step = _to_decide(act, report_id, version_id)
        step.decision, step.decided_at, step.decided_by = Decision.APPROVED, now, actor.person_id
        act.session.add(step)
        act.audit(
            "sign" if step.signs else "approve", "report", report_id, version=version.version, sha256=version.sha256
        )
        if not step.signs:
            _ask_next(act, office, facts, report, version)
            return
        report.signed_at = now
        act.session.add(report)
        freeze(act, report, version)
        _close(act, facts)
        _tell_clerks(act, office, facts, report)


def send_back(office: Office, actor: Actor, report_id: int, version_id: int, reason: str, now: datetime) -> None:
    """Return a report to its drafters with a reason. Raises Refused without one, or out of turn."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        report, facts, version, step = _to_decide(act, report_id, version_id)
        step.decision, step.decided_at, step.decided_by = Decision.RETURNED, now, actor.person_id
        step.reason = reason
        report.sent_up_at = None
        act.session.add_all([step, report])
        by = act.session.get_one(Person, actor.person_id)
        for person in with_role(act.session, actor.agency_id, RoleKind.OFFICER, facts.lead.key):
            letter = SentBackLetter(
                to_name=person.name,
                agency=_agency(act).name,
                report_name=facts.report_name,
                reason=reason,
                returned_by=f"{by.name}, {by.title}",
                link=f"{office.address}/du-thao/{report_id}",
            )
            _write(act, office, person, letter, LetterKind.SENT_BACK, f"sent_back:{step.key}", report)
        act.audit("send_back", "report", report_id, version=version.version, reason=reason)


def _to_decide(act: Writing, report_id: int, version_id: int) -> tuple[Report, RoundFacts, ReportVersion, SignoffStep]:
    report, facts = found_report(act, report_id)
    version = reports.current(act.session, report_id)
    rows = reports.steps(act.session, version)
    in_chain = {row.person_id for row in reports.all_steps(act.session, report_id)}
    require(act.actor.person_id in in_chain)
    step = may_decide(reports.as_steps(rows), act.actor.person_id or 0, current=version.key == version_id)
    row = next(row for row in rows if row.person_id == step.person_id and row.decision is None)
    return report, facts, version, row


def _close(act: Writing, facts: RoundFacts) -> None:
    """After signature a round is locked: no new answers, no more reminders."""
    locked = update(Assignment).where(col(Assignment.period_id) == facts.period.key)
    act.session.exec(locked.values(closed_at=act.now, next_rung_at=None))


def _ask_next(act: Writing, office: Office, facts: RoundFacts, report: Report, version: ReportVersion) -> None:
    step = next(row for row in reports.steps(act.session, version) if row.decision is None)
    person = act.session.get_one(Person, step.person_id)
    model = reports.model_of(version)
    by = act.session.get_one(Person, act.actor.person_id)
    letter = ForSignOffLetter(
        to_name=person.name,
        agency=_agency(act).name,
        report_name=facts.report_name,
        sent_up_by=f"{by.name} ({facts.lead.name})",
        units_in=sum(not unit.missing for unit in model.units),
        units_asked=len(model.units),
        missing=tuple(unit.unit for unit in model.units if unit.missing),
        send_on=facts.period.send_on,
        signs=step.signs,
        link=f"{office.address}/ky-duyet/{report.key}",
    )
    _write(act, office, person, letter, LetterKind.FOR_SIGN_OFF, f"for_sign_off:{step.key}", report)


def _tell_clerks(act: Writing, office: Office, facts: RoundFacts, report: Report) -> None:
    by = act.session.get_one(Person, act.actor.person_id)
    for person in with_role(act.session, act.actor.agency_id, RoleKind.CLERK):
        letter = ForDispatchLetter(
            to_name=person.name,
            agency=_agency(act).name,
            report_name=facts.report_name,
            signed_by=f"{by.name}, {by.title}",
            send_on=facts.period.send_on,
            link=f"{office.address}/phat-hanh/{report.key}",
        )
        _write(act, office, person, letter, LetterKind.FOR_DISPATCH, f"for_dispatch:{report.key}:{person.key}", report)


def _agency(act: Writing) -> Agency:
    return act.session.get_one(Agency, act.actor.agency_id)


def _write(
    act: Writing, office: Office, person: Person, letter: AnyLetter, kind: LetterKind, key: str, report: Report
) -> None:
    agency = _agency(act)
    post(
        act, office, agency, person, (person.name, person.email), letter, kind, key,
        act.now, act.now + WAITS, references=[root(agency, "report", report.key)],
    )  # fmt: skip
