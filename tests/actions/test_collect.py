"""Letters that come in: a reply becomes a proposal, a bounce marks the address, a machine's answer is no report."""

import pytest
from sqlmodel import select

from dondoc.actions import proposal
from dondoc.actions.collect import collect_due, keep
from dondoc.actions.office import Office
from dondoc.mail.fetch import LARGEST, Fetched
from dondoc.mail.links import BOUNCE, REPLY, proposal_token, read_proposal_token, reply_address
from dondoc.model import (
    Agency,
    Audit,
    Door,
    FlowName,
    Incoming,
    IncomingFile,
    Letter,
    LetterKind,
    Person,
    Proposal,
    Submission,
)
from dondoc.rules.refusal import Refused
from dondoc.rules.replies import Reception
from dondoc.store.due import due_flows
from dondoc.store.transaction import bookkeeping, reading
from tests.actions.mailbox import NOW, PATTERN, SAID, every, receive, reply, told
from tests.cast import ADDRESSES, Q1_OPENS, Cast, first_round, submit


def test_a_reply_becomes_a_proposal_that_its_sender_reads_back(mailing: Cast) -> None:
    row = receive(mailing, reply(mailing, f"{SAID}\r\n\r\nVào ngày 04/03/2024, Sở đã viết:\r\n> Kính gửi"))
    assert row.verdict == Reception.PROPOSED
    [made] = every(mailing, Proposal)
    assert (made.text, made.nothing_to_report, made.person_id) == (SAID, False, mailing.officer.person_id)
    assert told(mailing, LetterKind.READ_BACK) == [ADDRESSES["officer"]]
    assert every(mailing, Submission) == [], "nothing counts before it is confirmed"


def test_the_raw_letter_is_kept_before_anybody_looks_into_it(mailing: Cast) -> None:
    raw = reply(mailing)
    keep(mailing.office, Fetched(raw, len(raw)), NOW)
    [row] = every(mailing, Incoming)
    assert (row.raw, row.judged_at) == (raw, None)
    with reading(mailing.office.engine) as session:
        assert FlowName.COLLECT in due_flows(session, NOW)
    collect_due(mailing.office, NOW)
    with reading(mailing.office.engine) as session:
        assert FlowName.COLLECT not in due_flows(session, NOW)


def test_the_same_letter_twice_has_one_effect(mailing: Cast) -> None:
    raw = reply(mailing)
    receive(mailing, raw)
    receive(mailing, b"Received: again\r\n" + raw)
    assert collect_due(mailing.office, NOW) == 0
    assert len(every(mailing, Incoming)) == len(every(mailing, Proposal)) == 1
    with reading(mailing.office.engine) as session:
        assert len(session.exec(select(Audit).where(Audit.act == "collect")).all()) == 1


@pytest.mark.parametrize(
    ("changes", "verdict", "hears"),
    [
        ({"vouched": False}, Reception.UNPROVEN, ["officer"]),
        ({"sender": "outsider"}, Reception.WRONG_PERSON, []),
        ({"sender": "lead_officer"}, Reception.WRONG_PERSON, []),
        ({"sender": "la@khac.example"}, Reception.WRONG_PERSON, []),
        ({"answers": "lead_officer"}, Reception.WRONG_PERSON, []),
        ({"to": "baocao@quangtri.example"}, Reception.NO_TOKEN, []),
        ({"to": "baocao+r1-aaaaaaaaaaaaaaaa@quangtri.example"}, Reception.NO_TOKEN, []),
        ({"purpose": BOUNCE}, Reception.NO_TOKEN, []),
        ({"text": "> Kính gửi"}, Reception.EMPTY, ["officer"]),
        ({"Auto_Submitted": "auto-replied"}, Reception.AUTOMATIC, []),
        ({"From": "a@mau.example, b@mau.example"}, Reception.WRONG_PERSON, []),
    ],
)  # fmt: skip
def test_a_token_alone_proposes_nothing(
    mailing: Cast, changes: dict[str, object], verdict: Reception, hears: list[str]
) -> None:
    row = receive(mailing, reply(mailing, **changes))  # type: ignore[arg-type]
    assert row.verdict == verdict
    assert every(mailing, Proposal) == []
    assert told(mailing, LetterKind.NOT_TAKEN) == [ADDRESSES[part] for part in hears]
    assert told(mailing, LetterKind.READ_BACK) == []


def test_a_colleague_of_the_unit_may_answer_for_it(mailing: Cast) -> None:
    assert receive(mailing, reply(mailing, sender="head")).verdict == Reception.PROPOSED
    assert told(mailing, LetterKind.READ_BACK) == [ADDRESSES["head"]]


def test_an_agency_that_takes_no_replies_says_so(mailing: Cast) -> None:
    with bookkeeping(mailing.office.engine) as session:
        agency = session.get_one(Agency, mailing.agency_id)
        agency.replies = {}
        session.add(agency)
    assert receive(mailing, reply(mailing)).verdict == Reception.NOT_ACCEPTED
    assert told(mailing, LetterKind.NOT_TAKEN) == [ADDRESSES["officer"]]


def test_a_reply_to_a_closed_round_is_answered(mailing: Cast) -> None:
    from dondoc.model import Assignment

    with bookkeeping(mailing.office.engine) as session:
        for assignment in session.exec(select(Assignment)):
            assignment.closed_at = NOW
            session.add(assignment)
    assert receive(mailing, reply(mailing)).verdict == Reception.CLOSED
    assert told(mailing, LetterKind.NOT_TAKEN) == [ADDRESSES["officer"]]


