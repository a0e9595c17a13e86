"""Propose: a plan document is read, its proposal mended and put right, and made a plan or put aside."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlmodel import Session, select

from dondoc.actions import known_plans
from dondoc.actions import office as offices
from dondoc.actions.install import store_plan
from dondoc.intake.document import mending, propose_upload
from dondoc.intake.document.as_plan import Choices, Office, open_points, plan_of
from dondoc.intake.document.catalogue import Catalogue, CatalogueUnit
from dondoc.intake.document.mending import Mend
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.recognising import asked, asks, recognise
from dondoc.intake.plan_file import with_ladders
from dondoc.intake.rule_part import RegimeFacts
from dondoc.model import Agency, Plan, PlanProposal, ProposalState, UnitAlias
from dondoc.rules.access import administers, require
from dondoc.rules.refusal import Refused
from dondoc.store import proposals
from dondoc.store.agency import hours
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, reading, writing

_LONGEST_NAME = 200


def read(
    office: offices.Office,
    actor: Actor,
    file: BinaryIO,
    name: str,
    replaces_id: int | None,
    now: datetime,
    converter: Path | None = None,
) -> PlanProposal:
    """Read a document and keep what it proposes; where it looks like a newer version of a known one, that is asked.

    Raises Refused for what cannot be read and what is no plan.
    """
    with reading(office.engine) as session:
        require(administers(viewer_of(session, actor.agency_id, actor.person_id)))
        _check_plan(session, actor, replaces_id)
        catalogue = _catalogue(session, actor.agency_id)
        this_year = hours(session.get_one(Agency, actor.agency_id)).today(now).year
    # The child may take up to a minute: no transaction waits for it.
    proposal = propose_upload(file, name, catalogue, converter, this_year)
    file.seek(0)
    digest = hashlib.sha256(file.read()).hexdigest()
    with writing(office.engine, actor, now) as act:
        if replaces_id is None:
            proposal = _asking_whose_version(act.session, actor.agency_id, proposal)
        kept = act.add(
            PlanProposal(
                agency_id=actor.agency_id,
                file_name=name[-_LONGEST_NAME:],
                sha256=digest,
                proposal=_as_data(proposal),
                replaces_id=replaces_id,
                read_by=actor.person_id or 0,
                read_at=now,
            )
        )
        act.audit("read", "plan_proposal", kept.key, file=kept.file_name, obligations=len(proposal.obligations))
    return kept


def _asking_whose_version(session: Session, agency_id: int, proposal: Proposal) -> Proposal:
    candidates = [*known_plans.plans(session, agency_id), *known_plans.documents(session, agency_id)]
    like = recognise(proposal, candidates)
    return asked(proposal, like) if like else proposal


def mend(
    office: offices.Office, actor: Actor, proposal_id: int, version: int, place: int, mend: Mend, now: datetime
) -> None:
    """Put an obligation right. A name that is now known to mean a unit is known from then on."""
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        before = proposal_of(kept)
        units = {unit.code: unit.key for unit in proposals.units(act.session, actor.agency_id)}
        if unknown := {mend.lead, *mend.cooperating} - {"", *units}:
            raise Refused("unit_not_known", "lead", code=sorted(unknown)[0])
        after = mending.mended(before, place, mend)
        names = mending.taught(before.obligations[place], after.obligations[place])
        for name, code in names.items():
            _teach(act, name, units[code])
        keep(act, kept, mending.with_names(after, names))
        act.audit("mend", "plan_proposal", kept.key, ref=before.obligations[place].ref, taught=names)


def _teach(act: Writing, name: str, unit_id: int) -> None:
    name = name[:_LONGEST_NAME]
    known = proposals.alias(act.session, act.actor.agency_id, name)
    if known is None:
        known = UnitAlias(
            agency_id=act.actor.agency_id,
            unit_id=unit_id,
            name=name,
            taught_by=act.actor.person_id or 0,
            taught_at=act.now,
        )
    known.unit_id, known.taught_by, known.taught_at = unit_id, act.actor.person_id or 0, act.now
    act.add(known)


def change(
    office: offices.Office,
    actor: Actor,
    proposal_id: int,
    version: int,
    act_name: str,
    changed: Callable[[Proposal], Proposal],
    now: datetime,
) -> None:
    """Leave out, take up, split or merge: whatever `changed` makes of the proposal."""
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        keep(act, kept, changed(proposal_of(kept)))
        act.audit(act_name, "plan_proposal", kept.key)


def put_aside(office: offices.Office, actor: Actor, proposal_id: int, version: int, now: datetime) -> None:
    """The document is not wanted; nothing was in force."""
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        kept.state = ProposalState.PUT_ASIDE
        act.add(kept)
        act.audit("put_aside", "plan_proposal", kept.key)


def accept(
    office: offices.Office, actor: Actor, proposal_id: int, version: int, choices: Choices, now: datetime
) -> Plan:
    """Make the plan. Raises Refused with the first thing that is still open, or where its code is taken.

    A document that was named the newer version of a plan is accepted by `renew`.
    """
    with writing(office.engine, actor, now) as act:
        kept = checked_open(act, proposal_id, version)
        proposal, body = proposal_of(kept), office_of(act.session, actor.agency_id)
        if asks(proposal):
            raise Refused("newer_open", "newer")
        if left := open_points(proposal, choices, body):
            raise Refused("proposal_open", left[0].key, point=left[0].key, ref=left[0].ref)
        regimes = {each.code: RegimeFacts.stored(each) for each in proposals.regimes(act.session, actor.agency_id)}
        plan = store_plan(act, with_ladders(plan_of(proposal, choices, body, kept.file_name), regimes))
        kept.state, kept.plan_id = ProposalState.ACCEPTED, plan.key
        act.add(kept)
        act.audit("accept", "plan_proposal", kept.key, plan=plan.code)
    return plan


def proposal_of(kept: PlanProposal) -> Proposal:
    """What is proposed, as the reader's values."""
    return Proposal.model_validate(kept.proposal)


