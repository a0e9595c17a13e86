"""What letters say that answer letters: to who replied, bounced or is away."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class ReadBackLetter:
    """What a reply was understood to say; it counts once its sender has confirmed it."""

    to_name: str
    agency: str
    unit: str
    report_name: str
    said: str
    nothing_to_report: bool
    files: tuple[str, ...]
    refused_files: tuple[str, ...]
    """"ten.exe: why"."""
    link: str


@dataclass(frozen=True)
class NotTakenLetter:
    """A reply that became nothing, and what to do instead."""

    to_name: str
    agency: str
    report_name: str
    reason: str
    link: str


@dataclass(frozen=True)
class BouncedLetter:
    """An address that takes no letters any more, for those who can mend it."""

    to_name: str
    agency: str
    person: str
    units: tuple[str, ...]
    address: str
    said: str
    link: str


@dataclass(frozen=True)
class AwayLetter:
    """A person's mail program says they are away: a substitute is proposed."""

    to_name: str
    agency: str
    person: str
    said: str
    until: date | None
    link: str
