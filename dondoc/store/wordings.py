"""Questions about an agency's own wording of letters."""

from dataclasses import dataclass

from sqlalchemy import func
from sqlmodel import Session, col, select

from dondoc.model import LetterKind, OwnWording, Person


@dataclass(frozen=True)
class Version:
    """A version of a wording, and who made it."""

    row: OwnWording
    made_by: str


def in_force(session: Session, agency_id: int) -> dict[LetterKind, OwnWording]:
    """The newest version of each kind that has one, one that says "shipped again" among them."""
    last = (
        select(OwnWording.kind, func.max(OwnWording.version).label("version"))
        .where(OwnWording.agency_id == agency_id)
        .group_by(col(OwnWording.kind))
        .subquery()
    )
    chosen = (
        select(OwnWording)
        .join(last, (col(OwnWording.kind) == last.c.kind) & (col(OwnWording.version) == last.c.version))
        .where(OwnWording.agency_id == agency_id)
    )
    return {LetterKind(row.kind): row for row in session.exec(chosen)}


def newest(session: Session, agency_id: int, kind: LetterKind) -> OwnWording | None:
    """The newest version of one kind."""
    chosen = select(OwnWording).where(OwnWording.agency_id == agency_id, OwnWording.kind == kind.value)
    return session.exec(chosen.order_by(col(OwnWording.version).desc()).limit(1)).first()


def versions(session: Session, agency_id: int, kind: LetterKind) -> list[Version]:
    """All versions of one kind, the newest first, with who made them."""
    chosen = (
        select(OwnWording, Person.name)
        .join(Person, col(Person.id) == col(OwnWording.made_by))
        .where(OwnWording.agency_id == agency_id, OwnWording.kind == kind.value)
        .order_by(col(OwnWording.version).desc())
    )
    return [Version(row, name) for row, name in session.exec(chosen)]


def failing(session: Session, agency_id: int) -> list[LetterKind]:
    """The kinds whose wording in force could not be said, so that letters went out in the shipped one."""
    found = in_force(session, agency_id)
    return [kind for kind, row in found.items() if row.words and row.failed_at]
