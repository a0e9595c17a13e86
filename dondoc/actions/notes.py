"""What the workers of a delivery note: that a transmission begins, and what became of it. Stored together."""

import asyncio
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from sqlalchemy import Engine, PoolProxiedConnection
from sqlalchemy.engine.interfaces import DBAPICursor

from dondoc.store import outbox
from dondoc.store.outbox import Mark

SOON = 0.1
"""Seconds an outcome waits for a transaction to go along with."""
T = TypeVar("T")
log = logging.getLogger(__name__)


class DatabaseAwayError(Exception):
    """What was noted could not be stored; its cause says why."""


async def aside(engine: Engine, work: Callable[[], T]) -> T:
    """Do database work where it costs least.

    SQLite answers in less time than a thread takes to begin, and two threads of one interpreter slow each other down;
    a server is waited for in a thread.
    """
    return work() if engine.dialect.name == "sqlite" else await asyncio.to_thread(work)


class Notes:
    """Stores what workers note. While one transaction is under way the next notes gather, and share one."""

    def __init__(self, engine: Engine, owner: str, clock: Callable[[], datetime]) -> None:
        self._engine, self._owner, self._clock = engine, owner, clock
        self._begun: dict[int, asyncio.Future[bool]] = {}
        self._marks: list[Mark] = []
        self._writer: asyncio.Task[None] | None = None
        self._soon: asyncio.TimerHandle | None = None
        self._connection: PoolProxiedConnection | None = None

    async def begin(self, letter_id: int) -> bool:
        """Note a transmission; once stored: whether the letter is ours to send. Raises DatabaseAwayError."""
        self._begun[letter_id] = stored = asyncio.get_running_loop().create_future()
        self._wake()
        return bool(await stored)

    def record(self, mark: Mark) -> None:
        """Note what a letter became. It is stored before any later `begin` returns, and soon without one."""
        self._marks.append(mark)
        if self._soon is None:
            self._soon = asyncio.get_running_loop().call_later(SOON, self._wake)

    async def close(self) -> None:
        """Wait until all is stored. Raises DatabaseAwayError."""
        self._wake()
        while self._writer and not self._writer.done():
            await self._writer
        if self._soon:
            self._soon.cancel()
        if self._connection:
            self._connection.close()
        if self._marks:
            raise DatabaseAwayError(f"the outcome of {len(self._marks)} letters is not stored")

    def _wake(self) -> None:
        if (self._begun or self._marks) and (self._writer is None or self._writer.done()):
            self._writer = asyncio.create_task(self._write())

    async def _write(self) -> None:
        while self._begun or self._marks:
            await self._gathered()
            if self._soon:
                self._soon.cancel()
                self._soon = None
            begun, self._begun = self._begun, {}
            marks, self._marks = self._marks, []
            if not await self._stored(begun, marks):
                return
            await asyncio.sleep(0)

    async def _gathered(self) -> None:
        """Whoever is about to note something in these turns of the loop goes along."""
        known = -1
        while known < len(self._begun):
            known = len(self._begun)
            await asyncio.sleep(0)

    async def _stored(self, begun: dict[int, asyncio.Future[bool]], marks: list[Mark]) -> bool:
        try:
            ours = await aside(self._engine, lambda: self._store(list(begun), marks))
        except Exception as error:
            log.exception("delivery could not be noted")
            self._marks = marks + self._marks
            failed, self._begun = begun | self._begun, {}
            for stored in failed.values():
                if not stored.done():
                    stored.set_exception(DatabaseAwayError(str(error)))
            return False
        for letter_id, stored in begun.items():
            if not stored.done():
                stored.set_result(letter_id in ours)
        return True

    def _store(self, begun: Sequence[int], marks: Sequence[Mark]) -> set[int]:
        now, dialect = self._clock(), self._engine.dialect.name
        with self._transaction() as cursor:
            outbox.mark(cursor, dialect, self._owner, marks, now)
            return outbox.mark_begun(cursor, dialect, self._owner, begun, now)

    @contextmanager
    def _transaction(self) -> Iterator[DBAPICursor]:
        """One of the driver's own on a connection that is kept: a new one takes as long as the work."""
        connection, self._connection = self._connection or self._engine.raw_connection(), None
        try:
            cursor = connection.cursor()
            if self._engine.dialect.name == "sqlite":
                # As `dondoc.store.engine` begins what writes; the other driver begins by itself.
                cursor.execute("BEGIN IMMEDIATE")
            yield cursor
            connection.commit()
            cursor.close()
            self._connection = connection
        except BaseException:
            connection.invalidate()
            raise
