"""The mail server: its settings, kept-open connections, and what became of each letter sent through them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Literal, Self

import aiosmtplib

from dondoc.mail.smtp import Closing, Line, Reply


@dataclass(frozen=True)
class Relay:
    """Where letters go out. Times in seconds; `answer_timeout` is the wait for the answer to a whole letter."""

    host: str
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    security: Literal["none", "starttls", "tls"] = "none"
    connections: int = 4
    timeout: float = 30.0
    answer_timeout: float = 120.0
    ca_file: str = ""
    """Certificates to trust besides the system's; "" for none."""
    rates: Mapping[str, int] = field(default_factory=dict)
    """Letters a minute by mail domain; `*` for each one that is not named."""


class Fate(StrEnum):
    """What became of a letter. `in_doubt`: its transmission began and no answer came."""

    SENT = "sent"
    RETRY = "retry"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True)
class Outcome:
    """The fate of a letter and the server's answer, or the error, on one line.

    `bad_address`: the server knows no such recipient. `relay_down`: there was no server to talk to,
    so the next letter would fare the same.
    """

    fate: Fate
    said: str
    bad_address: bool = False
    relay_down: bool = False


@dataclass(frozen=True)
class Envelope:
    """A prepared message and the plain addresses it goes from and to."""

    sender: str
    recipient: str
    content: bytes


Begun = Callable[[], Awaitable[None]]


class Post:
    """Up to `relay.connections` connections, opened when first needed and kept until the end of the block."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        # The connection used last comes first, so that few letters need few connections.
        self._idle: asyncio.LifoQueue[Line] = asyncio.LifoQueue()
        for _ in range(relay.connections):
            self._idle.put_nowait(_line(relay))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            line = self._idle.get_nowait()
            if line.is_open:
                with suppress(OSError):
                    await line.say("QUIT", min(self._relay.timeout, 5))
            line.close()

    async def send(self, envelope: Envelope, begun: Begun) -> Outcome:
        """Send one letter. `begun` is awaited right before its first byte; what it raises stops the letter.

        Never raises for what the server or the network does: that is the outcome.
        """
        async with self._connection() as line:
            try:
                opened = await self._introduce(line, envelope)
            except OSError as error:
                line.close()
                return Outcome(Fate.RETRY, _said(error), relay_down=True)
            return opened or await self._transmit(line, envelope.content, begun)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[Line]:
        line = await self._idle.get()
        finished = False
        try:
            yield line
            finished = True
        finally:
            if not finished:
                # Cut off in the middle of a conversation: the next letter needs a fresh one.
                line.close()
            self._idle.put_nowait(line)

    async def _introduce(self, line: Line, envelope: Envelope) -> Outcome | None:
        """None where the bytes may follow. A kept connection that died meanwhile is opened again, once."""
        if line.is_open:
            try:
                return await self._name(line, envelope)
            except OSError:
                line.close()
        await line.open()
        return await self._name(line, envelope)

    async def _name(self, line: Line, envelope: Envelope) -> Outcome | None:
        mail, rcpt, data = await line.introduce(envelope.sender, envelope.recipient)
        if data is not None and data.code == 354:
            return None
        with suppress(OSError):
            await line.say("RSET")
        if mail.code >= 400:
            # A sender refused is our own set-up: the letter waits until that is mended.
            return Outcome(Fate.RETRY, _line_of(mail))
        if rcpt.code >= 400:
            return _recipient_refused(rcpt)
        refused = data or rcpt
        return Outcome(Fate.RETRY if refused.code < 500 else Fate.REFUSED, _line_of(refused))

    async def _transmit(self, line: Line, content: bytes, begun: Begun) -> Outcome:
        await begun()
        try:
            answer = await line.transmit(content)
        except Closing as closing:
            line.close()
            return Outcome(Fate.RETRY, _said(closing))
        except OSError as error:
            line.close()
            return Outcome(Fate.IN_DOUBT, _said(error))
        if answer.code >= 400:
            return Outcome(Fate.RETRY if answer.code < 500 else Fate.REFUSED, _line_of(answer))
        return Outcome(Fate.SENT, _line_of(answer))


async def reachable(relay: Relay) -> str | None:
    """None where the mail server takes our connection, encryption and account; otherwise one line why not."""
    line = _line(relay)
    try:
        await line.open()
        await line.say("NOOP")
    except OSError as error:
        return _said(error)
    else:
        with suppress(OSError):
            await line.say("QUIT")
    finally:
        line.close()
    return None


def _line(relay: Relay) -> Line:
    def client() -> aiosmtplib.SMTP:
        return aiosmtplib.SMTP(
            hostname=relay.host,
            port=relay.port,
            username=relay.user or None,
            password=relay.password or None,
            # The default would ask the DNS for our own name, which may take seconds.
            local_hostname=socket.gethostname() or "localhost",
            timeout=relay.timeout,
            use_tls=relay.security == "tls",
            start_tls=relay.security == "starttls",
            cert_bundle=relay.ca_file or None,
        )

    return Line(client, relay.timeout, relay.answer_timeout)


def _recipient_refused(reply: Reply) -> Outcome:
    if reply.code < 500:
        return Outcome(Fate.RETRY, _line_of(reply))
    # RFC 3463: x.7.x is the server's policy (relaying denied …), not a fault of the address.
    policy = reply.text.startswith("5.7.")
    return Outcome(Fate.REFUSED, _line_of(reply), bad_address=not policy)


def _said(error: Exception) -> str:
    return _clean(str(error) or type(error).__name__)


def _line_of(reply: Reply) -> str:
    return _clean(str(reply))


def _clean(text: str) -> str:
    # An answer's undecodable bytes may come as surrogates.
    clean = text.encode("utf-8", "replace").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in clean).split())[:500]
