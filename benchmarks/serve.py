"""From the start of `dondoc serve` to its first page, against `prefect server start` to its first healthy answer."""

import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.processes import (
    AGENCY,
    DONDOC,
    PLAN,
    environment,
    free_port,
    run,
    running,
    side_by_side,
    until_answered,
)

GOAL = 0.5
ROUNDS = 3
ENOUGH_SECONDS = 30.0


def measure() -> Figure:
    """Medians of interleaved starts. Both start once before, so that neither pays for its database."""
    with tempfile.TemporaryDirectory() as folder:
        ours, theirs = Path(folder) / "dondoc", Path(folder) / "prefect"
        run((*DONDOC, "init", "--agency", str(AGENCY), "--plan", str(PLAN)), environment(DONDOC_DATA=str(ours)))
        _serve(ours)
        _prefect(theirs)
        pairs = side_by_side(lambda: _serve(ours), lambda: _prefect(theirs), ROUNDS, ENOUGH_SECONDS)
    mine, other = median(each for each, _ in pairs), median(each for _, each in pairs)
    what = f"dondoc serve to its first page {mine:.2f} s against prefect server start to its health {other:.2f} s"
    return Figure(mine / other, GOAL, what)


def _serve(data: Path) -> float:
    port = free_port()
    env = environment(
        DONDOC_DATA=str(data), DONDOC_PORT=str(port), DONDOC_PREFECT_PORT=str(free_port()), DONDOC_MAIL="mailbox"
    )
    return _start((*DONDOC, "serve"), env, f"http://127.0.0.1:{port}/")


def _prefect(home: Path) -> float:
    port = free_port()
    env = environment(
        PREFECT_HOME=str(home),
        PREFECT_SERVER_UI_STATIC_DIRECTORY=str(home / "ui"),
        PREFECT_SERVER_ANALYTICS_ENABLED="false",
        PREFECT_API_URL=f"http://127.0.0.1:{port}/api",
    )
    command = (sys.executable, "-m", "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port))
    return _start(command, env, f"http://127.0.0.1:{port}/api/health")


def _start(command: tuple[str, ...], env: dict[str, str], address: str) -> float:
    begin = time.perf_counter()
    with running(command, env) as process:
        until_answered(address, process)
        return time.perf_counter() - begin
