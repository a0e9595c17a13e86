"""A mail server that counts: who got a letter, in which order, noted before it answers."""

import asyncio
from typing import Self


class Counter:
    """Takes letters on loopback and keeps their recipients."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Talk(self.taken), "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()


class _Talk(asyncio.Protocol):
    def __init__(self, taken: list[str]) -> None:
        self._taken, self._rest, self._recipient, self._in_data = taken, b"", "", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 counter\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        while answer := self._next():
            self._transport.write(answer)

    def _next(self) -> bytes:
        taken, found, rest = self._rest.partition(b"\r\n.\r\n" if self._in_data else b"\r\n")
        if not found:
            return b""
        self._rest = rest
        if self._in_data:
            self._in_data = False
            self._taken.append(self._recipient)
            return b"250 taken\r\n"
        command = taken[:4].upper()
        if command == b"RCPT":
            self._recipient = taken.decode().partition("<")[2].partition(">")[0]
        self._in_data = command == b"DATA"
        return {b"EHLO": b"250-counter\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n"}.get(command, b"250 ok\r\n")
