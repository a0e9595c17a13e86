"""When each flow has something to do next, for a clock that jumps instead of ticking."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlmodel import Session, col

from dondoc.model import Assignment, FlowName, Letter, LetterState, Period, Rule, Unit


def next_instants(session: Session) -> dict[FlowName, datetime]:
    """By flow, the earliest instant at which something is due for it; flows with nothing ahead are left out."""
    waiting = col(Letter.state).in_([LetterState.QUEUED, LetterState.SENDING])
    questions: dict[FlowName, Select[tuple[datetime]]] = {
        FlowName.OPEN: select(func.min(col(Rule.next_open_at))),
        FlowName.REMIND: select(func.min(col(Assignment.next_rung_at))),
        FlowName.DRAFT: select(func.min(col(Period.draft_at))),
        FlowName.DELIVER: select(func.min(col(Letter.not_before))).where(waiting),
    }
    instants = {flow: session.execute(question).scalar() for flow, question in questions.items()}
    handed_over = session.execute(select(func.min(col(Unit.hand_over_at)))).scalar()
    if handed_over and handed_over < (instants[FlowName.OPEN] or handed_over + timedelta(1)):
        instants[FlowName.OPEN] = handed_over
    return {flow: instant for flow, instant in instants.items() if instant is not None}
