"""Runs batches beside the clock: a thread for each flow that is at it, so that no flow waits for another."""

import asyncio
import logging
import threading
import time
from collections.abc import Callable, Mapping

from dondoc.model import FlowName, RunnerKind
from flows.batch import Batch
from flows.place import Place
from flows.registry import Work

LOG = logging.getLogger("dondoc.schedules")

Orchestrate = Callable[[Batch], None]
"""Runs a batch through Prefect. Raises what the work or Prefect's client raises."""
REST_SECONDS = (5, 30, 120, 300)
"""How long a flow rests after its first, second, third … failure in a row."""


class Away(Exception):
    """Prefect cannot have the batch run; its text says why in one line."""


class Runner:
    """`orchestrate` gives a way through Prefect while its API is up, else None and why, as one line."""

    def __init__(
        self,
        place: Place,
        orchestrate: Callable[[], tuple[Orchestrate | None, str]],
        work: Mapping[FlowName, Work] | None = None,
    ) -> None:
        self._place, self._orchestrate, self._work = place, orchestrate, work
        self._threads: dict[FlowName, threading.Thread] = {}
        self._guard = threading.Lock()
        self._falls: dict[FlowName, int] = {}
        self._rest_until: dict[FlowName, float] = {}

    def start(self, flow: FlowName) -> bool:
        """Start a batch of `flow`; False while one is at it, or rests after a failure."""
        with self._guard:
            if time.monotonic() < self._rest_until.get(flow, 0.0):
                return False
            if (thread := self._threads.get(flow)) and thread.is_alive():
                return False
            # A daemon: a batch that hangs must not keep the process; its rows tell what is left.
            thread = threading.Thread(target=self._run, args=(flow,), name=f"flow-{flow}", daemon=True)
            self._threads[flow] = thread
            thread.start()
            return True

    def wait(self, seconds: float) -> bool:
        """Wait until all batches have ended. Returns whether they have."""
        end = time.monotonic() + seconds
        for thread in list(self._threads.values()):
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads.values())

    def _run(self, flow: FlowName) -> None:
        try:
            self._run_somehow(flow)
            self._falls.pop(flow, None)
        except Exception:
            # The run's row says it too; here it is for the log. The next look finds what is still due.
            falls = self._falls.get(flow, 0)
            rest = REST_SECONDS[min(falls, len(REST_SECONDS) - 1)]
            self._falls[flow], self._rest_until[flow] = falls + 1, time.monotonic() + rest
            LOG.exception("The flow %s failed; it rests for %d s", flow, rest)

    def _run_somehow(self, flow: FlowName) -> None:
        orchestrate, why = self._orchestrate()
        if orchestrate is not None:
            batch = Batch(flow, self._place, RunnerKind.PREFECT, work=self._work)
            try:
                orchestrate(batch)
                return
            except Exception as error:
                if batch.begun:
                    raise
                why = str(error) if isinstance(error, Away) else f"Prefect did not answer ({type(error).__name__})"
        asyncio.run(Batch(flow, self._place, RunnerKind.PLAIN, note=why, work=self._work).run())
