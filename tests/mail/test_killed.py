"""kill -9 while letters go out: none is lost, and copies are only of those in transmission."""

import asyncio
import os
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dondoc.actions.deliver import deliver_due
from dondoc.actions.office import Office
from dondoc.model import Agency, LetterState
from tests.mail.conftest import NOW, Clock
from tests.mail.outbox_of import post_to, states
from tests.mail.sink import Sink

KILLS = 5
LETTERS = 500


@pytest.mark.slow
def test_killed_at_any_moment_no_letter_is_lost(engine: Engine, office: Office, agency: Agency) -> None:
    names = [f"n{i}" for i in range(LETTERS)]
    post_to(office, agency, names, NOW)
    clock = Clock()

    async def run() -> None:
        async with Sink() as sink:
            for _ in range(KILLS):
                await _deliver_and_kill(engine, sink, clock)
                clock.pass_(minutes=6)
            interrupted = len(sink.taken)
            await deliver_due(sink.office(office), clock)
            arrived = Counter(sink.recipients())
            copies = sum(arrived.values()) - LETTERS
            assert set(arrived) == {f"{name}@x.example" for name in names}
            assert copies <= KILLS * office.relay.connections
            assert 0 < interrupted < LETTERS, "the kills must come while letters go out"

    asyncio.run(run())
    assert set(states(engine).values()) == {LetterState.SENT}


async def _deliver_and_kill(engine: Engine, sink: Sink, clock: Clock) -> None:
    before = len(sink.taken)
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.mail.worker",
        engine.url.render_as_string(hide_password=False), str(sink.port), clock().isoformat(),
        cwd=Path(__file__).parents[2], env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    while len(sink.taken) < before + random.randint(5, 60) and process.returncode is None:
        await asyncio.sleep(random.random() * 0.02)
    if process.returncode is None:
        process.kill()
    await process.wait()
