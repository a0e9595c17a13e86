"""Review: the lead unit accepts a submission or returns it with a reason."""

from datetime import datetime, timedelta

from sqlmodel import select

from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.mail.letters import ReturnedLetter
from dondoc.mail.links import form_token
from dondoc.model import Agency, LetterKind, Person, Submission
from dondoc.rules.access import follows_up, require
from dondoc.rules.refusal import Refused
from dondoc.store.people import viewer_of
from dondoc.store.rounds import AssignmentFacts, one_assignment, submissions
from dondoc.store.transaction import Actor, Writing, writing

RETURN_LIVES = timedelta(days=7)


def accept(office: Office, actor: Actor, submission_id: int, now: datetime) -> Submission:
    """Accept a submission. Raises Refused where it is not there to be decided or the unit has sent a newer one."""
    with writing(office.engine, actor, now) as act:
        submission, _ = _undecided(act, submission_id)
        submission.accepted_at, submission.decided_by = now, actor.person_id
        act.session.add(submission)
        act.audit("accept", "submission", submission_id)
        return submission


def give_back(office: Office, actor: Actor, submission_id: int, reason: str, now: datetime) -> Submission:
    """Return a submission with a reason; its writer hears of it. Raises Refused without a reason."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        submission, facts = _undecided(act, submission_id)
        submission.returned_at, submission.return_reason, submission.decided_by = now, reason, actor.person_id
        act.session.add(submission)
        _tell(act, office, submission, facts)
        act.audit("return", "submission", submission_id, reason=reason)
        return submission


def _undecided(act: Writing, submission_id: int) -> tuple[Submission, AssignmentFacts]:
    actor = act.actor
    chosen = select(Submission).where(Submission.id == submission_id, Submission.agency_id == actor.agency_id)
    submission = act.session.exec(chosen).first()
    facts = one_assignment(act.session, actor.agency_id, submission.assignment_id) if submission else None
    if submission is None or facts is None:
        raise Refused("not_found")
    require(follows_up(viewer_of(act.session, actor.agency_id, actor.person_id), facts.round.lead.key))
    if facts.assignment.closed_at:
        raise Refused("round_closed")
    if submission.submitted_at is None:
        raise Refused("not_submitted")
    if submission.accepted_at or submission.returned_at:
        raise Refused("already_decided")
    if any(other.submitted_at and other.version > submission.version for other in _versions(act, submission)):
        raise Refused("version_changed")
    return submission, facts


def _versions(act: Writing, submission: Submission) -> list[Submission]:
    return submissions(act.session, [submission.assignment_id])[submission.assignment_id]


def _tell(act: Writing, office: Office, submission: Submission, facts: AssignmentFacts) -> None:
    agency = act.session.get_one(Agency, act.actor.agency_id)
    person = act.session.get_one(Person, submission.written_by)
    by = act.session.get_one(Person, submission.decided_by)
    letter = ReturnedLetter(
        to_name=person.name,
        agency=agency.name,
        unit=facts.unit_name,
        report_name=facts.round.report_name,
        reason=submission.return_reason,
        returned_by=f"{by.name} ({facts.round.lead.name})",
        deadline=facts.assignment.deadline,
        link=f"{office.address}/f/{form_token(office.secret, person.key, facts.assignment.key, act.now)}",
    )
    post(
        act, office, agency, person, (person.name, person.email), letter, LetterKind.RETURNED,
        f"returned:{submission.key}", act.now, act.now + RETURN_LIVES,
        references=[root(agency, "assignment", facts.assignment.key)],
    )  # fmt: skip
