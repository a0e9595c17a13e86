"""Processes that deliver until nothing is due: `python -m tests.mail.worker <database> <port>`.

For each line "<instant>" on its input it starts one, says "<pid>", and when that has ended "<status>". They are forks:
what a fresh interpreter would import in a second is there already, so that many can be killed in a minute.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime

from dondoc.actions.deliver import deliver_due
from dondoc.actions.office import Office
from dondoc.mail.relay import Relay
from dondoc.store.engine import open_engine


async def deliver(url: str, port: int, now: datetime) -> None:
    """What a flow does: SIGTERM lets letters in transmission finish."""
    engine = open_engine(url)
    office = Office(engine, "https://x.example", "s", Relay(host="127.0.0.1", port=port))
    task = asyncio.create_task(deliver_due(office, lambda: now))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    await asyncio.wait([task])
    engine.dispose()


def main(url: str, port: str) -> None:
    # Whatever a first run imports and prepares, once for all forks; nothing is due so early.
    asyncio.run(deliver(url, int(port), datetime(2000, 1, 1, tzinfo=UTC)))
    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            try:
                asyncio.run(deliver(url, int(port), datetime.fromisoformat(line.strip())))
            finally:
                os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
        _, status = os.waitpid(pid, 0)
        sys.stdout.write(f"{status}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
