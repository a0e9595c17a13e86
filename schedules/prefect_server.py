"""Our own Prefect server: a child process on loopback, watched, and started again when it falls."""

import logging
import os
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Literal

from schedules.quiet import server_environment

LOG = logging.getLogger("dondoc.schedules")
PrefectState = Literal["up", "starting", "away", "off"]

POLL_SECONDS = 0.5
WATCH_SECONDS = 5.0
START_SECONDS = 180.0
"""A new data folder on a busy machine takes half a minute; whoever takes longer than this hangs."""
RESTART_SECONDS = (5.0, 20.0, 60.0, 300.0)


def is_healthy(api_url: str, timeout: float = 2.0) -> bool:
    """Whether a Prefect API answers."""
    try:
        # No proxy: the environment's would be asked for a loopback address.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{api_url}/health", timeout=timeout) as answer:
            return bool(answer.status == 200)
    except urllib.error.HTTPError as error:
        return error.code in (401, 403)  # it lives, and wants the client's credentials
    except (OSError, ValueError):
        return False


class PrefectServer:
    """Starts in the background; `state` says how it stands, `trouble` why it is away, in one line.

    `ready` is called once in its thread, when it has come up.
    """

    def __init__(self, home: Path, port: int, ready: Callable[[], None] = lambda: None) -> None:
        self.address = f"http://127.0.0.1:{port}"
        self.api_url = f"{self.address}/api"
        self.state: PrefectState = "off"
        self.trouble = ""
        self._home, self._port, self._ready = home, port, ready
        self._ending = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, name="prefect", daemon=True)

    @property
    def process_id(self) -> int | None:
        """The child's id while there is one."""
        return self._child.pid if self._child else None

    def start(self) -> None:
        """Begin to start it; returns at once."""
        self.state = "starting"
        self._thread.start()

    def stop(self, seconds: float = 5.0) -> None:
        """End it and its supervisor."""
        self._ending.set()
        self._end_child(seconds)
        if self._thread.is_alive():
            self._thread.join(seconds)
        self._end_child(seconds)
        self.state = "off"

    def _supervise(self) -> None:
        falls = 0
        while not self._ending.is_set():
            if self._port_is_taken():
                self._give_way(
                    f"port {self._port} is taken: flows run without Prefect; set DONDOC_PREFECT_PORT to a free port"
                )
                return
            self._live()
            if self._ending.is_set():
                return
            self._end_child(1.0)
            wait = RESTART_SECONDS[min(falls, len(RESTART_SECONDS) - 1)]
            falls += 1
            self._give_way(f"the Prefect server ended: flows run without it; next start in {wait:.0f} s")
            self._ending.wait(wait)
            self.state = "starting"

    def _give_way(self, trouble: str) -> None:
        self.state, self.trouble = "away", trouble
        LOG.warning("Prefect: %s", trouble)

    def _port_is_taken(self) -> bool:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", self._port))
            except OSError:
                return True
        return False

    def _live(self) -> None:
        """From the start of the child to its end, or to the end of our patience with it."""
        child = self._child = self._spawn()
        patience = START_SECONDS
        while child.poll() is None and not self._ending.is_set():
            up = is_healthy(self.api_url)
            if up and self.state != "up":
                self._come_up()
            elif not up and self.state == "up":
                self.state, self.trouble = "away", "the Prefect server does not answer"
                patience = START_SECONDS
            wait = WATCH_SECONDS if up else POLL_SECONDS
            patience -= 0 if up else wait
            if patience <= 0:
                return
            self._ending.wait(wait)

    def _come_up(self) -> None:
        ready, self._ready = self._ready, lambda: None
        try:
            ready()
        except Exception:
            LOG.warning("Prefect: runs left over could not be reconciled", exc_info=True)
        self.state, self.trouble = "up", ""

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._home.mkdir(parents=True, exist_ok=True, mode=0o700)
        # The package's own folder first and never the working directory: `flows` is a common name for a folder.
        ours = str(Path(__file__).parent.parent)
        paths = [ours, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = os.environ | server_environment(self._home, self._port)
        with (self._home / "server.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-P", "-m", "schedules.prefect_child"],
                stdin=subprocess.PIPE,  # it ends when this does, also when we are killed
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self._home,
                env=environment | {"PYTHONPATH": os.pathsep.join(paths)},
                # Ctrl-C is for us; we end it after the flows that report to it.
                start_new_session=True,
            )

    def _end_child(self, seconds: float) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin:
            with suppress(OSError):
                child.stdin.close()
        try:
            child.wait(seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