def office_of(session: Session, agency_id: int) -> Office:
    """The agency as far as a plan needs it."""
    agency = session.get_one(Agency, agency_id)
    units = [unit.code for unit in proposals.units(session, agency_id)]
    return Office(agency.code, units, [each.code for each in proposals.regimes(session, agency_id)])


def _catalogue(session: Session, agency_id: int) -> Catalogue:
    taught = proposals.aliases(session, agency_id)
    agency = session.get_one(Agency, agency_id)
    units = [
        CatalogueUnit(code=unit.code, name=unit.name, aliases=[unit.abbreviation, *taught.get(unit.key, [])])
        for unit in proposals.units(session, agency_id)
    ]
    return Catalogue(unit=units, agency=agency.short_name)


def _check_plan(session: Session, actor: Actor, plan_id: int | None) -> None:
    if plan_id is not None:
        chosen = select(Plan).where(Plan.id == plan_id, Plan.agency_id == actor.agency_id)
        require(session.exec(chosen).first() is not None)


def checked_open(act: Writing, proposal_id: int, version: int) -> PlanProposal:
    """A proposal that still waits, as whoever changes it has seen it. Raises Refused."""
    require(administers(viewer_of(act.session, act.actor.agency_id, act.actor.person_id)))
    return _checked(proposals.proposal(act.session, act.actor.agency_id, proposal_id), version)


def _checked(kept: PlanProposal | None, version: int) -> PlanProposal:
    if kept is None:
        raise Refused("not_found")
    if kept.state is not ProposalState.OPEN:
        raise Refused("already_decided")
    if kept.version != version:
        raise Refused("proposal_changed")
    return kept


def keep(act: Writing, kept: PlanProposal, proposal: Proposal) -> None:
    """Store what a proposal has become."""
    kept.proposal = _as_data(proposal)
    kept.version += 1
    act.add(kept)


def _as_data(proposal: Proposal) -> dict[str, object]:
    return proposal.model_dump(mode="json", by_alias=True)
