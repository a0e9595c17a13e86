"""Questions of the pages about letters that came in."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from dondoc.model import AwayNotice, Incoming, Person

SHOWN = 200


@dataclass(frozen=True)
class Notice:
    """An automatic answer that proposes a substitute."""

    notice: AwayNotice
    person: Person


def newest(session: Session, agency_id: int) -> list[Incoming]:
    """What came in last, the newest first."""
    chosen = select(Incoming).where(Incoming.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(Incoming.received_at).desc(), col(Incoming.id).desc()).limit(SHOWN)))


def notice(session: Session, agency_id: int, notice_id: int) -> Notice | None:
    """A notice of an agency; None where it has none of that id."""
    row = session.get(AwayNotice, notice_id)
    if row is None or row.agency_id != agency_id:
        return None
    return Notice(row, session.get_one(Person, row.person_id))


def open_notices(session: Session, agency_id: int) -> list[Notice]:
    """Those that nobody has decided on."""
    chosen = select(AwayNotice, Person).join(Person, col(Person.id) == col(AwayNotice.person_id))
    chosen = chosen.where(AwayNotice.agency_id == agency_id, col(AwayNotice.decided_at).is_(None))
    return [Notice(row, person) for row, person in session.exec(chosen.order_by(col(AwayNotice.id)))]


def colleagues(session: Session, agency_id: int, but: int) -> list[Person]:
    """Everybody active but one, by name."""
    chosen = select(Person).where(Person.agency_id == agency_id, col(Person.active), Person.id != but)
    return list(session.exec(chosen.order_by(col(Person.name), col(Person.id))))
