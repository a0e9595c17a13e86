import asyncio
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword, Session
from aiosmtpd.smtp import Envelope as Received

from dondoc.mail.relay import Envelope, Fate, Outcome, Post, Relay, reachable
from tests.mail.sink import Sink
from tests.skips import WHAT_BRINGS_THEM

SAID = b"Subject: x\r\n\r\n.dot\r\n"
LETTER = Envelope("vanphong@x.example", "an@x.example", SAID)
OTHER = Envelope("vanphong@x.example", "bo@x.example", SAID)


@dataclass(frozen=True)
class Sent:
    envelope: Envelope


class Pile:
    """Letters for one connection, and what became of each; `no` stands for those that are called back."""

    def __init__(self, letters: Sequence[Envelope], no: Sequence[Envelope] = ()) -> None:
        self._waiting, self._no = list(letters), no
        self.outcomes: list[Outcome] = []

    async def next(self) -> Sent | None:
        return Sent(self._waiting.pop(0)) if self._waiting else None

    async def begin(self, errand: Sent) -> bool:
        return errand.envelope not in self._no

    def settle(self, errand: Sent, outcome: Outcome) -> bool:
        self.outcomes.append(outcome)
        return True


async def carried(post: Post, *letters: Envelope, no: Sequence[Envelope] = ()) -> list[Outcome]:
    pile = Pile(letters, no)
    await post.carry(pile)
    return pile.outcomes


def send(relay: Relay, letter: Envelope = LETTER) -> Outcome:
    async def run() -> Outcome:
        async with Post(relay) as post:
            [outcome] = await carried(post, letter)
            return outcome

    return asyncio.run(run())


def at(sink: Sink, **changes: object) -> Relay:
    return Relay("127.0.0.1", sink.port, timeout=2, answer_timeout=0.3, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("manner", "outcome"),
    [
        ("", Outcome(Fate.SENT, "250 taken")),
        ("451 4.7.1 later", Outcome(Fate.RETRY, "451 4.7.1 later")),
        ("421 4.3.2 closing", Outcome(Fate.RETRY, "421 4.3.2 closing", relay_down=True)),
        ("550 5.1.1 unknown", Outcome(Fate.REFUSED, "550 5.1.1 unknown", bad_address=True)),
        ("550 5.7.1 relaying denied", Outcome(Fate.REFUSED, "550 5.7.1 relaying denied")),
        ("refuse", Outcome(Fate.REFUSED, "554 no")),
        ("drop", Outcome(Fate.IN_DOUBT, "Unexpected EOF received")),
        ("stall", Outcome(Fate.IN_DOUBT, "Timed out waiting for server response")),
    ],
)
@pytest.mark.parametrize("pipelines", [True, False], ids=["all in one packet", "one by one"])
def test_each_answer_has_its_fate(manner: str, outcome: Outcome, pipelines: bool) -> None:
    async def run() -> None:
        async with Sink(an=manner) as sink, Post(at(sink)) as post:
            sink.pipelines = pipelines
            assert await carried(post, LETTER) == [outcome]
            assert _fates(await carried(post, OTHER)) == [Fate.SENT], "the next letter goes as if nothing were"
            sink.taken.clear()
            assert _fates(await carried(post, OTHER, LETTER, OTHER)) == [Fate.SENT, outcome.fate, Fate.SENT]
            assert [letter for letter in sink.taken if letter[0] != "an@x.example"] == [("bo@x.example", SAID)] * 2

    asyncio.run(run())


def _fates(outcomes: list[Outcome]) -> list[Fate]:
    return [outcome.fate for outcome in outcomes]


def test_letters_come_one_after_the_other_over_one_connection() -> None:
    letters = [Envelope(LETTER.sender, f"n{number}@x.example", b"%d\r\n.\r\n" % number) for number in range(50)]

    async def run() -> None:
        async with Sink() as sink, Post(at(sink)) as post:
            assert _fates(await carried(post, *letters)) == [Fate.SENT] * 50
            assert sink.taken == [(letter.recipient, letter.content) for letter in letters]
            assert sink.connections == 1

    asyncio.run(run())


