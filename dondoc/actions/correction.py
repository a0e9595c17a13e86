"""A letter that corrects an issued report: a clerk words it, the leader signs, a clerk numbers and dispatches it."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError

from dondoc.actions.dispatch import block_of, post_papers, signed_report
from dondoc.actions.draft import found_report
from dondoc.actions.office import Office
from dondoc.actions.second_factor import verify
from dondoc.actions.sign import needs_code
from dondoc.actions.sign_letters import agency_of, write
from dondoc.mail.letters_about_papers import CorrectionLetter
from dondoc.model import (
    Channel,
    Correction,
    CorrectionDispatch,
    IssuedNumber,
    LetterKind,
    Paper,
    PaperKind,
    Person,
    Recipient,
    Report,
    RoleKind,
)
from dondoc.paper.docx import docx
from dondoc.paper.letter import CorrectingLetter, correcting_letter
from dondoc.paper.pdf import pdf
from dondoc.rules.access import require
from dondoc.rules.chain import Stand
from dondoc.rules.number import letter_symbol, may_number
from dondoc.rules.number import next_number as following
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store import corrections, reports, signing
from dondoc.store.agency import hours
from dondoc.store.people import with_role
from dondoc.store.rounds import RoundFacts
from dondoc.store.transaction import Actor, Writing, writing


def correct(office: Office, actor: Actor, report_id: int, wrong: str, right: str, now: datetime) -> Correction:
    """Word a letter that corrects the form of a dispatched report, and lay it before who signs.

    Raises Refused without both words, before dispatch, and where the report has one already.
    """
    wrong, right = wrong.strip(), right.strip()
    if not wrong or not right:
        raise Refused("correction_words", "wrong" if not wrong else "right")
    with writing(office.engine, actor, now) as act:
        report, _ = signed_report(act, report_id)
        old = _dispatched(act, report_id)
        if corrections.standing(act.session, report_id):
            raise Refused("already_corrected", "wrong")
        made = act.add(
            Correction(
                agency_id=actor.agency_id, report_id=report_id, wrong=wrong, correct=right, made_at=now,
                made_by=actor.person_id or 0,
            )
        )  # fmt: skip
        for stand in _stands(act, report_id):
            person = act.session.get_one(Person, stand.person_id)
            _tell(act, office, person, report, old, made, "sign", LetterKind.FOR_SIGN_OFF)
        act.audit("correct", "report", report_id, wrong=wrong, right=right)
        return made


def sign(office: Office, actor: Actor, correction_id: int, now: datetime, code: str = "") -> None:
    """Sign a correcting letter, by who may sign for the report's signer today; a `code` where signing takes one."""
    with writing(office.engine, actor, now) as act:
        _to_sign(act, correction_id)
        wants_code = needs_code(act.session, agency_of(act), actor.person_id)
    if wants_code:
        verify(office, actor, code, now)
    with writing(office.engine, actor, now) as act:
        made, report, stand = _to_sign(act, correction_id)
        made.signed_at, made.signed_by, made.capacity = now, stand.person_id, stand.capacity
        act.session.add(made)
        old = _dispatched(act, report.key)
        for person in with_role(act.session, actor.agency_id, RoleKind.CLERK):
            _tell(act, office, person, report, old, made, "number", LetterKind.FOR_DISPATCH)
        act.audit("correct_sign", "report", report.key, correction=made.key, capacity=stand.capacity.value)


def give_back(office: Office, actor: Actor, correction_id: int, reason: str, now: datetime) -> None:
    """Return a correcting letter instead of signing it; the clerk may word another one. Raises Refused unsaid why."""
    reason = reason.strip()
    if not reason:
        raise Refused("reason_missing", "return_reason")
    with writing(office.engine, actor, now) as act:
        made, report, stand = _to_sign(act, correction_id)
        made.returned_at, made.returned_by, made.return_reason = now, stand.person_id, reason
        act.session.add(made)
        old = _dispatched(act, report.key)
        for person in with_role(act.session, actor.agency_id, RoleKind.CLERK):
            _tell(act, office, person, report, old, made, "returned", LetterKind.SENT_BACK)
        act.audit("correct_return", "report", report.key, correction=made.key, reason=reason)


def number(office: Office, actor: Actor, correction_id: int, issued_on: date, now: datetime) -> IssuedNumber:
    """Number a signed correcting letter in the book of letters, and freeze its DOCX and PDF.

    Raises Refused before signature, for a wrong date, or where it has a number.
    """
    with writing(office.engine, actor, now) as act:
        made, report, facts = _of_clerk(act, correction_id)
        old = _dispatched(act, report.key)
        if made.number_id:
            raise Refused("already_numbered")
        owner, local = agency_of(act), hours(agency_of(act))
        highest, last = reports.highest_number(act.session, owner.key, reports.LETTERS, issued_on.year)
        signed_on = local.today(made.signed_at) if made.signed_at else None
        may_number(signed_on, issued_on, local.today(now), last)
        given = following(highest)
        row = _numbered(
            act,
            IssuedNumber(
                agency_id=owner.key,
                book=reports.LETTERS,
                year=issued_on.year,
                number=given,
                report_id=report.key,
                symbol=letter_symbol(given, owner.symbol, facts.lead.abbreviation),
                subject=f"đính chính Báo cáo số {old.symbol}",
                issued_on=issued_on,
                numbered_at=now,
                numbered_by=actor.person_id or 0,
            ),
        )
        made.number_id = row.key
        act.session.add(made)
        hashes = _freeze(act, made, row, paper_of(act, made, old, row))
        act.audit("correct_number", "report", report.key, symbol=row.symbol, issued_on=issued_on, **hashes)
        return row


