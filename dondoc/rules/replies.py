"""What a letter that came in may become: whether its sender is proved, and what stands against a proposal."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_RESULT = re.compile(r"\b(dmarc|dkim)\s*=\s*(\w+)([^;]*)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
LONGEST_ABSENCE = timedelta(days=120)


class Reception(StrEnum):
    """What became of a letter that came in."""

    PROPOSED = "proposed"
    NO_TOKEN = "no_token"
    WRONG_PERSON = "wrong_person"
    NOT_ACCEPTED = "not_accepted"
    UNPROVEN = "unproven"
    SEVERAL = "several"
    CLOSED = "closed"
    TOO_BIG = "too_big"
    EMPTY = "empty"
    BOUNCED = "bounced"
    DELAYED = "delayed"
    AWAY = "away"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"


HELD = frozenset(
    {Reception.NO_TOKEN, Reception.WRONG_PERSON, Reception.NOT_ACCEPTED, Reception.UNPROVEN, Reception.UNREADABLE}
)
"""Kept for a person to look at."""
TOLD = frozenset(
    {
        Reception.NOT_ACCEPTED,
        Reception.UNPROVEN,
        Reception.SEVERAL,
        Reception.CLOSED,
        Reception.TOO_BIG,
        Reception.EMPTY,
    }
)
"""Its sender, whom we know, hears why nothing came of it. A stranger hears nothing."""


@dataclass(frozen=True)
class Policy:
    """Whom an agency believes. `trusted`: the servers whose Authentication-Results count; `require`: dmarc or dkim."""

    accept: bool = False
    trusted: tuple[str, ...] = ()
    require: str = "dmarc"


def policy_of(data: Mapping[str, object]) -> Policy:
    """An agency's policy from its row."""
    trusted = data.get("trusted")
    names = tuple(str(name).lower() for name in trusted) if isinstance(trusted, list) else ()
    return Policy(data.get("accept") is True, names, str(data.get("require", "dmarc")))


@dataclass(frozen=True)
class Facts:
    """What is known of a reply. `assignments`: how many its letter was about; `known`: its sender acts for the unit."""

    has_token: bool
    known: bool
    proved: bool
    assignments: int
    open: bool
    too_big: bool
    empty: bool


def judge(facts: Facts, policy: Policy) -> Reception:  # noqa: PLR0911
    """The token alone proves nothing: it needs a sender of that unit, and a server of ours that vouches for them."""
    if not facts.has_token:
        return Reception.NO_TOKEN
    if not facts.known:
        return Reception.WRONG_PERSON
    if not policy.accept:
        return Reception.NOT_ACCEPTED
    if not facts.proved:
        return Reception.UNPROVEN
    if facts.too_big:
        return Reception.TOO_BIG
    if facts.assignments != 1:
        return Reception.SEVERAL
    if not facts.open:
        return Reception.CLOSED
    return Reception.EMPTY if facts.empty else Reception.PROPOSED


def proved(sender: str, results: Sequence[str], policy: Policy) -> bool:
    """Whether a trusted server says that the sender's domain stands behind the letter.

    Only the topmost Authentication-Results counts: the one that our own server wrote last. Those below came along.
    """
    domain = sender.rpartition("@")[2].lower()
    if not results or not domain:
        return False
    top = _COMMENT.sub(" ", results[0])
    server, _, rest = top.partition(";")
    if (server.split() or [""])[0].lower() not in policy.trusted:
        return False
    for method, result, properties in _RESULT.findall(rest):
        if result.lower() != "pass" or method.lower() not in {policy.require, "dmarc"}:
            continue
        named = re.search(r"header\.(?:from|d|i)\s*=\s*\"?(?:[^\s\"@;]*@)?([^\s\";]+)", properties, re.IGNORECASE)
        if named and _aligned(domain, named[1].lower().rstrip("."), method.lower() == "dmarc"):
            return True
    return False


def _aligned(domain: str, other: str, exactly: bool) -> bool:
    # A signature of the domain above is one of its own house; one label ("vn") is nobody's house.
    return domain == other or (not exactly and "." in other and domain.endswith(f".{other}"))


def says_nothing(text: str, nothing: re.Pattern[str]) -> bool:
    """Whether a reply says that there is nothing to report (`nothing`), and no more."""
    return bool(nothing.fullmatch(" ".join(text.split())))


def absent_until(text: str, today: date, phrase: re.Pattern[str]) -> date | None:
    """The day an automatic answer names as the end of an absence; None where none can be read with certainty.

    `phrase` finds the words before a day, and in three groups the day, the month and the year.
    """
    found = phrase.search(" ".join(text.split()))
    if found is None:
        return None
    day, month, year = int(found[1]), int(found[2]), int(found[3] or today.year)
    try:
        until = date(year, month, day)
        if not found[3] and until < today:
            until = date(year + 1, month, day)
    except ValueError:
        return None
    return until if today <= until <= today + LONGEST_ABSENCE else None
