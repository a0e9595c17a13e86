"""kill -9 while letters go out: none is lost, and copies are only of those in doubt. After SIGTERM there are none.

CRASH_LETTERS=20000 runs it at full size; `docs/bench.md` has the figures.
"""

import asyncio
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select, text

from dondoc.actions.deliver import deliver_due
from dondoc.actions.office import Office
from dondoc.model import METADATA, Agency, LetterKind, LetterState
from dondoc.store import posted
from dondoc.store.transaction import bookkeeping, reading
from tests.mail.conftest import NOW, Clock
from tests.mail.counter import Counter as MailCounter

LETTERS = int(os.environ.get("CRASH_LETTERS", "5000"))
KILLS, TERMS = 50, 6
LETTER = METADATA.tables["letter"]
ROOT = Path(__file__).parents[2]


@dataclass
class Toll:
    """What the kills left behind."""

    kills: int = 0
    in_doubt: set[str] = field(default_factory=set)


@pytest.mark.slow
def test_killed_at_any_moment_no_letter_is_lost(engine: Engine, office: Office, agency: Agency) -> None:
    fill(engine, agency)
    clock, toll = Clock(), Toll()

    async def run() -> None:
        async with MailCounter() as server, _workers(engine, server.port) as workers:
            for _ in range(KILLS):
                await _deliver_and_kill(workers, server, clock)
                toll.kills += 1
                doubtful = _in_doubt(engine)
                assert len(doubtful) <= office.relay.connections, "one a connection, no more"
                toll.in_doubt |= doubtful
                clock.pass_(minutes=6)
            interrupted = len(server.taken)
            for _ in range(TERMS):
                await _deliver_and_kill(workers, server, clock, signal.SIGTERM)
                assert _in_doubt(engine) <= toll.in_doubt, "who is asked to end leaves nothing in doubt"
            clock.pass_(minutes=6)
            await deliver_due(_at(office, server.port), clock, seconds=600)
            _check(server.taken, toll, office.relay.connections)
            assert 0 < interrupted < LETTERS, "the kills must come while letters go out"

    asyncio.run(run())
    with reading(engine) as session:
        counted = dict(session.execute(select(LETTER.c.state, func.count()).group_by(LETTER.c.state)).all())  # type: ignore[arg-type]
    assert counted == {LetterState.SENT: LETTERS}


def _check(taken: list[str], toll: Toll, connections: int) -> None:
    arrived = Counter(taken)
    copied = {recipient for recipient, times in arrived.items() if times > 1}
    assert len(arrived) == LETTERS, "lost"
    assert copied <= toll.in_doubt, "copies are only of those in doubt"
    assert len(taken) - LETTERS <= KILLS * connections
    sys.stdout.write(
        f"{LETTERS} letters, {toll.kills} kills: lost {LETTERS - len(arrived)}, copies {len(taken) - LETTERS}, "
        f"in doubt {len(toll.in_doubt)}, "
        f"copies after {TERMS} SIGTERM {len(copied - toll.in_doubt)}\n"
    )


def fill(engine: Engine, agency: Agency) -> None:
    """Letters that are due, put in without the time it takes to render them."""
    lives = {"not_before": NOW, "expires_at": NOW + timedelta(days=3), "created_at": NOW}
    words = {"subject": "x", "words": [], "to_name": "x", "references": []}
    state = {"state": LetterState.QUEUED, "attempts": 0, "outcome": "", "kind": LetterKind.REMINDER, "person_id": None}
    with bookkeeping(engine) as session:
        [body_id] = posted.body_ids(session, agency.key, [("x\n" * 40, "<p>x</p>\n" * 100)]).values()
        posted.insert_all(
            session,
            [
                {**lives, **words, **state, "agency_id": agency.key, "body_id": body_id, "letter_key": str(number),
                 "message_id": f"<{number}@x.example>", "to_address": f"n{number}@x.example"}
                for number in range(LETTERS)
            ],
        )  # fmt: skip


def _in_doubt(engine: Engine) -> set[str]:
    chosen = select(LETTER.c.to_address).where(text("state = 'sending' AND begun_at IS NOT NULL"))
    with reading(engine) as session:
        return set(session.execute(chosen).scalars())


def _at(office: Office, port: int) -> Office:
    return replace(office, relay=replace(office.relay, port=port))


@asynccontextmanager
async def _workers(engine: Engine, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.mail.worker", engine.url.render_as_string(hide_password=False), str(port),
        cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        await process.wait()


async def _deliver_and_kill(
    workers: asyncio.subprocess.Process, server: MailCounter, clock: Clock, sign: signal.Signals = signal.SIGKILL
) -> None:
    assert workers.stdin and workers.stdout
    before, enough = len(server.taken), random.randint(1, LETTERS // (KILLS + TERMS) * 3 // 2)
    workers.stdin.write(f"{clock().isoformat()}\n".encode())
    pid = int(await workers.stdout.readline())
    while len(server.taken) < before + enough and _unfinished(server):
        await asyncio.sleep(random.random() * 0.01)
    os.kill(pid, sign)
    await workers.stdout.readline()


def _unfinished(server: MailCounter) -> bool:
    return len(set(server.taken)) < LETTERS
