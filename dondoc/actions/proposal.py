"""A reply that became a proposal: its sender confirms it, or takes it into the form to mend it."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dondoc.actions import submit as submitting
from dondoc.actions.office import Office
from dondoc.model import AnswerSection, Door, Person, Proposal, Submission
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import LONGEST_TEXT, Content
from dondoc.store import files
from dondoc.store.files import KeptFile
from dondoc.store.page_form import items, written
from dondoc.store.rounds import AssignmentFacts, one_assignment, submissions
from dondoc.store.transaction import Actor, reading, writing


@dataclass(frozen=True)
class Seen:
    """A proposal as its page shows it."""

    proposal: Proposal
    facts: AssignmentFacts
    person: Person
    files: tuple[KeptFile, ...]
    draft: Submission | None
    """What is being written in the form already: confirming would throw it away."""

    @property
    def open(self) -> bool:
        """Whether it waits for its sender."""
        return self.proposal.confirmed_at is None and self.proposal.mended_at is None

    @property
    def actor(self) -> Actor:
        """Its sender."""
        return Actor(self.proposal.agency_id, self.person.key, Door.REPLY)


def seen(session: Session, proposal_id: int) -> Seen | None:
    """A proposal with all around it; None where there is none, or its sender is no longer there."""
    proposal = session.get(Proposal, proposal_id)
    person = session.get(Person, proposal.person_id) if proposal else None
    if proposal is None or person is None or not person.active:
        return None
    facts = one_assignment(session, proposal.agency_id, proposal.assignment_id)
    if facts is None:
        return None
    came = files.of_incoming(session, proposal.agency_id, proposal.incoming_id)
    versions = submissions(session, [facts.assignment.key]).get(facts.assignment.key, [])
    draft = versions[-1] if versions and versions[-1].submitted_at is None else None
    return Seen(proposal, facts, person, tuple(came), draft)


def confirm(office: Office, proposal_id: int, now: datetime) -> None:
    """Submit what the reply says. Raises Refused where figures are missing, or the round takes nothing any more."""
    known, content = _open(office, proposal_id)
    if known.draft:
        raise Refused("draft_exists")
    made = submitting.submit(office, known.actor, known.facts.assignment.key, content, now)
    _end(office, known, made, now, confirmed=True)


def mend(office: Office, proposal_id: int, now: datetime) -> Seen:
    """Put what the reply says into the unit's draft, behind what stands there. Raises Refused where it is too late."""
    known, content = _open(office, proposal_id)
    if known.draft and not content.nothing_to_report:
        with reading(office.engine) as session:
            old = written(session, known.proposal.agency_id, known.draft.key)
        before = dict(old.content.answers) if old else {}
        for key, text in content.answers.items():
            if text not in before.get(key, ""):
                before[key] = f"{before[key]}\n\n{text}" if before.get(key) else text
        content = Content(False, before, dict(old.content.figures) if old else {})
    made = submitting.save_draft(office, known.actor, known.facts.assignment.key, content, now)
    _end(office, known, made, now, confirmed=False)
    return known


def _open(office: Office, proposal_id: int) -> tuple[Seen, Content]:
    with reading(office.engine) as session:
        known = seen(session, proposal_id)
        if known is None:
            raise Refused("not_found")
        if not known.open:
            raise Refused("already_decided")
        asked = items(session, known.facts.round.obligation, known.facts.unit.key)
    if known.proposal.nothing_to_report:
        return known, Content(nothing_to_report=True)
    return known, Content(False, {(asked[0].obligation.key, AnswerSection.RESULT): known.proposal.text[:LONGEST_TEXT]})


def _end(office: Office, known: Seen, made: Submission, now: datetime, confirmed: bool) -> None:
    """Close the proposal; the files that came with the reply go with the answer made of it."""
    with writing(office.engine, known.actor, now) as act:
        row = act.session.get_one(Proposal, known.proposal.key)
        if confirmed:
            row.confirmed_at = now
        else:
            row.mended_at = now
        act.session.add(row)
        kept = files.attach(act.session, row.agency_id, made.key, row.incoming_id)
        act.audit("confirm_reply" if confirmed else "mend_reply", "proposal", row.key, files=kept)
