"""Letters in: who sent them, what a person wrote in them, and what no letter can do to us."""

import io
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.mail.attached import LARGEST, looked_at
from dondoc.mail.charset import text_of
from dondoc.mail.incoming import digest_of, read
from dondoc.mail.links import BOUNCE, REPLY, letter_of_address, reply_address
from dondoc.mail.quoted import own_words
from dondoc.model import IncomingKind

SAID = "Đã tổ chức 02 buổi tuyên truyền.\nKhông có vướng mắc."


def raw(body: bytes, kind: str = 'text/plain; charset="utf-8"', **headers: str) -> bytes:
    lines = {"From": "Trần Bình <binh@x.example>", "To": "a@x.example", "Subject": "x", "Message-ID": "<1@x>"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return head.encode() + f"Content-Type: {kind}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + body


QUOTES = {
    "gmail vi": f"{SAID}\n\nVào Th 3, 12 thg 3, 2024 vào lúc 07:30 Sở KH&CN <so@x.example>\nđã viết:\n\n> Kính gửi",
    "gmail en": f"{SAID}\n\nOn Tue, Mar 12, 2024 at 7:30 AM Sở KH&CN <so@x.example> wrote:\n> Kính gửi",
    "outlook vi": f"{SAID}\n\nTừ: Sở KH&CN <so@x.example>\nĐã gửi: 12 Tháng Ba 2024 7:30 SA\nĐến: Bình\n"
    "Chủ đề: Báo cáo\n\nKính gửi",
    "outlook en": f"{SAID}\n\nFrom: So <so@x.example>\nSent: Tuesday 7:30 AM\nTo: Binh\nSubject: x\n\nDear",
    "outlook web": f"{SAID}\n________________________________\nFrom: So\nSent: x\nTo: y\n\nKính gửi",
    "outlook bold": f"{SAID}\n\n*From:* So <so@x.example>\n*Sent:* Tuesday\n*To:* B\n*Subject:* x\nDear",
    "original": f"{SAID}\n\n-----Original Message-----\nFrom: x\nKính gửi",
    "original vi": f"{SAID}\n\n----- Thư gốc -----\nKính gửi",
    "thunderbird vi": f"{SAID}\n\nVào ngày 12/03/2024 07:30, Sở KH&CN đã viết:\n> Kính gửi",
    "thunderbird en": f"{SAID}\n\nOn 12/03/2024 07:30, Sở KH&CN wrote:\n> Kính gửi",
    "apple": f"{SAID}\n\nOn 12 Mar 2024, at 07:30, So <so@x.example> wrote:\n\n> Kính gửi\n\nSent from my iPhone",
    "phone": f"{SAID}\n\nĐã gửi từ iPhone của tôi\n\nVào 12 thg 3, 2024, lúc 07:30, So <so@x.example> đã viết:\n\n> x",
    "zimbra": f'{SAID}\n\nTừ: "So" <so@x.example>\nTới: "B" <b@x.example>\nĐã gửi: Thứ Ba\nTiêu đề: x\n',
    "signature": f"{SAID}\n-- \nTrần Thị Bình\nPhòng QLKH",
    "below": f"On Tue, Mar 12, 2024 at 7:30 AM So <so@x.example> wrote:\n> Kính gửi\n> Hạn\n\n{SAID}",
    "only marks": f"{SAID}\n> Kính gửi\n> Hạn nộp",
    "plain": SAID,
    "crlf": SAID.replace("\n", "\r\n"),
}


@pytest.mark.parametrize("text", QUOTES.values(), ids=QUOTES)
def test_what_is_quoted_goes_and_what_was_written_stays(text: str) -> None:
    assert own_words(text) == SAID


@pytest.mark.parametrize(
    "text",
    ["Từ: tháng 3, đơn vị đã tổ chức 02 buổi.\nĐến nay đã xong.", "Đơn vị viết:\nbáo cáo này", "On time: 3\nLate: 0",
     "Ngày 12/3 họp, có 30 người dự", "Kết quả -- 3 buổi\n- một\n- hai"],
)  # fmt: skip
def test_what_only_looks_like_a_quote_stays(text: str) -> None:
    assert own_words(text) == text


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    assert len(own_words(text)) <= len(text.replace("\r\n", "\n"))


@given(st.binary(max_size=600))
def test_any_bytes_are_a_letter(content: bytes) -> None:
    assert read(content).kind in IncomingKind
    assert read(raw(content)).sender == "binh@x.example"
    assert digest_of(content) == digest_of(content)


@pytest.mark.parametrize(
    ("charset", "declared"),
    [("utf-8", "utf-8"), ("utf-8", ""), ("utf-8", "us-ascii"), ("utf-8", "iso-8859-1"), ("utf-8", "no-such-charset"),
     ("utf-16", "utf-16")],
)  # fmt: skip
def test_text_is_read_whatever_it_calls_itself(charset: str, declared: str) -> None:
    assert text_of(SAID.encode(charset), declared) == SAID


def test_windows_1258_is_put_together() -> None:
    import unicodedata

    apart = "".join(
        char if char in "ăâđêôơưĂÂĐÊÔƠƯ" else unicodedata.normalize("NFD", char)
        for char in SAID.translate({ord("ổ"): "ô\u0309", ord("ề"): "ê\u0300", ord("ắ"): "ă\u0301", ord("ớ"): "ơ\u0301"})
    ).replace("ê\u0302", "ê")
    content = apart.encode("cp1258", "ignore")
    for declared in ("windows-1258", "cp1258", "us-ascii"):
        assert text_of(content, declared) == unicodedata.normalize("NFC", content.decode("cp1258"))
    assert "Đã" in text_of(content, "windows-1258") and "buổi" in text_of(content, "windows-1258")


@pytest.mark.parametrize(
    ("charset", "bytes_"),
    [("tcvn3", b"Kh\xabng ph\xb8t sinh"), ("x-viet-tcvn5712", b"Kh\xabng ph\xb8t sinh"),
     ("viscii", b"Kh\xf4ng ph\xe1t sinh")],
)  # fmt: skip
def test_the_old_vietnamese_tables_are_read(charset: str, bytes_: bytes) -> None:
    assert text_of(bytes_, charset) == "Không phát sinh"


def test_headers_in_any_charset_are_words() -> None:
    assert read(raw(b"x", Subject="=?windows-1258?Q?B=E1o_c=E1o?=")).subject == "Báo cáo"
    assert read(raw(b"x", Subject="Báo cáo quý I")).subject == "Báo cáo quý I"
    assert read(raw(b"x", Subject="=?no-such?Q?x?= =?utf-8?B?!!?=")).kind is IncomingKind.REPLY


def test_html_alone_is_read_without_what_it_quotes() -> None:
    html = (
        "<html><head><style>p{}</style></head><body><p>Đã tổ chức 02 buổi.</p><p>Có &amp; đủ.</p>"
        '<div class="gmail_quote">Vào Th 3 đã viết: <blockquote>Kính gửi</blockquote></div></body></html>'
    )
    assert read(raw(html.encode(), "text/html; charset=utf-8")).text == "Đã tổ chức 02 buổi.\nCó & đủ."


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ({}, IncomingKind.REPLY),
        ({"Auto_Submitted": "no"}, IncomingKind.REPLY),
        ({"Auto_Submitted": "auto-replied"}, IncomingKind.AUTOMATIC),
        ({"Auto_Submitted": "auto-generated (vacation)"}, IncomingKind.AUTOMATIC),
        ({"Precedence": "bulk"}, IncomingKind.AUTOMATIC),
        ({"Return_Path": "<>"}, IncomingKind.AUTOMATIC),
        ({"X_Autoreply": "yes"}, IncomingKind.AUTOMATIC),
        ({"Subject": "Automatic reply: Báo cáo"}, IncomingKind.AUTOMATIC),
        ({"Subject": "Tự động trả lời: Báo cáo"}, IncomingKind.AUTOMATIC),
        ({"Subject": "Re: Báo cáo"}, IncomingKind.REPLY),
    ],
)
def test_a_machines_answer_is_known(headers: dict[str, str], kind: IncomingKind) -> None:
    assert read(raw("Tôi nghỉ phép.".encode(), **headers)).kind is kind


