"""A database of each kind, an agency with people in it, and a mail server that can misbehave."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from dondoc.actions.office import Office
from dondoc.mail.relay import Relay
from dondoc.model import METADATA, Agency, Person
from dondoc.store.engine import open_engine
from dondoc.store.transaction import bookkeeping

NOW = datetime(2024, 3, 12, 0, 30, tzinfo=UTC)

_NEEDED = {"agency", "unit", "person", "role", "audit", "letter", "attachment", "plan", "obligation", "period",
           "report", "paper"}  # fmt: skip
_TABLES = [table for table in METADATA.sorted_tables if table.name in _NEEDED]


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    if not found:
        pytest.skip("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="dondoc-pg-"))
    shutil.chown(folder, "postgres")

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [found[-1] / program, "-D", folder / "data", *arguments],
            user="postgres", cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    run("initdb", "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8")
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    run("pg_ctl", "-w", "-o", options, "-l", str(folder / "log"), "start")
    try:
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    finally:
        run("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def engines(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Engine]]:
    made: dict[str, Engine] = {}
    yield made
    for engine in made.values():
        engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(
    request: pytest.FixtureRequest, engines: dict[str, Engine], tmp_path_factory: pytest.TempPathFactory
) -> Engine:
    """A database with all tables, empty; one test runs on each kind."""
    kind = request.param
    if kind not in engines:
        folder = tmp_path_factory.mktemp("database")
        sqlite = f"sqlite:///{folder / 'dondoc.sqlite'}"
        engines[kind] = open_engine(sqlite if kind == "sqlite" else request.getfixturevalue("postgresql_url"))
        METADATA.create_all(engines[kind], tables=_TABLES)
    with bookkeeping(engines[kind]) as session:
        if kind == "postgresql":
            session.execute(text(f"TRUNCATE {', '.join(table.name for table in _TABLES)} RESTART IDENTITY CASCADE"))
        else:
            for table in reversed(_TABLES):
                session.execute(table.delete())
    return engines[kind]


@pytest.fixture
def agency(engine: Engine) -> Agency:
    with bookkeeping(engine) as session:
        agency = Agency(
            code="skhcn", name="Sở Khoa học và Công nghệ", short_name="Sở", superior="UBND tỉnh", symbol="SKHCN",
            place="Quảng Trị", email="vanphong@skhcn.example.vn",
        )  # fmt: skip
        session.add(agency)
        session.flush()
        for name in ("An", "Bình", "Cường"):
            session.add(Person(agency_id=agency.key, name=name, title="Chuyên viên", email=f"{name}@x.example"))
    return agency


@pytest.fixture
def office(engine: Engine) -> Office:
    relay = Relay(host="127.0.0.1", port=9, timeout=2, answer_timeout=2)
    return Office(engine=engine, address="https://x.example", secret="s" * 40, relay=relay)