def test_of_a_letter_of_40_mb_only_the_head_is_kept_and_its_sender_hears(mailing: Cast) -> None:
    head = reply(mailing, "").partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
    row = receive(mailing, head, size=40 * 1024 * 1024)
    assert (row.verdict, row.size > LARGEST, len(row.raw)) == (Reception.TOO_BIG, True, len(head))
    assert told(mailing, LetterKind.NOT_TAKEN) == [ADDRESSES["officer"]]


def test_files_are_guarded_and_the_read_back_names_them(mailing: Cast) -> None:
    boundary = 'Content-Type: application/octet-stream; name="{}"\r\nContent-Disposition: attachment\r\n\r\n{}\r\n--b'
    body = (
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SAID}\r\n--b\r\n"
        + boundary.format("a.pdf", "%PDF-1.7") + "\r\n" + boundary.format("b.exe", "MZ") + "--"
    )  # fmt: skip
    raw = reply(mailing, body, Content_Type="multipart/mixed; boundary=b")
    assert receive(mailing, raw).verdict == Reception.PROPOSED
    files = {file.filename: (file.content is not None, file.refused) for file in every(mailing, IncomingFile)}
    assert files == {"a.pdf": (True, ""), "b.exe": (False, "kind")}
    with reading(mailing.office.engine) as session:
        [letter] = session.exec(select(Letter).where(Letter.kind == LetterKind.READ_BACK))
    assert "a.pdf" in letter.text and "b.exe: loại tệp" in letter.text


def test_nothing_to_report_by_reply_is_confirmed_with_one_click(mailing: Cast) -> None:
    receive(mailing, reply(mailing, "Không phát sinh."))
    [made] = every(mailing, Proposal)
    assert read_proposal_token("test-secret", proposal_token("test-secret", made.key)) == made.key
    proposal.confirm(mailing.office, made.key, NOW)
    [version] = every(mailing, Submission)
    assert (version.nothing_to_report, version.door, version.submitted_at) == (True, Door.REPLY, NOW)
    with pytest.raises(Refused):
        proposal.confirm(mailing.office, made.key, NOW)


def test_what_lacks_figures_is_taken_into_the_form_and_loses_nothing(mailing: Cast) -> None:
    receive(mailing, reply(mailing))
    [made] = every(mailing, Proposal)
    with pytest.raises(Refused) as refused:
        proposal.confirm(mailing.office, made.key, NOW)
    assert refused.value.key == "figure_missing"
    assert every(mailing, Submission) == []
    proposal.mend(mailing.office, made.key, NOW)
    [draft] = every(mailing, Submission)
    assert (draft.submitted_at, draft.door) == (None, Door.REPLY)


def test_a_draft_under_way_is_kept_and_the_reply_is_put_behind_it(mailing: Cast) -> None:
    from dondoc.actions.submit import save_draft
    from dondoc.model import Answer, AnswerSection
    from dondoc.rules.submit import Content
    from dondoc.store.rounds import items_of_round, round_facts
    from tests.cast import assignment_of

    period = first_round(mailing)
    with reading(mailing.office.engine) as session:
        facts = round_facts(session, period.key, mailing.agency_id)
        assert facts
        first = items_of_round(session, facts.obligation)[0].key
    typed = Content(False, {(first, AnswerSection.RESULT): "Đã gõ trước."})
    save_draft(mailing.office, mailing.officer, assignment_of(mailing, period).key, typed, NOW)
    receive(mailing, reply(mailing))
    [made] = every(mailing, Proposal)
    with pytest.raises(Refused) as refused:
        proposal.confirm(mailing.office, made.key, NOW)
    assert refused.value.key == "draft_exists"
    proposal.mend(mailing.office, made.key, NOW)
    [answer] = every(mailing, Answer)
    assert answer.text == f"Đã gõ trước.\n\n{SAID}"


def test_a_letter_that_cannot_be_judged_is_held_and_stops_nobody(
    mailing: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dondoc.actions import collect

    real = collect.act_on

    def breaks(act: object, office: Office, found: collect.Found) -> Reception:
        if "hỏng" in found.mail.text:
            raise RuntimeError("broken")
        return real(act, office, found)  # type: ignore[arg-type]

    monkeypatch.setattr(collect, "act_on", breaks)
    for text in ("hỏng", SAID):
        raw = reply(mailing, text)
        keep(mailing.office, Fetched(raw, len(raw)), NOW)
    assert collect_due(mailing.office, NOW) == 2
    assert [row.verdict for row in every(mailing, Incoming)] == [Reception.UNREADABLE, Reception.PROPOSED]


def test_an_answered_unit_that_is_accepted_hears_that_it_is_too_late(mailing: Cast) -> None:
    from dondoc.actions import review

    version = submit(mailing, first_round(mailing), "qlkh", NOW)
    review.accept(mailing.office, mailing.lead_officer, version.key, NOW)
    assert receive(mailing, reply(mailing)).verdict == Reception.CLOSED


def test_a_letter_names_the_address_to_reply_to_and_the_one_bounces_go_to(mailing: Cast) -> None:
    from dondoc.actions.letters import seal
    from dondoc.mail.relay import Envelope
    from dondoc.store import outbox

    with bookkeeping(mailing.office.engine) as session:
        claimed = outbox.claim(session, Q1_OPENS, "test")
        senders = outbox.senders(session, {due.agency_id for due in claimed})
    due = next(each for each in claimed if each.kind is LetterKind.REMINDER)
    sealed = seal(mailing.office, senders[due.agency_id], due, ("t", "h"), (), Q1_OPENS)
    assert isinstance(sealed, Envelope)
    assert sealed.sender == reply_address(PATTERN, mailing.office.secret, BOUNCE, due.id)
    assert f"Reply-To: {reply_address(PATTERN, mailing.office.secret, REPLY, due.id)}".encode() in sealed.content
    assert isinstance(mailing.person("officer"), Person)
