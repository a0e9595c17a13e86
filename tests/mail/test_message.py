from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dondoc.mail.compose import compose
from dondoc.mail.message import (
    AddressError,
    File,
    MessageError,
    OutgoingMessage,
    message_id,
    plain_address,
    to_bytes,
)
from tests.mail.samples import LETTERS

LETTER = OutgoingMessage(
    from_name="Sở Khoa học và Công nghệ tỉnh Quảng Trị",
    from_address="vanphong@skhcn.example.vn",
    to_name="Trần Thị Bình",
    to_address="binh@skhcn.example.vn",
    subject="Báo cáo kết quả thực hiện công tác cải cách tư pháp quý I năm 2024 – Phòng Quản lý Khoa học",
    text="Kính gửi: Ông/Bà Trần Thị Bình\n",
    html='<html lang="vi"><p>Kính gửi</p></html>\n',
    message_id=message_id("skhcn.example.vn", "remind:1:T-3:2"),
    date=datetime(2024, 3, 12, 7, 30, tzinfo=timezone(timedelta(hours=7))),
)
PDF = File("05-BC-SKHCN-2024.pdf", "application/pdf", b"%PDF-1.7 \x00\xff")

# What a header may hold: everything but controls, line separators and lone surrogates.
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=120).map(
    lambda name: " ".join(name.split())
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
LOCALS = st.from_regex(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,20}(\.[a-z0-9-]{1,8}){0,2}", fullmatch=True)
ADDRESSES = st.builds(lambda local, host: f"{local}@{host}.example.vn", LOCALS, st.sampled_from(["skhcn", "a-b.c"]))
FILES = st.builds(
    File,
    NAMES.map(lambda name: f"{name[:60]}.pdf".strip()),  # the parser drops blanks around a file name
    st.sampled_from(["application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"]),
    st.binary(max_size=300),
)
MESSAGES = st.builds(
    OutgoingMessage,
    from_name=NAMES, from_address=ADDRESSES, to_name=NAMES, to_address=ADDRESSES, subject=NAMES,
    text=TEXTS, html=TEXTS,
    message_id=st.builds(message_id, st.just("skhcn.example.vn"), st.text(max_size=40)),
    date=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    references=st.lists(st.builds(message_id, st.just("x.vn"), st.text(max_size=9)), max_size=12).map(tuple),
    reply_to=st.one_of(st.just(""), ADDRESSES),
    files=st.lists(FILES, max_size=2).map(tuple),
)  # fmt: skip


def parsed(content: bytes) -> EmailMessage:
    message = BytesParser(policy=policy.default).parsebytes(content)
    assert isinstance(message, EmailMessage)
    return message


def named(content: bytes, header: str) -> str:
    """The name of a mailbox as the older parser reads it, which drops what stands between encoded words."""
    raw = BytesParser(policy=policy.compat32).parsebytes(content)[header]
    return str(make_header(decode_header(parseaddr(raw.replace("\r\n", ""))[0])))


def lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=50, deadline=None)
@given(MESSAGES)
def test_the_standard_parser_reads_back_every_message(sent: OutgoingMessage) -> None:
    content = to_bytes(sent)
    got = parsed(content)
    for part in got.walk():
        assert not part.defects
        for header in part.values():
            assert not header.defects, header.defects
    assert str(got["Subject"]) == sent.subject
    for header, name, address in (
        ("From", sent.from_name, sent.from_address), ("To", sent.to_name, sent.to_address),
    ):  # fmt: skip
        [mailbox] = got[header].addresses
        # Python's own parser leaves a blank between the words of a long name (RFC 2047, 6.2 drops it).
        assert (mailbox.display_name.replace(" ", ""), mailbox.addr_spec) == (name.replace(" ", ""), address)
        assert named(content, header) == name
    assert got["Message-ID"] == sent.message_id
    assert got["Date"].datetime == sent.date.replace(microsecond=0)
    assert str(got["References"] or "").split() == list(sent.references)
    assert (got["Reply-To"] or "") == sent.reply_to
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert plain and html
    assert lines(plain.get_content()) == lines(sent.text)
    assert lines(html.get_content()) == lines(sent.html)
    files = [(part.get_filename(), part.get_content_type(), part.get_content()) for part in got.iter_attachments()]
    assert files == [(file.name, file.media_type, file.content) for file in sent.files]


