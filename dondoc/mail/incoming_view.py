"""A letter that came in as a person may look at it: its headers that matter, and its words as text."""

from dataclasses import dataclass
from email import message_from_bytes

from dondoc.mail import incoming
from dondoc.mail.attached import Attached

_SHOWN = ("From", "Sender", "Reply-To", "To", "Cc", "Date", "Return-Path", "Authentication-Results", "Auto-Submitted")
LONGEST_HEADER, LONGEST_SHOWN = 500, 20_000


@dataclass(frozen=True)
class View:
    """`own`: what its sender wrote; `whole`: with all that is quoted; `broken`: nothing could be made of it."""

    headers: tuple[tuple[str, str], ...]
    own: str = ""
    whole: str = ""
    files: tuple[Attached, ...] = ()
    broken: bool = False


def view(raw: bytes) -> View:
    """What these bytes show; it never raises."""
    try:
        message = message_from_bytes(raw)
        headers = tuple(
            (name, said[:LONGEST_HEADER]) for name in _SHOWN if (said := incoming.header(message, name).strip())
        )
        letter = incoming.read(raw)
        whole = incoming.whole_text(message).strip()
    except Exception:  # it may have been held for just that
        return View((), broken=True)
    return View(headers, letter.text[:LONGEST_SHOWN], whole[:LONGEST_SHOWN], letter.files)
