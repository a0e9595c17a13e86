"""Questions about reports, their versions, steps, numbers and dispatches."""

from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.model import (
    Decision,
    Dispatch,
    IssuedNumber,
    NumberGap,
    Paper,
    PaperKind,
    Recipient,
    Report,
    ReportVersion,
    SignatureCheck,
    SignoffStep,
    WordUpload,
)
from dondoc.rules.report import ReportModel
from dondoc.rules.sign import ReportState, Step, report_state

REPORTS, LETTERS = "BC", "CV"
"""The books: reports, and letters, which have no code of their own in their symbol."""


def report(session: Session, agency_id: int, report_id: int) -> Report | None:
    """A report of an agency."""
    return session.exec(select(Report).where(Report.id == report_id, Report.agency_id == agency_id)).first()


def versions(session: Session, report_id: int) -> list[ReportVersion]:
    """The versions of a report, oldest first."""
    chosen = select(ReportVersion).where(ReportVersion.report_id == report_id)
    return list(session.exec(chosen.order_by(col(ReportVersion.version))))


def current(session: Session, report_id: int) -> ReportVersion:
    """The newest version of a report."""
    chosen = select(ReportVersion).where(ReportVersion.report_id == report_id)
    return session.exec(chosen.order_by(col(ReportVersion.version).desc()).limit(1)).one()


def model_of(version: ReportVersion) -> ReportModel:
    """The report model that a version holds."""
    return ReportModel.model_validate(version.content)


def all_steps(session: Session, report_id: int) -> list[SignoffStep]:
    """Every step of sign-off that a report went through, oldest first."""
    chosen = select(SignoffStep).where(SignoffStep.report_id == report_id).order_by(col(SignoffStep.id))
    return list(session.exec(chosen))


def steps(session: Session, version: ReportVersion) -> list[SignoffStep]:
    """The steps of the latest round of sign-off of a version, in turn."""
    found = [step for step in all_steps(session, version.report_id) if step.version_id == version.key]
    newest = max((step.round for step in found), default=0)
    return sorted((step for step in found if step.round == newest), key=lambda step: step.position)


def as_steps(rows: list[SignoffStep]) -> list[Step]:
    """Stored steps as the rules see them."""
    return [Step(row.person_id, row.signs, row.decision) for row in rows]


def state_of(session: Session, found: Report) -> ReportState:
    """Where a report stands."""
    return report_state(
        as_steps(steps(session, current(session, found.key))),
        sent_up=found.sent_up_at is not None,
        signed_at=found.signed_at,
        numbered=number_of(session, found.key) is not None,
        dispatched=bool(dispatches(session, found.key)),
    )


def upload(session: Session, agency_id: int, upload_id: int) -> WordUpload | None:
    """A Word file that came back, of an agency."""
    chosen = select(WordUpload).where(WordUpload.id == upload_id, WordUpload.agency_id == agency_id)
    return session.exec(chosen).first()


def number_of(session: Session, report_id: int) -> IssuedNumber | None:
    """The row of the number book that a report has; a voided one is its no more."""
    chosen = select(IssuedNumber).where(IssuedNumber.report_id == report_id, IssuedNumber.book == REPORTS)
    return session.exec(chosen.where(col(IssuedNumber.voided_at).is_(None))).first()


def highest_number(session: Session, agency_id: int, book: str, year: int) -> tuple[int | None, date | None]:
    """The highest number of a book and year, and the latest date in it."""
    chosen = select(func.max(IssuedNumber.number), func.max(IssuedNumber.issued_on)).where(
        IssuedNumber.agency_id == agency_id, IssuedNumber.book == book, IssuedNumber.year == year
    )
    number, issued_on = session.exec(chosen).one()
    # Numbers that were given outside of Dondoc are gone as well.
    skipped = select(func.max(NumberGap.last)).where(
        NumberGap.agency_id == agency_id, NumberGap.book == book, NumberGap.year == year
    )
    outside = session.exec(skipped).one()
    return max((each for each in (number, outside) if each), default=None), issued_on


def gaps(session: Session, agency_id: int, year: int) -> list[NumberGap]:
    """Why numbers of a year's books are missing, in order."""
    chosen = select(NumberGap).where(NumberGap.agency_id == agency_id, NumberGap.year == year)
    return list(session.exec(chosen.order_by(col(NumberGap.book), col(NumberGap.first))))


def replacement(session: Session, report_id: int) -> Report | None:
    """The report that replaces this one."""
    return session.exec(select(Report).where(Report.replaces_id == report_id)).first()


def papers(session: Session, report_id: int) -> list[Paper]:
    """The issued papers of a report; a signed PDF in place of the one that was issued without a signature."""
    chosen = select(Paper).where(Paper.report_id == report_id, Paper.version == 0)
    found = {paper.kind: paper for paper in session.exec(chosen.order_by(col(Paper.kind)))}
    if PaperKind.SIGNED in found:
        found.pop(PaperKind.PDF, None)
    return list(found.values())


def checks(session: Session, report_id: int) -> list[SignatureCheck]:
    """The signed PDFs that came back, newest first."""
    chosen = select(SignatureCheck).where(SignatureCheck.report_id == report_id)
    return list(session.exec(chosen.order_by(col(SignatureCheck.id).desc())))


def paper(session: Session, report_id: int, kind: PaperKind) -> Paper | None:
    """One issued paper of a report."""
    chosen = select(Paper).where(Paper.report_id == report_id, Paper.kind == kind, Paper.version == 0)
    return session.exec(chosen).first()


def draft_paper(session: Session, report_id: int, version: int) -> Paper | None:
    """The PDF of a version that was sent up."""
    chosen = select(Paper).where(Paper.report_id == report_id, Paper.kind == PaperKind.DRAFT)
    return session.exec(chosen.where(Paper.version == version)).first()


def seen_before(session: Session, report_id: int, version: ReportVersion, person_id: int) -> ReportVersion | None:
    """The version that a person decided on last, before this one."""
    decided = select(SignoffStep.version_id).where(
        SignoffStep.report_id == report_id, SignoffStep.decided_by == person_id
    )
    chosen = select(ReportVersion).where(col(ReportVersion.id).in_(decided), ReportVersion.version < version.version)
    return session.exec(chosen.order_by(col(ReportVersion.version).desc())).first()


def signed_step(session: Session, report_id: int) -> SignoffStep | None:
    """The step by which a report was signed."""
    chosen = select(SignoffStep).where(SignoffStep.report_id == report_id, col(SignoffStep.signs))
    return session.exec(chosen.where(SignoffStep.decision == Decision.APPROVED)).first()


def recipients(session: Session, plan_id: int) -> list[Recipient]:
    """Who a plan's reports go to, in order."""
    return list(session.exec(select(Recipient).where(Recipient.plan_id == plan_id).order_by(col(Recipient.position))))


def dispatches(session: Session, report_id: int) -> list[Dispatch]:
    """What was sent to whom."""
    return list(session.exec(select(Dispatch).where(Dispatch.report_id == report_id).order_by(col(Dispatch.id))))
