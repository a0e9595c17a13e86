"""Questions about an agency's own Word templates."""

from sqlmodel import Session, col, select

from dondoc.model import WordTemplate


def in_force(session: Session, agency_id: int) -> WordTemplate | None:
    """The template in force; None means the shipped one."""
    chosen = select(WordTemplate).where(WordTemplate.agency_id == agency_id, col(WordTemplate.retired_at).is_(None))
    chosen = chosen.where(col(WordTemplate.activated_at).is_not(None))
    return session.exec(chosen.order_by(col(WordTemplate.activated_at).desc())).first()


def templates(session: Session, agency_id: int) -> list[WordTemplate]:
    """All templates of an agency, newest first."""
    chosen = select(WordTemplate).where(WordTemplate.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(WordTemplate.id).desc())))
