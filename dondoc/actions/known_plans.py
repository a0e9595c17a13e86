"""Which plans and documents a new document may be a newer version of."""

from sqlmodel import Session, col, select

from dondoc.intake.document.as_plan import quote_of
from dondoc.intake.document.comparing import Known
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.recognising import DOCUMENT, PLAN, Candidate
from dondoc.model import Obligation, PlanProposal, ProposalState
from dondoc.store import page_plans


def plans(session: Session, agency_id: int) -> list[Candidate]:
    """The plans of an agency, in one question for all their works."""
    works: dict[int, list[Known]] = {}
    chosen = select(Obligation).where(Obligation.agency_id == agency_id).order_by(col(Obligation.position))
    for each in session.exec(chosen):
        works.setdefault(each.plan_id, []).append(known(each))
    return [
        Candidate(PLAN, plan.key, plan.title, plan.number, plan.year, "", works.get(plan.key, []))
        for plan in page_plans.plans(session, agency_id)
    ]


def documents(session: Session, agency_id: int) -> list[Candidate]:
    """The documents that were read and still wait."""
    chosen = select(PlanProposal).where(
        PlanProposal.agency_id == agency_id, PlanProposal.state == ProposalState.OPEN
    )  # fmt: skip
    return [_document(each) for each in session.exec(chosen)]


def known(each: Obligation) -> Known:
    """A work that runs, as it is compared."""
    return Known(each.ref, each.content, each.time_quote, each.units_quote)


def _document(kept: PlanProposal) -> Candidate:
    read = Proposal.model_validate(kept.proposal)
    works = [Known(each.ref, each.content, quote_of(each.time), each.units_text) for each in read.obligations]
    return Candidate(DOCUMENT, kept.key, read.title or kept.file_name, read.number, read.year, read.issuer, works)
