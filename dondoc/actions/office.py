"""What every action needs of the installation it runs in; built by a door from the settings."""

import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from dondoc.mail.dkim import DkimKey, KeyFault, read_key
from dondoc.mail.fetch import Mailbox
from dondoc.mail.relay import Relay
from dondoc.settings import Settings, SettingsError, pairs
from dondoc.store.engine import open_engine


@dataclass(frozen=True)
class Office:
    """The database, the address and secret behind links, and the mail server.

    `name` tells processes apart in leases. `mail_from` of "" means the agency's own address.
    """

    engine: Engine
    address: str
    secret: str
    relay: Relay
    mail_from: str = ""
    dkim: tuple[DkimKey, ...] = ()
    reply_to: str = ""
    """Where answers and bounces come in, {token} standing for the letter: `baocao+{token}@coquan.gov.vn`."""
    ping_url: str = ""
    name: str = "main"
    sign_roots: Path | None = None
    """Folder of the root certificates that signed PDFs are trusted by; None trusts nobody."""
    soffice: str = ""
    """LibreOffice's program, for PDFs in an agency's own template; empty where the operator has named none."""


def open_office(settings: Settings, name: str = "main") -> Office:
    """The office that the settings describe. Raises SettingsError where the data folder cannot be written."""
    prepare_data(settings)
    return Office(
        engine=open_engine(settings.database),
        address=settings.address,
        secret=settings.secret or _key_of(settings.data),
        relay=Relay(
            host=settings.smtp_host,
            port=settings.smtp_port,
            user=settings.smtp_user,
            password=settings.smtp_password,
            security=settings.smtp_security,
            rates={domain.lower(): int(rate) for domain, rate in pairs(settings.mail_rates)},
        ),
        reply_to=settings.reply_to if settings.imap_host else "",
        dkim=_dkim_keys(settings),
        mail_from=settings.mail_from,
        sign_roots=settings.sign_roots,
        soffice=_program(settings.soffice),
        ping_url=settings.ping_url,
        name=f"{name}-{socket.gethostname()}-{os.getpid()}",
    )


def _program(path: Path | None) -> str:
    if path is None:
        return ""
    found = shutil.which(str(path))
    if found is None:
        raise SettingsError(f"DONDOC_SOFFICE: {path} is no program; name LibreOffice's, as in /usr/bin/soffice")
    return found


def _dkim_keys(settings: Settings) -> tuple[DkimKey, ...]:
    try:
        return tuple(read_key(selector, Path(file)) for selector, file in pairs(settings.dkim_keys))
    except KeyFault as fault:
        raise SettingsError(f"DONDOC_DKIM_KEYS: {fault}") from None


def mailbox_of(settings: Settings) -> Mailbox | None:
    """The mailbox that the settings name. Raises SettingsError where nobody could write to it."""
    if not settings.imap_host:
        return None
    if not settings.reply_to:
        raise SettingsError(
            "DONDOC_REPLY_TO: name the mailbox's address with {token}, as in baocao+{token}@coquan.gov.vn"
        )
    return Mailbox(
        host=settings.imap_host,
        port=settings.imap_port,
        security=settings.imap_security,
        user=settings.imap_user,
        password=settings.imap_password,
        folder=settings.imap_folder,
    )


def prepare_data(settings: Settings) -> None:
    """Make the data folder. Raises SettingsError where that is not possible."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = settings.data / f".written-{os.getpid()}"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise SettingsError(
            f"DONDOC_DATA: the folder {settings.data} cannot be written ({error.strerror}); "
            "give its owner the right to write, or name another folder"
        ) from None


def _key_of(data: Path) -> str:
    """The secret of this installation, made on first use and readable by its owner alone."""
    path = data / "secret.key"
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
