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
"""Runs a batch through Prefect. Raises what Prefect's client raises; the work's own failure is `batch.failure`."""
REST_SECONDS = (5, 30, 120, 300)
"""How long a flow rests after its first, second, third … failure in a row."""
BEGIN_SECONDS = 30.0
"""How long Prefect may take to begin a batch before it is run without it."""
POLL_SECONDS = 0.05
REPORT_SECONDS = 3.0
"""How long Prefect may take, when we stop, to note that a batch has ended."""


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
        self._guard = threading.Lock()
        self._threads: dict[FlowName, threading.Thread] = {}
        self._reporting: dict[FlowName, threading.Thread] = {}
        self._falls: dict[FlowName, int] = {}
        self._rest_until: dict[FlowName, float] = {}

    def start(self, flow: FlowName, at_once: bool = False) -> bool:
        """Start a batch of `flow`; False while one is at it, or rests after a failure and is not wanted `at_once`."""
        with self._guard:
            if not at_once and time.monotonic() < self._rest_until.get(flow, 0.0):
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
        ended = _joined(self._threads, seconds)
        return _joined(self._reporting, REPORT_SECONDS) and ended

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
            why = self._by_prefect(batch, orchestrate)
            if batch.failure:
                raise batch.failure
            if not why:
                return
        asyncio.run(Batch(flow, self._place, RunnerKind.PLAIN, note=why, work=self._work).run())

    def _by_prefect(self, batch: Batch, orchestrate: Orchestrate) -> str:
        """Returns once the work is done, which is before Prefect has noted it; else why it was not begun."""
        problems: list[str] = []

        def through() -> None:
            try:
                orchestrate(batch)
            except Exception as error:
                away = isinstance(error, Away)
                problems.append(str(error) if away else f"Prefect did not answer ({type(error).__name__})")
            finally:
                batch.ended.set()

        thread = threading.Thread(target=through, name=f"prefect-{batch.flow}", daemon=True)
        self._reporting[batch.flow] = thread
        thread.start()
        patience = time.monotonic() + BEGIN_SECONDS
        while not batch.ended.wait(POLL_SECONDS):
            if time.monotonic() > patience and batch.give_up():
                return f"Prefect did not begin it within {BEGIN_SECONDS:.0f} s"
        return problems[0] if problems and not batch.begun else ""


def _joined(threads: Mapping[FlowName, threading.Thread], seconds: float) -> bool:
    end = time.monotonic() + seconds
    for thread in list(threads.values()):
        thread.join(max(0.0, end - time.monotonic()))
    return not any(thread.is_alive() for thread in threads.values())
