"""Letters from due to delivered: against a bare aiosmtplib loop, against django-post_office, and many against few."""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, NotMeasured
from benchmarks.processes import ROOT, environment, free_port, run, running, side_by_side

GOAL, PEER_GOAL, LINEAR_GOAL, MEMORY_GOAL = 1 / 0.8, 0.1, 1.2, 1.2
COUNT, PEER_COUNT, FEW, MANY = 4000, 1000, 5000, 20000
ROUNDS, ENOUGH_SECONDS = 5, 40.0
PEER = "django-post_office==3.12.0"
Run = dict[str, float]


def measure() -> list[Figure]:
    """All jobs send to the same sink over as many connections, each in a process of its own."""
    with tempfile.TemporaryDirectory() as name, sink() as (port, what):
        folder = Path(name)
        folder.chmod(0o755)
        pairs = side_by_side(
            lambda: _ours("dondoc", COUNT, port, folder), lambda: _ours("bare", COUNT, port, folder),
            ROUNDS, ENOUGH_SECONDS,
        )  # fmt: skip
        ours, bare = (median(pair[which]["seconds"] for pair in pairs) / COUNT for which in (0, 1))
        cpu = [1e6 * median(pair[which]["cpu"] for pair in pairs) / COUNT for which in (0, 1)]
        size = [pairs[0][which]["bytes"] for which in (0, 1)]
        rsa = _ours("dondoc-rsa", COUNT, port, folder)["seconds"] / COUNT
        peer = _peer(PEER_COUNT, port, folder)["seconds"] / PEER_COUNT
        few, many = (_ours("dondoc", count, port, folder) for count in (FEW, MANY))
    rate = f"{1 / ours:,.0f} letters/s from due to delivered, {1 / rsa:,.0f} with an RSA key,"
    work = f"CPU {cpu[0]:.0f} µs a letter of {size[0]:,.0f} bytes against {cpu[1]:.0f} of {size[1]:,.0f}"
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, sink among them"
    linear = many["seconds"] / MANY / (few["seconds"] / FEW)
    return [
        Figure(ours / bare, GOAL, f"{rate} against a bare aiosmtplib loop {1 / bare:,.0f}; {work}; {load}; {what}"),
        Figure(ours / peer, PEER_GOAL, f"the same against django-post_office {1 / peer:,.0f} letters/s"),
        Figure(linear, LINEAR_GOAL, f"seconds a letter of {MANY:,} due letters against {FEW:,}"),
        Figure(
            many["megabytes"] / few["megabytes"], MEMORY_GOAL,
            f"memory at {MANY:,} due letters {many['megabytes']:.0f} MB against {few['megabytes']:.0f} at {FEW:,}",
        ),
    ]  # fmt: skip


def _ours(job: str, count: int, port: int, folder: Path) -> Run:
    with tempfile.TemporaryDirectory(dir=folder) as place:
        command = (sys.executable, "-m", "benchmarks.letters_run", job, str(count), str(port), place)
        return _said(run(command, environment()))


def _peer(count: int, port: int, folder: Path) -> Run:
    """django-post_office in an environment of its own: only this needs it."""
    place = folder / "peer"
    python = place / "bin" / "python"
    try:
        subprocess.run([sys.executable, "-m", "venv", place], check=True, capture_output=True)
        install = [python, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", PEER]
        subprocess.run(install, check=True, capture_output=True)
    except subprocess.CalledProcessError:
        raise NotMeasured(f"{PEER} cannot be installed for the comparison") from None
    script = ROOT / "benchmarks" / "letters_peer.py"
    return _said(run((str(python), str(script), str(count), str(port), str(folder / "peer.sqlite")), environment()))


def _said(output: str) -> Run:
    said: Run = json.loads(output.strip().splitlines()[-1])
    return said


@contextmanager
def sink() -> Iterator[tuple[int, str]]:
    """A server that takes letters as fast as it can: Postfix's where it is installed, else a small one of ours."""
    port = free_port()
    program = shutil.which("smtp-sink", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    user = ("-u", "nobody") if os.geteuid() == 0 else ()
    ours = (sys.executable, "-m", "benchmarks.letters_sink", str(port))
    command = (program, *user, "-c", f"127.0.0.1:{port}", "200") if program else ours
    with running(command, environment()) as process:
        _until_it_listens(port, process)
        yield port, "smtp-sink" if program else "ours"


def _until_it_listens(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.perf_counter() + 20
    while time.perf_counter() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise NotMeasured("the sink does not listen")
