"""The virtual year: jump to what is due next, run the flows' actions, let the people act, until it is over."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dondoc.actions.deliver import deliver_due
from dondoc.actions.draft import draft_due
from dondoc.actions.hand_over import hand_over_due
from dondoc.actions.install import install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.actions.watch import watch
from dondoc.intake.plan_file import agency_file_of_plan, read_agency, read_plan
from dondoc.intake.timetable_file import load_timetable
from dondoc.mail.sink import Sink
from dondoc.model import Agency, Door, FlowName
from dondoc.paths import data_file
from dondoc.rehearsal.behaviour import Behaviour
from dondoc.rehearsal.people import People
from dondoc.rules.schedule import Timetable
from dondoc.store.due import due_flows
from dondoc.store.engine import migrate
from dondoc.store.schedules import all_paused
from dondoc.store.transaction import Actor, reading
from dondoc.store.upcoming import next_instants

Progress = Callable[[float], None]
STUCK = 1000


def _open(office: Office, now: datetime) -> int:
    return hand_over_due(office, now) + open_due(office, now)


_ACTIONS = {FlowName.OPEN: _open, FlowName.REMIND: remind_due, FlowName.DRAFT: draft_due}


class RehearsalStuck(RuntimeError):
    """The same instant came up again and again: something due is never done."""


@dataclass
class Year:
    """A rehearsal in progress. `now` is the virtual clock."""

    office: Office
    sink: Sink
    agency: Agency
    people: People
    timetable: Timetable
    now: datetime
    end: datetime
    loop: asyncio.Runner = field(default_factory=asyncio.Runner)
    done: dict[FlowName, int] = field(default_factory=dict)
    _read: int = 0

    def run(self, progress: Progress) -> None:
        """Live through the year. Raises RehearsalStuck where it does not move on."""
        begin, stuck = self.now, 0
        while (instant := self._next()) and instant <= self.end:
            stuck = stuck + 1 if instant <= self.now else 0
            if stuck > STUCK:
                raise RehearsalStuck(f"nothing moves at {self.now.isoformat()}")
            self.now = max(self.now, instant)
            self._look()
            self.people.act(self.now)
            progress((self.now - begin) / (self.end - begin))
        self.now = self.end
        self.loop.close()
        progress(1.0)

    def _next(self) -> datetime | None:
        """When a flow looks and finds something, or somebody acts."""
        with reading(self.office.engine) as session:
            waiting = next_instants(session)
        looks = [self._look_after(flow, instant) for flow, instant in waiting.items()]
        act = self.people.next_act()
        return min([*looks, *([act] if act else [])], default=None)

    def _look_after(self, flow: FlowName, instant: datetime) -> datetime:
        """The first look of a flow at or after an instant, as the timetable spaces them."""
        every = self.timetable[flow].every_seconds
        return datetime.fromtimestamp(-(-instant.timestamp() // every) * every, UTC)

    def _look(self) -> None:
        """One look at what is due, as the clock has it: rows first, then only the flows that have work.

        `watch` has no rows of its own and looks every few minutes in life; here it looks after every delivery, since
        nothing changes for it in between.
        """
        due = self._due()
        for flow, act in _ACTIONS.items():
            if flow in due:
                self._count(flow, act(self.office, self.now))
        if FlowName.DELIVER in self._due():
            self._count(FlowName.DELIVER, self.loop.run(deliver_due(self.office, lambda: self.now, seconds=60)))
            self._count(FlowName.WATCH, watch(self.office, self.now))
            for received in self.sink.received[self._read :]:
                self.people.read(received, self.now)
            self._read = len(self.sink.received)

    def _due(self) -> set[FlowName]:
        with reading(self.office.engine) as session:
            return due_flows(session, self.now, all_paused(session))

    def _count(self, flow: FlowName, done: int) -> None:
        self.done[flow] = self.done.get(flow, 0) + done


def prepare(office: Office, sink: Sink, plan: Path, year: int, behaviours: list[Behaviour], seed: int) -> Year:
    """An empty database with the plan and its agency, at the first instant of the year.

    Raises FileError for a fault in a file, ValueError where the plan is of another year.
    """
    agency_data = read_agency(agency_file_of_plan(plan))
    units = [unit.code for unit in agency_data.file.unit]
    plan_data = read_plan(plan, units, agency_data.regimes, agency_data.days)
    if plan_data.file.plan.year != year:
        raise ValueError(f"--year {year}: {plan} is of {plan_data.file.plan.year}; name that year")
    zone = ZoneInfo(agency_data.file.agency.time_zone)
    begin = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    migrate(office.engine)
    agency = install_agency(office, agency_data, begin)
    install_plan(office, Actor(agency.key, None, Door.REHEARSAL), plan_data, begin)
    return Year(
        office=office,
        sink=sink,
        agency=agency,
        people=People(office, agency, behaviours, seed),
        timetable=load_timetable(data_file("config", "timetable.toml")),
        now=begin,
        end=datetime(year + 1, 1, 1, tzinfo=zone).astimezone(UTC) - timedelta(seconds=1),
    )
