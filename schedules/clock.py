"""The clock: looks what is due and hands it on. However many are started, one runs: who holds the lease."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dondoc.actions.office import Office
from dondoc.actions.runs import underway
from dondoc.model import FlowName
from dondoc.rules.schedule import Tick, Timetable, next_looks, overlay, paused_by, to_look
from dondoc.store import locks
from dondoc.store.due import adjusted_ticks, due_flows
from dondoc.store.transaction import bookkeeping, reading

LOG = logging.getLogger("dondoc.schedules")
LOCK = "clock"
LEASE = timedelta(seconds=15)
RENEW_BEFORE = timedelta(seconds=10)
OWNER_LENGTH = 80
PATIENCE_SECONDS = 2.0
ASK_AGAIN = timedelta(seconds=5)
"""How long a run that was asked for may take to begin before it is handed on once more."""

HandOver = Callable[[FlowName, Tick, datetime], bool]
"""Starts a flow; False where it is still at it, so that the clock asks again at the next look.

The tick tells of a run that was asked for (`asked_at`): it does not wait for a rest after a failure.
"""


@dataclass(frozen=True)
class ClockStatus:
    """How the clock stands. `beat` is its last look that succeeded, `next_looks` is None for a paused flow."""

    beat: datetime | None
    leading: bool
    trouble: str
    timetable: Mapping[FlowName, Tick]
    next_looks: Mapping[FlowName, datetime | None]


class Clock:
    """Call `look` every second; it never raises."""

    def __init__(self, office: Office, configured: Timetable, hand_over: HandOver, now: Callable[[], datetime]) -> None:
        self._office, self._configured, self._hand_over, self._now = office, configured, hand_over, now
        self._owner = office.name[:OWNER_LENGTH]
        self._lease_until: datetime | None = None
        self._last_looks: dict[FlowName, datetime] = {}
        self._handed: dict[FlowName, tuple[datetime, datetime]] = {}
        """By flow, the request that was handed on last, and when."""
        self._timetable: Timetable = configured
        self._beat: datetime | None = None
        self._trouble = ""
        self._looking = threading.Lock()
        self._resigned = False

    def look(self) -> None:
        """Look once: hand on what is due, if this clock holds the lease."""
        with self._looking:
            if self._resigned:
                return
            try:
                now = self._now()
                if self._holds(now):
                    self._start(now)
                self._beat, self._trouble = now, ""
            except Exception as error:
                # Said once: it would be said every second while the database is away.
                if not self._trouble:
                    LOG.exception("The clock could not look")
                self._trouble = f"{type(error).__name__}: {error}".strip().splitlines()[0]

    def _holds(self, now: datetime) -> bool:
        until = self._lease_until
        if until and RENEW_BEFORE < until - now <= LEASE:
            return True
        with bookkeeping(self._office.engine) as session:
            held = locks.take(session, LOCK, self._owner, now, LEASE)
        if held and not until:
            # Another clock may have looked since: everything is looked at anew.
            self._last_looks.clear()
        self._lease_until = now + LEASE if held else None
        return held

    def _start(self, now: datetime) -> None:
        with reading(self._office.engine) as session:
            schedules, agencies = adjusted_ticks(session)
            self._timetable = overlay(self._configured, schedules, agencies)
            looking = to_look(self._timetable, self._last_looks, now)
            due = due_flows(session, now, paused_by(schedules)) if looking - {FlowName.WATCH} else set()
        asked = {flow for flow in self._timetable if self._is_asked(flow, now)}
        wanted = looking & (due | {FlowName.WATCH}) | asked
        for flow in looking - wanted:
            self._last_looks[flow] = now
        at_it = underway(self._office, wanted, now) if wanted else set()
        for flow in wanted - at_it:
            tick = self._timetable[flow]
            if self._hand_over(flow, tick, now):
                self._last_looks[flow] = now
                if tick.asked_at:
                    self._handed[flow] = (tick.asked_at, now)

    def _is_asked(self, flow: FlowName, now: datetime) -> bool:
        """Whether a run is asked for that was not handed on a moment ago. The row keeps it until that run has ended."""
        asked_at = self._timetable[flow].asked_at
        if asked_at is None:
            return False
        before, handed = self._handed.get(flow, (None, now))
        return before != asked_at or not timedelta(0) <= now - handed < ASK_AGAIN

    def status(self) -> ClockStatus:
        """How the clock stands now."""
        nexts = next_looks(self._timetable, self._last_looks, self._now())
        held = self._lease_until is not None
        return ClockStatus(self._beat, held, self._trouble, self._timetable, nexts)

    def resign(self) -> None:
        """Look no more, and give the lease back, so that another clock takes over at once. Never raises."""
        self._resigned = True
        # A look that waits for a database that is away must not keep us: then the lease ends by itself.
        if not self._looking.acquire(timeout=PATIENCE_SECONDS):
            return
        try:
            if self._lease_until:
                with bookkeeping(self._office.engine) as session:
                    locks.release(session, LOCK, self._owner)
        except Exception:
            LOG.warning("The clock's lease could not be given back; it ends by itself", exc_info=True)
        finally:
            self._lease_until = None
            self._looking.release()
