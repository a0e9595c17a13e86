"""What a kind of letter is: whether somebody waits for it, and whether a person may decline it."""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from dondoc.model import LetterKind

URGENT = frozenset({LetterKind.SIGN_IN, LetterKind.READ_BACK})
"""Somebody sits before the screen: these go before all others (`ix_letter_urgent` names them too)."""
DECLINABLE = frozenset({LetterKind.RECEIPT, LetterKind.MORNING})
"""A person may do without these; all others are a duty or an answer that was asked for."""
ANSWERABLE = frozenset({LetterKind.REMINDER})
"""A reply to these can become a proposed submission."""
MINUTE = timedelta(minutes=1)
EVERYBODY = "*"


class Rates:
    """How many letters a minute may go to a mail domain; `*` holds for each domain that is not named.

    `sent` are the instants of the last minute's letters by domain: a run begins where the last one ended.
    """

    def __init__(self, limits: Mapping[str, int], sent: Iterable[tuple[str, datetime]] = ()) -> None:
        self._limits = limits
        self._slots: dict[str, deque[datetime]] = {}
        for domain, at in sent:
            self.slot(domain, at)

    def slot(self, domain: str, now: datetime) -> datetime:
        """When a letter to that domain may go, `now` or later; that place is taken with it."""
        limit = self._limits.get(domain, self._limits.get(EVERYBODY, 0))
        if not limit:
            return now
        taken = self._slots.setdefault(domain, deque(maxlen=limit))
        at = max(now, taken[0] + MINUTE) if len(taken) == limit else now
        taken.append(at)
        return at
