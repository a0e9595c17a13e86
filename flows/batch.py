"""A batch: one run of a flow over all that is due, with its lease and its row in the ledger, whoever starts it."""

import asyncio
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from inspect import iscoroutinefunction

from dondoc.actions.runs import LEASE, begin_run, end_run, renew_run
from dondoc.model import FlowName, RunnerKind, RunOutcome
from flows.place import Place, place_from_settings
from flows.registry import WORK, Work

LOG = logging.getLogger("dondoc.flows")
NAME_LENGTH = 60
NOTE_LENGTH = 500


@dataclass
class Batch:
    """One run that is asked for. `begun` and `ended` say how far it is, `failure` what its work raised."""

    flow: FlowName
    place: Place
    runner: RunnerKind
    note: str = ""
    work: Mapping[FlowName, Work] | None = None
    begun: bool = False
    ended: threading.Event = field(default_factory=threading.Event)
    failure: Exception | None = None
    _given_up: bool = False
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def give_up(self) -> bool:
        """Keep it from beginning. False where it has begun."""
        with self._guard:
            self._given_up = not self.begun
            return self._given_up

    async def run(self) -> int:
        """Do the work. Returns how many things it did; 0 also where another is at it. Raises what the work raises."""
        with self._guard:
            if self._given_up:
                return 0
            self.begun = True
        try:
            return await self._run()
        except Exception as error:
            self.failure = error
            raise
        finally:
            self.ended.set()

    async def _run(self) -> int:
        flow, place = self.flow, self.place
        owner = f"{place.office.name[:NAME_LENGTH]}:{secrets.token_hex(4)}"
        run_id = begin_run(place.office, owner, flow, self.runner, place.clock(), self.note)
        if run_id is None:
            return 0
        outcome, done, note = RunOutcome.FAILED, 0, "stopped before it ended"
        try:
            async with self._kept(owner):
                done = await self._work()
            outcome, note = RunOutcome.DONE, self.note
        except Exception as error:
            note = f"{type(error).__name__}: {error}"[:NOTE_LENGTH]
            raise
        finally:
            end_run(place.office, owner, flow, run_id, place.clock(), outcome, done, note)
        return done

    async def _work(self) -> int:
        work = (self.work or WORK)[self.flow]
        if iscoroutinefunction(work):
            return int(await work(self.place))
        # In a thread, so that the lease can be renewed beside it.
        return int(await asyncio.to_thread(work, self.place))  # type: ignore[arg-type]

    @asynccontextmanager
    async def _kept(self, owner: str) -> AsyncIterator[None]:
        keeping = asyncio.create_task(self._keep(owner))
        try:
            yield
        finally:
            keeping.cancel()
            with suppress(asyncio.CancelledError):
                await keeping

    async def _keep(self, owner: str) -> None:
        while True:
            await asyncio.sleep(LEASE.total_seconds() / 3)
            try:
                await asyncio.to_thread(renew_run, self.place.office, owner, self.flow, self.place.clock())
            except Exception:
                # The run goes on: without its lease another may begin beside it, and the rows bear that.
                LOG.warning("The lease of %s could not be renewed", self.flow, exc_info=True)


_current: ContextVar[Batch | None] = ContextVar("dondoc_batch", default=None)


@contextmanager
def handing_over(batch: Batch) -> Iterator[None]:
    """A Prefect flow called inside does `batch`.

    It is not handed over as a parameter: Prefect stores parameters, and the office holds secrets.
    """
    token = _current.set(batch)
    try:
        yield
    finally:
        _current.reset(token)


def batch_of(flow: FlowName) -> Batch:
    """The batch that was handed over; in a worker a new one, at the place its settings describe."""
    return _current.get() or Batch(flow, place_from_settings(), RunnerKind.PREFECT)
