"""Questions about letters that correct a report: their state, papers, recipients and proof."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select as select_many
from sqlmodel import Session, col, select

from dondoc.model import (
    Channel,
    Correction,
    CorrectionDispatch,
    Dispatch,
    IssuedNumber,
    Letter,
    Paper,
    PaperKind,
    Recipient,
    SignoffStep,
)


@dataclass(frozen=True)
class CorrectionProof:
    """What became of a correcting letter on its way to somebody who got the report."""

    recipient: Recipient
    usual: Channel
    """How they get it unless the clerk says otherwise."""
    dispatch: CorrectionDispatch | None
    letter: Letter | None


def correction(session: Session, agency_id: int, correction_id: int) -> Correction | None:
    """One of an agency."""
    chosen = select(Correction).where(Correction.id == correction_id, Correction.agency_id == agency_id)
    return session.exec(chosen).first()


def of_report(session: Session, report_id: int) -> list[Correction]:
    """All of a report, those that were returned too, oldest first."""
    return list(session.exec(select(Correction).where(Correction.report_id == report_id).order_by(col(Correction.id))))


def standing(session: Session, report_id: int) -> Correction | None:
    """The one of a report that was not returned."""
    return next((each for each in of_report(session, report_id) if not each.returned_at), None)


def to_sign(session: Session, agency_id: int, person_ids: Iterable[int]) -> list[tuple[Correction, IssuedNumber]]:
    """What waits for the signature of one of these people, with the number of the report that it corrects."""
    steps = select(SignoffStep.report_id).where(
        col(SignoffStep.person_id).in_(set(person_ids)), col(SignoffStep.signs), col(SignoffStep.decision).is_not(None)
    )
    chosen = (
        select(Correction, IssuedNumber)
        .join(
            IssuedNumber,
            (col(IssuedNumber.report_id) == col(Correction.report_id))
            & (col(IssuedNumber.book) == "BC")
            & col(IssuedNumber.voided_at).is_(None),
        )
        .where(Correction.agency_id == agency_id, col(Correction.report_id).in_(steps))
        .where(col(Correction.signed_at).is_(None), col(Correction.returned_at).is_(None))
        .where(col(Correction.number_id).is_(None))
    )
    return list(session.exec(chosen.order_by(col(Correction.id))))


def to_issue(session: Session, agency_id: int) -> list[Correction]:
    """What is signed and waits for its number or its dispatch."""
    sent = select(CorrectionDispatch.correction_id)
    chosen = select(Correction).where(Correction.agency_id == agency_id, col(Correction.signed_at).is_not(None))
    return list(session.exec(chosen.where(col(Correction.id).not_in(sent)).order_by(col(Correction.id))))


def number_of(session: Session, made: Correction) -> IssuedNumber | None:
    """Its row in the book of letters."""
    return session.get(IssuedNumber, made.number_id) if made.number_id else None


def papers(session: Session, made: Correction) -> list[Paper]:
    """Its frozen papers."""
    if made.number_id is None:
        return []
    chosen = select(Paper).where(Paper.report_id == made.report_id, Paper.version == made.number_id)
    chosen = chosen.where(col(Paper.kind).in_([PaperKind.DOCX, PaperKind.PDF]))
    return list(session.exec(chosen.order_by(col(Paper.kind))))


def dispatches(session: Session, correction_id: int) -> list[CorrectionDispatch]:
    """Whom it was sent to."""
    chosen = select(CorrectionDispatch).where(CorrectionDispatch.correction_id == correction_id)
    return list(session.exec(chosen.order_by(col(CorrectionDispatch.id))))


def receivers(session: Session, report_id: int) -> list[tuple[Recipient, Channel]]:
    """Who got the report, and how each gets what corrects it: by mail or on paper, since no answer changes."""
    chosen = (
        select(Recipient, Dispatch)
        .join(Dispatch, col(Dispatch.recipient_id) == col(Recipient.id))
        .where(Dispatch.report_id == report_id)
        .order_by(col(Recipient.position))
    )
    return [(recipient, _channel(recipient, sent.channel)) for recipient, sent in session.exec(chosen)]


def _channel(recipient: Recipient, got: Channel) -> Channel:
    if got is not Channel.SYSTEM:
        return got
    return Channel.EMAIL if recipient.email else Channel.PAPER


def proofs(session: Session, made: Correction) -> list[CorrectionProof]:
    """Each of them, with what became of the letter."""
    chosen = (
        select_many(CorrectionDispatch, Letter)
        .join(Letter, col(Letter.id) == col(CorrectionDispatch.letter_id), isouter=True)
        .where(col(CorrectionDispatch.correction_id) == made.key)
    )
    found = {sent.recipient_id: (sent, letter) for sent, letter in session.execute(chosen)}
    return [
        CorrectionProof(recipient, usual, *found.get(recipient.key, (None, None)))
        for recipient, usual in receivers(session, made.report_id)
    ]
