"""In which order letters go, how many a minute, what goes with them, and which may be declined."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, event, select, update
from sqlmodel import col

from dondoc.actions.decline import decline
from dondoc.actions.deliver import deliver_due
from dondoc.actions.letters import LARGEST_FILES, Posting, post, post_all
from dondoc.actions.office import Office
from dondoc.mail.links import LinkBroken, decline_token, read_decline_token
from dondoc.mail.message import File, MessageError
from dondoc.model import Agency, Audit, Door, Letter, LetterKind, LetterState, Person
from dondoc.rules.letters import MINUTE, Rates
from dondoc.rules.refusal import Refused
from dondoc.store import outbox, rates
from dondoc.store.transaction import Actor, bookkeeping, reading, writing
from tests.mail.conftest import NOW, Clock
from tests.mail.outbox_of import post_to, rows, states
from tests.mail.samples import LETTERS
from tests.mail.sink import Sink

ICS = File("hạn nộp.ics", "text/calendar; method=PUBLISH", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")


def posting(name: str, kind: LetterKind = LetterKind.REMINDER, **changes: object) -> Posting:
    made = Posting(
        None, (name, f"{name}@x.example"), LETTERS["reminder_due"], kind, f"test:{name}", NOW, NOW + timedelta(days=1)
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def put(office: Office, agency: Agency, *postings: Posting) -> list[int | None]:
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), NOW) as act:
        act.audit("post", "agency", agency.key)
        return post_all(act, office, agency, postings)


def deliver(office: Office, clock: Clock, sink: Sink) -> int:
    async def run() -> int:
        async with sink:
            return await deliver_due(sink.office(office), clock)

    return asyncio.run(run())


def test_a_sign_in_link_goes_before_a_full_queue(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    post_to(office, agency, [f"n{i}" for i in range(50)], NOW - timedelta(hours=1))
    post_to(office, agency, ["now"], NOW, kind=LetterKind.SIGN_IN)
    sink = Sink()
    assert deliver(replace(office, relay=replace(office.relay, connections=1)), clock, sink) == 51
    assert sink.taken[0][0] == "now@x.example"


def test_a_claim_looks_for_urgent_letters_in_an_index_of_their_own(sqlite_engine: Engine) -> None:
    statement = outbox._claim_statement(some_paused=False, urgent=True)
    compiled = statement.compile(sqlite_engine, compile_kwargs={"render_postcompile": True})
    nothing = tuple(None for _ in compiled.positiontup or ())
    with reading(sqlite_engine) as session:
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", nothing).all()
    assert any("ix_letter_urgent" in str(step) for step in steps), steps


def test_a_domain_gets_no_more_than_its_rate(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    slow = replace(office, relay=replace(office.relay, rates={"x.example": 3}))
    post_to(office, agency, [*(f"n{i}" for i in range(8)), "free@y.example"], NOW)
    assert deliver(slow, clock, Sink()) == 4
    assert states(engine)["free@y.example"] is LetterState.SENT
    waiting = [letter for letter in rows(engine).values() if letter.state is LetterState.QUEUED]
    assert sorted(letter.not_before - NOW for letter in waiting) == [MINUTE] * 3 + [2 * MINUTE] * 2
    assert all(letter.attempts == 0 and letter.outcome == outbox.TOO_MANY for letter in waiting)
    clock.pass_(seconds=30)
    assert deliver(slow, clock, Sink()) == 0, "a new run knows what the last one sent"
    clock.pass_(seconds=30)
    assert deliver(slow, clock, Sink()) == 3
    clock.pass_(minutes=1)
    assert deliver(slow, clock, Sink()) == 2


def test_a_rate_holds_across_runs_that_deliver_at_once(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    slow = replace(office, relay=replace(office.relay, rates={"x.example": 5}, connections=2))
    post_to(office, agency, [f"n{i}" for i in range(40)], NOW)
    sink = Sink()

    async def run() -> list[int]:
        async with sink:
            return await asyncio.gather(*(deliver_due(sink.office(slow), clock) for _ in range(4)))

    for sent in (5, 10, 15):
        assert sum(asyncio.run(run())) == 5
        assert len([each for each in states(engine).values() if each is LetterState.SENT]) == sent
        clock.pass_(minutes=1)


def test_a_letter_that_is_sent_while_others_are_counted_is_counted_once(
    engine: Engine, office: Office, agency: Agency
) -> None:
    post_to(office, agency, ["an"], NOW)
    with bookkeeping(engine) as session:
        (due,) = outbox.claim(session, NOW, "another run", 10)

    done: list[bool] = []

    def send_now(*_: object) -> None:
        if done:
            return
        done.append(True)
        with bookkeeping(engine) as other:
            sent = update(Letter).where(col(Letter.id) == due.id).values(state=LetterState.SENT, sent_at=NOW)
            other.connection().execute(sent)

    with reading(engine) as session:
        session.connection()
        event.listen(engine, "after_cursor_execute", send_now)
        counted = rates.taken(session, NOW - MINUTE, NOW)
    event.remove(engine, "after_cursor_execute", send_now)
    assert done
    assert [each.letter_id for each in counted] == [due.id]


def test_rates_hold_for_each_domain_by_itself() -> None:
    limits = Rates({"a.vn": 1, "*": 2}, [("a.vn", NOW - timedelta(seconds=20))])
    assert limits.slot("a.vn", NOW) == NOW + timedelta(seconds=40)
    assert [limits.slot("b.vn", NOW) - NOW for _ in range(5)] == [0 * MINUTE, 0 * MINUTE, MINUTE, MINUTE, 2 * MINUTE]
    assert limits.slot("c.vn", NOW) == NOW
    assert [Rates({}).slot("a.vn", NOW) for _ in range(3)] == [NOW] * 3


def test_many_are_posted_at_once_and_each_once(engine: Engine, office: Office, agency: Agency) -> None:
    first = put(office, agency, posting("an"), posting("bo"), posting("an", to=("x", "second@x.example")))
    assert first[0] and first[1] and first[2] is None
    again = put(office, agency, posting("bo"), posting("cu"))
    assert again[0] is None and again[1]
    assert {name: letter.to_address for name, letter in rows(engine).items()} == {
        name: f"{name}@x.example" for name in ("an", "bo", "cu")
    }
    assert put(office, agency) == []


def test_a_letter_carries_files_made_for_it(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    put(office, agency, posting("an", files=(ICS, File("b.txt", "text/plain", b"x"))), posting("bo"))
    put(office, agency, posting("an", files=(ICS,)))
    sink = Sink()
    assert deliver(office, clock, sink) == 2
    files = {
        letter["To"].addresses[0].username: [
            (part.get_filename(), part["Content-Type"].replace('"', ""), part.get_payload(decode=True))
            for part in letter.iter_attachments()
        ]
        for letter in sink.letters()
    }
    assert files == {
        "an": [(ICS.name, ICS.media_type, ICS.content), ("b.txt", "text/plain", b"x")],
        "bo": [],
    }


@pytest.mark.parametrize(
    "file",
    [
        File("a\nb", "text/plain", b""),
        File("a", "text/plain\r\nBcc: x", b""),
        File("a", "x", b"1" * (LARGEST_FILES + 1)),
    ],
)
def test_a_file_that_cannot_go_is_refused_before_anything_is_stored(
    engine: Engine, office: Office, agency: Agency, file: File
) -> None:
    with pytest.raises(MessageError):
        put(office, agency, posting("an", files=(file,)))
    assert rows(engine) == {}


def receipt(office: Office, agency: Agency, person: Person, key: str, kind: LetterKind = LetterKind.RECEIPT) -> bool:
    with writing(office.engine, Actor(agency.key, None, Door.FLOW), NOW) as act:
        act.audit("post", "agency", agency.key)
        to = (person.name, person.email)
        life = (NOW, NOW + timedelta(days=1))
        return post(act, office, agency, person, to, LETTERS["receipt"], kind, key, *life) is not None


def test_only_letters_that_may_be_declined_say_how(
    engine: Engine, office: Office, agency: Agency, clock: Clock
) -> None:
    person = _person(engine)
    receipt(office, agency, person, "one")
    receipt(office, agency, person, "two", LetterKind.REMINDER)
    sink = Sink()
    deliver(replace(office, address="https://x.example"), clock, sink)
    headers = [letter["List-Unsubscribe"] for letter in sink.letters()]
    posts = [letter["List-Unsubscribe-Post"] for letter in sink.letters()]
    assert sorted(map(str, posts)) == ["List-Unsubscribe=One-Click", "None"], "RFC 8058, and never for a duty"
    [link] = [header for header in headers if header]
    token = link.strip("<>").rpartition("/")[2]
    assert read_decline_token(office.secret, token) == (person.key, LetterKind.RECEIPT)


def test_a_declined_kind_is_not_written_until_it_is_wanted_again(
    engine: Engine, office: Office, agency: Agency
) -> None:
    an, binh = _person(engine), _person(engine, "Bình")
    for _ in range(2):
        decline(office, an.key, LetterKind.RECEIPT, True, NOW)
    assert not receipt(office, agency, an, "one")
    assert receipt(office, agency, binh, "two"), "nobody else's"
    assert receipt(office, agency, an, "three", LetterKind.REMINDER), "a duty is written all the same"
    decline(office, an.key, LetterKind.RECEIPT, False, NOW)
    assert receipt(office, agency, an, "four")
    with reading(engine) as session:
        acts = [line.act for line in session.scalars(select(Audit)) if line.noun == "person"]
    assert acts == ["decline", "want_again"]


def test_a_duty_cannot_be_declined(engine: Engine, office: Office, agency: Agency) -> None:
    for person_id, kind in ((_person(engine).key, LetterKind.REMINDER), (999, LetterKind.RECEIPT)):
        with pytest.raises(Refused):
            decline(office, person_id, kind, True, NOW)


def test_a_link_to_decline_is_ours_and_for_that_alone() -> None:
    token = decline_token("secret", 3, LetterKind.RECEIPT)
    for wrong in (token[:-2], f"4{token[1:]}", "", "x.y", token.replace("receipt", "watch")):
        with pytest.raises(LinkBroken):
            read_decline_token("secret", wrong)
    with pytest.raises(LinkBroken):
        read_decline_token("other", token)


def test_what_was_sent_is_found_by_its_instant(engine: Engine, office: Office, agency: Agency, clock: Clock) -> None:
    [sent] = post_to(office, agency, ["an"], NOW)
    deliver(office, clock, Sink())
    with bookkeeping(engine) as session:
        assert rates.taken(session, NOW - MINUTE, NOW) == [(sent, "x.example", NOW)]
        assert rates.taken(session, NOW, NOW) == []


def _person(engine: Engine, name: str = "An") -> Person:
    with reading(engine) as session:
        return session.scalars(select(Person).where(Person.name == name)).one()  # type: ignore[arg-type]
