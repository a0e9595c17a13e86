import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select, update
from sqlmodel import col

from dondoc.actions.deliver import back_off, deliver_due, resolve_doubt
from dondoc.actions.office import Office
from dondoc.model import (
    Agency,
    Audit,
    Door,
    Letter,
    LetterKind,
    LetterState,
    Person,
    Role,
    RoleKind,
)
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, bookkeeping, reading
from tests.mail.conftest import NOW, Clock
from tests.mail.outbox_of import issued_papers, post_to, rows, states
from tests.mail.sink import Sink

MANY = [f"n{i}" for i in range(25)]


def test_letters_go_out_over_kept_connections(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    post_to(office, agency, MANY, NOW)

    async def run() -> None:
        async with Sink() as sink:
            assert await deliver_due(sink.office(office), clock) == len(MANY)
            assert sink.recipients() == sorted(f"{name}@x.example" for name in MANY)
            assert sink.connections <= office.relay.connections

    asyncio.run(run())
    stored = rows(engine)
    assert {letter.state for letter in stored.values()} == {LetterState.SENT}
    assert all((row.sent_at, row.outcome, row.attempts) == (NOW, "250 taken", 1) for row in stored.values())


def test_what_arrives_is_what_was_stored(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    post_to(office, agency, ["an"], NOW)

    async def run() -> None:
        async with Sink() as sink:
            await deliver_due(sink.office(office), clock)
            [arrived], stored = sink.letters(), rows(engine)["an"]
            assert arrived["Subject"] == stored.subject
            assert arrived["Message-ID"] == stored.message_id
            assert arrived["From"].addresses[0].display_name == agency.name
            plain = arrived.get_body(("plain",))
            assert plain and plain.get_content().replace("\r\n", "\n") == stored.text

    asyncio.run(run())


def test_a_dispatch_carries_its_papers(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    papers = issued_papers(engine, agency)
    post_to(office, agency, ["ubnd", "tuphap"], NOW, kind=LetterKind.DISPATCH, papers=papers)

    async def run() -> None:
        async with Sink() as sink:
            assert await deliver_due(sink.office(office), clock) == 2
            for letter in sink.letters():
                files = [(part.get_filename(), part.get_content()) for part in letter.iter_attachments()]
                assert files == [(paper.filename, paper.content) for paper in papers]

    asyncio.run(run())


def test_a_letter_that_has_lost_its_words_stops_nobody_else(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, ["an", "binh"], NOW)
    with bookkeeping(engine) as session:
        session.execute(update(Letter).where(col(Letter.to_address) == "an@x.example").values(body_id=None))

    async def run() -> None:
        async with Sink() as sink:
            await deliver_due(sink.office(office), clock)
            assert sink.recipients() == ["binh@x.example"]

    asyncio.run(run())
    assert states(engine) == {"an": LetterState.FAILED, "binh": LetterState.SENT}
    assert rows(engine)["an"].outcome == "the letter has no words"


def test_a_refused_address_is_marked_and_stops_nobody_else(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, ["An@x.example", *MANY], NOW)

    async def run() -> None:
        async with Sink(An="550 5.1.1 no such user") as sink:
            assert await deliver_due(sink.office(office), clock) == len(MANY)

    asyncio.run(run())
    assert rows(engine)["An@x.example"].state is LetterState.FAILED
    assert rows(engine)["An@x.example"].outcome == "550 5.1.1 no such user"
    with reading(engine) as session:
        failed = {person.name: person.address_failed_at for person in session.scalars(select(Person))}
    assert failed == {"An": NOW, "Bình": None, "Cường": None}


@pytest.mark.parametrize("manner", ["550 5.7.1 relaying denied", "refuse"])
def test_an_address_is_not_blamed_for_the_servers_policy(
    engine: Engine, office: Office, agency: Agency, clock: Clock, manner: str
) -> None:
    post_to(office, agency, ["An@x.example"], NOW)

    async def run() -> None:
        async with Sink(An=manner) as sink:
            await deliver_due(sink.office(office), clock)

    asyncio.run(run())
    assert states(engine) == {"An@x.example": LetterState.FAILED}
    with reading(engine) as session:
        assert not session.scalars(select(Person).where(Person.address_failed_at.is_not(None))).all()  # type: ignore[union-attr]


def test_an_address_no_server_takes_fails_here(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    post_to(office, agency, ["bình@x.example", "an\r\nBcc: x@y.example", "ok"], NOW)

    async def run() -> None:
        async with Sink() as sink:
            assert await deliver_due(sink.office(office), clock) == 1

    asyncio.run(run())
    assert sorted(states(engine).values()) == [LetterState.FAILED, LetterState.FAILED, LetterState.SENT]


def test_a_greylisted_letter_backs_off_and_then_goes(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, ["an", "ok"], NOW)

    async def run() -> None:
        async with Sink(an="451 4.7.1 later") as sink:
            assert await deliver_due(sink.office(office), clock) == 1
            waiting = rows(engine)["an"]
            assert (waiting.state, waiting.attempts) == (LetterState.QUEUED, 1)
            assert waiting.not_before == NOW + timedelta(minutes=2)
            assert await deliver_due(sink.office(office), clock) == 0
            sink.manners.clear()
            clock.pass_(minutes=2)
            assert await deliver_due(sink.office(office), clock) == 1

    asyncio.run(run())
    assert rows(engine)["an"].attempts == 2


def test_the_pause_doubles_up_to_two_hours() -> None:
    assert [back_off(attempts).total_seconds() / 60 for attempts in (1, 2, 3, 6, 7, 99)] == [2, 4, 8, 64, 120, 120]


@pytest.mark.parametrize(
    ("kind", "becomes"), [(LetterKind.RECEIPT, LetterState.EXPIRED), (LetterKind.REMINDER, LetterState.HELD)]
)
def test_a_letter_that_cannot_be_tried_again_in_time_expires_but_a_reminder_waits_for_a_yes(
    engine: Engine, office: Office, agency: Agency, clock: Clock, kind: LetterKind, becomes: LetterState
) -> None:
    post_to(office, agency, ["an"], NOW, kind=kind, lives=timedelta(minutes=1))

    async def run() -> None:
        async with Sink(an="451 later") as sink:
            await deliver_due(sink.office(office), clock)

    asyncio.run(run())
    assert states(engine) == {"an": becomes}


def test_with_no_server_letters_wait_and_nothing_is_lost(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, MANY, NOW)
    assert asyncio.run(deliver_due(office, clock)) == 0
    stored = rows(engine).values()
    assert {letter.state for letter in stored} == {LetterState.QUEUED}
    assert any("127.0.0.1" in letter.outcome for letter in stored), "somebody must be able to read why"
    assert sum(letter.attempts for letter in stored) == 1, "an outage is not the letters' fault"

    async def run() -> None:
        async with Sink() as sink:
            clock.pass_(minutes=2)
            assert await deliver_due(sink.office(office), clock) == len(MANY)

    asyncio.run(run())


def test_a_dropped_kept_connection_is_opened_again(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, [f"busy{i}" if i % 5 == 0 else f"n{i}" for i in range(25)], NOW)

    async def run() -> None:
        async with Sink(**{f"busy{i}": "421 closing" for i in range(0, 25, 5)}) as sink:
            sent = await deliver_due(sink.office(office), clock)
            sink.manners.clear()
            clock.pass_(minutes=2)
            assert sent + await deliver_due(sink.office(office), clock) == 25

    asyncio.run(run())
    assert set(states(engine).values()) == {LetterState.SENT}


@pytest.mark.parametrize("manner", ["drop", "stall"])
def test_without_an_answer_a_reminder_goes_again_with_the_same_identity(
    engine: Engine, office: Office, agency: Agency, clock: Clock, manner: str
) -> None:
    post_to(office, agency, ["an", "ok"], NOW)

    async def run() -> None:
        async with Sink(an=manner) as sink:
            quick = sink.office(_hasty(office))
            assert await deliver_due(quick, clock) == 1
            assert states(engine) == {"an": LetterState.QUEUED, "ok": LetterState.SENT}
            sink.manners.clear()
            clock.pass_(minutes=2)
            assert await deliver_due(quick, clock) == 1
            first, second = (letter for letter in sink.letters() if letter["To"].addresses[0].username == "an")
            assert first["Message-ID"] == second["Message-ID"]

    asyncio.run(run())


def test_without_an_answer_a_dispatch_waits_for_the_clerks_word(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    ids = post_to(office, agency, ["an", "bo"], NOW, kind=LetterKind.DISPATCH)
    clerk = _clerk(engine, agency)

    async def run() -> None:
        async with Sink(an="drop", bo="drop") as sink:
            there = sink.office(office)
            await deliver_due(there, clock)
            clock.pass_(days=1)
            assert await deliver_due(there, clock) == 0
            assert set(states(engine).values()) == {LetterState.IN_DOUBT}
            resolve_doubt(office, clerk, ids[0], True, clock())
            resolve_doubt(office, clerk, ids[1], False, clock())
            assert states(engine) == {"an": LetterState.SENT, "bo": LetterState.QUEUED}
            sink.manners.clear()
            assert await deliver_due(there, clock) == 1

    asyncio.run(run())
    with reading(engine) as session:
        said = [line.detail for line in session.scalars(select(Audit).where(Audit.act == "resolve_doubt"))]  # type: ignore[arg-type]
    assert said == [{"sent": True}, {"sent": False}]


def test_only_a_clerk_decides_and_only_what_is_in_doubt(engine: Engine, office: Office, agency: Agency) -> None:
    [letter_id] = post_to(office, agency, ["an"], NOW, kind=LetterKind.DISPATCH)
    nobody = Actor(agency.key, None, Door.WEB)
    for actor, which, key in (
        (nobody, letter_id, "not_allowed"),
        (_clerk(engine, agency), letter_id, "not_in_doubt"),
        (_clerk(engine, agency), 999, "not_found"),
    ):
        with pytest.raises(Refused) as refused:
            resolve_doubt(office, actor, which, True, NOW)
        assert refused.value.key == key


def test_cancelled_it_finishes_what_began_and_gives_the_rest_back(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, MANY, NOW)

    async def run() -> int:
        async with Sink() as sink:
            sink.go_on.clear()
            task = asyncio.create_task(deliver_due(sink.office(office), clock))
            await sink.at_data.wait()
            task.cancel()
            await asyncio.sleep(0.05)
            task.cancel()
            await asyncio.sleep(0.05)
            sink.go_on.set()
            with pytest.raises(asyncio.CancelledError):
                await task
            return len(sink.taken)

    arrived = asyncio.run(run())
    found = list(states(engine).values())
    assert 1 <= arrived <= office.relay.connections
    assert found.count(LetterState.SENT) == arrived
    assert found.count(LetterState.QUEUED) == len(MANY) - arrived


def test_two_workers_send_each_letter_once(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    names = [f"n{i}" for i in range(120)]
    post_to(office, agency, names, NOW)

    async def run() -> None:
        async with Sink() as sink:
            there = sink.office(office)
            sent = await asyncio.gather(deliver_due(there, clock), deliver_due(there, clock))
            assert sum(sent) == len(names)
            assert sink.recipients() == sorted(f"{name}@x.example" for name in names)

    asyncio.run(run())


def test_a_letter_whose_lease_was_lost_is_not_sent_from_here(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    post_to(office, agency, ["an"], NOW)

    async def run() -> None:
        async with Sink() as sink:
            there = sink.office(office)
            slow = asyncio.create_task(deliver_due(there, _ForgetfulClock(engine)))
            assert await slow == 0
            assert sink.taken == []

    asyncio.run(run())


def test_it_ends_when_its_time_is_up(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, MANY, NOW)
    ticking = Clock()

    def tick() -> object:
        ticking.pass_(seconds=1)
        return ticking()

    async def run() -> None:
        async with Sink() as sink:
            sent = await deliver_due(sink.office(office), tick, seconds=12)  # type: ignore[arg-type]
            assert 0 < sent < len(MANY)

    asyncio.run(run())
    assert set(states(engine).values()) == {LetterState.SENT, LetterState.QUEUED}


class _ForgetfulClock(Clock):
    """Between the claim and the transmission somebody else takes the lease."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self._engine, self._looks = engine, 0

    def __call__(self) -> object:  # type: ignore[override]
        self._looks += 1
        claimed = rows(self._engine)["an"]
        if claimed.state is LetterState.SENDING and claimed.lease_owner != "other":
            with bookkeeping(self._engine) as session:
                claimed.lease_owner = "other"
                session.add(claimed)
        return self.now


def _hasty(office: Office) -> Office:
    return replace(office, relay=replace(office.relay, timeout=0.3, answer_timeout=0.3))


def _clerk(engine: Engine, agency: Agency) -> Actor:
    with bookkeeping(engine) as session:
        person = session.scalars(select(Person).where(Person.name == "Cường")).one()  # type: ignore[arg-type]
        if not session.scalars(select(Role)).all():
            session.add(Role(agency_id=agency.key, person_id=person.key, kind=RoleKind.CLERK))
    return Actor(agency.key, person.key, Door.WEB)
