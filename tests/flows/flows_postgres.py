"""A PostgreSQL server of a test's own: on loopback, in a temporary folder, ended with the test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from flows_waiting import free_port, until


def binaries() -> Path | None:
    """The folder of the newest server's programs, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


@contextmanager
def postgres_server() -> Iterator[str]:
    """Its address, `user@127.0.0.1:port`, without a database name."""
    programs = binaries()
    if programs is None:
        pytest.skip("NO POSTGRESQL SERVER ON THIS MACHINE: `make test-deps` brings it (apt package postgresql)")
    # initdb refuses to run as root.
    as_owner = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    if as_owner:
        shutil.chown(folder, "postgres")
    port = free_port()
    server = None
    try:
        subprocess.run(
            [*as_owner, programs / "initdb", "-D", folder / "db", "-U", "dondoc", "-A", "trust", "--no-sync"],
            check=True, capture_output=True, cwd="/",
        )  # fmt: skip
        options = ["-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={folder}", "-c", "fsync=off"]
        server = subprocess.Popen(
            [*as_owner, programs / "postgres", "-D", folder / "db", "-p", str(port), *options],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/",
        )  # fmt: skip
        ready = [programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
        until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL answers")
        yield f"dondoc@127.0.0.1:{port}"
    finally:
        if server is not None:
            stop = [programs / "pg_ctl", "stop", "-D", folder / "db", "-m", "immediate"]
            subprocess.run([*as_owner, *stop], check=False, capture_output=True, cwd="/")
            with suppress(subprocess.TimeoutExpired):
                server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
