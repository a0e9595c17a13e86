"""A letter that was held as it came in: an administrator says what it is, once, and the usual follows."""

import pytest
from sqlmodel import select

from dondoc.actions import held_in, proposal
from dondoc.actions.watch import findings
from dondoc.model import (
    Audit,
    AwayNotice,
    Incoming,
    IncomingAct,
    IncomingDecision,
    IncomingFile,
    LetterKind,
    Proposal,
)
from dondoc.rules.refusal import Refused
from dondoc.rules.replies import Reception
from dondoc.store.transaction import reading
from tests.actions.mailbox import NOW, SAID, every, mailing, receive, reply, told
from tests.cast import ADDRESSES, Cast, assignment_of, first_round

__all__ = ["mailing"]
WITH_FILE = (
    f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SAID}\r\n--b\r\nContent-Type: application/octet-stream; "
    'name="a.pdf"\r\nContent-Disposition: attachment\r\n\r\n%PDF-1.7\r\n--b--'
)


def held(cast: Cast, text: str = SAID, **headers: str) -> Incoming:
    """A letter whose sender no server of ours vouches for."""
    row = receive(cast, reply(cast, text, vouched=False, **headers))
    assert row.verdict == Reception.UNPROVEN
    return row


def mine(cast: Cast) -> int:
    return assignment_of(cast, first_round(cast)).key


def test_it_becomes_a_proposal_that_only_the_units_own_person_confirms(mailing: Cast) -> None:
    row = held(mailing, WITH_FILE, Content_Type="multipart/mixed; boundary=b")
    person = held_in.take(mailing.office, mailing.administrator, row.key, mine(mailing), NOW)
    assert person.email == ADDRESSES["officer"]
    [made] = every(mailing, Proposal)
    assert (made.text, made.assignment_id, made.person_id) == (SAID, mine(mailing), person.key)
    assert made.confirmed_at is None and told(mailing, LetterKind.READ_BACK) == [ADDRESSES["officer"]]
    [file] = every(mailing, IncomingFile)
    assert (file.filename, file.content) == ("a.pdf", b"%PDF-1.7")
    [decision] = every(mailing, IncomingDecision)
    assert (decision.act, decision.decided_by) == (IncomingAct.PROPOSED, mailing.administrator.person_id)
    proposal.mend(mailing.office, made.key, NOW)
    with reading(mailing.office.engine) as session:
        known = proposal.seen(session, made.key)
        assert known and known.draft and known.proposal.mended_at == NOW
        assert session.exec(select(Audit).where(Audit.act == "decide_incoming")).one().detail["kind"] == "proposed"


def test_a_strangers_letter_is_read_back_to_the_address_we_know_and_never_to_theirs(mailing: Cast) -> None:
    row = receive(mailing, reply(mailing, sender="ai-do@la.example", answers="officer"))
    assert row.verdict == Reception.WRONG_PERSON
    person = held_in.take(mailing.office, mailing.administrator, row.key, mine(mailing), NOW)
    assert person.email == ADDRESSES["officer"]
    assert told(mailing, LetterKind.READ_BACK) == [ADDRESSES["officer"]]


def test_it_marks_an_address_or_proposes_a_substitute(mailing: Cast) -> None:
    officer = mailing.person("officer").key
    held_in.mark_bounced(mailing.office, mailing.administrator, held(mailing, "Địa chỉ hỏng").key, officer, NOW)
    assert mailing.person("officer").address_failed_at == NOW
    assert told(mailing, LetterKind.BOUNCED)
    notice = held_in.mark_absent(
        mailing.office, mailing.administrator, held(mailing, "Nghỉ đến 20/03/2024").key, officer, NOW
    )
    [row] = every(mailing, AwayNotice)
    assert (row.key, row.person_id, str(row.until)) == (notice, officer, "2024-03-20")


def test_it_is_dismissed_with_a_reason_and_decided_only_once(mailing: Cast) -> None:
    row = held(mailing)
    with pytest.raises(Refused, match="dismiss_reason_missing"):
        held_in.dismiss(mailing.office, mailing.administrator, row.key, "", NOW)
    with reading(mailing.office.engine) as session:
        assert any("được giữ lại" in each for each in findings(session, mailing.agency, NOW))
    held_in.dismiss(mailing.office, mailing.administrator, row.key, "Thư quảng cáo", NOW)
    with reading(mailing.office.engine) as session:
        assert not any("được giữ lại" in each for each in findings(session, mailing.agency, NOW))
    for again in (
        lambda: held_in.dismiss(mailing.office, mailing.administrator, row.key, "lần nữa", NOW),
        lambda: held_in.take(mailing.office, mailing.administrator, row.key, mine(mailing), NOW),
    ):
        with pytest.raises(Refused, match="already_decided"):
            again()
    assert not every(mailing, Proposal)


def test_what_cannot_be_taken_is_refused_in_words_and_changes_nothing(mailing: Cast) -> None:
    row, empty = held(mailing), held(mailing, "> chỉ trích dẫn")
    for incoming_id, assignment, key in (
        (row.key, 0, "assignment_missing"),
        (row.key, 99_999, "assignment_missing"),
        (empty.key, mine(mailing), "letter_says_nothing"),
        (99_999, mine(mailing), "not_found"),
    ):
        with pytest.raises(Refused, match=key):
            held_in.take(mailing.office, mailing.administrator, incoming_id, assignment, NOW)
    outside = mailing.person("outsider").key
    with pytest.raises(Refused, match="person_missing"):
        held_in.mark_bounced(mailing.office, mailing.administrator, row.key, outside, NOW)
    assert not every(mailing, IncomingDecision) and not every(mailing, Proposal)


def test_a_letter_that_was_understood_waits_for_nobody(mailing: Cast) -> None:
    row = receive(mailing, reply(mailing))
    with pytest.raises(Refused, match="not_found"):
        held_in.dismiss(mailing.office, mailing.administrator, row.key, "vì", NOW)


@pytest.mark.parametrize("part", ["officer", "lead_head", "director", "clerk", "outsider"])
def test_nobody_but_an_administrator_of_the_agency_decides(mailing: Cast, part: str) -> None:
    row = held(mailing)
    actor = getattr(mailing, part)
    for act in (
        lambda: held_in.take(mailing.office, actor, row.key, mine(mailing), NOW),
        lambda: held_in.dismiss(mailing.office, actor, row.key, "vì", NOW),
        lambda: held_in.mark_absent(mailing.office, actor, row.key, mailing.person("officer").key, NOW),
        lambda: held_in.mark_bounced(mailing.office, actor, row.key, mailing.person("officer").key, NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert not every(mailing, IncomingDecision)