@pytest.mark.parametrize(
    "sender", ["a@x.example, b@x.example", "", "kein Absender", "a@x.example\r\nFrom: b@x.example"]
)
def test_a_letter_of_nobody_or_of_two_has_no_sender(sender: str) -> None:
    assert read(raw(b"x", From=sender)).sender == ""


def test_the_same_letter_again_is_known_whatever_servers_wrote_on_it() -> None:
    assert digest_of(raw(b"x")) == digest_of(b"Received: y\r\n" + raw(b"x"))
    assert digest_of(raw(b"x")) != digest_of(raw(b"y"))
    assert digest_of(raw(b"x")) != digest_of(raw(b"x", Message_ID="<2@x>"))


def archive(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "refused"),
    [
        ("a.pdf", b"%PDF-1.7", ""),
        ("a.PDF", b"%PDF-1.7", ""),
        ("a.docx", archive({"word/document.xml": b"<w/>"}), ""),
        ("a.txt", "chữ".encode(), ""),
        ("a.exe", b"MZ", "kind"),
        ("a", b"x", "kind"),
        ("a.pdf", b"MZ", "not_what_it_says"),
        ("a.txt", b"MZ\0", "not_what_it_says"),
        ("a.docx", b"PK\x03\x04broken", "broken"),
        ("a.docx", archive({"word/vbaProject.bin": b"x"}), "macros"),
        ("a.xlsx", archive({"x": b"0" * 40_000_000}), "bomb"),
        ("a.xlsx", archive({str(number): b"" for number in range(2100)}), "bomb"),
        ("a.txt", b"x" * (LARGEST + 1), "too_large"),
    ],
)  # fmt: skip
def test_a_file_is_kept_only_where_it_is_what_it_says(name: str, content: bytes, refused: str) -> None:
    assert looked_at(name, content).refused == refused


