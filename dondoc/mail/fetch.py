"""The mailbox: letters that nobody has taken yet, each with its raw bytes, and waiting for the next one."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from imaplib import IMAP4
from typing import Literal, Self

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

LARGEST = 25 * 1024 * 1024
"""Of a longer letter only the head is taken."""
SLICE = 55.0
"""Seconds of one IDLE; after each the mailbox is searched whatever was said."""
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")


class MailboxAway(OSError):
    """The mailbox cannot be read now; one line why."""


@dataclass(frozen=True)
class Mailbox:
    """Where letters come in."""

    host: str
    port: int = 993
    security: Literal["none", "starttls", "tls"] = "tls"
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = "INBOX"
    timeout: float = 30.0


@dataclass(frozen=True)
class Fetched:
    """A letter, or its head alone where it is longer than LARGEST."""

    raw: bytes
    size: int


class Reader:
    """An open mailbox. Raises MailboxAway from everything it does."""

    def __init__(self, mailbox: Mailbox) -> None:
        self._mailbox = mailbox

    def __enter__(self) -> Self:
        box = self._mailbox
        kinds: dict[str, Callable[..., BaseMailBox]] = {
            "none": MailBoxUnencrypted, "starttls": MailBoxStartTls, "tls": MailBox,
        }  # fmt: skip
        with _reporting(box):
            self._box = kinds[box.security](box.host, box.port, timeout=box.timeout)
            self._box.login(box.user, box.password, initial_folder=box.folder)
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._box.logout()
        except (ImapToolsError, IMAP4.error, OSError):
            return

    def take(self, keep: Callable[[Fetched], None]) -> int:
        """Hand each untaken letter to `keep`, and mark it as taken once that has come back. Returns how many."""
        taken = 0
        with _reporting(self._mailbox):
            for uid in self._box.uids(AND(seen=False)):
                keep(self._fetch(uid))
                self._box.flag([uid], "\\Seen", True)
                taken += 1
        return taken

    def wait(self, seconds: float = SLICE) -> None:
        """Until the server says that something has changed, or the time is up; where it cannot, until then."""
        with _reporting(self._mailbox):
            if "IDLE" in self._box.client.capabilities:
                self._box.idle.wait(timeout=int(seconds))
            else:
                raise MailboxAway("the server cannot IDLE")

    def _fetch(self, uid: str) -> Fetched:
        size = int(next(iter(_SIZE.findall(b"".join(self._parts(uid, "RFC822.SIZE")))), b"0"))
        wanted = "BODY.PEEK[HEADER]" if size > LARGEST else "BODY.PEEK[]"
        raw = max(self._parts(uid, wanted), key=len, default=b"")
        return Fetched(raw, size or len(raw))

    def _parts(self, uid: str, what: str) -> list[bytes]:
        _, answer = self._box.client.uid("FETCH", uid, f"({what})")
        return list(_bytes(answer))


def _bytes(answer: object) -> Iterator[bytes]:
    for part in answer if isinstance(answer, list | tuple) else ():
        if isinstance(part, bytes):
            yield part
        else:
            yield from _bytes(part)


@contextmanager
def _reporting(mailbox: Mailbox) -> Iterator[None]:
    """Whatever the library or the network raises becomes MailboxAway."""
    try:
        yield
    except MailboxAway:
        raise
    except (ImapToolsError, IMAP4.error, OSError) as error:
        said = " ".join(str(error).split()) or type(error).__name__
        raise MailboxAway(f"{mailbox.host}:{mailbox.port}: {said}"[:300]) from error
