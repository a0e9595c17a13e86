import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from flows_cast import Ticking, agency_of, office_on
from flows_postgres import postgres_server
from sqlalchemy import Engine, text

from dondoc.actions.office import Office
from dondoc.store.engine import migrate, open_engine

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with postgres_server() as address:
        yield address


def new_database(postgres: str) -> str:
    name = f"test_{next(_numbers)}"
    server = open_engine(f"postgresql+psycopg://{postgres}/postgres")
    with server.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    server.dispose()
    return f"postgresql+psycopg://{postgres}/{name}"


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'dondoc.sqlite'}"
    else:
        url = new_database(request.getfixturevalue("postgres"))
    engine = open_engine(url)
    migrate(engine)
    yield engine
    engine.dispose()


@pytest.fixture
def office(engine: Engine) -> Office:
    return office_on(engine)


@pytest.fixture
def agency(engine: Engine) -> int:
    return agency_of(engine)


@pytest.fixture
def clock() -> Ticking:
    return Ticking()
