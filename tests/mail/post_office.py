"""Real servers on loopback in temporary folders: Dovecot for letters in, Postfix for letters out."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from dondoc.mail.fetch import Mailbox

PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/lib/dovecot"
DOVECOT = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
default_login_user = {user}
default_internal_user = {user}
default_internal_group = {group}
first_valid_uid = 0
last_valid_uid = 0
mail_location = maildir:{folder}/mail
mail_uid = {user}
mail_gid = {group}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
}}
passdb {{
  driver = static
  args = password=mat-khau
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}
}}
"""


def program(name: str) -> str | None:
    """Where a server's program lies; None where it is not installed."""
    return shutil.which(name, path=PATH)


def free_port() -> int:
    """A port on loopback that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Box:
    """A mailbox of Dovecot; `deliver` puts a letter into it as a mail server would."""

    mailbox: Mailbox
    folder: Path
    owner: tuple[int, int]

    def deliver(self, raw: bytes) -> None:
        place = self.folder / "mail" / "tmp" / f"{time.time_ns()}.x"
        place.write_bytes(raw)
        os.chown(place, *self.owner)
        place.rename(self.folder / "mail" / "new" / place.name)


@contextmanager
def dovecot() -> Iterator[Box]:
    """Dovecot with one mailbox, as root or not."""
    user = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    group = "nogroup" if os.geteuid() == 0 else _group(user.pw_gid)
    with tempfile.TemporaryDirectory(prefix="dondoc-imap-") as name:
        folder, port = Path(name), free_port()
        for each in (folder, *(folder / "mail" / part for part in ("", "cur", "new", "tmp"))):
            each.mkdir(exist_ok=True, parents=True)
            each.chmod(0o755)
            os.chown(each, user.pw_uid, user.pw_gid)
        config = folder / "dovecot.conf"
        config.write_text(DOVECOT.format(folder=folder, port=port, user=user.pw_name, group=group))
        process = subprocess.Popen(
            [program("dovecot") or "dovecot", "-F", "-c", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            until_it_listens(port, process)
            mailbox = Mailbox("127.0.0.1", port, "none", "dondoc", "mat-khau", timeout=10)
            yield Box(mailbox, folder, (user.pw_uid, user.pw_gid))
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()
            process.wait()


def _group(gid: int) -> str:
    import grp

    return grp.getgrgid(gid).gr_name


def until_it_listens(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait for a server that has just been started."""
    end = time.monotonic() + 20
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError("the server does not listen")


@contextmanager
def postfix(nexthop: int) -> Iterator[int]:
    """A real relay in a folder of its own that hands everything on to `nexthop` on loopback; yields its port."""
    with tempfile.TemporaryDirectory(prefix="dondoc-smtp-") as name:
        folder, port = Path(name), free_port()
        folder.chmod(0o755)
        for part in ("queue", "data"):
            (folder / part).mkdir()
        os.chown(folder / "data", pwd.getpwnam("postfix").pw_uid, -1)
        settings = {
            "compatibility_level": "3.6", "queue_directory": folder / "queue", "data_directory": folder / "data",
            "inet_interfaces": "127.0.0.1", "inet_protocols": "ipv4", "mynetworks": "127.0.0.0/8",
            "mydestination": "", "myhostname": "relay.example", "relayhost": f"[127.0.0.1]:{nexthop}",
            "maillog_file": folder / "log", "maillog_file_prefixes": folder, "smtputf8_enable": "no",
            "smtpd_relay_restrictions": "permit_mynetworks, reject", "smtp_host_lookup": "native",
            "alias_maps": "", "local_recipient_maps": "",
        }  # fmt: skip
        (folder / "main.cf").write_text("".join(f"{key} = {value}\n" for key, value in settings.items()))
        master = [
            f"127.0.0.1:{port} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup", "qmgr unix n - n 300 1 qmgr",
            "tlsmgr unix - - n 1000? 1 tlsmgr",
            "rewrite unix - - n - - trivial-rewrite", "bounce unix - - n - 0 bounce",
            "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce", "verify unix - - n - 1 verify",
            "flush unix n - n 1000? 0 flush", "proxymap unix - - n - - proxymap", "smtp unix - - n - - smtp",
            "relay unix - - n - - smtp", "error unix - - n - - error", "retry unix - - n - - error",
            "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache", "postlog unix-dgram n - n - 1 postlogd",
        ]  # fmt: skip
        (folder / "master.cf").write_text("\n".join(master) + "\n")
        command = [program("postfix") or "postfix", "-c", folder]
        try:
            subprocess.run([*command, "start"], check=True, capture_output=True, timeout=60)
            end = time.monotonic() + 20
            while time.monotonic() < end:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port
        finally:
            subprocess.run([*command, "stop"], check=False, capture_output=True, timeout=60)
