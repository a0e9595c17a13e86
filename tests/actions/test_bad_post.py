"""Bad input by mail, from end to end: each has its answer, its line, and keeps nobody else's letter."""

import asyncio
import io
import zipfile
from base64 import b64encode
from dataclasses import replace

import pytest
from sqlmodel import select

from dondoc.actions.deliver import deliver_due
from dondoc.model import IncomingFile, Letter, LetterKind, LetterState, Proposal
from dondoc.rules.replies import Reception
from dondoc.store.transaction import bookkeeping, reading
from tests.actions.mailbox import NOW, SAID, every, letter_to, mailing, receive, reply
from tests.cast import Cast
from tests.mail.sink import Sink

__all__ = ["mailing"]


def test_an_address_with_a_newline_gets_nothing_its_letter_says_so_and_the_others_go(mailing: Cast) -> None:
    bad = letter_to(mailing, "officer").key
    with bookkeeping(mailing.office.engine) as session:
        letter = session.get_one(Letter, bad)
        letter.to_address = "chuyen-vien-qlkh@mau.example\r\nBcc: ai-do@la.example"
        session.add(letter)
    sink = Sink()

    async def run() -> int:
        async with sink:
            return await deliver_due(sink.office(replace(mailing.office)), lambda: NOW)

    assert asyncio.run(run()) > 5
    with reading(mailing.office.engine) as session:
        ended = session.get_one(Letter, bad)
        assert ended.state is LetterState.FAILED
        assert "la.example" in ended.outcome, "the outcome names the address"
        others = session.exec(select(Letter.state).where(Letter.kind == LetterKind.REMINDER, Letter.id != bad))
        assert set(others) == {LetterState.SENT}
    assert not any("la.example" in str(each) for letter in sink.letters() for each in letter.values())


def test_a_zip_bomb_is_not_kept_and_the_read_back_says_why(mailing: Cast) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", b"0" * 40_000_000)
    body = (
        f"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{SAID}\r\n--b\r\nContent-Type: application/zip; "
        'name="so-lieu.xlsx"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        f"{b64encode(made.getvalue()).decode()}\r\n--b--"
    )
    assert (
        receive(mailing, reply(mailing, body, Content_Type="multipart/mixed; boundary=b")).verdict == Reception.PROPOSED
    )
    [file] = every(mailing, IncomingFile)
    assert (file.filename, file.content, file.refused) == ("so-lieu.xlsx", None, "bomb")
    with reading(mailing.office.engine) as session:
        [letter] = session.exec(select(Letter).where(Letter.kind == LetterKind.READ_BACK))
        assert "so-lieu.xlsx: tệp nén bất thường" in letter.text


@pytest.mark.parametrize("declared", ["windows-1258", "us-ascii", "khong-co-that"])
def test_a_reply_in_windows_1258_is_read_whatever_it_calls_itself(mailing: Cast, declared: str) -> None:
    raw = reply(mailing, "CHO", Content_Type=f"text/plain; charset={declared}")
    spelt = "Đa\u0303 tô\u0309 chư\u0301c".encode("cp1258")
    receive(mailing, raw.replace(b"CHO", spelt))
    [made] = every(mailing, Proposal)
    assert made.text == "Đã tổ chức"
