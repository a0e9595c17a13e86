"""Schedules: an agency's administrator, or the operator's command, changes how a flow runs for that agency."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from dondoc.actions.office import Office
from dondoc.model import Door, FlowName, Schedule, ScheduleAct, ScheduleChange
from dondoc.rules.access import administers, require
from dondoc.rules.refusal import Refused
from dondoc.rules.schedule import check_interval, check_reason
from dondoc.store import schedules
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor, Writing, writing


def set_interval(
    office: Office, actor: Actor, flow: FlowName, seconds: int, configured: int, reason: str, now: datetime
) -> None:
    """Let a flow look every so many seconds; `configured` is the interval of the timetable's file.

    Raises Refused without a reason, beyond the flow's limits, or where that interval is in force already.
    """
    with _changing(office, actor, flow, now) as change:
        before = change.schedule.every_seconds or configured
        check_interval(flow, seconds)
        if seconds == before:
            raise Refused("interval_unchanged", "every")
        # Back at the configured interval it follows the file again.
        change.schedule.every_seconds = None if seconds == configured else seconds
        change.note(ScheduleAct.SET, check_reason(reason), before_seconds=before, after_seconds=seconds)


def pause(office: Office, actor: Actor, flow: FlowName, reason: str, now: datetime) -> None:
    """Let a flow leave the agency's rows alone. Raises Refused without a reason, or where it is paused already."""
    with _changing(office, actor, flow, now) as change:
        if change.schedule.paused:
            raise Refused("flow_already_paused")
        change.schedule.paused = True
        change.note(ScheduleAct.PAUSE, check_reason(reason))


def resume(office: Office, actor: Actor, flow: FlowName, reason: str, now: datetime) -> None:
    """Let a paused flow go on. Raises Refused without a reason, or where it is not paused."""
    with _changing(office, actor, flow, now) as change:
        if not change.schedule.paused:
            raise Refused("flow_not_paused")
        change.schedule.paused = False
        change.note(ScheduleAct.RESUME, check_reason(reason))


def run_now(office: Office, actor: Actor, flow: FlowName, now: datetime) -> None:
    """Ask for a run at once, also of a paused flow. Raises Refused while one that was asked for has not begun."""
    with _changing(office, actor, flow, now) as change:
        if change.schedule.asked_at and change.schedule.run_id is None:
            raise Refused("run_already_asked")
        change.schedule.asked_at, change.schedule.run_id = now, None
        change.note(ScheduleAct.RUN, "")


@dataclass
class _Change:
    act: Writing
    schedule: Schedule

    def note(self, what: ScheduleAct, reason: str, **seconds: int) -> None:
        """A row in the history and an audit line."""
        try:
            self.act.add(self.schedule)
        except IntegrityError:
            # Another administrator made this flow's first change at the same instant.
            raise Refused("schedule_changed_meanwhile") from None
        actor, flow = self.act.actor, self.schedule.flow
        row = ScheduleChange(
            agency_id=actor.agency_id,
            flow=flow,
            act=what,
            reason=reason,
            door=actor.door,
            made_by=actor.person_id,
            made_at=self.act.now,
            **seconds,
        )
        self.act.add(row)
        self.act.audit(f"schedule_{what}", "schedule", self.schedule.key, flow=flow.value, reason=reason, **seconds)


@contextmanager
def _changing(office: Office, actor: Actor, flow: FlowName, now: datetime) -> Iterator[_Change]:
    with writing(office.engine, actor, now) as act:
        operator = actor.door is Door.COMMAND and actor.person_id is None
        require(operator or administers(viewer_of(act.session, actor.agency_id, actor.person_id)))
        found = schedules.schedule(act.session, actor.agency_id, flow, for_update=True)
        yield _Change(act, found or Schedule(agency_id=actor.agency_id, flow=flow))
