"""With the servers of Debian: Dovecot's mailbox is read, Postfix takes and hands on what we send."""

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from dondoc.actions.collect import keep
from dondoc.actions.deliver import deliver_due
from dondoc.actions.office import Office
from dondoc.mail import fetch
from dondoc.mail.fetch import Fetched, MailboxAway, Reader
from dondoc.model import Agency, Incoming, LetterState
from dondoc.store.transaction import reading
from schedules.listen import Listener
from tests.mail.conftest import NOW
from tests.mail.outbox_of import post_to, states
from tests.mail.post_office import Box, dovecot, postfix, program
from tests.mail.sink import Sink
from tests.skips import WHAT_BRINGS_THEM

LETTER = "From: binh@x.example\r\nTo: a@x.example\r\nMessage-ID: <{}@x>\r\n\r\nĐã tổ chức.\r\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Box]:
    if not program("dovecot"):
        pytest.skip(f"Dovecot is not installed; {WHAT_BRINGS_THEM} brings it")
    with dovecot() as box:
        yield box


def taken(box: Box) -> list[Fetched]:
    found: list[Fetched] = []
    with Reader(box.mailbox) as reader:
        reader.take(found.append)
    return found


def test_each_letter_is_taken_once_as_it_came(server: Box) -> None:
    raw = [LETTER.format(number).encode() for number in range(3)]
    for each in raw:
        server.deliver(each)
    assert sorted(each.raw for each in taken(server)) == sorted(raw)
    assert taken(server) == []


def test_what_could_not_be_kept_is_taken_again(server: Box) -> None:
    server.deliver(LETTER.format("again").encode())

    def fails(_: Fetched) -> None:
        raise RuntimeError("the database is away")

    with pytest.raises(RuntimeError), Reader(server.mailbox) as reader:
        reader.take(fails)
    assert len(taken(server)) == 1


def test_of_a_letter_that_is_too_long_only_the_head_is_taken(server: Box, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 10_000)
    server.deliver(LETTER.format("long").encode() + b"x" * 50_000)
    [letter] = taken(server)
    assert letter.size > 50_000 and letter.raw.startswith(b"From:") and len(letter.raw) < 200


def test_a_wrong_password_and_an_absent_server_are_one_line(server: Box) -> None:
    for wrong in (replace(server.mailbox, password="x"), replace(server.mailbox, port=9, timeout=1)):
        with pytest.raises(MailboxAway) as away, Reader(wrong):
            pass
        assert "127.0.0.1" in str(away.value) and "\n" not in str(away.value)
        assert "mat-khau" not in repr(server.mailbox)


def test_the_listener_hears_a_letter_at_once_and_keeps_it_once(server: Box, sqlite_office: Office) -> None:
    listener = Listener(sqlite_office, server.mailbox, lambda: NOW)
    listener.start()
    try:
        time.sleep(1)
        server.deliver(LETTER.format("heard").encode())
        rows: list[Incoming] = []
        end = time.monotonic() + 20
        while not rows and time.monotonic() < end:
            time.sleep(0.2)
            with reading(sqlite_office.engine) as session:
                rows = list(session.exec(select(Incoming)))
    finally:
        listener.stop()
    [row] = rows
    assert (row.judged_at, row.sender, listener.trouble) == (None, "binh@x.example", "")
    keep(sqlite_office, Fetched(row.raw, row.size), NOW)
    with reading(sqlite_office.engine) as session:
        assert len(session.exec(select(Incoming)).all()) == 1


def test_a_real_relay_takes_our_letters_and_hands_them_on(sqlite_engine: Engine, sqlite_office: Office) -> None:
    if not program("postfix") or os.geteuid() != 0:
        pytest.skip(f"Postfix is not installed or this is not root; {WHAT_BRINGS_THEM} brings it")
    agency = _agency(sqlite_engine)
    names = [f"n{number}" for number in range(40)]
    post_to(sqlite_office, agency, names, NOW)

    async def run() -> int:
        async with Sink() as sink:
            with postfix(sink.port) as port:
                there = replace(sqlite_office, relay=replace(sqlite_office.relay, port=port))
                sent = await deliver_due(there, lambda: NOW)
                for _ in range(200):
                    if len(sink.taken) >= len(names):
                        break
                    await asyncio.sleep(0.1)
            assert sink.recipients() == sorted(f"{name}@x.example" for name in names)
            assert all(letter["Message-ID"] for letter in sink.letters())
            return sent

    assert asyncio.run(run()) == len(names)
    assert set(states(sqlite_engine).values()) == {LetterState.SENT}


def _agency(engine: Engine) -> Agency:
    from dondoc.store.transaction import bookkeeping

    with bookkeeping(engine) as session:
        agency = Agency(
            code="skhcn", name="Sở Khoa học và Công nghệ", short_name="Sở", superior="UBND tỉnh", symbol="SKHCN",
            place="Quảng Trị", email="vanphong@skhcn.example.vn",
        )  # fmt: skip
        session.add(agency)
    return agency
