from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine

from dondoc.store import locks
from dondoc.store.transaction import bookkeeping
from tests.flows.cast import NOW, lock

LEASE = timedelta(seconds=15)


def take(engine: Engine, owner: str, after: float = 0) -> bool:
    with bookkeeping(engine) as session:
        return locks.take(session, "clock", owner, NOW + timedelta(seconds=after), LEASE)


def test_of_two_clocks_one_gets_the_lease(engine):
    assert take(engine, "an")
    assert not take(engine, "binh", after=14)


def test_the_owner_renews_its_lease(engine):
    assert take(engine, "an")
    assert take(engine, "an", after=10)
    assert not take(engine, "binh", after=20)


def test_a_lease_that_ran_out_goes_to_the_next(engine):
    assert take(engine, "an")
    assert take(engine, "binh", after=15)
    assert not take(engine, "an", after=16)


def test_a_lease_given_back_is_free_at_once(engine):
    assert take(engine, "an")
    with bookkeeping(engine) as session:
        locks.release(session, "clock", "an")
    assert take(engine, "binh")


def test_nobody_gives_back_what_another_holds(engine):
    assert take(engine, "an")
    with bookkeeping(engine) as session:
        locks.release(session, "clock", "binh")
    assert lock(engine, "clock").owner == "an"


def test_of_many_that_ask_at_once_exactly_one_gets_it(engine):
    with ThreadPoolExecutor(8) as threads:
        got = list(threads.map(lambda number: take(engine, f"clock {number}"), range(8)))
    assert got.count(True) == 1
