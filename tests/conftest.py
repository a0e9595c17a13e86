"""Fixtures for every test: the two databases, an office on each, and the cast that plays in it."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings
from sqlalchemy import Engine

from dondoc.actions.office import Office
from tests import guards
from tests.cast import INSTALLED, OPENED, Cast, cast_in, install, install_and_open, office_of
from tests.databases import Database, Postgresql, Sqlite, postgresql_programs, postgresql_server
from tests.skips import WHAT_BRINGS_THEM, pytest_sessionfinish, pytest_terminal_summary

__all__ = ["pytest_sessionfinish", "pytest_terminal_summary"]

os.environ["TZ"] = "UTC"
guards.forget_settings()
guards.watch()
settings.register_profile("dondoc", deadline=None, max_examples=60)
settings.load_profile("dondoc")

BUILDERS = {INSTALLED: install, OPENED: install_and_open}


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
    return Sqlite(tmp_path_factory.mktemp("sqlite"), BUILDERS)


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str) -> Iterator[Postgresql]:
    database = Postgresql(postgresql_url, BUILDERS)
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
def cast(office: Office, database: Database) -> Cast:
    """The sample agency with its plan, and a second agency, on each kind of database."""
    database.put(office.engine, INSTALLED)
    return cast_in(office)


@pytest.fixture
def sqlite_cast(sqlite_office: Office, sqlite: Sqlite) -> Cast:
    """The same on SQLite alone."""
    sqlite.put(sqlite_office.engine, INSTALLED)
    return cast_in(sqlite_office)


@pytest.fixture
def opened(office: Office, database: Database) -> Cast:
    """The cast on the morning of 04/03/2024: the first round is open, nobody has been written to."""
    database.put(office.engine, OPENED)
    return cast_in(office)
