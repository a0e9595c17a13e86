"""A server that takes letters and keeps none: `python -m benchmarks.letters_sink PORT`, where smtp-sink is missing."""

import asyncio
import sys

_END = b"\r\n.\r\n"


class Taker(asyncio.Protocol):
    """One connection; commands may come together."""

    def __init__(self) -> None:
        self._rest, self._in_data = b"", False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._rest += data
        answers = []
        while answer := self._next():
            answers.append(answer)
        self._transport.write(b"".join(answers))

    def _next(self) -> bytes:
        end = _END if self._in_data else b"\r\n"
        taken, found, rest = self._rest.partition(end)
        if not found:
            return b""
        self._rest = rest
        if self._in_data:
            self._in_data = False
            return b"250 taken\r\n"
        command = taken[:4].upper()
        self._in_data = command == b"DATA"
        return {b"EHLO": b"250-sink\r\n250 PIPELINING\r\n", b"DATA": b"354 go on\r\n"}.get(command, b"250 ok\r\n")


async def main(port: int) -> None:
    """Serve until ended."""
    server = await asyncio.get_running_loop().create_server(Taker, "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
