"""Questions about requests for more time."""

from collections.abc import Iterable

from sqlmodel import Session, col, select

from dondoc.model import Extension


def extensions(session: Session, agency_id: int, assignment_ids: Iterable[int]) -> dict[int, list[Extension]]:
    """All requests by assignment, the oldest first; in one query."""
    chosen = select(Extension).where(
        Extension.agency_id == agency_id, col(Extension.assignment_id).in_(set(assignment_ids))
    )
    result: dict[int, list[Extension]] = {}
    for each in session.exec(chosen.order_by(col(Extension.id))):
        result.setdefault(each.assignment_id, []).append(each)
    return result


def waiting(found: dict[int, list[Extension]]) -> dict[int, Extension]:
    """Of those, the request of each assignment that nobody has decided yet."""
    return {key: each[-1] for key, each in found.items() if each[-1].decided_at is None}
