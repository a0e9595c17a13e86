"""A process with the clock of either mode, without the web door. Says how it stands in NAME.status; SIGTERM ends."""

import json
import logging
import signal
import sys
import threading
from pathlib import Path

from dondoc.actions.office import open_office
from dondoc.settings import load_settings
from schedules.cluster import Cluster
from schedules.embedded import Embedded


def main(name: str) -> None:
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    settings = load_settings()
    office = open_office(settings, "test")
    running = Cluster(settings, office) if settings.prefect == "server" else Embedded(settings, office)
    ended = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: ended.set())
    running.start()
    server = getattr(running, "_server", None)
    while not ended.wait(0.1):
        status = running.status()
        said = {"prefect": status.prefect, "leading": status.clock.leading, "child": server and server.process_id}
        fresh = Path(f"{name}.status.new")
        fresh.write_text(json.dumps(said))
        fresh.replace(f"{name}.status")
    running.stop()


if __name__ == "__main__":
    main(sys.argv[1])
