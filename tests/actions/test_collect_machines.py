"""Bounces and automatic answers: an address is marked, a substitute proposed, and nothing is a report."""

from datetime import timedelta

import pytest

from dondoc.actions import away
from dondoc.mail.links import BOUNCE, REPLY
from dondoc.model import (
    Absence,
    AwayNotice,
    Letter,
    LetterKind,
    LetterState,
    Proposal,
)
from dondoc.rules.refusal import Refused
from dondoc.rules.replies import Reception
from dondoc.store.transaction import bookkeeping
from tests.actions.mailbox import NOW, every, letter_to, receive, reply, told
from tests.cast import ADDRESSES, Cast, day

BOUNCED = """--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 no such user
--b--
"""


def bounce(
    cast: Cast, recipient: str = "", action: str = "failed", status: str = "5.1.1", purpose: str = BOUNCE
) -> bytes:
    body = BOUNCED.format(recipient=recipient or ADDRESSES["officer"], action=action, status=status)
    kind = "multipart/report; report-type=delivery-status; boundary=b"
    return reply(
        cast, body.replace("\n", "\r\n"), sender="mailer-daemon@mx.example", purpose=purpose, Content_Type=kind
    )


def sent(cast: Cast) -> None:
    with bookkeeping(cast.office.engine) as session:
        letter = session.get_one(Letter, letter_to(cast, "officer").key)
        letter.state, letter.sent_at = LetterState.SENT, NOW - timedelta(hours=1)
        session.add(letter)


def test_a_bounce_marks_the_address_and_tells_who_can_mend_it(mailing: Cast) -> None:
    sent(mailing)
    assert receive(mailing, bounce(mailing)).verdict == Reception.BOUNCED
    assert mailing.person("officer").address_failed_at == NOW
    assert told(mailing, LetterKind.BOUNCED) == sorted([ADDRESSES["administrator"], ADDRESSES["head"]])
    letter = letter_to(mailing, "officer")
    assert letter.state is LetterState.FAILED and "bị trả về: 5.1.1" in letter.outcome


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({"action": "delayed", "status": "4.4.1"}, Reception.DELAYED),
        ({"recipient": "khac@mau.example"}, Reception.AUTOMATIC),
        ({"purpose": REPLY}, Reception.NO_TOKEN),
    ],
)
def test_a_delay_or_a_forged_report_marks_nothing(mailing: Cast, changes: dict[str, str], verdict: Reception) -> None:
    sent(mailing)
    assert receive(mailing, bounce(mailing, **changes)).verdict == verdict
    assert mailing.person("officer").address_failed_at is None
    assert letter_to(mailing, "officer").state is LetterState.SENT


def test_a_servers_policy_is_no_fault_of_the_address(mailing: Cast) -> None:
    sent(mailing)
    receive(mailing, bounce(mailing, status="5.7.1"))
    assert mailing.person("officer").address_failed_at is None


def test_an_out_of_office_proposes_a_substitute_and_an_administrator_decides(mailing: Cast) -> None:
    said = "Tôi nghỉ phép đến hết ngày 12/03/2024."
    assert receive(mailing, reply(mailing, said, Auto_Submitted="auto-replied")).verdict == Reception.AWAY
    [notice] = every(mailing, AwayNotice)
    assert (notice.person_id, notice.until) == (mailing.officer.person_id, day("2024-03-12"))
    assert told(mailing, LetterKind.AWAY) == [ADDRESSES["administrator"]]
    assert every(mailing, Absence) == [], "nobody stands in until somebody has decided"
    head = mailing.person("head").key
    days = day("2024-03-05"), day("2024-03-12")
    for actor in (mailing.officer, mailing.outsider, mailing.clerk):
        with pytest.raises(Refused):
            away.decide(mailing.office, actor, notice.key, head, *days, NOW)
    for wrong in (mailing.officer.person_id, mailing.outsider.person_id, 999):
        with pytest.raises(Refused):
            away.decide(mailing.office, mailing.administrator, notice.key, wrong, *days, NOW)
    away.decide(mailing.office, mailing.administrator, notice.key, head, *days, NOW)
    [absence] = every(mailing, Absence)
    assert (absence.person_id, absence.substitute_id) == (mailing.officer.person_id, head)
    with pytest.raises(Refused):
        away.decide(mailing.office, mailing.administrator, notice.key, head, *days, NOW)


def test_a_second_out_of_office_of_the_same_days_says_nothing_new(mailing: Cast) -> None:
    receive(mailing, reply(mailing, "Tôi nghỉ phép.", Auto_Submitted="auto-replied"))
    receive(mailing, reply(mailing, "Tôi đang nghỉ phép!", Auto_Submitted="auto-replied"))
    assert len(every(mailing, AwayNotice)) == 1


def test_a_machines_answer_is_never_a_report(mailing: Cast) -> None:
    row = receive(mailing, reply(mailing, "Không phát sinh.", Auto_Submitted="auto-replied"))
    assert row.verdict == Reception.AUTOMATIC
    assert every(mailing, Proposal) == every(mailing, AwayNotice) == []
