"""When each flow has something to do next, for a clock that jumps instead of ticking."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, false, func, or_, select
from sqlmodel import Session, col

from dondoc.model import Assignment, FlowName, Letter, LetterKind, LetterState, Period, Report, Rule, Unit
from dondoc.rules.schedule import Paused
from dondoc.store.schedules import all_paused


def next_instants(session: Session, agency_id: int | None = None) -> dict[FlowName, datetime]:
    """By flow, the earliest instant at which something is due for it; flows with nothing ahead are left out.

    With `agency_id` that agency's own, whether it paused the flow or not; else those of all that did not.
    """
    waiting = col(Letter.state).in_([LetterState.QUEUED, LetterState.SENDING])
    paused: Paused = {} if agency_id else all_paused(session)
    questions: list[tuple[FlowName, Any, Any, list[Any]]] = [
        (FlowName.OPEN, Rule.next_open_at, Rule.agency_id, []),
        (FlowName.OPEN, Unit.hand_over_at, Unit.agency_id, []),
        (FlowName.REMIND, Assignment.next_rung_at, Assignment.agency_id, []),
        (FlowName.REMIND, Report.next_rung_at, Report.agency_id, []),
        (FlowName.DRAFT, Period.draft_at, Period.agency_id, []),
        (FlowName.DELIVER, Letter.not_before, Letter.agency_id, [waiting]),
    ]
    found: dict[FlowName, datetime] = {}
    for flow, instant, owner, conditions in questions:
        chosen: Select[tuple[datetime]] = select(func.min(col(instant))).where(*conditions)
        if agency_id:
            chosen = chosen.where(col(owner) == agency_id)
        elif flow in paused:
            free = col(Letter.kind) == LetterKind.SIGN_IN if flow is FlowName.DELIVER else false()
            chosen = chosen.where(or_(col(owner).not_in(paused[flow]), free))
        if at := session.execute(chosen).scalar():
            found[flow] = min(at, found.get(flow, at))
    return found
