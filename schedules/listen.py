"""Listens to the mailbox: takes what is there, then waits for the next letter. One process does it at a time."""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta

from dondoc.actions.collect import keep
from dondoc.actions.office import Office
from dondoc.mail.fetch import Mailbox, MailboxAway, Reader
from dondoc.store import locks
from dondoc.store.transaction import bookkeeping

LOG = logging.getLogger("dondoc.mail")
LOCK, LEASE = "mailbox", timedelta(minutes=3)
POLL_SECONDS, LONGEST_PAUSE = 30.0, 300.0


class Listener:
    """A thread that reads the mailbox until it is stopped. `trouble` says why it cannot, "" while it can."""

    def __init__(self, office: Office, mailbox: Mailbox, now: Callable[[], datetime]) -> None:
        self._office, self._mailbox, self._now = office, mailbox, now
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="dondoc-mailbox", daemon=True)
        self.trouble = ""

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def stop(self) -> None:
        """End soon; what is being taken is kept first, or taken again by the next."""
        self._stopping.set()
        self._thread.join(timeout=2)

    def _listen(self) -> None:
        pause = POLL_SECONDS
        while not self._stopping.is_set():
            try:
                if self._leads():
                    self._read()
                self.trouble, pause = "", POLL_SECONDS
            except Exception as error:
                if not self.trouble:
                    LOG.warning("The mailbox cannot be read: %s", error)
                self.trouble, pause = str(error) or type(error).__name__, min(pause * 2, LONGEST_PAUSE)
            self._stopping.wait(pause)

    def _leads(self) -> bool:
        with bookkeeping(self._office.engine) as session:
            return locks.take(session, LOCK, self._office.name[:80], self._now(), LEASE)

    def _read(self) -> None:
        with Reader(self._mailbox) as reader:
            while not self._stopping.is_set() and self._leads():
                reader.take(lambda fetched: keep(self._office, fetched, self._now()))
                try:
                    reader.wait()
                except MailboxAway as away:
                    if "IDLE" not in str(away):
                        raise
                    return
