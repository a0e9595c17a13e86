"""Fixtures for every test: the two databases, an office on each, and the cast that plays in it."""

import os
from collections.abc import Callable, Iterator

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from dondoc.actions.office import Office
from tests import guards
from tests.cast import INSTALLED, OPENED, SENT_UP, SIGNED, STATES, Cast, cast_in, office_of
from tests.databases import Database, Postgresql, Sqlite, postgresql_programs, postgresql_server
from tests.skips import WHAT_BRINGS_THEM, pytest_sessionfinish, pytest_terminal_summary
from tests.slow_modules import SLOW_MODULES
from tests.thorough import pytest_configure

__all__ = ["pytest_configure", "pytest_sessionfinish", "pytest_terminal_summary"]

os.environ["TZ"] = "UTC"
guards.forget_settings()
guards.watch()
settings.register_profile("dondoc", deadline=None, max_examples=40)
settings.load_profile("dondoc")


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A PostgreSQL server for this run. Skips loudly where none is installed."""
    programs = postgresql_programs()
    if programs is None:
        pytest.skip(f"the PostgreSQL server is not installed; {WHAT_BRINGS_THEM} brings it")
    with postgresql_server(programs) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite(tmp_path_factory: pytest.TempPathFactory) -> Sqlite:
    return Sqlite(tmp_path_factory.mktemp("sqlite"), STATES)


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str) -> Iterator[Postgresql]:
    database = Postgresql(postgresql_url, STATES)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=[pytest.mark.postgresql, pytest.mark.slow])])
def database(request: pytest.FixtureRequest) -> Database:
    """Each kind of database in turn; the fast tests run on SQLite alone, since the server alone takes seconds."""
    chosen: Database = request.getfixturevalue(request.param)
    return chosen


@pytest.fixture
def engine(database: Database) -> Iterator[Engine]:
    """A database with all tables and no rows; a test with it runs on SQLite and on PostgreSQL."""
    engine = database.engine()
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(sqlite: Sqlite) -> Iterator[Engine]:
    """The same on SQLite alone, for tests where the kind of database does not matter."""
    engine = sqlite.engine()
    yield engine
    engine.dispose()


@pytest.fixture
def office(engine: Engine) -> Office:
    """An office on each kind of database, nothing installed."""
    return office_of(engine)


@pytest.fixture
def sqlite_office(sqlite_engine: Engine) -> Office:
    return office_of(sqlite_engine)


@pytest.fixture
def playing(database: Database) -> Iterator[Callable[[str], Cast]]:
    """Puts the cast into a state (see `tests.cast.STATES`)."""
    used: list[Cast] = []

    def play(state: str) -> Cast:
        used.append(cast_in(office_of(database.engine(state))))
        return used[-1]

    yield play
    for cast in used:
        cast.office.engine.dispose()


@pytest.fixture
def cast(playing: Callable[[str], Cast]) -> Cast:
    """The sample agency with its plan, and a second agency, on each kind of database."""
    return playing(INSTALLED)


@pytest.fixture
def sqlite_cast(sqlite: Sqlite) -> Cast:
    """The same on SQLite alone."""
    return cast_in(office_of(sqlite.engine(INSTALLED)))


@pytest.fixture
def opened(playing: Callable[[str], Cast]) -> Cast:
    """The cast on the morning of 04/03/2024: the first round is open, nobody has been written to."""
    return playing(OPENED)


@pytest.fixture
def sent_up(playing: Callable[[str], Cast]) -> Cast:
    """The cast with a report of the first round (id 1, version 1) that waits for its head, and one answer (id 1)."""
    return playing(SENT_UP)


@pytest.fixture
def signed(playing: Callable[[str], Cast]) -> Cast:
    """The cast with that report signed on 20/03/2024."""
    return playing(SIGNED)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what belongs to a slow module."""
    for item in items:
        if item.nodeid.split("::")[0].removeprefix("tests/").removesuffix(".py").replace("/", ".") in SLOW_MODULES:
            item.add_marker(pytest.mark.slow)
