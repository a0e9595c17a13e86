"""Letters that come in for a test: replies, as the agency's own server hands them on."""

from dataclasses import replace

import pytest
from sqlmodel import col, select

from dondoc.actions.collect import collect_due, keep
from dondoc.actions.remind import remind_due
from dondoc.mail.fetch import Fetched
from dondoc.mail.links import REPLY, reply_address
from dondoc.model import (
    Agency,
    Incoming,
    Letter,
    LetterKind,
)
from dondoc.store.transaction import bookkeeping, reading
from tests.cast import ADDRESSES, Q1_OPENS, Cast, at

NOW = at("2024-03-05 09:00")
PATTERN = "baocao+{token}@quangtri.example"
SAID = "Đã tổ chức 02 buổi tuyên truyền."


@pytest.fixture
def mailing(opened: Cast) -> Cast:
    """The round is open, everybody has their letter, and replies are believed where the agency's server vouches."""
    office = replace(opened.office, reply_to=PATTERN)
    remind_due(office, Q1_OPENS)
    with bookkeeping(office.engine) as session:
        agency = session.get_one(Agency, opened.agency_id)
        agency.replies = {"accept": True, "trusted": ["mx.quangtri.example"], "require": "dmarc"}
        session.add(agency)
    return replace(opened, office=office)


def letter_to(cast: Cast, part: str) -> Letter:
    with reading(cast.office.engine) as session:
        chosen = select(Letter).where(Letter.person_id == cast.person(part).key, Letter.kind == LetterKind.REMINDER)
        return session.exec(chosen.order_by(col(Letter.id))).one()


def reply(
    cast: Cast, text: str = SAID, sender: str = "officer", answers: str = "officer", purpose: str = REPLY,
    vouched: bool = True, to: str = "", **headers: str,
) -> bytes:  # fmt: skip
    address = ADDRESSES.get(sender, sender)
    to = to or reply_address(PATTERN, cast.office.secret, purpose, letter_to(cast, answers).key)
    domain = address.rpartition("@")[2]
    lines = {
        "Authentication-Results": f"mx.quangtri.example; dmarc=pass header.from={domain}" if vouched else "",
        "From": f"Ai đó <{address}>", "To": to, "Subject": "Re: Báo cáo", "Message-ID": f"<{hash(text)}@x.example>",
        "Content-Type": "text/plain; charset=utf-8",
    } | {name.replace("_", "-"): value for name, value in headers.items()}  # fmt: skip
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return f"{head}\r\n{text}".encode()


def receive(cast: Cast, raw: bytes, size: int = 0) -> Incoming:
    """A letter comes in and is judged."""
    keep(cast.office, Fetched(raw, size or len(raw)), NOW)
    collect_due(cast.office, NOW)
    with reading(cast.office.engine) as session:
        return session.exec(select(Incoming).order_by(col(Incoming.id).desc())).first() or pytest.fail("not kept")


def every(cast: Cast, table: type) -> list:  # type: ignore[type-arg]
    with reading(cast.office.engine) as session:
        return list(session.exec(select(table)))


def told(cast: Cast, kind: LetterKind) -> list[str]:
    with reading(cast.office.engine) as session:
        return sorted(session.exec(select(Letter.to_address).where(Letter.kind == kind)))
