"""The plan that was made of a document, as a file: what the rehearsal of its year takes."""

from sqlmodel import Session, col, select

from dondoc.actions.known_plans import known
from dondoc.actions.propose import office_of, proposal_of
from dondoc.intake.document.as_plan import Choices, plan_of
from dondoc.intake.document.renewing import with_running_refs
from dondoc.intake.files import PlanFile
from dondoc.model import Obligation, PeriodKind, Plan, PlanProposal, Regime, Rule, RuleKind
from dondoc.store import proposals


def accepted_file(session: Session, kept: PlanProposal) -> PlanFile | None:
    """The document's plan with the rounds it has now; None where nothing of it compiles any more."""
    plan = session.get_one(Plan, kept.plan_id)
    works = [known(each) for each in proposals.obligations(session, kept.agency_id, plan.key)]
    proposal = with_running_refs(works, proposal_of(kept))
    office = office_of(session, kept.agency_id)
    refs = [each.ref for each in proposal.obligations]
    found = next((each for each in _rounds(session, plan.key) if each[0] in refs), None)
    if found is None:
        return None
    ref, rule, regime = found
    choices = Choices(
        code=plan.code,
        agency=office.code,
        year=plan.year,
        report_subject=plan.report_subject,
        regime=regime,
        compiling=refs.index(ref),
        periods=tuple(PeriodKind(each) for each in rule.period_kinds),
        due_day=_day(rule.due_day),
        send_day=_day(rule.send_day),
        signer_title=plan.signer_title,
        signer_name=plan.signer_name,
    )
    return plan_of(proposal, choices, office, kept.file_name)


def _rounds(session: Session, plan_id: int) -> list[tuple[str, Rule, str]]:
    """What compiles: the rules whose rounds come again, with the work they belong to."""
    chosen = (
        select(Obligation.ref, Rule, Regime.code)
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .join(Regime, col(Regime.id) == col(Rule.regime_id))
        .where(Obligation.plan_id == plan_id, Rule.kind == RuleKind.ROUNDS)
        .order_by(col(Obligation.position))
    )
    recurring = {kind.value for kind in PeriodKind} - {PeriodKind.ONCE.value, PeriodKind.EVENT.value}
    return [(ref, rule, code) for ref, rule, code in session.exec(chosen) if set(rule.period_kinds) <= recurring]


def _day(written: str) -> int | None:
    return int(written) if written.isdecimal() and int(written) <= 28 else None
