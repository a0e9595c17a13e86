"""A mail server of our own on loopback that keeps every letter as a file: for rehearsals and development only."""

import re
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesHeaderParser, BytesParser
from pathlib import Path
from socket import socket
from threading import Lock
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Received:
    """A letter as it arrived."""

    number: int
    message_id: str
    to: str
    path: Path

    def message(self) -> EmailMessage:
        """The whole letter, parsed."""
        return BytesParser(policy=policy.default).parsebytes(self.path.read_bytes())

    def text(self) -> str:
        """Its plain text part."""
        part = self.message().get_body(("plain",))
        return part.get_content() if part else ""


def free_port() -> int:
    """A port on loopback that nobody listens on now."""
    # aiosmtpd cannot be told to take any port: it calls itself on the one it was given.
    with socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


class Sink:
    """Takes letters on 127.0.0.1 and keeps them in `folder` as 00001-<address>.eml, counting on from what is there."""

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.received: list[Received] = []
        self._lock = Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((int(path.name[:5]) for path in folder.glob("[0-9]*.eml")), default=0)
        self.port = port or free_port()
        self._controller = Controller(self, hostname=LOOPBACK, port=self.port, decode_data=False)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's name
        """Keep a letter; answers only once it is on the disk."""
        content: Any = envelope.content
        headers = BytesHeaderParser(policy=policy.compat32).parsebytes(content)
        for recipient in envelope.rcpt_tos:
            self._keep(str(headers["Message-ID"] or ""), recipient, content)
        return "250 kept"

    def _keep(self, message_id: str, to: str, content: bytes) -> None:
        with self._lock:
            self._number += 1
            path = self.folder / f"{self._number:05d}-{re.sub(r'[^a-z0-9@.-]', '_', to.lower())}.eml"
            path.write_bytes(content)
            self.received.append(Received(self._number, message_id, to, path))

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()
