"""The engine, the same for SQLite (WAL) and PostgreSQL, and the migrations that bring a database up to date."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import StaticPool
from sqlalchemy.util import LRUCache

from dondoc.model import METADATA

MIGRATIONS = Path(__file__).parent / "migrations"
WRITES = "dondoc_writes"
_COMPILED: LRUCache[Any, Any] = LRUCache(1000)


class DatabaseError(RuntimeError):
    """The database cannot be used; its text says in one line what to do."""


def open_engine(url: str) -> Engine:
    """An engine for `url`. Readers never wait for writers; writers wait for each other up to 30 s."""
    if make_url(url).get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": 30})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True)


def memory_engine() -> Engine:
    """An empty database in memory with today's schema, for looking ahead; it goes when the engine does."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    METADATA.create_all(engine)
    # Statements are compiled once for all such databases: for one alone that would take longer than to run them.
    return engine.execution_options(compiled_cache=_COMPILED)


@contextmanager
def without_foreign_keys(engine: Engine) -> Iterator[Connection]:
    """A writing transaction in which rows and tables may come in any order; SQLite must hear of it before BEGIN."""
    with engine.execution_options(**{WRITES: True}).connect() as connection:
        switch = _switch(connection)
        switch("OFF")
        try:
            with connection.begin():
                yield connection
        finally:
            switch("ON")


def _switch(connection: Connection) -> Callable[[str], None]:
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        return lambda _: None
    return lambda on: driver.execute(f"PRAGMA foreign_keys={on}")


def _prepare_sqlite(connection, _record) -> None:  # type: ignore[no-untyped-def]
    # The driver's own BEGIN comes too late for a transaction that reads before it writes.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A reader that turns writer in the middle fails at once with "database is locked": writers say so first.
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _alembic(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def migrate(engine: Engine) -> None:
    """Bring the database to the newest schema. Raises DatabaseError where it cannot be opened."""
    try:
        with without_foreign_keys(engine) as connection:
            command.upgrade(_alembic(connection), "head")
            _refuse_dangling(connection)
    except OperationalError as error:
        raise DatabaseError(_in_one_line(engine, error)) from error


def _refuse_dangling(connection: Connection) -> None:
    """SQLite changes a constraint by making the table anew: afterwards no row may point nowhere."""
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise DatabaseError(f"After the migration rows of {broken[0][0]} would point nowhere; nothing was changed")


def is_current(engine: Engine) -> bool:
    """Whether the database has the newest schema. Raises DatabaseError where it cannot be opened."""
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_revision()
    except OperationalError as error:
        raise DatabaseError(_in_one_line(engine, error)) from error
    return current == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def _in_one_line(engine: Engine, error: OperationalError) -> str:
    cause = str(error.orig).strip().splitlines()[0]
    where = engine.url.render_as_string(hide_password=True)
    return f"The database {where} cannot be opened ({cause}). Check DONDOC_DATABASE_URL and that the server is up."
