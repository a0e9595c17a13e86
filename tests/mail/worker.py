"""A process that delivers until nothing is due: `python -m tests.mail.worker <database> <port> <instant>`."""

import asyncio
import sys
from datetime import datetime

from dondoc.actions.deliver import deliver_due
from dondoc.actions.office import Office
from dondoc.mail.relay import Relay
from dondoc.store.engine import open_engine


def main(url: str, port: str, instant: str) -> None:
    relay = Relay(host="127.0.0.1", port=int(port))
    office = Office(engine=open_engine(url), address="https://x.example", secret="s", relay=relay)
    now = datetime.fromisoformat(instant)
    asyncio.run(deliver_due(office, lambda: now))


if __name__ == "__main__":
    main(*sys.argv[1:])
