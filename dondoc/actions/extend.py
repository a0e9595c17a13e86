"""More time for one unit: it asks, its lead unit grants or declines; or excuses it from a round."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import col, select

from dondoc.actions.letters import post, root
from dondoc.actions.moving import Moving, is_settled, moving, set_next_rungs
from dondoc.actions.office import Office
from dondoc.mail.letters import AnyLetter, ExtensionAskedLetter, ExtensionDecidedLetter
from dondoc.mail.links import form_token
from dondoc.model import (
    Adjustment,
    ChangeKind,
    Extension,
    LetterKind,
    Person,
    RoleKind,
    Scope,
    later,
    plain,
    same,
    time_of,
)
from dondoc.rules.access import follows_up, require, writes_for
from dondoc.rules.refusal import Refused
from dondoc.rules.remind import goes_at, ladder_from
from dondoc.store.people import viewer_of, with_role
from dondoc.store.rounds import AssignmentFacts, one_assignment, standing, submissions
from dondoc.store.rules import rule_values
from dondoc.store.transaction import Actor, writing
from dondoc.texts.dates import extended

LIVES = timedelta(days=7)


def ask(office: Office, actor: Actor, assignment_id: int, until: date, reason: str, now: datetime) -> Extension:
    """A unit asks for more time. Raises Refused where it is not its own, has answered, or asks for too much."""
    with writing(office.engine, actor, now) as act:
        work = moving(act, office)
        facts = _found(work, assignment_id)
        require(writes_for(viewer_of(act.session, actor.agency_id, actor.person_id), facts.carrier.key))
        _check(work, facts, until)
        if not reason.strip():
            raise Refused("extension_reason_missing", "extension_reason")
        waiting = select(Extension.id).where(
            Extension.assignment_id == assignment_id, col(Extension.decided_at).is_(None)
        )
        if act.session.exec(waiting).first():
            raise Refused("already_asked")
        asked = act.add(
            Extension(
                agency_id=actor.agency_id, assignment_id=assignment_id, wanted_until=plain(until),
                wanted_time=time_of(until), reason=reason.strip(), asked_by=actor.person_id or 0, asked_at=now,
            )
        )  # fmt: skip
        _tell_lead(work, facts, asked)
        act.audit("ask_extension", "assignment", assignment_id, until=until, reason=asked.reason)
        return asked


def decide(
    office: Office, actor: Actor, extension_id: int, until: date | None, answer: str, now: datetime
) -> Extension:
    """The lead unit grants an extension until a day, or (None) declines it with an answer."""
    with writing(office.engine, actor, now) as act:
        work = moving(act, office)
        chosen = select(Extension).where(Extension.id == extension_id, Extension.agency_id == actor.agency_id)
        asked = act.session.exec(chosen).first()
        if asked is None:
            raise Refused("not_found")
        facts = _found(work, asked.assignment_id)
        _require_lead(work, facts)
        if asked.decided_at:
            raise Refused("already_decided")
        if until is None and not answer.strip():
            raise Refused("reason_missing", "answer")
        before = facts.assignment.deadline
        if until is not None:
            _check(work, facts, until)
            _grant(work, facts, until, asked.reason)
        asked.granted, asked.answer = until is not None, answer.strip()
        asked.granted_until, asked.granted_time = (plain(until), time_of(until)) if until else (None, None)
        asked.decided_by, asked.decided_at = actor.person_id, now
        act.session.add(asked)
        _tell_unit(work, facts, asked, before)
        act.audit("decide_extension", "assignment", asked.assignment_id, granted_until=until, answer=asked.answer)
        return asked


def grant(office: Office, actor: Actor, assignment_id: int, until: date, reason: str, now: datetime) -> Adjustment:
    """The lead unit gives more time unasked. Raises Refused without a reason, or for a day that cannot be."""
    if not reason.strip():
        raise Refused("extension_reason_missing", "extension_reason")
    with writing(office.engine, actor, now) as act:
        work = moving(act, office)
        facts = _found(work, assignment_id)
        _require_lead(work, facts)
        _check(work, facts, until)
        before = facts.assignment.deadline
        adjustment = _grant(work, facts, until, reason.strip())
        given = Extension(
            agency_id=actor.agency_id, assignment_id=assignment_id, wanted_until=plain(until),
            wanted_time=time_of(until), reason=reason.strip(), asked_by=actor.person_id or 0, asked_at=now,
            decided_by=actor.person_id, decided_at=now, granted=True, granted_until=plain(until),
            granted_time=time_of(until),
        )  # fmt: skip
        act.add(given)
        _tell_unit(work, facts, given, before)
        act.audit("grant_extension", "assignment", assignment_id, granted_until=until, reason=reason.strip())
        return adjustment


def excuse(office: Office, actor: Actor, assignment_id: int, reason: str, now: datetime) -> Adjustment:
    """The lead unit asks nothing of a unit in this round. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("reason_missing", "excuse_reason")
    with writing(office.engine, actor, now) as act:
        work = moving(act, office)
        facts = _found(work, assignment_id)
        _require_lead(work, facts)
        if facts.assignment.excused_at:
            raise Refused("already_excused")
        adjustment = _adjustment(work, facts, ChangeKind.EXCUSE, {}, {"excused": True}, reason.strip())
        act.add(adjustment)
        put(work, adjustment, back=False)
        act.audit("excuse", "assignment", assignment_id, reason=reason.strip())
        return adjustment


