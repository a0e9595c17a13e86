"""Deliver what is due. Rows are claimed with a lease, marked before DATA, and settled by the server's answer.

A crash before DATA is retried when the lease ends; one after it leaves the letter in doubt (see `outbox.claim`).
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import uuid4

from sqlmodel import Session

from dondoc.actions.letters import seal
from dondoc.actions.notes import Notes, aside
from dondoc.actions.office import Office
from dondoc.mail.relay import Envelope, Fate, Outcome, Post
from dondoc.model import Letter, LetterKind, LetterState
from dondoc.rules.access import issues, require
from dondoc.rules.letters import MINUTE, URGENT, Rates
from dondoc.rules.refusal import Refused
from dondoc.store import outbox, posted, rates
from dondoc.store.outbox import Due, Mark, Sender
from dondoc.store.people import viewer_of
from dondoc.store.posted import Enclosure
from dondoc.store.transaction import Actor, bookkeeping, reading, writing

LARGEST_BATCH, QUICK, SLOW = 500, 0.5, 2.0
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


@dataclass(frozen=True)
class _Parcel:
    due: Due
    sender: Sender
    body: posted.Parts | None
    enclosed: Sequence[Enclosure]


class _Sealed(NamedTuple):
    """A letter ready to send."""

    parcel: _Parcel
    envelope: Envelope


class _Round:
    """One run: as many workers as connections, all taking from one pile of claimed letters."""

    def __init__(self, office: Office, clock: Callable[[], datetime], seconds: float, post: Post) -> None:
        self.office, self.clock, self._post = office, clock, post
        self._until = clock() + timedelta(seconds=seconds)
        # A word of its own each run: two processes may have been given one name.
        self._owner = f"{office.name}:{uuid4().hex[:12]}"
        self.notes = Notes(office.engine, self._owner, clock)
        self._pile: deque[_Parcel] = deque()
        self._batch, self._claimed_at = 4 * office.relay.connections, 0.0
        self.rates = Rates(office.relay.rates)
        self._counted: set[int] = set()
        """Letters that have their place in the rates."""
        self._claiming = asyncio.Lock()
        self._drained = self.stopping = False
        self.at_work = self.sent = 0

    async def run(self) -> int:
        workers = {worker: asyncio.create_task(self._work(worker)) for worker in self._workers()}
        try:
            await asyncio.wait(workers.values(), return_when=asyncio.FIRST_EXCEPTION)
        finally:
            await _to_its_end(self._finish(workers))
        for task in workers.values():
            task.result()
        return self.sent

    def _workers(self) -> list["_Worker"]:
        return [_Worker(self) for _ in range(self.office.relay.connections)]

    async def _finish(self, workers: dict["_Worker", asyncio.Task[None]]) -> None:
        self.stopping = True
        for worker, task in workers.items():
            if not worker.uncut:
                task.cancel()
        _, slow = await asyncio.wait(workers.values(), timeout=GRACE)
        for task in slow:
            task.cancel()
        await asyncio.wait(workers.values())
        try:
            await self.notes.close()
        finally:
            await aside(self.office.engine, self._release)

    def _release(self) -> None:
        with bookkeeping(self.office.engine) as session:
            outbox.release(session, self._owner)

    async def _work(self, worker: "_Worker") -> None:
        self.at_work += 1
        try:
            await self._post.carry(worker)
        finally:
            self.at_work -= 1

    async def take(self, worker: "_Worker") -> _Parcel | None:
        """The next claimed letter."""
        if not self._pile:
            async with self._claiming:
                if not self._pile and not self._drained and not self._over():
                    worker.uncut += 1
                    self._fit_batch()
                    self._pile.extend(await aside(self.office.engine, self._claim))
                    worker.uncut -= 1
                    self._drained = not self._pile
        return self._pile.popleft() if self._pile and not self._over() else None

    def put_back(self, parcel: _Parcel) -> None:
        """For another worker."""
        self._pile.appendleft(parcel)

    def _over(self) -> bool:
        return self.stopping or self.clock() >= self._until

    def _fit_batch(self) -> None:
        now, before = asyncio.get_running_loop().time(), self._claimed_at
        if before and now - before < QUICK:
            self._batch = min(self._batch * 2, LARGEST_BATCH)
        elif before and now - before > SLOW:
            self._batch = max(self._batch // 2, self.office.relay.connections)
        self._claimed_at = now

    def _claim(self) -> list[_Parcel]:
        limited = bool(self.office.relay.rates)
        with bookkeeping(self.office.engine) as session:
            if limited:
                rates.one_at_a_time(session)
            rows = outbox.claim(session, self.clock(), self._owner, self._batch)
            if limited:
                self._count_others(session, {due.id for due in rows})
        with reading(self.office.engine) as session:
            senders = outbox.senders(session, {due.agency_id for due in rows})
            bodies = outbox.bodies(session, rows)
            enclosed = posted.enclosures(session, [due.id for due in rows])
        return [
            _Parcel(due, senders[due.agency_id], bodies.get(due.body_id or 0), enclosed.get(due.id, ())) for due in rows
        ]

    def _count_others(self, session: Session, mine: set[int]) -> None:
        """What other runs have sent in the last minute, or may send now, takes its place in the rates of this one."""
        self._counted |= mine
        now = self.clock()
        for each in rates.taken(session, now - MINUTE, now):
            if each.letter_id not in self._counted:
                self._counted.add(each.letter_id)
                self.rates.slot(each.domain, each.at)


class _Worker:
    """The letters of one connection."""

    def __init__(self, round_: _Round) -> None:
        self._round = round_
        self.uncut = 0
        """Above 0 in the middle of what must not be cut off: a claim, a transmission."""

    async def next(self) -> _Sealed | None:
        """The next letter that may go, sealed. What cannot go is settled on the way."""
        round_ = self._round
        while parcel := await round_.take(self):
            due, now = parcel.due, round_.clock()
            slot = round_.rates.slot(outbox.domain_of(due.to_address), now)
            if slot > now and due.kind not in URGENT:
                round_.notes.record(Mark(due.id, LetterState.QUEUED, outbox.TOO_MANY, due.attempts, not_before=slot))
                continue
            sealed = self._sealed(parcel, now)
            if not isinstance(sealed, Outcome):
                return _Sealed(parcel, sealed)
            round_.notes.record(settled(due, sealed, now))
        return None

    def _sealed(self, parcel: _Parcel, now: datetime) -> Envelope | Outcome:
        if parcel.body is None:
            return Outcome(Fate.REFUSED, "the letter has no words")
        try:
            return seal(self._round.office, parcel.sender, parcel.due, parcel.body, parcel.enclosed, now)
        except Exception as error:
            log.exception("letter %s could not be sealed", parcel.due.id)
            return Outcome(Fate.RETRY, f"{type(error).__name__}: {error}"[:500])

    async def begin(self, errand: _Sealed) -> bool:
        """Whether the transmission is noted; False where the lease went to somebody else, or the run is stopping."""
        if self._round.stopping:
            return False
        self.uncut += 1
        try:
            begun = await self._round.notes.begin(errand.parcel.due.id)
        except BaseException:
            self.uncut -= 1
            raise
        self.uncut -= not begun
        return begun

    def settle(self, errand: _Sealed, outcome: Outcome) -> bool:
        """Note what became of it; False where this worker has nobody to talk to and must end."""
        round_, due = self._round, errand.parcel.due
        self.uncut = 0
        if outcome.relay_down and round_.at_work > 1:
            # Another connection may still be up; the last worker to see none writes the reason down.
            round_.put_back(errand.parcel)
            return False
        round_.sent += outcome.fate is Fate.SENT
        round_.notes.record(settled(due, outcome, round_.clock()))
        return not outcome.relay_down


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
