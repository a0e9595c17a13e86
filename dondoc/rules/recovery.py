"""Recovery codes: each stands in once for the authenticator app; only hashes with the installation's key are kept."""

import hmac
from collections.abc import Sequence

HOW_MANY = 10
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without letters that look like digits or like each other (Crockford)."""
LENGTH = 10
FEW = 3
"""From this many on their owner is asked to make new ones."""
_MEANT = str.maketrans("OIL", "011")


def shown(letters: Sequence[str]) -> str:
    """A code as it is shown: "4F7KM-9QX2T"."""
    return "".join(letters[: LENGTH // 2]) + "-" + "".join(letters[LENGTH // 2 :])


def normal(typed: str) -> str:
    """A code as it was meant, however it was typed."""
    return "".join(char for char in typed.upper() if char.isalnum()).translate(_MEANT)


def is_code(typed: str) -> bool:
    """Whether this can be a recovery code: the app's codes are shorter."""
    return len(normal(typed)) == LENGTH


def hashed(installation: str, person_id: int, typed: str) -> str:
    """What is kept of a code: a copy of the database alone cannot try codes."""
    return hmac.digest(installation.encode(), f"recovery:{person_id}:{normal(typed)}".encode(), "sha256").hex()
