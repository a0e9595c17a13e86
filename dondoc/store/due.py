"""What is due: the questions the clock asks at every look. They cost what is due, never what exists."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select, text
from sqlmodel import Session, col

from dondoc.model import Agency, Assignment, FlowName, Incoming, Letter, Period, Rule, Schedule
from dondoc.model.base import Instant

# As text and not as parameters: a planner uses a partial index only where it sees the index's own condition.
_IN_WORK = text("letter.state IN ('queued', 'sending')")


def due_flows(session: Session, now: datetime) -> set[FlowName]:
    """The flows that have something to do at `now`, in one query over the partial indexes.

    `watch` has no rows: it is due by its interval alone and never among them.
    """
    found = session.execute(due_query(now)).one()._mapping
    return {FlowName(name) for name, due in found.items() if due}


def due_query(now: datetime) -> Select[Any]:
    """One row with a truth value a flow; its columns bear the flows' names."""
    return _question().params(now=now)


@cache
def _question() -> Select[Any]:
    # Built once: the clock asks every second, and building costs more than the answer.
    now = bindparam("now", type_=Instant())
    free = or_(text("letter.state = 'queued'"), col(Letter.lease_until) <= now)
    conditions: dict[FlowName, ColumnElement[bool]] = {
        FlowName.OPEN: col(Rule.next_open_at) <= now,
        FlowName.REMIND: col(Assignment.next_rung_at) <= now,
        FlowName.DRAFT: col(Period.draft_at) <= now,
        FlowName.COLLECT: and_(col(Incoming.id).is_not(None), text("incoming.judged_at IS NULL")),
        FlowName.DELIVER: and_(col(Letter.not_before) <= now, _IN_WORK, free),
    }
    return select(*(exists().where(condition).label(flow.value) for flow, condition in conditions.items()))


def adjusted_ticks(session: Session) -> tuple[list[Schedule], int]:
    """The ticks as administrators adjusted them, and the number of agencies there are."""
    agencies = session.scalar(select(func.count()).select_from(Agency)) or 0
    return list(session.scalars(select(Schedule))), agencies
