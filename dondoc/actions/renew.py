"""Renew: a newer document of a plan that runs is accepted as its revision, so that there is one year and not two."""

from datetime import datetime

from sqlmodel import Session

from dondoc.actions import known_plans
from dondoc.actions.office import Office
from dondoc.actions.propose import checked_open, office_of, proposal_of
from dondoc.actions.revise import revise_within
from dondoc.intake.document.as_plan import Choices, open_points, plan_of
from dondoc.intake.document.comparing import Known
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.renewing import choices_of_running, with_running_refs
from dondoc.intake.plan_file import with_ladders
from dondoc.intake.rule_part import RegimeFacts
from dondoc.model import Adjustment, Plan, PlanProposal, ProposalState
from dondoc.rules.refusal import Refused
from dondoc.store import proposals
from dondoc.store.transaction import Actor, writing


def renew(
    office: Office,
    actor: Actor,
    proposal_id: int,
    version: int,
    choices: Choices,
    reason: str,
    document: str,
    now: datetime,
) -> Adjustment:
    """Bring the plan in line with the document. Raises Refused for what is open, and where nothing differs."""
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        plan = running(act.session, kept)
        chosen = choices_of_running(choices, plan.model_dump(include={"code", "year"}))
        proposal, body = renewed(act.session, kept), office_of(act.session, actor.agency_id)
        if left := open_points(proposal, chosen, body):
            raise Refused("proposal_open", left[0].key, point=left[0].key, ref=left[0].ref)
        regimes = {each.code: RegimeFacts.stored(each) for each in proposals.regimes(act.session, actor.agency_id)}
        data = with_ladders(plan_of(proposal, chosen, body, kept.file_name), regimes)
        adjustment = revise_within(act, office, data, reason, document, from_document=True)
        kept.state, kept.plan_id = ProposalState.ACCEPTED, plan.key
        act.add(kept)
        act.audit("renew", "plan_proposal", kept.key, plan=plan.code, adjustment=adjustment.key)
    return adjustment


def running(session: Session, kept: PlanProposal) -> Plan:
    """The plan whose newer version a document is."""
    return session.get_one(Plan, kept.replaces_id)


def renewed(session: Session, kept: PlanProposal) -> Proposal:
    """The proposal, its works under the numbers under which they run."""
    return with_running_refs(known(session, kept), proposal_of(kept))


def known(session: Session, kept: PlanProposal) -> list[Known]:
    """The works of the plan that runs, as they are compared."""
    stored = proposals.obligations(session, kept.agency_id, kept.replaces_id or 0)
    return [known_plans.known(each) for each in stored]
