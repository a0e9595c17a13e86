"""The mail server: its settings, kept-open connections, and what became of each letter sent through them."""

import asyncio
import logging
import socket
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from types import TracebackType
from typing import Literal, Protocol, Self, TypeVar

import aiosmtplib

from dondoc.mail.smtp import Closing, Line, Reply

log = logging.getLogger(__name__)


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


class Errand(Protocol):
    """A letter on its way."""

    @property
    def envelope(self) -> Envelope:
        """What is sent."""


E = TypeVar("E", bound=Errand)


class Errands(Protocol[E]):
    """Where one connection takes its letters from, and where it says what became of them."""

    async def next(self) -> E | None:
        """The next letter to send; None where there is none for this connection any more."""

    async def begin(self, errand: E) -> bool:
        """Called right before a letter's first byte, which only follows a True."""

    def settle(self, errand: E, outcome: Outcome) -> bool:
        """Note what became of a letter; False where this connection must stop."""


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

    async def carry(self, errands: Errands[E]) -> None:
        """Send letters over one connection until there are no more.

        Never raises for what the server or the network does: those are the letters' outcomes.
        """
        line = await self._idle.get()
        finished = False
        try:
            errand = await errands.next()
            while errand is not None:
                errand = await self._send(line, errand, errands)
            finished = True
        finally:
            if not finished:
                # Cut off in the middle of a conversation: the next letter needs a fresh one.
                line.close()
            self._idle.put_nowait(line)

    async def _send(self, line: Line, errand: E, errands: Errands[E]) -> E | None:
        """Send one letter; the one that follows it. That one is named in the packet that ends this one."""
        try:
            refused = await self._introduce(line, errand.envelope)
        except OSError as error:
            line.close()
            refused = Outcome(Fate.RETRY, _said(error), relay_down=True)
        except Exception as error:
            refused = _own_fault(line, Fate.RETRY, error)
        if refused:
            return await errands.next() if errands.settle(errand, refused) else None
        following = await errands.next()
        if not await errands.begin(errand):
            # The server waits for a letter that will not come.
            line.close()
            return following
        outcome = await self._transmit(line, errand.envelope.content, following.envelope if following else None)
        return following if errands.settle(errand, outcome) else None

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

    async def _transmit(self, line: Line, content: bytes, following: Envelope | None) -> Outcome:
        try:
            answer = await line.transmit(content, (following.sender, following.recipient) if following else None)
        except Closing as closing:
            line.close()
            return Outcome(Fate.RETRY, _said(closing))
        except OSError as error:
            line.close()
            return Outcome(Fate.IN_DOUBT, _said(error))
        except Exception as error:
            return _own_fault(line, Fate.IN_DOUBT, error)
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


def _own_fault(line: Line, fate: Fate, error: Exception) -> Outcome:
    """A defect of ours in one letter must not keep the others from going."""
    log.exception("a letter could not be sent")
    line.close()
    return Outcome(fate, f"{type(error).__name__}: {_said(error)}")


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
    if text.isascii() and text.isprintable():
        return text.strip()[:500] if "  " not in text else " ".join(text.split())[:500]
    clean = text.encode("utf-8", "replace").decode()
    return " ".join("".join(char if char.isprintable() else " " for char in clean).split())[:500]
