"""Newer: an administrator says whether a document is the newer version of what it looks like."""

from datetime import datetime

from dondoc.actions import known_plans
from dondoc.actions.office import Office
from dondoc.actions.propose import checked_open, keep, proposal_of
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.recognising import DOCUMENT, answered, asked, asks, recognise
from dondoc.intake.document.renewing import carried
from dondoc.model import PlanProposal, ProposalState
from dondoc.rules.refusal import Refused
from dondoc.store import proposals
from dondoc.store.transaction import Actor, Writing, writing


def decide(office: Office, actor: Actor, proposal_id: int, version: int, is_newer: bool, now: datetime) -> None:
    """Yes: the document renews that plan, or stands instead of that document. No: it is a plan of its own.

    What was put right in a document that waited is carried over. Raises Refused where nothing is asked.
    """
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        question = asks(proposal_of(kept))
        if question is None and (is_newer or kept.replaces_id is None):
            raise Refused("already_decided")
        proposal = answered(proposal_of(kept))
        kept.replaces_id = None
        if is_newer and question:
            kind, key = question
            if kind == DOCUMENT:
                proposal = _instead_of(act, kept, key)
            else:
                kept.replaces_id = key
        keep(act, kept, proposal)
        act.audit("say_newer", "plan_proposal", kept.key, newer=is_newer, replaces=kept.replaces_id)


def _instead_of(act: Writing, kept: PlanProposal, key: int) -> Proposal:
    """The proposal, with the work done on the older document; that one is put aside, or has become a plan meanwhile."""
    proposal = answered(proposal_of(kept))
    older = proposals.proposal(act.session, act.actor.agency_id, key)
    if older is None:
        raise Refused("not_found")
    kept.replaces_id = older.plan_id if older.state is ProposalState.ACCEPTED else older.replaces_id
    if older.state is ProposalState.OPEN:
        proposal = carried(proposal_of(older), proposal)
        older.state = ProposalState.PUT_ASIDE
        act.add(older)
        act.audit("put_aside", "plan_proposal", older.key, instead=kept.key)
    if kept.replaces_id is None and (like := recognise(proposal, known_plans.plans(act.session, kept.agency_id))):
        return asked(proposal, like)
    return proposal
