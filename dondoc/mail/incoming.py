"""A letter that came in, as values: who says to have sent it, what it is, and what it holds. It never raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from hashlib import sha256
from html import unescape
from typing import Any

from dondoc.mail.attached import Attached, looked_at
from dondoc.mail.charset import text_of
from dondoc.mail.quoted import own_words
from dondoc.model import IncomingKind
from dondoc.texts.replies import ABSENT, AUTOMATIC

DEEPEST, MOST_PARTS, LONGEST_TEXT = 12, 200, 200_000
_TAGS = re.compile(r"<(script|style|head|title)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_QUOTED_HTML = re.compile(
    r"<blockquote\b.*|<div[^>]*\b(?:class=[\"']?gmail_quote|id=[\"']?(?:appendonsend|divRplyFwdMsg|mail-editor-reference)).*",
    re.IGNORECASE | re.DOTALL,
)
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.IGNORECASE)


@dataclass(frozen=True)
class Failure:
    """What a delivery report says of a recipient."""

    recipient: str
    status: str
    said: str
    permanent: bool


@dataclass(frozen=True)
class Letter:
    """A letter that came in. `sender` is "" unless exactly one address claims it; `results` are its
    Authentication-Results, the topmost first; `addressed` all addresses it was sent to."""

    sender: str
    subject: str
    addressed: tuple[str, ...]
    results: tuple[str, ...]
    kind: IncomingKind
    absent: bool
    text: str
    files: tuple[Attached, ...] = ()
    failures: tuple[Failure, ...] = ()


def read(raw: bytes) -> Letter:
    """The letter in these bytes, however broken they are."""
    message = message_from_bytes(raw)
    senders = [address.strip().lower() for _, address in getaddresses(_all(message, "From")) if "@" in address]
    failures = tuple(_failures(message))
    subject = _one_line(_header(message, "Subject"))
    text = own_words(whole_text(message))
    kind = _kind(message, subject, bool(failures))
    return Letter(
        sender=senders[0] if len(senders) == 1 and len(message.get_all("From", [])) == 1 else "",
        subject=subject[:500],
        addressed=tuple(_addressed(message)),
        results=tuple(_one_line(each) for each in _all(message, "Authentication-Results")),
        kind=kind,
        absent=kind is IncomingKind.AUTOMATIC and bool(ABSENT.search(f"{subject}\n{text}")),
        text=text[:LONGEST_TEXT],
        files=tuple(_files(message)),
        failures=failures,
    )


def digest_of(raw: bytes) -> str:
    """What tells a letter from all others."""
    return _digest(message_from_bytes(raw), raw)


def header(message: Message, name: str) -> str:
    """A header in words, on one line."""
    return _one_line(_header(message, name))


def _digest(message: Message, raw: bytes) -> str:
    """The same for the same letter, whatever servers on the way wrote on top of it."""
    identity, sender = _header(message, "Message-ID").strip(), _header(message, "From").strip()
    body = raw.partition(b"\r\n\r\n")[2] or raw.partition(b"\n\n")[2] or raw
    return sha256(f"{identity}\n{sender}\n".encode("utf-8", "replace") + (body if identity else raw)).hexdigest()


def _kind(message: Message, subject: str, failed: bool) -> IncomingKind:
    if message.get_content_type() == "multipart/report" or failed:
        return IncomingKind.BOUNCE
    automatic = _header(message, "Auto-Submitted").strip().lower()
    precedence = _header(message, "Precedence").strip().lower()
    path = _header(message, "Return-Path").strip()
    if (
        (automatic and not automatic.startswith("no"))
        or precedence in {"bulk", "junk", "list", "auto_reply", "auto-reply"}
        or any(message.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress", "List-Id"))
        or path == "<>"
        or AUTOMATIC.match(subject)
    ):
        return IncomingKind.AUTOMATIC
    return IncomingKind.REPLY


def _addressed(message: Message) -> Iterator[str]:
    names = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
    for _, address in getaddresses([value for name in names for value in _all(message, name)]):
        if "@" in address:
            yield address.strip().lower()


def _parts(message: Message) -> Iterator[Message]:
    """The leaves, so many and so deep as a letter of people has them."""
    found = 0
    waiting: list[tuple[Any, int]] = [(message, 0)]
    while waiting and found < MOST_PARTS:
        part, depth = waiting.pop(0)
        if part.is_multipart() and part.get_content_maintype() == "multipart" and depth < DEEPEST:
            waiting[:0] = [(each, depth + 1) for each in part.get_payload()]
        else:
            found += 1
            yield part


def whole_text(message: Message) -> str:
    """The words of a message, what it quotes among them."""
    plain, html = [], []
    for part in _parts(message):
        if _filename(part) or part.get_content_disposition() == "attachment":
            continue
        if part.get_content_type() == "text/plain":
            plain.append(text_of(_content(part), str(part.get_content_charset() or "")))
        elif part.get_content_type() == "text/html":
            html.append(_shown(text_of(_content(part), str(part.get_content_charset() or ""))))
    return "\n".join(text for text in plain if text.strip())[: 2 * LONGEST_TEXT] or "\n".join(html)


def _shown(html: str) -> str:
    html = _QUOTED_HTML.sub("", _TAGS.sub("", html[: 5 * LONGEST_TEXT]))
    text = re.sub(r"<[^>]*>", "", _BREAKS.sub("\n", html.replace("\n", " ").replace("\r", " ")))
    return "\n".join(re.sub(r"[ \t]+", " ", line).strip() for line in unescape(text).split("\n"))


def _files(message: Message) -> Iterator[Attached]:
    number = 0
    for part in _parts(message):
        name = _filename(part)
        inline_picture = part.get_content_disposition() == "inline" and part.get_content_maintype() == "image"
        if name and not inline_picture:
            number += 1
            yield looked_at(name, _content(part), number)


def _failures(message: Message) -> Iterator[Failure]:
    """RFC 3464: one block of fields for each recipient."""
    for part in _parts(message):
        if part.get_content_type() != "message/delivery-status":
            continue
        for block in _inner(part):
            recipient = _header(block, "Final-Recipient") or _header(block, "Original-Recipient")
            if not recipient:
                continue
            status = _header(block, "Status").strip()[:20]
            action = _header(block, "Action").strip().lower()
            said = _one_line(_header(block, "Diagnostic-Code"))[:300]
            permanent = action == "failed" and not status.startswith("4.")
            yield Failure(recipient.partition(";")[2].strip().lower(), status, said, permanent)


def _inner(part: Message) -> list[Message]:
    payload: Any = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if part.is_multipart() else []


def _filename(part: Message) -> str:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        return "tep"
    return _one_line(_decoded(str(name))) if name else ""


def _content(part: Message) -> bytes:
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        content = None
    if isinstance(content, bytes):
        return content
    payload = part.get_payload()
    return payload.encode("utf-8", "surrogateescape") if isinstance(payload, str) else b""


def _all(message: Message, name: str) -> list[str]:
    return [_decoded(value) for value in message.get_all(name, [])]


def _header(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _decoded(value: Any) -> str:
    """RFC 2047 words and raw bytes in any charset."""
    try:
        words = decode_header(value)
    except (ValueError, LookupError, AssertionError):
        return str(value)
    return "".join(
        text_of(word if isinstance(word, bytes) else word.encode("utf-8", "surrogateescape"), charset or "")
        for word, charset in words
    )


def _one_line(value: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in value).split())
