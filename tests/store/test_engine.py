"""The engine and its migrations: both databases, one schema."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, inspect, text

from dondoc.model import METADATA, Lock
from dondoc.store.engine import WRITES, DatabaseError, is_current, migrate, open_engine
from dondoc.store.transaction import bookkeeping, reading
from tests.store.test_transaction import NOW


def test_the_migrations_lead_to_the_model(engine: Engine) -> None:
    with engine.connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert found == []


def test_every_check_of_the_model_is_in_the_migrated_database(engine: Engine) -> None:
    # Alembic does not compare checks, and they are what makes wrong states impossible.
    inspector = inspect(engine)
    for name, table in METADATA.tables.items():
        meant = {str(each.name) for each in table.constraints if type(each).__name__ == "CheckConstraint"}
        assert {str(each["name"]) for each in inspector.get_check_constraints(name)} == meant


def test_a_migrated_database_is_current_and_an_empty_one_is_not(engine: Engine, tmp_path: Path) -> None:
    assert is_current(engine)
    migrate(engine)
    empty = open_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert not is_current(empty)
    empty.dispose()


def test_sqlite_is_in_wal_mode_and_keeps_foreign_keys(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in ("journal_mode", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}


def test_a_reader_does_not_wait_for_a_writer_and_sees_nothing_half_done(engine: Engine) -> None:
    with bookkeeping(engine) as writer:
        writer.add(Lock(name="half", owner="o", until=NOW))
        writer.flush()
        with reading(engine) as reader:
            assert reader.get(Lock, "half") is None
    with reading(engine) as reader:
        assert reader.get(Lock, "half")


@pytest.mark.slow
def test_a_writer_waits_for_another_one_instead_of_failing(sqlite_engine: Engine) -> None:
    began = threading.Event()

    def second() -> None:
        began.set()
        with bookkeeping(sqlite_engine) as session:
            session.get_one(Lock, "first").owner = "second"

    thread = threading.Thread(target=second)
    with bookkeeping(sqlite_engine) as session:
        session.add(Lock(name="first", owner="first", until=NOW))
        session.flush()
        thread.start()
        began.wait()
        thread.join(0.2)
        assert thread.is_alive()
    thread.join(10)
    with reading(sqlite_engine) as session:
        assert session.get_one(Lock, "first").owner == "second"


@pytest.mark.parametrize(
    "url", ["sqlite:////nirgends/dondoc.sqlite", "postgresql+psycopg://dondoc:geheim@127.0.0.1:9/dondoc"]
)
def test_a_database_that_cannot_be_opened_is_told_in_one_line_without_its_password(url: str) -> None:
    engine = open_engine(url)
    for act in (migrate, is_current):
        with pytest.raises(DatabaseError) as caught:
            act(engine)
        told = str(caught.value)
        assert "\n" not in told and "geheim" not in told
        assert "DONDOC_DATABASE_URL" in told
    engine.dispose()


def test_writing_is_said_before_the_first_statement(sqlite_engine: Engine) -> None:
    said: list[str] = []
    raw = sqlite_engine.raw_connection()
    raw.driver_connection.set_trace_callback(said.append)  # type: ignore[union-attr]
    raw.close()
    with sqlite_engine.execution_options(**{WRITES: True}).begin():
        pass
    with sqlite_engine.begin():
        pass
    assert [statement for statement in said if statement.startswith("BEGIN")] == ["BEGIN IMMEDIATE", "BEGIN"]
