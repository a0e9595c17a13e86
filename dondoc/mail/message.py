"""One letter as RFC 5322 bytes, put together from prepared parts.

The standard library needs about 5 ms a letter for this; a property test holds these bytes to its parser.
"""

import re
from base64 import b64encode
from binascii import b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from hashlib import sha256
from struct import Struct
from urllib.parse import quote

from dondoc.model.letter import MARK

# A body in base64 never holds "=_", so one boundary serves all letters.
_MIXED, _ALTERNATIVE = "=_dondoc_mixed", "=_dondoc_alternative"
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_DOMAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*")
_ID = re.compile(r"<[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9.-]+>")
_TYPE = re.compile(r"[a-z]+/[a-z0-9.+-]+(?:; [a-z]+=[A-Za-z0-9.-]+)*")
_WEB = re.compile(r"https?://[!-;=?-~]+")
_PLAIN = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 /,.:;()-]*[A-Za-z0-9)])?")
_SHORT = 200_000
_UNFIT = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


ONE_CLICK = "List-Unsubscribe=One-Click"


class MessageError(ValueError):
    """A letter that cannot be sent as it is; the text says why."""


class AddressError(MessageError):
    """An address that no mail can go to; the text names it."""


@dataclass(frozen=True)
class File:
    """An attachment. `media_type` as in "application/pdf", or "text/calendar; method=PUBLISH"."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class OutgoingMessage:
    """Everything a letter's bytes are made of. `message_id` and `references` with their angle brackets."""

    from_name: str
    from_address: str
    to_name: str
    to_address: str
    subject: str
    text: str | bytes
    html: str | bytes
    """As bytes: UTF-8 with CRLF line ends (`on_the_wire`)."""
    message_id: str
    date: datetime
    references: tuple[str, ...] = ()
    reply_to: str = ""
    unsubscribe: str = ""
    """Address of the page on which this kind of letter can be declined."""
    files: tuple[File, ...] = ()


