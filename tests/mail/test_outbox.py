from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import Engine, text
from sqlmodel import Session

from dondoc.actions.letters import root
from dondoc.actions.office import Office
from dondoc.mail.relay import Relay
from dondoc.model import Agency, LetterKind, LetterState
from dondoc.store import outbox
from dondoc.store.transaction import bookkeeping, reading
from tests.mail.conftest import NOW
from tests.mail.outbox_of import post_to, rows, states

LATER = NOW + timedelta(minutes=6)
MANY = [f"n{i}" for i in range(90)]


def claim(engine: Engine, owner: str, now: object = NOW, limit: int = 200) -> list[str]:
    with bookkeeping(engine) as session:
        return [due.to_address.partition("@")[0] for due in outbox.claim(session, now, owner, limit)]  # type: ignore[arg-type]


def _driver(session: Session) -> tuple[outbox.Cursor, str]:
    return session.connection().connection.cursor(), session.get_bind().dialect.name  # type: ignore[return-value]


def begin(engine: Engine, owner: str, *ids: int) -> set[int]:
    with bookkeeping(engine) as session:
        return outbox.mark_begun(*_driver(session), owner, ids, NOW)


def test_a_letter_is_posted_once_however_often_its_cause_is_looked_at(
    engine: Engine, office: Office, agency: Agency
) -> None:
    assert len(post_to(office, agency, ["an", "bo"], NOW)) == 2
    assert post_to(office, agency, ["an", "bo"], NOW) == []
    assert set(states(engine).values()) == {LetterState.QUEUED}


def test_two_who_post_the_same_letters_at_once_post_each_once(engine: Engine, office: Office, agency: Agency) -> None:
    with ThreadPoolExecutor(2) as threads:
        both = list(threads.map(lambda _: post_to(office, agency, MANY[:40], NOW), range(2)))
    assert sum(map(len, both)) == 40


def test_a_posted_letter_can_be_changed_in_the_same_transaction(engine: Engine, office: Office, agency: Agency) -> None:
    with bookkeeping(engine) as session:
        [letter_id] = post_to_in(session, office, agency)
        assert letter_id
    assert rows(engine)["an"].to_name == "Trần Thị Bình"


def test_claim_takes_the_longest_waiting_first_and_no_more_than_its_limit(
    engine: Engine, office: Office, agency: Agency
) -> None:
    post_to(office, agency, ["late"], NOW)
    post_to(office, agency, ["early"], NOW - timedelta(hours=1))
    post_to(office, agency, ["future"], NOW + timedelta(hours=1))
    assert claim(engine, "a", limit=1) == ["early"]
    assert claim(engine, "b") == ["late"]
    assert claim(engine, "c") == []


def test_two_claims_at_once_never_share_a_letter(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, MANY, NOW)

    def take(owner: str) -> list[str]:
        taken: list[str] = []
        while batch := claim(engine, owner, limit=10):
            taken += batch
        return taken

    with ThreadPoolExecutor(3) as threads:
        taken = [name for batch in threads.map(take, "abc") for name in batch]
    assert sorted(taken) == sorted(MANY)


def test_a_claim_never_exceeds_its_limit(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, MANY, NOW)
    assert len(claim(engine, "a", limit=7)) == 7


def test_a_lease_that_ended_before_the_transmission_gives_the_letter_to_the_next(
    engine: Engine, office: Office, agency: Agency
) -> None:
    [letter_id] = post_to(office, agency, ["an"], NOW)
    assert claim(engine, "a") == ["an"]
    assert claim(engine, "b", NOW + timedelta(minutes=4)) == []
    assert claim(engine, "b", LATER) == ["an"]
    assert rows(engine)["an"].attempts == 0
    assert begin(engine, "a", letter_id) == set(), "its first owner must not send it any more"
    assert begin(engine, "b", letter_id) == {letter_id}
    assert begin(engine, "b", letter_id) == set(), "nor the second one twice"


def test_cut_off_in_transmission_a_reminder_is_taken_again_and_a_dispatch_is_in_doubt(
    engine: Engine, office: Office, agency: Agency
) -> None:
    ids = post_to(office, agency, ["reminder"], NOW) + post_to(office, agency, ["paper"], NOW, LetterKind.DISPATCH)
    identity = rows(engine)["reminder"].message_id
    claim(engine, "a")
    begin(engine, "a", *ids)
    assert claim(engine, "b", LATER) == ["reminder"]
    again, doubtful = rows(engine)["reminder"], rows(engine)["paper"]
    assert (again.attempts, again.begun_at, again.message_id) == (1, None, identity)
    assert (doubtful.state, doubtful.begun_at, doubtful.attempts) == (LetterState.IN_DOUBT, NOW, 1)
    assert doubtful.outcome
    assert claim(engine, "c", NOW + timedelta(days=2)) == ["reminder"]