def test_a_letter_that_is_called_back_before_data_is_not_sent() -> None:
    async def run() -> None:
        async with Sink() as sink, Post(at(sink)) as post:
            assert _fates(await carried(post, OTHER, LETTER, OTHER, no=[LETTER])) == [Fate.SENT, Fate.SENT]
            assert sink.recipients() == ["bo@x.example"] * 2

    asyncio.run(run())


def test_a_defect_of_ours_in_one_letter_stops_no_other() -> None:
    spoilt = Envelope(LETTER.sender, "an@x.example", None)  # type: ignore[arg-type]

    async def run() -> None:
        async with Sink() as sink, Post(at(sink)) as post:
            assert _fates(await carried(post, spoilt, OTHER)) == [Fate.IN_DOUBT, Fate.SENT]

    asyncio.run(run())


def test_a_kept_connection_the_server_closed_is_opened_again() -> None:
    async def run() -> None:
        async with Sink() as sink, Post(at(sink)) as post:
            await carried(post, LETTER)
            sink.hang_up()
            await asyncio.sleep(0.01)
            assert _fates(await carried(post, LETTER)) == [Fate.SENT]
            assert sink.connections == 2

    asyncio.run(run())


def test_dots_at_the_start_of_a_line_arrive() -> None:
    async def run() -> None:
        async with Sink() as sink, Post(at(sink)) as post:
            await carried(post, LETTER)
            assert sink.taken == [("an@x.example", LETTER.content)]

    asyncio.run(run())


def test_no_server_is_said_in_one_line() -> None:
    outcome = send(Relay("127.0.0.1", 9, timeout=1))
    assert (outcome.fate, outcome.relay_down) == (Fate.RETRY, True)
    assert "\n" not in outcome.said and "127.0.0.1" in outcome.said
    assert asyncio.run(reachable(Relay("127.0.0.1", 9, timeout=1))) == outcome.said


def test_the_password_is_in_no_error_and_no_log() -> None:
    assert "geheim" not in repr(Relay("127.0.0.1", password="geheim"))


class Box:
    """What aiosmtpd hands over."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []

    async def handle_DATA(self, server: object, session: Session, envelope: Received) -> str:  # noqa: N802
        self.letters.append(envelope.content if isinstance(envelope.content, bytes) else b"")
        return "250 taken"


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    if not shutil.which("openssl"):
        pytest.skip(f"openssl is not installed; {WHAT_BRINGS_THEM} brings it")
    folder = tmp_path_factory.mktemp("tls")
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost"
    subprocess.run(
        [*command.split(), "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key",
         "-out", folder / "crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "crt", folder / "key"


@pytest.fixture(params=["starttls", "tls"])
def guarded(request: pytest.FixtureRequest, certificate: tuple[Path, Path]) -> Iterator[tuple[Relay, Box]]:
    """A server that wants encryption and a password, as the one of a province does."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    def known(server: object, session: object, envelope: object, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"dondoc", b"mat khau"), handled=False)

    box, starttls = Box(), request.param == "starttls"
    controller = Controller(
        box, hostname="localhost", port=0, authenticator=known, auth_required=True, auth_require_tls=starttls,
        ssl_context=None if starttls else context, tls_context=context if starttls else None, require_starttls=starttls,
    )  # fmt: skip
    controller.port = _free_port()
    controller.start()
    relay = Relay(
        "localhost", controller.port, "dondoc", "mat khau", request.param, timeout=5, ca_file=str(certificate[0])
    )
    yield relay, box
    controller.stop()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_letters_go_through_encryption_and_a_password(guarded: tuple[Relay, Box]) -> None:
    relay, box = guarded
    assert send(relay).fate is Fate.SENT
    assert len(box.letters) == 1
    assert asyncio.run(reachable(relay)) is None


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_wrong_password_or_certificate_makes_letters_wait(guarded: tuple[Relay, Box]) -> None:
    relay, box = guarded
    for wrong, said in ((replace(relay, password="x"), "535"), (replace(relay, ca_file=""), "certificate")):
        outcome = send(wrong)
        assert (outcome.fate, outcome.relay_down) == (Fate.RETRY, True)
        assert said in outcome.said
        assert asyncio.run(reachable(wrong)) == outcome.said
    assert box.letters == []
