"""Questions of the pages about how flows run: what holds for an agency, since when and why, and what became of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from dondoc.model import FlowName, Lock, Person, Run, Schedule, ScheduleAct, ScheduleChange
from dondoc.rules.schedule import Tick, Timetable, overlay
from dondoc.store import locks, schedules
from dondoc.store.due import adjusted_ticks
from dondoc.store.runs import last_run_of_each
from dondoc.store.upcoming import next_instants
from dondoc.texts.schedules import ASKED_ELSEWHERE, asked_by

CLOCK = "clock"
Change = tuple[ScheduleChange, Person | None]


@dataclass(frozen=True)
class FlowFacts:
    """A flow as it runs for an agency. `tick` is in force over all agencies, `configured` is what the file says."""

    flow: FlowName
    configured: int
    tick: Tick
    own: Schedule | None
    set_by: Change | None
    """Who set the agency's own interval."""
    paused_by: Change | None
    last_run: Run | None
    note: str
    """What that run says of itself."""
    next_due: datetime | None
    """When something is due for it next."""

    @property
    def every(self) -> int:
        """The interval that the agency has chosen, or the configured one."""
        return (self.own and self.own.every_seconds) or self.configured

    @property
    def paused(self) -> bool:
        """Whether the flow leaves the agency's rows alone."""
        return bool(self.own and self.own.paused)

    @property
    def asked_at(self) -> datetime | None:
        """Since when a run is asked for that has not ended."""
        return self.own.asked_at if self.own else None


def flows(session: Session, agency_id: int, configured: Timetable) -> list[FlowFacts]:
    """Every flow as it runs for an agency, in a fixed number of queries."""
    rows, agencies = adjusted_ticks(session)
    ticks = overlay(configured, rows, agencies)
    own = {row.flow: row for row in rows if row.agency_id == agency_id}
    intervals = schedules.last_changes(session, agency_id, [ScheduleAct.SET])
    pauses = schedules.last_changes(session, agency_id, [ScheduleAct.PAUSE])
    runs, due = last_run_of_each(session), next_instants(session, agency_id)
    said = notes(session, agency_id, runs.values())
    result = []
    for flow, tick in ticks.items():
        mine, run = own.get(flow), runs.get(flow)
        result.append(
            FlowFacts(
                flow=flow,
                configured=configured[flow].every_seconds,
                tick=tick,
                own=mine,
                set_by=intervals.get(flow) if mine and mine.every_seconds else None,
                paused_by=pauses.get(flow) if mine and mine.paused else None,
                last_run=run,
                note=said.get(run.id or 0, "") if run else "",
                next_due=due.get(flow),
            )
        )
    return result


def notes(session: Session, agency_id: int, runs: Iterable[Run]) -> dict[int, str]:
    """What each run says of itself, to people of an agency: who asked for it in another one stays unnamed."""
    by_id = {run.id: run for run in runs if run.id}
    asked = schedules.askers(session, by_id)
    result = {}
    for run_id, run in by_id.items():
        everybody = asked.get(run_id, [])
        whole = asked_by(name for _, name in everybody)
        rest = run.note.removeprefix(whole).removeprefix("; ") if whole else run.note
        ours = asked_by(name for owner, name in everybody if owner == agency_id)
        result[run_id] = "; ".join(each for each in (ours or (whole and ASKED_ELSEWHERE), rest) if each)
    return result


def leading_clock(session: Session, now: datetime) -> Lock | None:
    """The lease of the clock that leads now; None where none runs."""
    return locks.holder(session, CLOCK, now)
