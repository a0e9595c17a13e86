"""The mail server: its settings, kept-open connections, and what became of each letter sent through them."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Literal, Self

import aiosmtplib
from aiosmtplib import SMTPException, SMTPResponseException


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
        self._idle: asyncio.LifoQueue[aiosmtplib.SMTP] = asyncio.LifoQueue()
        for _ in range(relay.connections):
            self._idle.put_nowait(_client(relay))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while not self._idle.empty():
            client = self._idle.get_nowait()
            if client.is_connected:
                with suppress(SMTPException, OSError):
                    await client.quit(timeout=min(self._relay.timeout, 5))
            client.close()

    async def send(self, envelope: Envelope, begun: Begun) -> Outcome:
        """Send one letter. `begun` is awaited right before DATA; what it raises stops the letter and comes out here.

        Never raises for what the server or the network does: that is the outcome.
        """
        async with self._connection() as client:
            try:
                opened = await self._introduce(client, envelope)
            except (SMTPException, OSError) as error:
                client.close()
                return Outcome(Fate.RETRY, _said(error), relay_down=True)
            return opened or await self._transmit(client, envelope.content, begun)

    @asynccontextmanager
    async def _connection(self) -> AsyncIterator[aiosmtplib.SMTP]:
        client = await self._idle.get()
        finished = False
        try:
            yield client
            finished = True
        finally:
            if not finished:
                # Cut off in the middle of a conversation: the next letter needs a fresh one.
                client.close()
            self._idle.put_nowait(client)

    async def _introduce(self, client: aiosmtplib.SMTP, envelope: Envelope) -> Outcome | None:
        """MAIL and RCPT; None where DATA may follow. A kept connection that died meanwhile is opened again, once."""
        if client.is_connected:
            try:
                return await self._name(client, envelope)
            except (SMTPException, OSError):
                client.close()
        await client.connect()
        return await self._name(client, envelope)

    async def _name(self, client: aiosmtplib.SMTP, envelope: Envelope) -> Outcome | None:
        try:
            await client.mail(envelope.sender)
            await client.rcpt(envelope.recipient)
        except aiosmtplib.SMTPRecipientRefused as refusal:
            if refusal.code == 421:
                raise
            await self._reset(client)
            return _recipient_refused(refusal)
        except aiosmtplib.SMTPSenderRefused as refusal:
            if refusal.code == 421:
                raise
            await self._reset(client)
            # A sender refused is our own set-up: the letter waits until that is mended.
            return Outcome(Fate.RETRY, _said(refusal))
        return None

    async def _transmit(self, client: aiosmtplib.SMTP, content: bytes, begun: Begun) -> Outcome:
        await begun()
        try:
            answer = await client.data(content, timeout=self._relay.answer_timeout)
        except aiosmtplib.SMTPDataError as refusal:
            if refusal.code == 421:
                client.close()
            return Outcome(Fate.RETRY if refusal.code < 500 else Fate.REFUSED, _said(refusal))
        except (SMTPException, OSError) as error:
            client.close()
            return Outcome(Fate.IN_DOUBT, _said(error))
        return Outcome(Fate.SENT, _line(f"{answer.code} {answer.message}"))

    async def _reset(self, client: aiosmtplib.SMTP) -> None:
        try:
            await client.rset()
        except (SMTPException, OSError):
            client.close()


async def reachable(relay: Relay) -> str | None:
    """None where the mail server takes our connection, encryption and account; otherwise one line why not."""
    client = _client(relay)
    try:
        await client.connect()
        await client.noop()
    except (SMTPException, OSError) as error:
        return _said(error)
    else:
        with suppress(SMTPException, OSError):
            await client.quit()
    finally:
        client.close()
    return None


def _client(relay: Relay) -> aiosmtplib.SMTP:
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


def _recipient_refused(refusal: SMTPResponseException) -> Outcome:
    if refusal.code < 500:
        return Outcome(Fate.RETRY, _said(refusal))
    # RFC 3463: x.7.x is the server's policy (relaying denied …), not a fault of the address.
    policy = refusal.message.startswith("5.7.")
    return Outcome(Fate.REFUSED, _said(refusal), bad_address=not policy)


def _said(error: Exception) -> str:
    if isinstance(error, SMTPResponseException):
        return _line(f"{error.code} {error.message}")
    return _line(str(error) or type(error).__name__)


def _line(text: str) -> str:
    # aiosmtplib hands undecodable bytes of an answer on as surrogates.
    clean = text.encode("utf-8", "replace").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in clean).split())[:500]
