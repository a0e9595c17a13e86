"""What is due: the questions the clock asks at every look. They cost what is due, never what exists."""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, exists, func, or_, select, text
from sqlmodel import Session, col

from dondoc.model import (
    Agency,
    Assignment,
    FlowName,
    Incoming,
    Letter,
    LetterKind,
    Period,
    Report,
    Rule,
    Schedule,
    Unit,
)
from dondoc.model.base import Instant
from dondoc.rules.schedule import Paused

# As text and not as parameters: a planner uses a partial index only where it sees the index's own condition.
_UNJUDGED = text("incoming.judged_at IS NULL")
_IN_WORK = text("letter.state IN ('queued', 'sending')")


def due_flows(session: Session, now: datetime, paused: Paused | None = None) -> set[FlowName]:
    """The flows that have something to do at `now`, in one query over the partial indexes.

    Rows of agencies that paused a flow are not due for it. `watch` has no rows: it is due by its interval alone and
    never among them.
    """
    found = session.execute(due_query(now, paused or {})).one()._mapping
    return {FlowName(name) for name, due in found.items() if due}


def due_query(now: datetime, paused: Paused) -> Select[Any]:
    """One row with a truth value a flow; its columns bear the flows' names."""
    values = {_paused(flow): list(agencies) for flow, agencies in paused.items() if flow in _SOURCES}
    return _question(frozenset(flow for flow in paused if flow in _SOURCES)).params(now=now, **values)


Source = tuple[Any, Any, tuple[Any, ...]]
"""A column with instants that make a flow due, whose row it is, and further conditions."""
_SOURCES: Mapping[FlowName, tuple[Source, ...]] = {
    FlowName.OPEN: ((Rule.next_open_at, Rule.agency_id, ()), (Unit.hand_over_at, Unit.agency_id, ())),
    FlowName.REMIND: (
        (Assignment.next_rung_at, Assignment.agency_id, ()),
        (Report.next_rung_at, Report.agency_id, ()),
    ),
    FlowName.DRAFT: ((Period.draft_at, Period.agency_id, ()),),
    FlowName.DELIVER: ((Letter.not_before, Letter.agency_id, (_IN_WORK,)),),
    # Whose a letter is that came in is known only once it is judged.
    FlowName.COLLECT: ((Incoming.received_at, func.coalesce(Incoming.agency_id, 0), (_UNJUDGED,)),),
}


def _paused(flow: FlowName) -> str:
    return f"paused_{flow}"


@cache
def _question(paused: frozenset[FlowName]) -> Select[Any]:
    # Built once: the clock asks every second, and building costs more than the answer. Nothing is asked about pauses
    # while there are none.
    return select(*(_is_due(flow, flow in paused).label(flow.value) for flow in _SOURCES))


def _is_due(flow: FlowName, paused: bool) -> ColumnElement[bool]:
    now = bindparam("now", type_=Instant())
    found = []
    for instant, agency, conditions in _SOURCES[flow]:
        wanted = [col(instant) <= now, *conditions]
        if flow is FlowName.DELIVER:
            wanted.append(or_(text("letter.state = 'queued'"), col(Letter.lease_until) <= now))
        if paused:
            others: ColumnElement[bool] = col(agency).not_in(bindparam(_paused(flow), expanding=True))
            wanted.append(or_(others, col(Letter.kind) == LetterKind.SIGN_IN) if flow is FlowName.DELIVER else others)
        found.append(exists().where(*wanted))
    return or_(*found)


def adjusted_ticks(session: Session) -> tuple[list[Schedule], int]:
    """The ticks as administrators adjusted them, and the number of agencies there are."""
    agencies = session.scalar(select(func.count()).select_from(Agency)) or 0
    return list(session.scalars(select(Schedule))), agencies
