"""Processes to measure: started in an environment of their own, and all of them gone at the end."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from benchmarks.figure import NotMeasured

ROOT = Path(__file__).parent.parent
DONDOC = (sys.executable, "-c", "from dondoc.cli import main; main()")
AGENCY = ROOT / "config" / "agencies" / "skhcn-quang-tri.toml"
PLAN = ROOT / "config" / "plans" / "2024-cai-cach-tu-phap.toml"
PATIENCE_SECONDS = 100.0
GRACE_SECONDS = 20.0
T = TypeVar("T")


def environment(**changes: str) -> dict[str, str]:
    """This environment without anybody's settings of Dondoc and Prefect, and with `changes`."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DONDOC_", "PREFECT_"))}
    return kept | {"DO_NOT_TRACK": "1", "COLUMNS": "100"} | changes


def run(command: Sequence[str], env: Mapping[str, str]) -> str:
    """What a command prints. Raises NotMeasured where it fails."""
    done = subprocess.run(command, env=env, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise NotMeasured(f"exit code {done.returncode}: {last}")
    return done.stdout


def seconds(act: Callable[[], object]) -> float:
    """How long something takes."""
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def side_by_side(one: Callable[[], T], other: Callable[[], T], rounds: int, enough: float) -> list[tuple[T, T]]:
    """Both measured in turn, so that a busy minute falls on both; no new round once `enough` seconds have passed."""
    end, pairs = time.perf_counter() + enough, [(one(), other())]
    while len(pairs) < rounds and time.perf_counter() < end:
        pairs.append((one(), other()))
    return pairs


def free_port() -> int:
    """A port on loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], env: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process until the end of the block; then it and its children are ended, kindly first."""
    process = subprocess.Popen(
        command, env=env, cwd=ROOT, start_new_session=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_SECONDS)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until_answered(address: str, process: subprocess.Popen[bytes]) -> None:
    """Wait until an address answers with a page. Raises NotMeasured where it never does."""
    # No proxy: the environment's would be asked for a loopback address.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    end = time.perf_counter() + PATIENCE_SECONDS
    while time.perf_counter() < end:
        if process.poll() is not None:
            raise NotMeasured(f"it ended with exit code {process.returncode} before {address} answered")
        with suppress(urllib.error.URLError, OSError), opener.open(address, timeout=5) as answer:
            if answer.status == 200:
                return
        time.sleep(0.01)
    raise NotMeasured(f"{address} did not answer within {PATIENCE_SECONDS:.0f} s")