def dispatch(office: Office, actor: Actor, correction_id: int, channels: Mapping[int, Channel], now: datetime) -> int:
    """Send a numbered correcting letter to everybody who got the report. Returns how many letters were written.

    `channels` says how each gets it, by the recipient's id; without a word as they got the report.
    """
    with writing(office.engine, actor, now) as act:
        made, report, _ = _of_clerk(act, correction_id)
        if not made.number_id:
            raise Refused("not_numbered")
        if corrections.dispatches(act.session, correction_id):
            raise Refused("already_dispatched")
        row = act.session.get_one(IssuedNumber, made.number_id)
        papers = corrections.papers(act.session, made)
        by = act.session.get(Person, made.signed_by) if made.signed_by else None
        letters = 0
        for recipient, usual in corrections.receivers(act.session, report.key):
            channel = channels.get(recipient.key, usual)
            letter_id = None
            if channel is Channel.EMAIL:
                letter_id = _letter(act, office, report, made, row, recipient, by, papers)
                letters += 1
            act.add(
                CorrectionDispatch(
                    agency_id=actor.agency_id, correction_id=made.key, recipient_id=recipient.key, channel=channel,
                    letter_id=letter_id, dispatched_at=now, dispatched_by=actor.person_id or 0,
                )
            )  # fmt: skip
        act.audit("correct_dispatch", "report", report.key, symbol=row.symbol, letters=letters)
        return letters


def paper_of(act: Writing, made: Correction, old: IssuedNumber, row: IssuedNumber | None) -> ReportModel:
    """The letter as a model of a paper, with the block of who signed it."""
    model = reports.model_of(reports.current(act.session, made.report_id))
    signer = block_of(act.session, model, made.signed_by, made.capacity) if made.signed_by else model.signature
    return correcting_letter(
        CorrectingLetter(
            report=model.model_copy(update={"signature": signer}),
            symbol=row.symbol if row else "",
            issued_on=row.issued_on if row else None,
            corrects=old.symbol,
            corrects_of=old.issued_on,
            wrong=made.wrong,
            right=made.correct,
        )
    )


def _letter(
    act: Writing, office: Office, report: Report, made: Correction, row: IssuedNumber, recipient: Recipient,
    by: Person | None, papers: list[Paper],
) -> int:  # fmt: skip
    signer = f"{by.name} ({by.title})" if by else agency_of(act).name
    subject, key = f"Công văn {row.subject}", f"correction:{made.key}:{recipient.key}"
    return post_papers(act, office, report, row, recipient, subject, signer, papers, key)


def _freeze(act: Writing, made: Correction, row: IssuedNumber, model: ReportModel) -> dict[str, str]:
    hashes = {}
    for kind, content in ((PaperKind.DOCX, docx(model)), (PaperKind.PDF, pdf(model))):
        hashes[kind.value] = hashlib.sha256(content).hexdigest()
        act.add(
            Paper(
                agency_id=made.agency_id, report_id=made.report_id, kind=kind, version=row.key,
                filename=f"{row.symbol.replace('/', '-')}-{row.year}.{kind.value}", content=content,
                sha256=hashes[kind.value], made_at=act.now,
            )
        )  # fmt: skip
    return hashes


def _numbered(act: Writing, row: IssuedNumber) -> IssuedNumber:
    try:
        return act.add(row)
    except IntegrityError:
        # Somebody else was quicker; the book never gives a number twice.
        raise Refused("number_taken") from None


def _tell(
    act: Writing, office: Office, person: Person, report: Report, old: IssuedNumber, made: Correction, step: str,
    kind: LetterKind,
) -> None:  # fmt: skip
    by = act.session.get_one(Person, act.actor.person_id)
    letter = CorrectionLetter(
        to_name=person.name,
        agency=agency_of(act).name,
        symbol=old.symbol,
        wrong=made.wrong,
        right=made.correct,
        step=step,
        by=f"{by.name}, {by.title}",
        link=f"{office.address}/{f'ky-duyet/dinh-chinh/{made.key}' if step == 'sign' else f'phat-hanh/{report.key}'}",
        reason=made.return_reason,
    )
    write(act, office, person, letter, kind, f"correction_{step}:{made.key}:{person.key}", report)


def _dispatched(act: Writing, report_id: int) -> IssuedNumber:
    old = reports.number_of(act.session, report_id)
    if old is None or not reports.dispatches(act.session, report_id):
        raise Refused("replace_before_dispatch", "wrong")
    return old


def _stands(act: Writing, report_id: int) -> list[Stand]:
    """Who may sign for the report's signer today."""
    step = reports.signed_step(act.session, report_id)
    return signing.stands_of(act.session, step, hours(agency_of(act)).today(act.now)) if step else []


def _to_sign(act: Writing, correction_id: int) -> tuple[Correction, Report, Stand]:
    made = corrections.correction(act.session, act.actor.agency_id, correction_id)
    if made is None:
        raise Refused("not_found")
    report, _ = found_report(act, made.report_id)
    mine = next((each for each in _stands(act, report.key) if each.person_id == act.actor.person_id), None)
    require(mine is not None)
    assert mine is not None
    if made.signed_at or made.returned_at or made.number_id:
        raise Refused("correction_decided")
    return made, report, mine


def _of_clerk(act: Writing, correction_id: int) -> tuple[Correction, Report, RoundFacts]:
    made = corrections.correction(act.session, act.actor.agency_id, correction_id)
    if made is None or made.returned_at:
        raise Refused("not_found")
    report, facts = signed_report(act, made.report_id)
    return made, report, facts
