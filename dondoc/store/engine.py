"""The engine, the same for SQLite (WAL) and PostgreSQL, and the migrations that bring a database up to date."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

MIGRATIONS = Path(__file__).parent / "migrations"
WRITES = "dondoc_writes"


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
        with engine.execution_options(**{WRITES: True}).connect() as connection, _tables_may_be_rebuilt(connection):
            command.upgrade(_alembic(connection), "head")
            connection.commit()
    except OperationalError as error:
        raise DatabaseError(_in_one_line(engine, error)) from error


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a constraint by making the table anew: rows that point at it must bear that meanwhile."""
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.dbapi_connection
    raw.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    try:
        yield
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()  # type: ignore[union-attr]
        if broken:
            raise DatabaseError(f"After the migration rows of {broken[0][0]} point nowhere; restore the backup")
    finally:
        connection.rollback()
        raw.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


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
