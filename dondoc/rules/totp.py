"""Time-based codes of an authenticator app (RFC 6238: SHA-1, six digits, thirty seconds)."""

import base64
import hmac
from datetime import datetime, timedelta
from urllib.parse import quote

STEP = 30
DIGITS = 6
MOST_FAILURES = 5
LOCKED_FOR = timedelta(minutes=15)


def secret_of(installation: str, person_id: int, nonce: str) -> bytes:
    """A person's secret, derived: a copy of the database alone opens nothing."""
    return hmac.digest(installation.encode(), f"totp:{person_id}:{nonce}".encode(), "sha256")[:20]


def step_of(now: datetime) -> int:
    """The number of the time step of an instant."""
    return int(now.timestamp()) // STEP


def code(secret: bytes, step: int) -> str:
    """The code of a time step."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), "sha1")
    at = digest[-1] & 0x0F
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def accepted(secret: bytes, typed: str, now: datetime, last_step: int) -> int | None:
    """The step whose code was typed; None for a wrong or an already used one. Clocks may differ by one step."""
    squeezed = "".join(typed.split())
    found = None
    for step in range(step_of(now) - 1, step_of(now) + 2):
        # Every step is compared, so that the time taken tells nothing.
        if hmac.compare_digest(code(secret, step).encode(), squeezed.encode()) and step > last_step:
            found = step
    return found


def shown(secret: bytes) -> str:
    """The secret as people type it into an app, in groups of four."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def address(secret: bytes, account: str, issuer: str) -> str:
    """The address that an app on the same phone opens."""
    key = base64.b32encode(secret).decode()
    return f"otpauth://totp/{quote(f'{issuer}:{account}')}?secret={key}&issuer={quote(issuer)}"
