"""One SMTP connection that sends a letter in two steps: who it is from and for, then its bytes.

aiosmtplib connects, encrypts and signs in; then the conversation is ours, since a whole greeting (MAIL, RCPT, DATA) in
one packet (RFC 2920) takes a third of the time.
"""

import asyncio
import socket
from collections import deque
from collections.abc import Callable
from typing import NamedTuple, cast

import aiosmtplib

LONGEST_LINE = 16_384
EOF = "Unexpected EOF received"
SLOW = "Timed out waiting for server response"


class LineError(OSError):
    """The connection cannot be used any more; the text says why."""


class Closing(LineError):
    """The server said 421: it closes."""


class Reply(NamedTuple):
    """A server's answer, its lines joined by blanks."""

    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class _Ear(asyncio.Protocol):
    """Gathers replies."""

    def __init__(self) -> None:
        self._rest = b""
        self._lines: list[str] = []
        self._replies: deque[Reply] = deque()
        self._waiter: asyncio.Future[None] | None = None
        self._lost: str = ""
        self._loop = asyncio.get_running_loop()
        self._deadline = 0.0
        self._alarm: asyncio.TimerHandle | None = None

    def data_received(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._take(line.rstrip(b"\r").decode("utf-8", "replace"))
        if len(self._rest) > LONGEST_LINE or len(self._lines) > 100:
            self._lost = "The server's answer has no end"
        self._wake()

    def _take(self, line: str) -> None:
        if not line[:3].isdigit():
            self._lost = f"Malformed answer: {line[:100]}"
            return
        if line[3:4] != "-" and not self._lines:
            self._replies.append(Reply(int(line[:3]), line[4:]))
            return
        self._lines.append(line[4:])
        if line[3:4] != "-":
            self._replies.append(Reply(int(line[:3]), " ".join(self._lines)))
            self._lines = []

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = self._lost or (str(exc) if exc else EOF)
        self._wake()
        if self._alarm:
            self._alarm.cancel()

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def replies(self, count: int, timeout: float) -> list[Reply]:
        """The next answers. Raises LineError where none comes any more, or none within `timeout` seconds; Closing."""
        found: list[Reply] = []
        while len(found) < count:
            if self._replies:
                found.append(self._replies.popleft())
                if found[-1].code == 421:
                    raise Closing(str(found[-1]))
                continue
            if self._lost:
                raise LineError(self._lost)
            self._be_back(timeout)
            self._waiter = self._loop.create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return found

    def _be_back(self, timeout: float) -> None:
        # One alarm for many answers: setting one and taking it back each time costs as much as the answer.
        self._deadline = self._loop.time() + timeout
        if self._alarm and self._alarm.when() > self._deadline:
            self._alarm.cancel()
            self._alarm = None
        if self._alarm is None:
            self._alarm = self._loop.call_at(self._deadline, self._look_up)

    def _look_up(self) -> None:
        self._alarm = None
        if self._waiter is None or self._waiter.done():
            return
        if self._loop.time() < self._deadline:
            self._alarm = self._loop.call_at(self._deadline, self._look_up)
        else:
            self._lost = SLOW
            self._wake()


class Line:
    """A connection, opened when first needed. Whatever it raises is OSError, aiosmtplib's errors among the causes."""

    def __init__(self, client: Callable[[], aiosmtplib.SMTP], timeout: float, answer_timeout: float) -> None:
        self._client, self._timeout, self._answer_timeout = client, timeout, answer_timeout
        self._transport: asyncio.Transport | None = None
        self._ear: _Ear | None = None
        self._pipelines = False
        self._announced = False

    @property
    def is_open(self) -> bool:
        """Whether it may still be used."""
        return self._transport is not None and not self._transport.is_closing()

    async def open(self) -> None:
        """Connect, encrypt, sign in. Raises LineError."""
        # A new one each time: it would not learn that the connection we took over from it is gone.
        client = self._client()
        try:
            await client.connect()
            if client.is_ehlo_or_helo_needed:
                await client.ehlo()
        except aiosmtplib.SMTPResponseException as refusal:
            client.close()
            raise LineError(f"{refusal.code} {refusal.message}") from refusal
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            client.close()
            raise LineError(str(error) or type(error).__name__) from error
        self._pipelines = client.supports_extension("pipelining")
        self._transport = cast(asyncio.Transport, client.transport)
        self._ear = _Ear()
        self._announced = False
        self._transport.set_protocol(self._ear)
        _at_once(self._transport)

    def close(self) -> None:
        """Hang up."""
        if self._transport:
            self._transport.close()
        self._transport = None

    async def introduce(self, sender: str, recipient: str) -> tuple[Reply, Reply, Reply | None]:
        """The answers to MAIL, RCPT and DATA; None where DATA was not said. With 354 the bytes must follow.

        Says nothing where `transmit` has announced this letter. Raises Closing for a 421.
        """
        replies: list[Reply] = []
        if self._pipelines:
            if not self._announced:
                self._write(_greeting(sender, recipient))
            self._announced = False
            replies = await self._answers(3, self._timeout)
        else:
            for command in (f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"):
                replies.append(await self.say(command))
                if replies[-1].code >= 400:
                    break
        mail, rcpt = replies[0], replies[1] if len(replies) > 1 else replies[0]
        data = replies[2] if len(replies) > 2 else None
        if data and data.code == 354 and (mail.code >= 400 or rcpt.code >= 400):
            # A server that takes the letter of nobody: the lone dot ends it.
            data = await self.say(".")
        return mail, rcpt, data

    async def transmit(self, content: bytes, following: tuple[str, str] | None = None) -> Reply:
        """Send the bytes after a 354; the server's answer to the whole letter. Raises LineError where none comes.

        `following` are sender and recipient of the next letter: where the server offers it, they go in the same packet
        (RFC 2920, 3.1: the end of a letter may be the first of a group), and `introduce` only waits for the answers.
        """
        if content.startswith(b".") or b"\n." in content:
            content = b".." + content[1:] if content.startswith(b".") else content
            content = content.replace(b"\n.", b"\n..")
        parts = [content, b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n"]
        self._announced = self._pipelines and following is not None
        if following and self._announced:
            parts.append(_greeting(*following))
        self._write(b"".join(parts))
        [answer] = await self._answers(1, self._answer_timeout)
        return answer

    async def say(self, command: str, timeout: float | None = None) -> Reply:
        """One command and its answer."""
        self._write(f"{command}\r\n".encode())
        [answer] = await self._answers(1, timeout or self._timeout)
        return answer

    def _write(self, words: bytes) -> None:
        if self._transport is None:
            raise LineError(EOF)
        self._transport.write(words)

    async def _answers(self, count: int, timeout: float) -> list[Reply]:
        if self._ear is None:
            raise LineError(EOF)
        return await self._ear.replies(count, timeout)


def _greeting(sender: str, recipient: str) -> bytes:
    return f"MAIL FROM:<{sender}>\r\nRCPT TO:<{recipient}>\r\nDATA\r\n".encode()


def _at_once(transport: asyncio.Transport) -> None:
    # asyncio sets it on its own sockets; one made by a library might lack it, and a letter then waits 40 ms.
    raw = transport.get_extra_info("socket")
    if raw is not None and raw.family in {socket.AF_INET, socket.AF_INET6}:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
