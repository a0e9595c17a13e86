"""The embedded mode: the clock and a Prefect server of our own, both beside the web door in `dondoc serve`."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

from dondoc import clock as wall
from dondoc.actions.office import Office
from dondoc.actions.runs import reconcile
from dondoc.intake.timetable_file import load_timetable
from dondoc.model import FlowName
from dondoc.paths import data_file
from dondoc.rules.schedule import Tick
from dondoc.settings import Settings
from dondoc.texts.schedules import plain_because
from flows.place import Place
from flows.registry import Work
from schedules.clock import Clock, ClockStatus
from schedules.prefect_server import PrefectServer, PrefectState, is_healthy
from schedules.quiet import client_environment
from schedules.runner import Orchestrate, Runner
from schedules.via_prefect import prepare, run_by_prefect

STOP_SECONDS = 16.0
"""What the slowest letter in transmission gets to finish; without one it takes a moment."""


@dataclass(frozen=True)
class Status:
    """How clock and Prefect stand, for the health page. `prefect_address` is "" without Prefect."""

    clock: ClockStatus
    prefect: PrefectState
    prefect_address: str
    prefect_trouble: str

    @property
    def clock_beat(self) -> datetime | None:
        """The clock's last look."""
        return self.clock.beat


class Embedded:
    """`start` returns at once; `stop` ends all that it started. Raises FileError for a wrong timetable file."""

    def __init__(
        self,
        settings: Settings,
        office: Office,
        *,
        now: Callable[[], datetime] = wall.now,
        timetable: Path | None = None,
        work: Mapping[FlowName, Work] | None = None,
    ) -> None:
        """`now`, `timetable` and `work` are for tests and rehearsals; the defaults are the real ones."""
        self._office, self._now = office, now
        self._stopping = threading.Event()
        self._home = settings.data / "prefect"
        self._server: PrefectServer | None = None
        if settings.prefect == "embedded":
            api_url = f"http://127.0.0.1:{settings.prefect_port}/api"
            ready = partial(prepare, self._home, api_url)
            self._server = PrefectServer(self._home, settings.prefect_port, ready)
        self._runner = Runner(Place(office, now, self._stopping.is_set), self._orchestrate, work)
        configured = load_timetable(timetable or data_file("config", "timetable.toml"))
        self._clock = Clock(office, configured, self._hand_over, now)
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Start the clock and, in the background, Prefect."""
        reconcile(self._office, self._now())
        self._scheduler.add_job(
            self._clock.look, "interval", seconds=1, coalesce=True, max_instances=1, misfire_grace_time=None,
            next_run_time=wall.now(),
        )  # fmt: skip
        self._scheduler.start()
        if self._server:
            self._server.start()

    def stop(self) -> None:
        """End the clock, let batches end (a delivery at its next letter), then Prefect: some seconds at most."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._clock.resign()
        self._runner.wait(STOP_SECONDS)
        if self._server:
            self._server.stop()

    def status(self) -> Status:
        """How all stands now."""
        server = self._server
        if server is None:
            return Status(self._clock.status(), "off", "", "")
        return Status(self._clock.status(), server.state, server.address, server.trouble)

    def _hand_over(self, flow: FlowName, tick: Tick, _now: datetime) -> bool:
        return not self._stopping.is_set() and self._runner.start(flow, at_once=tick.asked_at is not None)

    def _orchestrate(self) -> tuple[Orchestrate | None, str]:
        server = self._server
        if server is None:
            return None, ""
        if server.state != "up" or not is_healthy(server.api_url):
            return None, plain_because(server.state)
        return partial(run_by_prefect, environment=client_environment(self._home, server.api_url)), ""
