"""Questions about the archive: its copies, and whether everything of a report is settled."""

from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from dondoc.model import ArchiveCopy, Correction, CorrectionDispatch, Dispatch, Letter, Report


def copies(session: Session, report_id: int) -> list[ArchiveCopy]:
    """What was handed over of a report, oldest first, without its bytes."""
    chosen = select(ArchiveCopy).where(ArchiveCopy.report_id == report_id).order_by(col(ArchiveCopy.id))
    return list(session.exec(chosen.options(defer(ArchiveCopy.content))))  # type: ignore[arg-type]


def copy(session: Session, agency_id: int, report_id: int, copy_id: int) -> ArchiveCopy | None:
    """One copy with its bytes."""
    chosen = select(ArchiveCopy).where(ArchiveCopy.id == copy_id, ArchiveCopy.agency_id == agency_id)
    return session.exec(chosen.where(ArchiveCopy.report_id == report_id)).first()


def last_issued(session: Session, report_id: int) -> datetime | None:
    """When something of a report went out last: itself, or a letter that corrects it."""
    sent = session.exec(select(func.max(Dispatch.dispatched_at)).where(Dispatch.report_id == report_id)).one()
    chosen = select(func.max(CorrectionDispatch.dispatched_at)).join(
        Correction, col(Correction.id) == col(CorrectionDispatch.correction_id)
    )
    corrected = session.exec(chosen.where(Correction.report_id == report_id)).one()
    return max((each for each in (sent, corrected) if each), default=None)


def letters(session: Session, report_id: int) -> list[Letter]:
    """The letters by which a report and what corrects it went out."""
    own = select(Dispatch.letter_id).where(Dispatch.report_id == report_id)
    correcting = select(CorrectionDispatch.letter_id).join(
        Correction, col(Correction.id) == col(CorrectionDispatch.correction_id)
    )
    mine = col(Letter.id).in_(own) | col(Letter.id).in_(correcting.where(Correction.report_id == report_id))
    return list(session.exec(select(Letter).where(mine)))


def to_archive() -> Any:
    """Condition: dispatched, and not yet handed over."""
    sent, kept = select(Dispatch.report_id), select(ArchiveCopy.report_id)
    return col(Report.id).in_(sent) & col(Report.id).not_in(kept)
