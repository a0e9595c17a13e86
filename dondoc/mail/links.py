"""Signed personal links. A token says who and which form; it opens a page, it never acts by itself."""

import re
from base64 import b32encode
from datetime import datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import NamedTuple

from itsdangerous import BadSignature, SignatureExpired, Signer, TimestampSigner
from itsdangerous.encoding import base64_decode, base64_encode, int_to_bytes

from dondoc.model import LetterKind

# One salt a purpose: a token for one page is worth nothing on another.
_FORM = "dondoc.form"
_DECLINE = "dondoc.decline"
_PROPOSAL = "dondoc.proposal"
_REPLY = "dondoc.reply"
_REPLY_TOKEN = re.compile(r"(?P<purpose>[rb])(?P<letter>\d{1,10})-(?P<sign>[a-z2-7]{16})")


RECEIVED, NOTHING, SAME = "da-nhan", "khong-phat-sinh", "nhu-ky-truoc"
"""The quick answers behind a form's address, in Vietnamese since people read addresses."""


def quick_links(form: str) -> dict[str, str]:
    """The three answers to the letter whose form lies at that address, by the field of a `ReminderLine`."""
    answers = {"received_link": RECEIVED, "nothing_link": NOTHING, "same_link": SAME}
    return {name: f"{form}/tra-loi/{answer}" for name, answer in answers.items()}


class FormLink(NamedTuple):
    """Whose link it is, and the assignment whose form it opens."""

    person_id: int
    assignment_id: int


class DeclineLink(NamedTuple):
    """Who declines which kind of letter."""

    person_id: int
    kind: LetterKind


class LinkError(ValueError):
    """A link that opens nothing."""


class LinkBroken(LinkError):
    """Not signed by us for this purpose: cut off, changed or guessed."""


class LinkExpired(LinkError):
    """Ours, but too old; `link` says what it opened, so that the page can offer a new one."""

    def __init__(self, link: FormLink) -> None:
        super().__init__("the link has expired")
        self.link = link


@lru_cache(maxsize=16)
def _key(secret: str, salt: str) -> bytes:
    """The key that itsdangerous derives."""
    return hmac_digest(secret.encode(), salt.encode(), "sha256")


class _Signer(TimestampSigner):
    """A timestamp signer whose clock is handed to it."""

    def __init__(self, secret: str, salt: str, now: datetime) -> None:
        super().__init__(secret, salt=salt, digest_method=sha256, key_derivation="hmac")
        self._seconds = int(now.timestamp())

    def get_timestamp(self) -> int:
        """Seconds since 1970 of the instant handed over."""
        return self._seconds


def form_token(secret: str, person_id: int, assignment_id: int, now: datetime) -> str:
    """A token for the form of one assignment, personal to one person; equal for equal arguments."""
    # As itsdangerous does it (a test holds the two together), which takes five times as long.
    seconds = base64_encode(int_to_bytes(int(now.timestamp()))).decode("ascii")
    value = f"{person_id}-{assignment_id}.{seconds}"
    signature = base64_encode(hmac_digest(_key(secret, _FORM), value.encode(), "sha256"))
    return f"{value}.{signature.decode('ascii')}"


def read_form_token(secret: str, token: str, max_age: timedelta, now: datetime) -> FormLink:
    """What a token opens. Raises LinkExpired or LinkBroken."""
    try:
        value = _Signer(secret, _FORM, now).unsign(token, max_age=int(max_age.total_seconds()))
        _refuse_other_spellings(token)
        return _form_link(value)
    except SignatureExpired as error:
        raise LinkExpired(_form_link(error.payload or b"")) from None
    except (BadSignature, UnicodeError):
        raise LinkBroken("the link is not one of ours") from None


def decline_token(secret: str, person_id: int, kind: LetterKind) -> str:
    """A token for the page on which a person declines a kind of letter; it does not run out."""
    return _plain_signer(secret, _DECLINE).sign(f"{person_id}-{kind.value}").decode("ascii")


def read_decline_token(secret: str, token: str) -> DeclineLink:
    """What a token opens. Raises LinkBroken."""
    try:
        value = _plain_signer(secret, _DECLINE).unsign(token).decode("ascii")
        _refuse_other_spellings(token)
        person, _, kind = value.partition("-")
        return DeclineLink(int(person), LetterKind(kind))
    except (BadSignature, UnicodeError, ValueError):
        raise LinkBroken("the link is not one of ours") from None


def _plain_signer(secret: str, salt: str) -> Signer:
    return Signer(secret, salt=salt, digest_method=sha256, key_derivation="hmac")


def proposal_token(secret: str, proposal_id: int) -> str:
    """A token for the page on which what a reply says is confirmed or mended."""
    return _plain_signer(secret, _PROPOSAL).sign(str(proposal_id)).decode("ascii")


def read_proposal_token(secret: str, token: str) -> int:
    """The proposal that a token opens. Raises LinkBroken."""
    try:
        value = int(_plain_signer(secret, _PROPOSAL).unsign(token))
        _refuse_other_spellings(token)
    except (BadSignature, UnicodeError, ValueError):
        raise LinkBroken("the link is not one of ours") from None
    return value


REPLY, BOUNCE = "r", "b"
"""What an address of ours is for: a person's answer, or a server's report that a letter did not arrive."""


def reply_address(pattern: str, secret: str, purpose: str, letter_id: int) -> str:
    """The address for one letter: `pattern` with its token in the place of {token}."""
    token = f"{purpose}{letter_id}-{_reply_sign(secret, purpose, letter_id)}"
    return pattern.replace("{token}", token)


def letter_of_address(pattern: str, secret: str, address: str) -> tuple[str, int] | None:
    """Purpose and letter of an address of ours; None for any other."""
    before, _, after = pattern.lower().partition("{token}")
    address = address.lower()
    if not (address.startswith(before) and address.endswith(after)):
        return None
    found = _REPLY_TOKEN.fullmatch(address[len(before) : len(address) - len(after)])
    if found is None:
        return None
    purpose, letter_id = found["purpose"], int(found["letter"])
    right = compare_digest(found["sign"], _reply_sign(secret, purpose, letter_id))
    return (purpose, letter_id) if right else None


def _reply_sign(secret: str, purpose: str, letter_id: int) -> str:
    # 80 bits in the letters that survive in every mail address, whatever its case becomes on the way.
    digest = hmac_digest(secret.encode(), f"{_REPLY}:{purpose}{letter_id}".encode(), "sha256")
    return b32encode(digest[:10]).decode("ascii").lower()


def _refuse_other_spellings(token: str) -> None:
    # The last character of a signature has bits that mean nothing: four spellings would open the same link.
    signature = token.rpartition(".")[2]
    if base64_encode(base64_decode(signature)).decode("ascii") != signature:
        raise BadSignature("the signature is spelt in another way than ours")


def _form_link(value: bytes) -> FormLink:
    person, _, assignment = value.decode("ascii").partition("-")
    return FormLink(int(person), int(assignment))
