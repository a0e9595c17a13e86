"""Processes of a test: started with an environment of their own, watched for foreign requests, all ended with it."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from schedules.quiet import QUIET
from tests.flows.waiting import until

ROOT = Path(__file__).parents[2]


class Outside:
    """Stands where a proxy would: whoever asks for a foreign host connects here, and is noted."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                with caller:
                    caller.settimeout(5)
                    with suppress(OSError):
                        self.asked.append(caller.recv(200))

    def close(self) -> None:
        self._listener.close()


class Processes:
    """`home` stands for the user's home folder: nothing may be written there. Output goes to `folder`."""

    def __init__(self, folder: Path, outside: Outside, **environment: str) -> None:
        self.folder, self.home = folder, folder / "home"
        self.home.mkdir()
        self.data = folder / "data"
        self.data.mkdir()
        self._started: list[subprocess.Popen[bytes]] = []
        foreign = dict.fromkeys(
            ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy"), outside.address
        )
        near = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ", "TMPDIR") if name in os.environ}
        self.environment = {
            **kept, **foreign, **near, "HOME": str(self.home), "PYTHONPATH": str(ROOT), "DONDOC_DATA": str(self.data),
            "PYTHONUNBUFFERED": "1", **environment,
        }  # fmt: skip

    def start(self, name: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, *arguments], env=self.environment | environment, cwd=self.folder, stdout=log,
                stderr=subprocess.STDOUT, start_new_session=True,
            )  # fmt: skip
        self._started.append(process)
        return process

    def serve(self, name: str = "serve", **environment: str) -> subprocess.Popen[bytes]:
        return self.start(name, "-m", "tests.flows.serving_process", name, **environment)

    def command(self, *arguments: str) -> str:
        """What a `dondoc` command prints; the test fails where it fails."""
        ours = [sys.executable, "-c", "from dondoc.cli import main; main()", *arguments]
        done = subprocess.run(ours, env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def prefect_server(self, port: int, database: str) -> None:
        self.start(
            "prefect", "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui",
            PREFECT_SERVER_DATABASE_CONNECTION_URL=database, **QUIET,
        )  # fmt: skip
        until(lambda: answers(f"http://127.0.0.1:{port}/api/health"), "the Prefect server answers")

    def status(self, name: str = "serve") -> dict[str, Any]:
        path = self.folder / f"{name}.status"
        return json.loads(path.read_text()) if path.exists() else {}

    def end(self) -> None:
        for process in reversed(self._started):
            if process.poll() is None:
                process.terminate()
        for process in self._started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            # Also what it has started itself and left behind.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)


@contextmanager
def processes(folder: Path, **environment: str) -> Iterator[Processes]:
    """At the end nothing has been asked of a foreign host and nothing stands in the user's home."""
    outside = Outside()
    ours = Processes(folder, outside, **environment)
    try:
        yield ours
    finally:
        ours.end()
        outside.close()
    assert outside.asked == []
    assert list(ours.home.iterdir()) == []


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def policy_of(url: str) -> str:
    """What a page lets the browser ask for."""
    with urllib.request.urlopen(url, timeout=30) as answer:
        return str(answer.headers["Content-Security-Policy"])


def flow_runs(api_url: str) -> list[dict[str, Any]]:
    """All flow runs that a Prefect server knows."""
    asking = urllib.request.Request(
        f"{api_url}/flow_runs/filter", data=b"{}", headers={"content-type": "application/json"}
    )
    with urllib.request.urlopen(asking, timeout=30) as answer:
        found: list[dict[str, Any]] = json.load(answer)
        return found


def is_alive(process_id: int) -> bool:
    try:
        state = Path(f"/proc/{process_id}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
