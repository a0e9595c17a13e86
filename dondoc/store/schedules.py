"""Questions about schedules as administrators adjusted them, and the bookkeeping of runs that were asked for."""

from collections.abc import Collection, Iterable
from datetime import datetime

from sqlalchemy import update
from sqlmodel import Session, col, select

from dondoc.model import FlowName, Person, Schedule, ScheduleAct, ScheduleChange
from dondoc.rules.schedule import Paused, paused_by


def paused(session: Session, flow: FlowName) -> frozenset[int]:
    """The agencies whose rows a flow leaves alone now."""
    chosen = select(Schedule).where(Schedule.flow == flow, col(Schedule.paused))
    return frozenset(paused_by(session.exec(chosen)).get(flow, ()))


def all_paused(session: Session) -> Paused:
    """The agencies whose rows each flow leaves alone now."""
    return paused_by(session.exec(select(Schedule).where(col(Schedule.paused))))


def schedule(session: Session, agency_id: int, flow: FlowName, for_update: bool = False) -> Schedule | None:
    """What an agency's administrators adjusted of a flow."""
    chosen = select(Schedule).where(Schedule.agency_id == agency_id, Schedule.flow == flow)
    return session.exec(chosen.with_for_update() if for_update else chosen).first()


def changes(
    session: Session, agency_id: int, flow: FlowName, limit: int = 100
) -> list[tuple[ScheduleChange, Person | None]]:
    """The history of an agency's flow with who did it, the newest first."""
    chosen = (
        select(ScheduleChange, Person)
        .join(Person, col(Person.id) == col(ScheduleChange.made_by), isouter=True)
        .where(ScheduleChange.agency_id == agency_id, ScheduleChange.flow == flow)
        .order_by(col(ScheduleChange.id).desc())
        .limit(limit)
    )
    return list(session.exec(chosen))


def last_changes(
    session: Session, agency_id: int, acts: Collection[ScheduleAct]
) -> dict[FlowName, tuple[ScheduleChange, Person | None]]:
    """The newest of these acts on each flow of an agency, with who did it."""
    chosen = (
        select(ScheduleChange, Person)
        .join(Person, col(Person.id) == col(ScheduleChange.made_by), isouter=True)
        .where(ScheduleChange.agency_id == agency_id, col(ScheduleChange.act).in_(acts))
        .order_by(col(ScheduleChange.id))
    )
    return {change.flow: (change, person) for change, person in session.exec(chosen)}


def take_requests(session: Session, flow: FlowName, run_id: int) -> None:
    """A run takes every request for its flow, also those that a run took which was cut off."""
    waiting = list(session.exec(select(Schedule).where(Schedule.flow == flow, col(Schedule.asked_at).is_not(None))))
    for each in waiting:
        each.run_id = run_id
        session.add(each)
        request = update(ScheduleChange).where(
            col(ScheduleChange.agency_id) == each.agency_id,
            col(ScheduleChange.flow) == flow,
            col(ScheduleChange.act) == ScheduleAct.RUN,
            col(ScheduleChange.made_at) == each.asked_at,
        )
        session.execute(request.values(run_id=run_id))
    session.flush()


def settle_requests(session: Session, run_id: int) -> None:
    """A run has ended: what it took is done. A request made meanwhile stays."""
    taken = update(Schedule).where(col(Schedule.run_id) == run_id)
    session.execute(taken.values(asked_at=None, run_id=None))


def askers(session: Session, run_ids: Iterable[int]) -> dict[int, list[tuple[int, str | None]]]:
    """Who asked for which run: agency and name, None for the operator's command."""
    chosen = (
        select(ScheduleChange.run_id, ScheduleChange.agency_id, Person.name)
        .join(Person, col(Person.id) == col(ScheduleChange.made_by), isouter=True)
        .where(col(ScheduleChange.run_id).in_(set(run_ids)))
        .order_by(col(ScheduleChange.id))
    )
    result: dict[int, list[tuple[int, str | None]]] = {}
    for run_id, agency_id, name in session.exec(chosen):
        if run_id is not None:
            result.setdefault(run_id, []).append((agency_id, name))
    return result


def asked_since(session: Session, agency_id: int) -> dict[FlowName, datetime]:
    """The flows for which an agency waits for a run that it asked for, and since when."""
    chosen = select(Schedule).where(Schedule.agency_id == agency_id, col(Schedule.asked_at).is_not(None))
    return {each.flow: each.asked_at for each in session.exec(chosen) if each.asked_at}