@settings(max_examples=30, deadline=None)
@given(MESSAGES)
def test_every_message_fits_the_wire(sent: OutgoingMessage) -> None:
    content = to_bytes(sent)
    assert content.isascii() and content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"") and b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 998
    for line in content.split(b"\r\n"):
        assert len(line) <= 76 or b"=?utf-8?b?" not in line, "RFC 2047: lines with encoded words end at 76"


def test_a_letter_says_what_machines_must_know() -> None:
    got = parsed(to_bytes(LETTER))
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert got["MIME-Version"] == "1.0"
    assert got["Date"] == "Tue, 12 Mar 2024 07:30:00 +0700"
    assert got.get_content_type() == "multipart/alternative"
    assert [part["Content-Transfer-Encoding"] for part in got.iter_parts()] == ["base64", "base64"]


def test_a_paper_goes_along_as_an_attachment() -> None:
    got = parsed(to_bytes(replace(LETTER, files=(PDF, replace(PDF, name="Báo cáo quý I.pdf")))))
    assert got.get_content_type() == "multipart/mixed"
    assert [part.get_filename() for part in got.iter_attachments()] == ["05-BC-SKHCN-2024.pdf", "Báo cáo quý I.pdf"]


@pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)
def test_every_kind_of_letter_survives_the_parser(letter: object) -> None:
    composed = compose(letter)  # type: ignore[arg-type]
    got = parsed(to_bytes(replace(LETTER, subject=composed.subject, text=composed.text, html=composed.html)))
    plain = got.get_body(("plain",))
    assert got["Subject"] == composed.subject
    assert plain and lines(plain.get_content()) == composed.text


@pytest.mark.parametrize("bad", ["a\r\nBcc: x@y.vn", "a\nb", "a\rb", "a\x00b", "a\u2028b", "a\u0085b", "a\ud800b"])
@pytest.mark.parametrize("name", ["subject", "from_name", "to_name"])
def test_no_header_can_be_smuggled_in(name: str, bad: str) -> None:
    with pytest.raises(MessageError):
        to_bytes(replace(LETTER, **{name: bad}))


@pytest.mark.parametrize(
    "bad",
    ["an@x.vn\r\nBcc: b@y.vn", "an@x.vn, b@y.vn", "<an@x.vn>", "an", "@x.vn", "an@", "a b@x.vn", "an@x..vn", "an@-x.vn",
     ".an@x.vn", "a" * 65 + "@x.vn", "an@" + "x" * 250 + ".vn", '"a b"@x.vn', "an@[127.0.0.1]\n"],
)  # fmt: skip
@pytest.mark.parametrize("name", ["from_address", "to_address", "reply_to"])
def test_no_address_can_be_anything_but_one_address(name: str, bad: str) -> None:
    with pytest.raises(AddressError):
        to_bytes(replace(LETTER, **{name: bad}))


@pytest.mark.parametrize("bad", ["<a@b>\r\nX: y", "a@b", "<a b@c>", ""])
def test_no_identity_can_be_anything_but_one_identity(bad: str) -> None:
    with pytest.raises(MessageError):
        to_bytes(replace(LETTER, message_id=bad))
    with pytest.raises(MessageError):
        to_bytes(replace(LETTER, references=(bad,)))


def test_a_file_cannot_smuggle_in_a_header_either() -> None:
    for bad in (replace(PDF, name="a\r\nX: y"), replace(PDF, media_type="text/html\r\nX: y")):
        with pytest.raises(MessageError):
            to_bytes(replace(LETTER, files=(bad,)))


def test_an_address_that_is_not_ascii_is_refused_in_words() -> None:
    with pytest.raises(AddressError, match=r"'bình@x\.vn': the part before @ is not ASCII"):
        plain_address("bình@x.vn")


def test_an_international_domain_goes_out_in_its_ascii_form() -> None:
    assert plain_address("binh@sở.vn") == "binh@xn--s-lym.vn"


def test_the_identity_of_a_letter_is_its_keys() -> None:
    assert message_id("x.vn", "remind:1:T-3:2") == message_id("x.vn", "remind:1:T-3:2")
    assert message_id("x.vn", "remind:1:T-3:2") != message_id("x.vn", "remind:1:T-3:3")
