"""One measured job of `letters` in a process of its own: `python -m benchmarks.letters_run JOB COUNT PORT FOLDER`.

Each job first sends WARM letters that do not count: what a process pays once (templates, statements, connections) is
not a letter's. Prints one line of JSON: seconds, seconds of CPU, bytes a letter, and the most memory that the process
held.
"""

import asyncio
import gc
import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import aiosmtplib
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from dondoc.actions.deliver import deliver_due
from dondoc.actions.letters import Posting, post_all
from dondoc.actions.office import Office
from dondoc.mail.compose import compose
from dondoc.mail.dkim import DkimKey, read_key, signed
from dondoc.mail.letters import ReminderLetter, ReminderLine
from dondoc.mail.links import form_token
from dondoc.mail.message import OutgoingMessage, message_id, to_bytes
from dondoc.mail.relay import Relay
from dondoc.model import Agency, Door, LetterKind, LetterState
from dondoc.store import outbox
from dondoc.store.engine import migrate, open_engine
from dondoc.store.transaction import Actor, bookkeeping, reading, writing

CONNECTIONS = 8
BATCH = 500
WARM = 200
NOW = datetime(2024, 3, 12, 0, 30, tzinfo=UTC)
SENDER = "vanphong@skhcn.example"
Taken = dict[str, float]


def letter(number: int, secret: str = "secret") -> ReminderLetter:
    """The letter of one recipient, its personal link signed."""
    line = ReminderLine(
        rung="T-3", tone="reminder", unit=f"Phòng số {number}",
        report_name="Báo cáo kết quả thực hiện công tác cải cách tư pháp quý I năm 2024",
        deadline=date(2024, 3, 15), days_left=3, why="16/03/2024 là thứ Bảy, đưa lên thứ Sáu, 15/03/2024",
        link=f"https://baocao.example/f/{form_token(secret, number, number, NOW)}", proposed=False,
    )  # fmt: skip
    return ReminderLetter(f"Người nhận {number}", "Sở Khoa học và Công nghệ", "Thanh tra Sở", (line,))


def bare(count: int, port: int, folder: Path) -> Taken:
    """A loop that sends prebuilt messages over kept connections, and nothing else; signed, so that they are as long."""
    key = _key(folder, "ed25519")
    messages = [_built(number, key) for number in range(WARM + count)]

    async def carry(pile: Iterator[tuple[str, bytes]]) -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, local_hostname="localhost") as client:
            for recipient, content in pile:
                await client.sendmail(SENDER, [recipient], content)

    async def run(chosen: list[tuple[str, bytes]]) -> None:
        pile = iter(chosen)
        await asyncio.gather(*(carry(pile) for _ in range(CONNECTIONS)))

    asyncio.run(run(messages[:WARM]))
    return _taken(lambda: asyncio.run(run(messages[WARM:])), len(messages[-1][1]))


def _built(number: int, key: DkimKey) -> tuple[str, bytes]:
    said, recipient = compose(letter(number)), f"n{number}@x.example"
    message = OutgoingMessage(
        from_name="Sở Khoa học và Công nghệ", from_address=SENDER, to_name=f"Người nhận {number}",
        to_address=recipient, subject=said.subject, text=said.text, html=said.html,
        message_id=message_id("skhcn.example", str(number)), date=NOW,
        references=(message_id("skhcn.example", "root"),),
    )  # fmt: skip
    return recipient, signed(to_bytes(message), (key,), "skhcn.example", int(NOW.timestamp()))


def dondoc(count: int, port: int, folder: Path, key: str = "ed25519") -> Taken:
    """The whole way of ours: rendered with its signed link, stored, claimed, DKIM-signed, sent, marked."""
    office = _office(folder, port, key)
    agency = _agency(office)

    def run(begin: int, end: int) -> None:
        for first in range(begin, end, BATCH):
            numbers = range(first, min(first + BATCH, end))
            with writing(office.engine, Actor(agency.key, None, Door.FLOW), NOW) as act:
                post_all(act, office, agency, (_posting(office, number) for number in numbers))
                act.audit("remind", "agency", agency.key, letters=len(numbers))
        asyncio.run(deliver_due(office, lambda: NOW))

    run(0, WARM)
    _, example = _built(count, office.dkim[0])
    taken = _taken(lambda: run(WARM, WARM + count), len(example))
    with reading(office.engine) as session:
        sent = outbox.counts(session, agency.key)[LetterState.SENT]
    if sent != WARM + count:
        raise SystemExit(f"{sent} of {WARM + count} letters are sent")
    return taken


def _posting(office: Office, number: int) -> Posting:
    return Posting(
        None, (f"Người nhận {number}", f"n{number}@x.example"), letter(number, office.secret), LetterKind.REMINDER,
        f"remind:{number}", NOW, NOW + timedelta(days=3), references=[message_id("skhcn.example", f"root{number}")],
    )  # fmt: skip


def _key(folder: Path, key: str) -> DkimKey:
    private = ed25519.Ed25519PrivateKey.generate() if key == "ed25519" else rsa.generate_private_key(65537, 2048)
    file = folder / f"{key}.pem"
    file.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return read_key("s1", file)


def _office(folder: Path, port: int, key: str) -> Office:
    engine = open_engine(f"sqlite:///{folder / 'letters.sqlite'}")
    migrate(engine)
    relay = Relay("127.0.0.1", port, connections=CONNECTIONS)
    return Office(engine, "https://baocao.example", "secret", relay, dkim=(_key(folder, key),))


def _agency(office: Office) -> Agency:
    agency = Agency(
        code="skhcn", name="Sở Khoa học và Công nghệ", short_name="Sở", superior="UBND tỉnh", symbol="SKHCN",
        place="Quảng Trị", email=SENDER,
    )  # fmt: skip
    with bookkeeping(office.engine) as session:
        session.add(agency)
    return agency


def _taken(act: Callable[[], object], size: int) -> Taken:
    # As `dondoc serve` does once it is up.
    gc.collect()
    gc.freeze()
    begin, cpu = time.perf_counter(), time.process_time()
    act()
    return {"seconds": time.perf_counter() - begin, "cpu": time.process_time() - cpu, "bytes": size}


def main(job: str, count: str, port: str, folder: str) -> None:
    """Run one job."""
    jobs: dict[str, Callable[[int, int, Path], Taken]] = {
        "bare": bare,
        "dondoc": dondoc,
        "dondoc-rsa": lambda count, port, folder: dondoc(count, port, folder, "rsa"),
    }
    taken = jobs[job](int(count), int(port), Path(folder))
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(taken | {"megabytes": megabytes}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
