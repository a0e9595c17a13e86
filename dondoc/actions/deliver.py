"""Deliver what is due. Rows are claimed with a lease, marked before DATA, and settled by the server's answer.

A crash before DATA is retried when the lease ends; one after it leaves the letter in doubt (see `outbox.claim`).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from dondoc.actions.letters import seal
from dondoc.actions.notes import DatabaseAwayError, Notes, aside
from dondoc.actions.office import Office
from dondoc.mail.relay import Fate, Outcome, Post
from dondoc.model import Letter, LetterKind, LetterState
from dondoc.rules.access import issues, require
from dondoc.rules.letters import MINUTE, URGENT, Rates
from dondoc.rules.refusal import Refused
from dondoc.store import outbox
from dondoc.store.outbox import Due, Mark, Sender
from dondoc.store.people import viewer_of
from dondoc.store.posted import Enclosure, enclosures
from dondoc.store.transaction import Actor, bookkeeping, reading, writing

LARGEST_BATCH, QUICK, SLOW = 200, 0.5, 2.0
"""A claim takes what goes in about a second: what is claimed keeps urgent letters that come meanwhile waiting."""
LONGEST_PAUSE = timedelta(hours=2)
GRACE = 15.0
"""Seconds that letters in transmission get to finish when the run is stopped."""
log = logging.getLogger(__name__)


async def deliver_due(office: Office, clock: Callable[[], datetime], seconds: float = 50) -> int:
    """Send what is due until nothing is left or `seconds` have passed by `clock`. Returns how many were sent.

    Many may run at once. Cancelled, it lets letters in transmission finish, gives the others back, and ends.
    """
    async with Post(office.relay) as post:
        return await _Round(office, clock, seconds, post).run()


def resolve_doubt(office: Office, actor: Actor, letter_id: int, sent: bool, now: datetime) -> None:
    """The clerk's word on a letter in doubt: it was sent, or it is to be sent again.

    Raises Refused for anybody but a clerk, an unknown letter, or one that is not in doubt.
    """
    with writing(office.engine, actor, now) as act:
        require(issues(viewer_of(act.session, actor.agency_id, actor.person_id)))
        letter = act.session.get(Letter, letter_id)
        if letter is None or letter.agency_id != actor.agency_id:
            raise Refused("not_found")
        if letter.state is not LetterState.IN_DOUBT:
            raise Refused("not_in_doubt")
        if sent:
            letter.state, letter.sent_at = LetterState.SENT, letter.begun_at or now
        else:
            lifetime = letter.expires_at - letter.not_before
            letter.state, letter.begun_at, letter.not_before = LetterState.QUEUED, None, now
            letter.expires_at = max(letter.expires_at, now + lifetime)
        letter.lease_owner = None
        act.session.add(letter)
        act.audit("resolve_doubt", "letter", letter_id, sent=sent)


def back_off(attempts: int) -> timedelta:
    """The pause before the next attempt: it doubles from two minutes to two hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), LONGEST_PAUSE)


def settled(due: Due, outcome: Outcome, now: datetime) -> Mark:
    """What a letter becomes by its outcome. Only a dispatch in doubt waits for a word; a reminder goes again.

    A reminder that cannot be tried again in time is held: a person decides whether it still goes.
    """
    attempts = due.attempts + 1
    if outcome.fate is Fate.SENT:
        return Mark(due.id, LetterState.SENT, outcome.said, attempts, sent_at=now)
    if outcome.fate is Fate.REFUSED:
        return Mark(due.id, LetterState.FAILED, outcome.said, attempts, bad_address=outcome.bad_address)
    if outcome.fate is Fate.IN_DOUBT and due.kind is LetterKind.DISPATCH:
        return Mark(due.id, LetterState.IN_DOUBT, outcome.said, attempts)
    again = now + back_off(attempts)
    if again >= due.expires_at:
        ended = LetterState.HELD if due.kind is LetterKind.REMINDER else LetterState.EXPIRED
        return Mark(due.id, ended, outcome.said, attempts)
    return Mark(due.id, LetterState.QUEUED, outcome.said, attempts, not_before=again)


class _NotOursError(Exception):
    """The letter must not go out from here: its lease went to somebody else, or the run is stopping."""


@dataclass(frozen=True)
class _Parcel:
    due: Due
    sender: Sender
    enclosed: Sequence[Enclosure]