def test_file_names_lead_nowhere() -> None:
    assert looked_at("../../etc/passwd.txt", b"x").filename == "passwd.txt"
    assert looked_at("C:\\a\\b\r\n.pdf", b"%PDF-").filename == "b.pdf"
    assert looked_at("", b"x").filename == "tep"
    assert looked_at("a.txt", b"x", number=11).refused == "too_many"


def test_files_come_with_their_letter() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "binh@x.example", "a@x.example"
    message.set_content("Gửi kèm")
    message.add_attachment(b"%PDF-1", maintype="application", subtype="pdf", filename="báo cáo.pdf")
    message.add_attachment(b"MZ", maintype="application", subtype="x-msdownload", filename="chay.exe")
    letter = read(message.as_bytes())
    assert [(file.filename, file.refused) for file in letter.files] == [("báo cáo.pdf", ""), ("chay.exe", "kind")]
    assert letter.text == "Gửi kèm"


def test_a_letter_of_a_thousand_nested_parts_is_read_in_no_time() -> None:
    body = b""
    for number in range(400):
        body += b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (number, number)
    assert read(b"From: a@x.example\r\n" + body + b"Content-Type: text/plain\r\n\r\nx").text is not None


def test_reply_addresses_bear_their_letter_and_purpose() -> None:
    pattern = "baocao+{token}@coquan.example"
    address = reply_address(pattern, "secret", REPLY, 17)
    assert letter_of_address(pattern, "secret", address.upper()) == (REPLY, 17)
    assert letter_of_address(pattern, "secret", reply_address(pattern, "secret", BOUNCE, 17)) == (BOUNCE, 17)
    wrong = (
        address.replace("+r17", "+r18"), address.replace("+r", "+b"), "baocao@coquan.example", "x", "",
        address.replace("coquan", "khac"), address[:-20],
    )  # fmt: skip
    assert [letter_of_address(pattern, "secret", each) for each in wrong] == [None] * len(wrong)
    assert letter_of_address(pattern, "other", address) is None