def put(work: Moving, origin: Adjustment, back: bool) -> None:
    """Make an extension or an excuse hold, or (back) take it away. Raises Refused once the round is settled."""
    facts = _found(work, origin.assignment_id or 0)
    if is_settled(work.act, facts.round.period):
        raise Refused("undo_settled")
    assignment = facts.assignment
    before = assignment.deadline
    if origin.kind is ChangeKind.EXCUSE:
        assignment.excused_at = None if back else work.act.now
    else:
        told = origin.before if back else origin.after
        until = told.get("extended_to")
        at = told.get("extended_time")
        assignment.extended_to = date.fromisoformat(str(until)) if until else None
        assignment.extended_time = time.fromisoformat(str(at)) if at else None
        assignment.extended_why = str(told.get("extended_why", ""))
        if not same(assignment.deadline, before):
            work.moved[assignment.key] = (before, assignment.deadline)
    rule = facts.round.rule
    set_next_rungs(work, rule, rule_values(work.act.session, rule), facts.round.period, [assignment])
    work.act.session.add(assignment)
    work.act.session.flush()


def _found(work: Moving, assignment_id: int) -> AssignmentFacts:
    facts = one_assignment(work.act.session, work.act.actor.agency_id, assignment_id)
    if facts is None:
        raise Refused("not_found")
    return facts


def _require_lead(work: Moving, facts: AssignmentFacts) -> None:
    actor = work.act.actor
    require(follows_up(viewer_of(work.act.session, actor.agency_id, actor.person_id), facts.round.lead.key))


def _check(work: Moving, facts: AssignmentFacts, until: date) -> None:
    """Refuse more time where nothing is owed, a day that gives none, and one behind the day of sending up."""
    assignment, period = facts.assignment, facts.round.period
    if assignment.closed_at or period.cancelled_at:
        raise Refused("round_cancelled" if period.cancelled_at else "round_closed")
    versions = submissions(work.act.session, [assignment.key]).get(assignment.key, [])
    if standing(assignment, versions, work.local).is_in:
        raise Refused("unit_is_in")
    passed = work.local.deadline(until) < work.act.now if time_of(until) else until < work.today
    if not later(until, assignment.deadline) or passed:
        raise Refused("not_later", "until", deadline=assignment.deadline)
    if later(until, period.send):
        raise Refused("after_sending", "until", send_on=period.send)


def _grant(work: Moving, facts: AssignmentFacts, until: date, reason: str) -> Adjustment:
    person = work.act.session.get_one(Person, work.act.actor.person_id)
    assignment = facts.assignment
    before = {
        "extended_to": str(assignment.extended_to or ""),
        "extended_time": str(assignment.extended_time or ""),
        "extended_why": assignment.extended_why,
    }
    told = extended(until, f"{person.name} ({facts.round.lead.name})", reason)
    after = {"extended_to": str(until), "extended_time": str(time_of(until) or ""), "extended_why": told}
    adjustment = work.act.add(_adjustment(work, facts, ChangeKind.EXTEND, before, after, reason))
    put(work, adjustment, back=False)
    return adjustment


def _adjustment(
    work: Moving,
    facts: AssignmentFacts,
    kind: ChangeKind,
    before: dict[str, Any],
    after: dict[str, Any],
    reason: str,
) -> Adjustment:
    return Adjustment(
        agency_id=work.owner.key,
        kind=kind,
        scope=Scope.ONE,
        assignment_id=facts.assignment.key,
        before=before,
        after=after,
        effective_from=work.today,
        reason=reason,
        made_by=work.act.actor.person_id,
        made_at=work.act.now,
    )


def _tell_lead(work: Moving, facts: AssignmentFacts, asked: Extension) -> None:
    by = work.act.session.get_one(Person, asked.asked_by)
    for person in with_role(work.act.session, work.owner.key, RoleKind.OFFICER, facts.round.lead.key):
        letter = ExtensionAskedLetter(
            to_name=person.name,
            agency=work.owner.name,
            unit=facts.unit_name,
            report_name=facts.round.report_name,
            deadline=facts.assignment.deadline,
            wanted_until=asked.wanted,
            reason=asked.reason,
            asked_by=by.name,
            link=f"{work.office.address}/ky/{facts.round.period.key}",
        )
        _post(work, facts, person, letter, LetterKind.EXTENSION_ASKED, f"extension_asked:{asked.key}:{person.key}")


def _tell_unit(work: Moving, facts: AssignmentFacts, asked: Extension, before: date) -> None:
    by = work.act.session.get_one(Person, asked.decided_by)
    for person in with_role(work.act.session, work.owner.key, RoleKind.OFFICER, facts.carrier.key):
        token = form_token(work.office.secret, person.key, facts.assignment.key, work.act.now)
        letter = ExtensionDecidedLetter(
            to_name=person.name,
            agency=work.owner.name,
            unit=facts.unit_name,
            report_name=facts.round.report_name,
            deadline=before,
            granted_until=asked.given,
            answer=asked.answer,
            decided_by=f"{by.name} ({facts.round.lead.name})",
            link=f"{work.office.address}/f/{token}",
        )
        _post(work, facts, person, letter, LetterKind.EXTENSION_DECIDED, f"extension_decided:{asked.key}:{person.key}")


def _post(work: Moving, facts: AssignmentFacts, person: Person, letter: AnyLetter, kind: LetterKind, key: str) -> None:
    not_before = goes_at(ladder_from(facts.round.rule.ladder), work.local, work.days, work.act.now)
    thread = [root(work.owner, "assignment", facts.assignment.key)]
    post(
        work.act, work.office, work.owner, person, (person.name, person.email), letter, kind, key,
        not_before, not_before + LIVES, references=thread,
    )  # fmt: skip