def message_id(agency_domain: str, letter_key: str) -> str:
    """The Message-ID of a letter: the same for the same key, however often it is rendered or sent."""
    digest = sha256(letter_key.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    return f"<{digest}@{_known_domain(agency_domain, agency_domain)}>"


@lru_cache(maxsize=2048)
def plain_address(address: str) -> str:
    """An address in ASCII, an international domain in its xn-- form.

    Raises AddressError for anything but local@domain, and for a local part that is not ASCII.
    """
    local, _, domain = address.rpartition("@")
    if not local.isascii():
        # It would need SMTPUTF8 (RFC 6531) on every server on the way.
        raise AddressError(f"{address!r}: the part before @ is not ASCII")
    if not _LOCAL.fullmatch(local) or len(local) > 64:
        raise AddressError(f"{address!r} is not a mail address")
    plain = f"{local}@{_known_domain(domain, address)}"
    if len(plain) > 254:
        raise AddressError(f"{address!r} is longer than 254 characters")
    return plain


def on_the_wire(marked: str, words: Sequence[str]) -> bytes:
    """A marked body (`dondoc.model.letter`) with these words, as it is sent; what lies between is encoded once."""
    if MARK not in marked:
        return _encoded(marked)[0]
    pieces = list(_encoded(marked))
    pieces[1::2] = [words[int(number)].encode() for number in pieces[1::2]]
    return b"".join(pieces)


@lru_cache(maxsize=32)
def _encoded(marked: str) -> tuple[bytes, ...]:
    return tuple(piece.replace("\n", "\r\n").encode() for piece in marked.split(MARK))


def to_bytes(message: OutgoingMessage) -> bytes:
    """The whole message with CRLF line ends. Raises MessageError, AddressError among them."""
    body = _alternative(message.text, message.html)
    if message.files:
        parts = [body, *(_file(file) for file in message.files)]
        body = _multipart("mixed", _MIXED, parts)
    return _head(message).encode("ascii") + body


def _head(message: OutgoingMessage) -> str:
    lines = [
        f"From: {_mailbox('From', message.from_name, message.from_address)}",
        f"To: {_mailbox('To', message.to_name, message.to_address)}",
        f"Subject: {_words('Subject', message.subject)}",
        f"Date: {_date(message.date.replace(microsecond=0))}",
        f"Message-ID: {_checked_id(message.message_id)}",
    ]
    if message.reply_to:
        lines.insert(1, f"Reply-To: {plain_address(message.reply_to)}")
    if message.references:
        roots = [_checked_id(root) for root in message.references]
        lines += [f"In-Reply-To: {roots[-1]}", "References: " + "\r\n ".join(roots)]
    if message.unsubscribe:
        if not _WEB.fullmatch(message.unsubscribe):
            raise MessageError(f"{message.unsubscribe!r} is not a web address")
        lines.append(f"List-Unsubscribe: <{message.unsubscribe}>")
        if message.unsubscribe.startswith("https://"):
            # RFC 8058: one click in the mail program, which posts this to the address above.
            lines.append(f"List-Unsubscribe-Post: {ONE_CLICK}")
    # Not "All": that would also hide bounces.
    lines += [
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "MIME-Version: 1.0",
        "",
    ]
    return "\r\n".join(lines)


def _alternative(text: str | bytes, html: str | bytes) -> bytes:
    return _multipart("alternative", _ALTERNATIVE, [_body("plain", text), _body("html", html)])


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    border = f"--{boundary}\r\n".encode()
    pieces = [f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()]
    for part in parts:
        pieces += (border, part)
    return b"".join([*pieces, f"--{boundary}--\r\n".encode()])


def _body(kind: str, value: str | bytes) -> bytes:
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    return head.encode() + _base64(value if isinstance(value, bytes) else _with_crlf(kind, value))


def _with_crlf(kind: str, value: str) -> bytes:
    try:
        return value.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n").encode()
    except UnicodeEncodeError as error:
        raise MessageError(f"the {kind} part holds a lone surrogate at {error.start}") from None


def checked_file(file: File) -> File:
    """The file. Raises MessageError where its name or media type cannot stand in a header."""
    _refuse_unfit("file name", file.name)
    if not _TYPE.fullmatch(file.media_type):
        raise MessageError(f"{file.media_type!r} is not a media type")
    return file


def _file(file: File) -> bytes:
    checked_file(file)
    # RFC 2231; "attachment" keeps mail programs from showing a paper inside the letter.
    head = (
        f"Content-Type: {file.media_type}\r\nContent-Transfer-Encoding: base64\r\n"
        f"Content-Disposition: attachment; filename*=utf-8''{quote(file.name, safe='')}\r\n\r\n"
    )
    return head.encode("ascii") + _base64(file.content)


def _base64(content: bytes) -> bytes:
    text = b2a_base64(content, newline=False)
    if len(text) > _SHORT:
        return b"".join(text[start : start + 76] + b"\r\n" for start in range(0, len(text), 76))
    return b"\r\n".join((*_cut(len(text)).unpack(text), b"")) if text else b"\r\n"


@lru_cache(maxsize=512)
def _cut(length: int) -> Struct:
    """Cuts base64 into lines in one go: a slice for each takes three times as long."""
    return Struct("76s" * (length // 76) + (f"{length % 76}s" if length % 76 else ""))


def _mailbox(header: str, name: str, address: str) -> str:
    return f"{_words(header, name)}\r\n <{plain_address(address)}>" if name else f"<{plain_address(address)}>"


@lru_cache(maxsize=64)
def _date(second: datetime) -> str:
    return format_datetime(second)


@lru_cache(maxsize=2048)
def _words(header: str, value: str) -> str:
    """Plain where that is safe, otherwise RFC 2047 words; no line with one is longer than 76 characters."""
    if not value:
        return ""
    _refuse_unfit(header, value)
    room = 76 - len(header) - 2
    if len(value) <= room and _PLAIN.fullmatch(value) and "  " not in value and _safe(header, value):
        return value
    # "=?utf-8?b?" and "?=" take 12 characters; four of base64 hold three bytes.
    rest, words = value.encode(), []
    if len(rest) <= (room - 12) // 4 * 3:
        return f"=?utf-8?b?{b64encode(rest).decode('ascii')}?="
    while rest:
        end = min((room - 12) // 4 * 3, len(rest))
        while end < len(rest) and rest[end] & 0xC0 == 0x80:
            end -= 1  # a character stays whole in its word
        words.append(rest[:end])
        rest, room = rest[end:], 75
    return "\r\n ".join([f"=?utf-8?b?{b64encode(word).decode('ascii')}?=" for word in words])


def _safe(header: str, value: str) -> bool:
    # Punctuation has a meaning of its own in a list of addresses.
    return header == "Subject" or not re.search(r"[^A-Za-z0-9 -]", value)


def _refuse_unfit(what: str, value: str) -> None:
    if _UNFIT.search(value):
        raise MessageError(f"{what} {value!r} holds a line break or another control character")


def _checked_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise MessageError(f"{value!r} is not a Message-ID")
    return value


def _known_domain(domain: str, address: str) -> str:
    plain = _plain_domain(domain)
    if not plain:
        raise AddressError(f"{address!r} has no valid domain")
    return plain


@lru_cache(maxsize=512)
def _plain_domain(domain: str) -> str:
    """In ASCII; "" for none that could be."""
    try:
        plain = domain if domain.isascii() else domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return plain if _DOMAIN.fullmatch(plain) and len(plain) <= 253 else ""