class _Round:
    """One run: as many workers as connections, all taking from one pile of claimed letters."""

    def __init__(self, office: Office, clock: Callable[[], datetime], seconds: float, post: Post) -> None:
        self._office, self._clock, self._post = office, clock, post
        self._until = clock() + timedelta(seconds=seconds)
        # A word of its own each run: two processes may have been given one name.
        self._owner = f"{office.name}:{uuid4().hex[:12]}"
        self._notes = Notes(office.engine, self._owner, clock)
        self._pile: deque[_Parcel] = deque()
        self._batch, self._claimed_at = 4 * office.relay.connections, 0.0
        self._rates = Rates(office.relay.rates)
        self._claiming = asyncio.Lock()
        self._drained = self._stopping = False
        self._at_work = self._sent = 0
        self._uncut: set[asyncio.Task[None] | None] = set()
        """Workers in the middle of what must not be cut off: a claim, a transmission."""

    async def run(self) -> int:
        if self._office.relay.rates:
            self._rates = Rates(self._office.relay.rates, await aside(self._office.engine, self._sent_lately))
        workers = [asyncio.create_task(self._work()) for _ in range(self._office.relay.connections)]
        try:
            await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await _to_its_end(self._finish(workers))
        for worker in workers:
            worker.result()
        return self._sent

    async def _finish(self, workers: list[asyncio.Task[None]]) -> None:
        self._stopping = True
        for worker in workers:
            if worker not in self._uncut:
                worker.cancel()
        _, slow = await asyncio.wait(workers, timeout=GRACE)
        for worker in slow:
            worker.cancel()
        await asyncio.wait(workers)
        try:
            await self._notes.close()
        finally:
            await aside(self._office.engine, self._release)

    def _release(self) -> None:
        with bookkeeping(self._office.engine) as session:
            outbox.release(session, self._owner)

    async def _work(self) -> None:
        self._at_work += 1
        try:
            while (parcel := await self._next()) and await self._carry(parcel):
                pass
        finally:
            self._at_work -= 1

    async def _next(self) -> _Parcel | None:
        async with self._claiming:
            if not self._pile and not self._drained and not self._over():
                self._uncut.add(asyncio.current_task())
                self._fit_batch()
                self._pile.extend(await aside(self._office.engine, self._claim))
                self._uncut.discard(asyncio.current_task())
                self._drained = not self._pile
            return self._pile.popleft() if self._pile and not self._over() else None

    def _over(self) -> bool:
        return self._stopping or self._clock() >= self._until

    def _fit_batch(self) -> None:
        now, before = asyncio.get_running_loop().time(), self._claimed_at
        if before and now - before < QUICK:
            self._batch = min(self._batch * 2, LARGEST_BATCH)
        elif before and now - before > SLOW:
            self._batch = max(self._batch // 2, self._office.relay.connections)
        self._claimed_at = now

    def _sent_lately(self) -> list[tuple[str, datetime]]:
        with reading(self._office.engine) as session:
            return outbox.sent_since(session, self._clock() - MINUTE)

    def _claim(self) -> list[_Parcel]:
        with bookkeeping(self._office.engine) as session:
            rows = outbox.claim(session, self._clock(), self._owner, self._batch)
        with reading(self._office.engine) as session:
            senders = outbox.senders(session, {due.agency_id for due in rows})
            enclosed = enclosures(session, [due.id for due in rows])
        return [_Parcel(due, senders[due.agency_id], enclosed.get(due.id, ())) for due in rows]

    async def _carry(self, parcel: _Parcel) -> bool:
        """Send one letter; False where this worker has nobody to talk to and must end."""
        due, now = parcel.due, self._clock()
        slot = self._rates.slot(outbox.domain_of(due.to_address), now)
        if slot > now and due.kind not in URGENT:
            self._notes.record(Mark(due.id, LetterState.QUEUED, outbox.TOO_MANY, due.attempts, not_before=slot))
            return True
        try:
            outcome = await self._outcome(parcel)
        except _NotOursError:
            return True
        finally:
            self._uncut.discard(asyncio.current_task())
        if outcome.relay_down and self._at_work > 1:
            # Another connection may still be up; the last worker to see none writes the reason down.
            self._pile.appendleft(parcel)
            return False
        self._sent += outcome.fate is Fate.SENT
        self._notes.record(settled(due, outcome, self._clock()))
        return not outcome.relay_down

    async def _outcome(self, parcel: _Parcel) -> Outcome:
        begun = False

        async def begin() -> None:
            nonlocal begun
            if self._stopping:
                raise _NotOursError
            self._uncut.add(asyncio.current_task())
            begun = await self._notes.begin(parcel.due.id)
            if not begun:
                raise _NotOursError

        try:
            sealed = seal(self._office, parcel.sender, parcel.due, parcel.enclosed, self._clock())
            return sealed if isinstance(sealed, Outcome) else await self._post.send(sealed, begin)
        except (_NotOursError, DatabaseAwayError):
            raise
        except Exception as error:
            log.exception("letter %s could not be sent", parcel.due.id)
            return Outcome(Fate.IN_DOUBT if begun else Fate.RETRY, f"{type(error).__name__}: {error}"[:500])


async def _to_its_end(work: Coroutine[object, object, None]) -> None:
    """Await `work` to its end whatever is cancelled meanwhile, and only then pass the cancellation on."""
    task, cancelled = asyncio.create_task(work), None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as error:
            cancelled = error
    task.result()
    if cancelled:
        raise cancelled
