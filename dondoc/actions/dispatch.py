"""Dispatch: the clerk numbers a signed report, its papers are frozen, and it goes to its recipients."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from dondoc.actions.draft import found_report
from dondoc.actions.letters import post, root
from dondoc.actions.office import Office
from dondoc.actions.papers import Papers, made_before, papers_of
from dondoc.actions.to_superior import submit_to_superior
from dondoc.mail.letters import DispatchLetter
from dondoc.model import (
    Agency,
    Capacity,
    Channel,
    Dispatch,
    IssuedNumber,
    LetterKind,
    Paper,
    PaperKind,
    Person,
    Recipient,
    Report,
)
from dondoc.rules.access import issues, require
from dondoc.rules.chain import signature
from dondoc.rules.number import may_number, symbol
from dondoc.rules.number import next_number as following
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel, Signature
from dondoc.store import reports
from dondoc.store.agency import agency, hours
from dondoc.store.people import viewer_of
from dondoc.store.rounds import RoundFacts
from dondoc.store.superior import superior_of
from dondoc.store.templates import in_force
from dondoc.store.transaction import Actor, Writing, reading, writing

DISPATCH_LIVES = timedelta(days=30)


def next_number(office: Office, agency_id: int, year: int) -> int:
    """The number that the next report of a year would get."""
    with reading(office.engine) as session:
        return following(reports.highest_number(session, agency_id, reports.REPORTS, year)[0])


def number(office: Office, actor: Actor, report_id: int, issued_on: date, now: datetime) -> IssuedNumber:
    """Give a signed report its number and date, and freeze its papers.

    Raises Refused before signature, for a wrong date, or where it has a number.
    """
    ready = _made_before(office, actor, report_id, issued_on, now)
    with writing(office.engine, actor, now) as act:
        row, issued = _to_number(act, report_id, issued_on)
        papers = papers_of(act.session, actor.agency_id, issued, ready)
        if papers is None:
            # Number or template has changed since they were made.
            raise Refused("number_taken")
        row = _numbered(act, row)
        hashes = _freeze(act, row, papers)
        act.audit(
            "number", "report", report_id, symbol=row.symbol, issued_on=issued_on, pdf_form=papers.pdf_form, **hashes
        )
        return row


def _made_before(office: Office, actor: Actor, report_id: int, issued_on: date, now: datetime) -> Papers | None:
    with reading(office.engine) as session:
        if in_force(session, actor.agency_id) is None:
            return None
        _, issued = _to_number(Writing(session, actor, now), report_id, issued_on)
    return made_before(office, actor.agency_id, issued)


def _to_number(act: Writing, report_id: int, issued_on: date) -> tuple[IssuedNumber, ReportModel]:
    """The row that the report would get now, not stored yet, and the report as it is issued."""
    report, _ = signed_report(act, report_id)
    if reports.number_of(act.session, report_id):
        raise Refused("already_numbered")
    owner = agency(act.session, act.actor.agency_id)
    highest, last = reports.highest_number(act.session, owner.key, reports.REPORTS, issued_on.year)
    local = hours(owner)
    may_number(local.today(report.signed_at) if report.signed_at else None, issued_on, local.today(act.now), last)
    model = reports.model_of(reports.current(act.session, report_id))
    given = following(highest)
    signed = signed_as(act.session, report_id, model)
    issued = model.model_copy(
        update={"number": given, "issued_on": issued_on, "proposed_note": "", "signature": signed}
    )
    row = IssuedNumber(
        agency_id=owner.key,
        book=reports.REPORTS,
        year=issued_on.year,
        number=given,
        report_id=report_id,
        symbol=symbol(given, reports.REPORTS, owner.symbol),
        subject=model.subject,
        issued_on=issued_on,
        numbered_at=act.now,
        numbered_by=act.actor.person_id or 0,
    )
    return row, issued


def signed_as(session: Session, report_id: int, model: ReportModel) -> Signature:
    """The signature block of who really signed, in their capacity."""
    step = reports.signed_step(session, report_id)
    if step is None or step.decided_by is None:
        return model.signature
    return block_of(session, model, step.decided_by, step.capacity)


def block_of(session: Session, model: ReportModel, person_id: int, capacity: Capacity) -> Signature:
    """The signature block of a paper that somebody signed in a capacity."""
    by, block = session.get_one(Person, person_id), model.signature
    return signature(block.lines, block.name, capacity, by.name, by.title)


def _numbered(act: Writing, row: IssuedNumber) -> IssuedNumber:
    try:
        return act.add(row)
    except IntegrityError:
        # Somebody else was quicker; the book never gives a number twice.
        raise Refused("number_taken") from None


def _freeze(act: Writing, row: IssuedNumber, papers: Papers) -> dict[str, str]:
    hashes = {}
    for kind, content in ((PaperKind.DOCX, papers.word), (PaperKind.PDF, papers.pdf)):
        digest = hashlib.sha256(content).hexdigest()
        name = f"{row.symbol.replace('/', '-')}-{row.year}.{kind.value}"
        act.add(
            Paper(
                agency_id=row.agency_id,
                report_id=row.report_id,
                kind=kind,
                filename=name,
                content=content,
                sha256=digest,
                made_at=act.now,
            )
        )
        hashes[kind.value] = digest
    return hashes


def dispatch(office: Office, actor: Actor, report_id: int, channels: Mapping[int, Channel], now: datetime) -> int:
    """Send a numbered report to its recipients, by letter or on paper. Returns how many letters were written.

    `channels` says how each recipient gets it, by id; without a word an address is used where there is one.
    """
    with writing(office.engine, actor, now) as act:
        report, facts = signed_report(act, report_id)
        row = reports.number_of(act.session, report_id)
        if row is None:
            raise Refused("not_numbered")
        if reports.dispatches(act.session, report_id):
            raise Refused("already_dispatched")
        letters = 0
        for recipient in reports.recipients(act.session, facts.plan.key):
            within = superior_of(act.session, actor.agency_id, recipient.name)
            usual = Channel.SYSTEM if within else Channel.EMAIL if recipient.email else Channel.PAPER
            channel = channels.get(recipient.key, usual)
            received = submit_to_superior(act, facts, recipient.name) if channel is Channel.SYSTEM else ""
            letter_id = _letter(act, office, report, row, facts, recipient) if channel is Channel.EMAIL else None
            letters += letter_id is not None
            act.add(
                Dispatch(
                    agency_id=actor.agency_id,
                    report_id=report_id,
                    recipient_id=recipient.key,
                    channel=channel,
                    letter_id=letter_id,
                    received_as=received,
                    dispatched_at=now,
                    dispatched_by=actor.person_id or 0,
                )
            )
        act.audit("dispatch", "report", report_id, symbol=row.symbol, letters=letters)
        return letters


def signed_report(act: Writing, report_id: int) -> tuple[Report, RoundFacts]:
    """A signed report, for a clerk. Raises Refused for anybody else, and before signature."""
    actor = act.actor
    require(issues(viewer_of(act.session, actor.agency_id, actor.person_id)))
    report, facts = found_report(act, report_id)
    if report.signed_at is None:
        raise Refused("number_before_signature")
    return report, facts


def _signer(act: Writing, report: Report, facts: RoundFacts) -> str:
    step = reports.signed_step(act.session, report.key)
    by = act.session.get(Person, step.decided_by) if step else None
    return f"{by.name} ({by.title})" if by else f"{facts.plan.signer_name} ({facts.plan.signer_title.capitalize()})"


def _letter(
    act: Writing, office: Office, report: Report, row: IssuedNumber, facts: RoundFacts, recipient: Recipient
) -> int:
    subject, key = f"Báo cáo {row.subject}", f"dispatch:{report.key}:{recipient.key}"
    papers, signer = reports.papers(act.session, report.key), _signer(act, report, facts)
    return post_papers(act, office, report, row, recipient, subject, signer, papers, key)


def post_papers(
    act: Writing, office: Office, report: Report, row: IssuedNumber, recipient: Recipient, subject: str, signer: str,
    papers: Sequence[Paper], key: str,
) -> int:  # fmt: skip
    """A letter to a recipient with issued papers. Raises Refused without an address, or where it was written before."""
    if not recipient.email:
        raise Refused("recipient_without_address", f"channel-{recipient.key}", name=recipient.name)
    owner = act.session.get_one(Agency, act.actor.agency_id)
    letter = DispatchLetter(
        to_name=recipient.name,
        agency=owner.name,
        symbol=row.symbol,
        issued_on=row.issued_on,
        subject=subject,
        signed_by=signer,
    )
    stored = post(
        act, office, owner, None, (recipient.name, recipient.email), letter, LetterKind.DISPATCH, key,
        act.now, act.now + DISPATCH_LIVES, references=[root(owner, "report", report.key)], papers=papers,
    )  # fmt: skip
    if stored is None:
        raise Refused("already_dispatched")
    return stored.key
