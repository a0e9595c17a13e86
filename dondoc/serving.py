"""`dondoc serve` and `dondoc clock`: the web door, the clock and the flows in one process, until Ctrl-C."""

import contextlib
import gc
import signal
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import uvicorn
from sqlmodel import Session, col, select

from dondoc import clock
from dondoc.actions.office import Office, mailbox_of
from dondoc.actions.sign_in import print_link
from dondoc.commands import open_database
from dondoc.mail.sink import LOOPBACK, Sink
from dondoc.model import Person, Role, RoleKind
from dondoc.settings import Settings, SettingsError
from dondoc.store.agency import agencies
from dondoc.store.transaction import reading
from dondoc.texts import word
from dondoc.web.app import create_app
from schedules.embedded import Embedded, Status
from schedules.listen import Listener

STILL = timedelta(seconds=90)
"""How long the clock may be silent before health says so."""


class Running(Protocol):
    """A clock with its flows, embedded or of a cluster."""

    def start(self) -> None:
        """Start it."""

    def stop(self) -> None:
        """Stop it."""

    def status(self) -> Status:
        """How it stands."""


def serve(settings: Settings, print_links: bool = False) -> None:
    """Run until Ctrl-C or SIGTERM. Raises SettingsError for what a person must mend first."""
    _check_port("DONDOC_PORT", settings.host, settings.port)
    with ExitStack() as stack:
        office = open_database(settings, "serve")
        if settings.mail == "mailbox":
            office = _with_mailbox(settings, office, stack)
        _require_agency(office)
        running = _running(settings, office)
        listener = _listen(settings, office, stack)
        app = create_app(office, settings, lambda: _said(running.status(), clock.now()) | _heard(listener))
        server = uvicorn.Server(_uvicorn(app, settings))
        running.start()
        stack.callback(running.stop)
        _announce(settings, office, print_links)
        # uvicorn raises the signal again once it has ended; the default handler would end us before the rest has.
        signal.signal(signal.SIGTERM, _leave)
        _settle()
        server.run()


def _settle() -> None:
    # What is loaded now stays: it need not be searched for garbage again and again, a tenth of the time of a letter.
    gc.collect()
    gc.freeze()


def _leave(*_: object) -> None:
    raise SystemExit(0)


def run_clock(settings: Settings) -> None:
    """Run only the clock of a cluster until Ctrl-C or SIGTERM."""
    if settings.prefect != "server":
        raise SettingsError("DONDOC_PREFECT: the clock alone needs DONDOC_PREFECT=server and PREFECT_API_URL")
    office = open_database(settings, "clock")
    running = _running(settings, office)
    stack = ExitStack()
    _listen(settings, office, stack)
    ended = threading.Event()
    for sign in (signal.SIGINT, signal.SIGTERM):
        signal.signal(sign, lambda *_: ended.set())
    running.start()
    sys.stdout.write("The clock runs. Ctrl-C ends it.\n")
    ended.wait()
    running.stop()
    stack.close()


def _running(settings: Settings, office: Office) -> Running:
    if settings.prefect != "server":
        return Embedded(settings, office)
    from schedules.cluster import Cluster

    return Cluster(settings, office)


def _listen(settings: Settings, office: Office, stack: ExitStack) -> Listener | None:
    """Read the mailbox beside everything else, where there is one."""
    mailbox = mailbox_of(settings)
    if mailbox is None:
        return None
    listener = Listener(office, mailbox, clock.now)
    listener.start()
    stack.callback(listener.stop)
    return listener


def _heard(listener: Listener | None) -> dict[str, Any]:
    """The mailbox in words, for the health page."""
    return {"mailbox": {"ok": not listener.trouble, "said": listener.trouble or "đang đọc"}} if listener else {}


def _check_port(setting: str, host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise SettingsError(
                f"{setting}: port {port} on {host} cannot be used ({error.strerror}); "
                f"stop what uses it, or name another port, for example {setting}={port + 1}"
            ) from None


def _with_mailbox(settings: Settings, office: Office, stack: ExitStack) -> Office:
    """Letters go to a sink of our own, so that nothing can leave the machine."""
    if settings.host not in {LOOPBACK, "localhost", "::1"}:
        raise SettingsError("DONDOC_MAIL=mailbox is for development on 127.0.0.1 only; set DONDOC_MAIL=smtp")
    sink = stack.enter_context(Sink(Path(settings.data) / "letters"))
    relay = replace(office.relay, host=LOOPBACK, port=sink.port, user="", password="", security="none")
    return replace(office, relay=relay)


def _require_agency(office: Office) -> None:
    with reading(office.engine) as session:
        if not agencies(session):
            raise SettingsError("DONDOC_DATA: no agency is installed there; run: dondoc init --agency FILE")


def _uvicorn(app: Any, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        timeout_graceful_shutdown=5,
        server_header=False,
        # Addresses of pages hold personal tokens; they do not belong in a log.
        access_log=False,
    )


def _said(status: Status, now: datetime) -> dict[str, Any]:
    """Clock and Prefect in words, for the health page."""
    beat = status.clock_beat
    still = beat is None or now - beat > STILL
    trouble = status.clock.trouble or ("chưa có nhịp nào gần đây" if still else "")
    addresses = f" {status.prefect_address}" if status.prefect_address else ""
    return {
        "clock": {"ok": not still and not status.clock.trouble, "said": trouble or "đang chạy"},
        # Nothing that people rely on hangs on Prefect: while it is away, flows run plainly.
        "prefect": {"ok": None, "said": f"{status.prefect}{addresses} {status.prefect_trouble}".strip()},
    }


def _announce(settings: Settings, office: Office, print_links: bool) -> None:
    lines = [f"Dondoc: {settings.address}"]
    if settings.prefect == "embedded":
        lines.append(f"Prefect: http://127.0.0.1:{settings.prefect_port} (a moment later)")
    if settings.mail == "mailbox":
        lines.append(f"Letters: {settings.address}/hop-thu (nothing leaves this machine)")
    if print_links:
        lines.append("Sign in (links are valid for a day, each once):")
        with reading(office.engine) as session:
            people = list(_one_of_each_role(session))
        lines += [
            f"  {role:<18} {person.name:<18} {print_link(office, person, clock.now())}" for role, person in people
        ]
    lines.append("Ctrl-C ends it.")
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()


def _one_of_each_role(session: Session) -> Iterator[tuple[str, Person]]:
    for kind in RoleKind:
        chosen = select(Person).join(Role, col(Role.person_id) == col(Person.id)).where(Role.kind == kind)
        person = session.exec(chosen.order_by(col(Role.id)).limit(1)).first()
        if person:
            yield word(kind), person
