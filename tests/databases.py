"""The two databases that tests run on, made once a run and put into a known state before each test."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Engine

from dondoc.model import METADATA
from dondoc.store.engine import migrate, open_engine

State = str
EMPTY: State = "empty"
Builders = Mapping[State, Callable[[Engine], None]]
"""What fills a database that has all its tables, by the name of the state it is then in."""


class Database(Protocol):
    """A kind of database."""

    def engine(self, state: State = EMPTY) -> Engine:
        """The engine of the database, which is in that state now and has forgotten every test before."""
        ...


class Sqlite:
    """A file in WAL mode; its states are files as well, so that putting one is a copy."""

    def __init__(self, folder: Path, builders: Builders) -> None:
        self._folder, self._builders = folder, builders
        # One engine for all tests: compiling every statement anew for each would take longer than the tests do.
        self._engine = open_engine(f"sqlite:///{folder / 'test.sqlite'}")

    def engine(self, state: State = EMPTY) -> Engine:
        self._engine.dispose()
        path = Path(str(self._engine.url.database))
        for leftover in (f"{path}-wal", f"{path}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copy(self._template(state), path)
        return self._engine

    def _template(self, state: State) -> Path:
        path = self._folder / f"state-{state}.sqlite"
        if not path.exists():
            making = path.with_suffix(".making")
            if state != EMPTY:
                shutil.copy(self._template(EMPTY), making)
            engine = open_engine(f"sqlite:///{making}")
            (migrate if state == EMPTY else self._builders[state])(engine)
            engine.dispose()
            making.rename(path)
        return path


class Postgresql:
    """One database; its states are schemas whose rows are copied back, which is ten times quicker than a new one."""

    def __init__(self, url: str, builders: Builders) -> None:
        self._builders = builders
        self._admin, self._engine = open_engine(url), open_engine(url)
        self._states: set[State] = set()

    def engine(self, state: State = EMPTY) -> Engine:
        if not self._states:
            migrate(self._admin)
            self._states.add(EMPTY)
        if state not in self._states:
            self._run(_restore(EMPTY))
            self._builders[state](self._admin)
            tables = "".join(f"CREATE TABLE {state}.{name} AS TABLE public.{name};" for name in METADATA.tables)
            self._run(f"CREATE SCHEMA {state}; {tables}")
            self._states.add(state)
        self._run(_restore(state))
        return self._engine

    def _run(self, statements: str) -> None:
        with self._admin.begin() as connection:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10s'")
            connection.exec_driver_sql(statements)

    def close(self) -> None:
        self._admin.dispose()


def _restore(state: State) -> str:
    # Foreign keys stand still meanwhile, so that the order of tables does not matter.
    statements = ["SET LOCAL session_replication_role = replica"]
    for name, table in METADATA.tables.items():
        statements.append(f"DELETE FROM {name}")
        if state != EMPTY:
            statements.append(f"INSERT INTO {name} SELECT * FROM {state}.{name}")
        if "id" in table.columns:
            following = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"
            statements.append(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {following}, false)")
    return ";".join(statements)


def postgresql_programs() -> Path | None:
    """Where the programs of a PostgreSQL server lie; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    return Path(initdb).parent if initdb else None


@contextmanager
def postgresql_server(programs: Path) -> Iterator[str]:
    """A server of its own in a temporary folder, reached by a socket in it; yields the URL of an empty database."""
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    user = "postgres" if os.geteuid() == 0 else None  # the server refuses to run as root
    if user:
        shutil.chown(folder, user)

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [programs / program, "-D", folder / "data", *arguments],
            user=user, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    run("initdb", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
    switched_off = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
    options = " ".join(f"-c {name}=off" for name in switched_off)
    options += f" -c listen_addresses= -c unix_socket_directories={folder}"
    run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
