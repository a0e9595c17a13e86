"""A mail server on loopback that takes letters, or misbehaves for the recipients it is told to."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Self

from dondoc.actions.office import Office


class Sink:
    """`manners` says by recipient: a reply to RCPT ("451 …", "550 …", "421 …"), or "drop" (the connection is cut
    after the letter's last dot, with no answer), "stall" (no answer), "refuse" (554 to the letter)."""

    def __init__(self, **manners: str) -> None:
        self.manners = manners
        self.pipelines = True
        self.taken: list[tuple[str, bytes]] = []
        self.connections = 0
        self.open: set[asyncio.StreamWriter] = set()
        self.at_data: asyncio.Event = asyncio.Event()
        self.go_on: asyncio.Event = asyncio.Event()
        self.go_on.set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for writer in self.open:
            writer.close()

    def office(self, office: Office) -> Office:
        return replace(office, relay=replace(office.relay, port=self.port))

    def recipients(self) -> list[str]:
        return sorted(recipient for recipient, _ in self.taken)

    def letters(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, content in self.taken]

    def hang_up(self) -> None:
        for writer in list(self.open):
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open.add(writer)
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            await self._talk(reader, writer)
        self.open.discard(writer)
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        recipient, manner, refused = "", "", False
        writer.write(b"220 sink\r\n")
        while line := (await reader.readline()).decode().strip():
            command = line.split()[0].upper()
            if command == "RCPT":
                recipient = line.partition("<")[2].partition(">")[0]
                manner = self.manners.get(recipient.partition("@")[0], "")
                reply = manner if manner[:1].isdigit() else "250 ok"
                refused = reply[0] != "2"
            elif command == "EHLO" and self.pipelines:
                reply = "250-sink\r\n250 PIPELINING"
            elif command == "DATA" and refused:
                reply = "554 no valid recipients"
            elif command == "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.at_data.set()
                await self.go_on.wait()
                self.taken.append((recipient, content[:-3].replace(b"\r\n..", b"\r\n.")))
                if manner == "drop":
                    return
                if manner == "stall":
                    await asyncio.sleep(60)
                reply = "554 no" if manner == "refuse" else "250 taken"
            else:
                reply = "221 bye" if command == "QUIT" else "250 ok"
            writer.write(reply.encode() + b"\r\n")
            if command == "QUIT" or reply.startswith("421") or (refused and manner[:3] == "421"):
                return
