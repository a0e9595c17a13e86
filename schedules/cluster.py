"""The cluster mode: the clock alone, which asks a Prefect server for runs that workers on any machine take."""

import asyncio
import os
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from apscheduler.schedulers.background import BackgroundScheduler  # type: ignore[import-untyped]

from dondoc import clock as wall
from dondoc.actions.office import Office
from dondoc.actions.runs import reconcile
from dondoc.intake.timetable_file import load_timetable
from dondoc.model import FlowName
from dondoc.paths import data_file
from dondoc.rules.schedule import Tick
from dondoc.settings import Settings, SettingsError
from dondoc.texts.schedules import plain_because
from flows.batch import Batch
from flows.place import Place
from schedules.clock import Clock
from schedules.embedded import STOP_SECONDS, Status
from schedules.prefect_server import PrefectState, is_healthy
from schedules.quiet import client_environment
from schedules.runner import Orchestrate, Runner

HEALTH_SECONDS = 10


def deploy(settings: Settings) -> list[str]:
    """Register every flow with the Prefect server of `PREFECT_API_URL`; again after an update of Dondoc.

    Returns the deployments' names. Raises SettingsError where the address is missing or does not answer.
    """
    api_url = _prepare(settings)
    if not is_healthy(api_url):
        raise SettingsError(
            f"PREFECT_API_URL: no Prefect server answers at {api_url}; start it, or correct the address"
        )
    from schedules.deploy import register

    return register()


def _prepare(settings: Settings) -> str:
    api_url = os.environ.get("PREFECT_API_URL", "").rstrip("/")
    if not api_url:
        raise SettingsError("PREFECT_API_URL is missing; write for example http://prefect.internal:4200/api")
    os.environ.update(client_environment(settings.data / "prefect", api_url))
    return api_url


class Cluster:
    """The clock of a cluster. `start` returns at once, `stop` ends it; any number may run, one is the clock.

    While Prefect is away, or no worker takes a run, it does the work itself. Raises SettingsError without
    `PREFECT_API_URL`, FileError for a wrong timetable file.
    """

    def __init__(
        self,
        settings: Settings,
        office: Office,
        *,
        now: Callable[[], datetime] = wall.now,
        timetable: Path | None = None,
    ) -> None:
        self._office, self._now = office, now
        self._api_url = _prepare(settings)
        self._stopping = threading.Event()
        self._place = Place(office, now, self._stopping.is_set)
        self._runner = Runner(self._place, self._orchestrate)
        self._slots: dict[FlowName, str] = {}
        self._state: PrefectState = "starting"
        configured = load_timetable(timetable or data_file("config", "timetable.toml"))
        self._clock = Clock(office, configured, self._hand_over, now)
        self._scheduler = BackgroundScheduler(timezone="UTC")

    def start(self) -> None:
        """Start the clock."""
        reconcile(self._office, self._now())
        jobs = ((self._clock.look, 1), (self._ask_health, HEALTH_SECONDS))
        for job, seconds in jobs:
            self._scheduler.add_job(
                job, "interval", seconds=seconds, coalesce=True, max_instances=1, misfire_grace_time=None,
                next_run_time=wall.now(),
            )  # fmt: skip
        self._scheduler.start()

    def stop(self) -> None:
        """End the clock and what it runs itself; workers go on."""
        self._stopping.set()
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        self._clock.resign()
        self._runner.wait(STOP_SECONDS)

    def status(self) -> Status:
        """How all stands now."""
        trouble = "" if self._state != "away" else f"no Prefect server answers at {self._api_url}"
        return Status(self._clock.status(), self._state, self._api_url.removesuffix("/api"), trouble)

    def _ask_health(self) -> None:
        up = is_healthy(self._api_url)
        if up:
            # Imported here, in the background: it takes seconds, and no batch should wait for them.
            import schedules.hand_on  # noqa: F401
        self._state = "up" if up else "away"

    def _hand_over(self, flow: FlowName, tick: Tick, now: datetime) -> bool:
        if self._stopping.is_set() or self._state == "starting":
            return False  # soon it is known whether Prefect is there
        self._slots[flow] = slot(tick, now)
        return self._runner.start(flow, at_once=tick.asked_at is not None)

    def _orchestrate(self) -> tuple[Orchestrate | None, str]:
        if self._state == "up" and not is_healthy(self._api_url):
            self._state = "away"
        return (self._hand_on, "") if self._state == "up" else (None, plain_because(self._state))

    def _hand_on(self, batch: Batch) -> None:
        from schedules.hand_on import hand_on

        asyncio.run(hand_on(batch.flow, self._place, self._slots[batch.flow], self._now()))


def slot(tick: Tick, now: datetime) -> str:
    """What makes two clocks ask Prefect for the same run.

    A request has slots of its own, a new one each minute: were the run of one lost, the next one is another run.
    """
    if tick.asked_at:
        return f"asked-{tick.asked_at.timestamp():.0f}-{now.timestamp() // 60:.0f}"
    return str(int(now.timestamp()) // tick.every_seconds)
