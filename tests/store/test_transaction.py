"""The transaction: all or nothing, never without an audit line, and a log that shows tampering."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import StatementError

from dondoc.model import Agency, Audit, Door, Lock, Person
from dondoc.store.transaction import (
    Actor,
    Unaudited,
    audit_length,
    bookkeeping,
    broken_line,
    one_by_one,
    reading,
    writing,
)

NOW = datetime(2024, 3, 6, 2, 0, tzinfo=UTC)


@pytest.fixture
def agency(engine: Engine) -> Agency:
    with bookkeeping(engine) as session:
        agency = Agency(
            code="so", name="Sở", short_name="Sở", superior="UBND", symbol="S", place="Huế", email="so@b.example"
        )
        session.add(agency)
    return agency


def actor(agency: Agency) -> Actor:
    return Actor(agency.key, None, Door.FLOW)


def add(engine: Engine, agency: Agency, name: str, now: datetime = NOW, **detail: object) -> None:
    with writing(engine, actor(agency), now) as act:
        person = act.add(Person(agency_id=agency.key, name=name, title="", email=f"{name}@b.example"))
        act.audit("add", "person", person.key, **detail)


def broken(engine: Engine, agency: Agency) -> int | None:
    with reading(engine) as session:
        return broken_line(session, agency.key)


def test_lines_follow_one_another_and_fit(engine: Engine, agency: Agency) -> None:
    for number in range(5):
        add(engine, agency, f"p{number}", at=NOW, tên="Đặng", số=number, none=None)
    with reading(engine) as session:
        lines = session.scalars(select(Audit).order_by(Audit.sequence)).all()  # type: ignore[arg-type]
        assert [line.sequence for line in lines] == [1, 2, 3, 4, 5]
        assert audit_length(session, agency.key) == 5
    assert broken(engine, agency) is None


@pytest.mark.parametrize("hours", [-11, 0, 7, 14])
def test_the_chain_fits_in_whatever_zone_an_instant_was_written(engine: Engine, agency: Agency, hours: int) -> None:
    local = NOW.replace(microsecond=123456).astimezone(timezone(timedelta(hours=hours)))
    add(engine, agency, "a", local)
    assert broken(engine, agency) is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET act = 'nothing' WHERE sequence = 3",
        'UPDATE audit SET detail = \'{"reason": "other"}\' WHERE sequence = 3',
        "UPDATE audit SET at = '2024-01-01 00:00:00.000000' WHERE sequence = 3",
        "UPDATE audit SET person_id = 1 WHERE sequence = 3",
        "UPDATE audit SET noun_id = 99 WHERE sequence = 3",
        "UPDATE audit SET hash = previous_hash WHERE sequence = 3",
        "DELETE FROM audit WHERE sequence = 3",
        "UPDATE audit SET sequence = sequence + 100 WHERE sequence = 3",
    ],
)
def test_tampering_with_a_line_is_found(engine: Engine, agency: Agency, tampering: str) -> None:
    for number in range(5):
        add(engine, agency, f"p{number}", reason="so")
    with engine.begin() as connection:
        connection.execute(text(tampering))
    assert broken(engine, agency) in {3, 4}


def test_each_agency_has_its_own_chain(engine: Engine, agency: Agency) -> None:
    with bookkeeping(engine) as session:
        other = Agency(**agency.model_dump(exclude={"id", "code"}), code="other")
        session.add(other)
    add(engine, agency, "a")
    add(engine, other, "b")
    add(engine, agency, "c")
    assert broken(engine, agency) is broken(engine, other) is None
    with reading(engine) as session:
        assert (audit_length(session, agency.key), audit_length(session, other.key)) == (2, 1)


@pytest.mark.slow
def test_writers_at_the_same_time_keep_the_chain_whole(engine: Engine, agency: Agency) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: add(engine, agency, f"p{number}"), range(60)))
    with reading(engine) as session:
        assert audit_length(session, agency.key) == 60
    assert broken(engine, agency) is None


def test_a_change_without_an_audit_line_is_a_defect_and_is_not_kept(engine: Engine, agency: Agency) -> None:
    with pytest.raises(Unaudited), writing(engine, actor(agency), NOW) as act:
        act.session.add(Person(agency_id=agency.key, name="a", title="", email="a@b.example"))
    with reading(engine) as session:
        assert session.scalars(select(Person)).all() == []


def test_reading_in_a_writing_transaction_needs_no_line(engine: Engine, agency: Agency) -> None:
    with writing(engine, actor(agency), NOW) as act:
        act.session.scalars(select(Person)).all()
    with reading(engine) as session:
        assert audit_length(session, agency.key) == 0


def test_an_exception_undoes_rows_and_line(engine: Engine, agency: Agency) -> None:
    with pytest.raises(KeyError), writing(engine, actor(agency), NOW) as act:
        act.add(Person(agency_id=agency.key, name="a", title="", email="a@b.example"))
        act.audit("add", "person")
        raise KeyError
    with reading(engine) as session:
        assert session.scalars(select(Person)).all() == []
        assert audit_length(session, agency.key) == 0


def test_nothing_that_reading_changes_is_kept(engine: Engine, agency: Agency) -> None:
    with reading(engine) as session:
        session.add(Person(agency_id=agency.key, name="a", title="", email="a@b.example"))
        session.flush()
    with reading(engine) as session:
        assert session.scalars(select(Person)).all() == []


def test_an_instant_without_a_zone_is_refused_and_others_come_back_in_utc(engine: Engine) -> None:
    with pytest.raises(StatementError, match="time zone"), bookkeeping(engine) as session:
        session.add(Lock(name="naive", owner="o", until=NOW.replace(tzinfo=None)))
    with bookkeeping(engine) as session:
        session.add(Lock(name="aware", owner="o", until=NOW.astimezone(timezone(timedelta(hours=7)))))
    with reading(engine) as session:
        until = session.get_one(Lock, "aware").until
        assert (until, until.utcoffset()) == (NOW, timedelta(0))


def test_one_that_fails_does_not_keep_the_others_from_their_turn() -> None:
    done: list[int] = []

    def act(number: int) -> int:
        if number % 2:
            raise ValueError(f"number {number}")
        done.append(number)
        return number

    with pytest.raises(ExceptionGroup, match=r"2 failed, the first one: number 1") as caught:
        one_by_one(range(5), act)
    assert len(caught.value.exceptions) == 2
    assert done == [0, 2, 4]
    assert one_by_one([2, 4], act) == 6
    assert one_by_one([], act) == 0