def test_an_answer_that_comes_late_still_counts(engine: Engine, office: Office, agency: Agency) -> None:
    [letter_id] = post_to(office, agency, ["paper"], NOW, LetterKind.DISPATCH)
    claim(engine, "a")
    begin(engine, "a", letter_id)
    claim(engine, "b", LATER)
    with bookkeeping(engine) as session:
        outbox.mark(*_driver(session), "a", [outbox.Mark(letter_id, LetterState.SENT, "250", 1, sent_at=LATER)], LATER)
    assert states(engine) == {"paper": LetterState.SENT}


def test_a_stranger_marks_nothing(engine: Engine, office: Office, agency: Agency) -> None:
    [letter_id] = post_to(office, agency, ["an"], NOW)
    claim(engine, "a")
    with bookkeeping(engine) as session:
        outbox.mark(*_driver(session), "b", [outbox.Mark(letter_id, LetterState.FAILED, "550", 1)], NOW)
    assert states(engine) == {"an": LetterState.SENDING}


def test_letters_past_their_time_expire_and_hide_nobody_behind_them(
    engine: Engine, office: Office, agency: Agency
) -> None:
    post_to(office, agency, ["old1", "old2", "old3"], NOW - timedelta(days=4), kind=LetterKind.RECEIPT)
    post_to(office, agency, ["new"], NOW)
    assert claim(engine, "a", limit=2) == ["new"]
    found = states(engine)
    assert found == dict.fromkeys(("old1", "old2", "old3"), LetterState.EXPIRED) | {"new": LetterState.SENDING}
    assert rows(engine)["old1"].outcome


def test_a_reminder_past_its_time_is_held_for_a_yes(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, ["old"], NOW - timedelta(days=4))
    assert claim(engine, "a") == claim(engine, "b") == []
    assert states(engine) == {"old": LetterState.HELD}
    assert "chờ đồng ý" in rows(engine)["old"].outcome


def test_released_letters_are_free_at_once_but_not_those_begun(engine: Engine, office: Office, agency: Agency) -> None:
    ids = post_to(office, agency, ["begun", "waiting"], NOW)
    claim(engine, "a")
    begin(engine, "a", ids[0])
    with bookkeeping(engine) as session:
        assert outbox.release(session, "b") == 0
        assert outbox.release(session, "a") == 1
    assert claim(engine, "b") == ["waiting"]


def test_counts_say_what_waits_and_what_became_of_the_rest(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, ["old"], NOW - timedelta(days=4), kind=LetterKind.RECEIPT)
    post_to(office, agency, ["now"], NOW)
    post_to(office, agency, ["future"], NOW + timedelta(hours=1))
    claim(engine, "a")
    with reading(engine) as session:
        counts = outbox.counts(session, agency.key)
    assert {state: n for state, n in counts.items() if n} == {
        LetterState.QUEUED: 1, LetterState.SENDING: 1, LetterState.EXPIRED: 1,
    }  # fmt: skip
    assert set(counts) == set(LetterState)


def test_the_claim_looks_only_at_open_letters(sqlite_engine: Engine) -> None:
    compiled = outbox._claim_statement(some_paused=False, urgent=False).compile(
        sqlite_engine, compile_kwargs={"render_postcompile": True}
    )
    with reading(sqlite_engine) as session:
        nothing = dict.fromkeys(range(len(compiled.positiontup or ())), None)
        steps = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", tuple(nothing.values())).all()
    assert any("ix_letter_due" in str(step) for step in steps), steps


def test_all_letters_of_a_thread_have_one_root(agency: Agency) -> None:
    assert root(agency, "assignment", 17) == root(agency, "assignment", 17)
    assert root(agency, "assignment", 17) != root(agency, "report", 17)
    assert root(agency, "assignment", 17).endswith("@skhcn.example.vn>")


def post_to_in(session: object, office: Office, agency: Agency) -> list[int]:
    """A letter posted, flushed and changed inside one open transaction."""
    from dondoc.actions.letters import post
    from dondoc.model import Door
    from dondoc.store.transaction import Actor, Writing
    from tests.mail.samples import LETTERS

    act = Writing(session, Actor(agency.key, None, Door.FLOW), NOW)  # type: ignore[arg-type]
    letter = post(
        act, office, agency, None, ("An", "an@x.example"), LETTERS["sign_in"], LetterKind.SIGN_IN, "test:an", NOW, LATER
    )
    assert letter is not None
    letter.to_name = "Trần Thị Bình"
    act.session.flush()
    return [letter.key]


def test_text_columns_of_letters_keep_every_character(engine: Engine, office: Office, agency: Agency) -> None:
    post_to(office, agency, ["an"], NOW)
    with reading(engine) as session:
        subject = session.execute(text("SELECT subject FROM letter")).scalar_one()
    assert "cải cách tư pháp quý I năm 2024 – Phòng" in subject


def test_a_lease_outlives_the_longest_wait_for_an_answer() -> None:
    assert timedelta(seconds=2 * Relay("x").answer_timeout) < outbox.LEASE
