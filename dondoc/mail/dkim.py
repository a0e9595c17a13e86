"""DKIM signatures (RFC 6376, Ed25519: RFC 8463) over the bytes that `dondoc.mail.message` makes.

Relaxed on the header, simple on the body: ours is base64, without a blank that could be lost on the way.
"""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

SHORTEST_RSA = 1024
# From twice (oversigned): nobody can put a second one on top.
_SIGNED = (
    "from", "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version",
    "content-type", "list-unsubscribe", "list-unsubscribe-post", "auto-submitted",
)  # fmt: skip
_BLANKS = re.compile(r"[ \t]+")


class KeyFault(ValueError):
    """A key that cannot sign; the text says why."""


@dataclass(frozen=True)
class DkimKey:
    """A private key and the selector under which its public half stands in the DNS."""

    selector: str
    private: RSAPrivateKey | Ed25519PrivateKey = field(repr=False)

    @cached_property
    def algorithm(self) -> str:
        """As in the signature's a= tag."""
        return "ed25519-sha256" if isinstance(self.private, Ed25519PrivateKey) else "rsa-sha256"

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`."""
        return self._signer(data)

    @cached_property
    def _signer(self) -> Callable[[bytes], bytes]:
        private = self.private
        if isinstance(private, Ed25519PrivateKey):
            return lambda data: private.sign(sha256(data).digest())
        return lambda data: private.sign(data, PKCS1v15(), SHA256())


def read_key(selector: str, file: Path) -> DkimKey:
    """A key from a PEM file. Raises KeyFault."""
    try:
        private = load_pem_private_key(file.read_bytes(), password=None)
    except OSError as error:
        raise KeyFault(f"the key {file} cannot be read ({error.strerror})") from None
    except (ValueError, TypeError):
        raise KeyFault(f"{file} is no private key in PEM without a password") from None
    if isinstance(private, RSAPrivateKey) and private.key_size < SHORTEST_RSA:
        raise KeyFault(f"the key {file} has {private.key_size} bits; make one of 2048")
    if not isinstance(private, RSAPrivateKey | Ed25519PrivateKey):
        raise KeyFault(f"{file} is neither an RSA nor an Ed25519 key")
    return DkimKey(selector, private)


def signed(content: bytes, keys: tuple[DkimKey, ...], domain: str, at: int) -> bytes:
    """`content` with a signature of each key before it; `at` are seconds since 1970."""
    if not keys:
        return content
    border = content.index(b"\r\n\r\n")
    fields = _fields(content[:border].decode("ascii"))
    names = [name for name in _SIGNED if name in fields]
    covered = "".join([fields.get(name, "") for name in dict.fromkeys(names)])
    body_hash = b64encode(sha256(_body(content, border + 4)).digest()).decode("ascii")
    lines = [_signature(key, domain, at, ":".join(names), covered, body_hash) for key in keys]
    return b"".join((*lines, content))


def _signature(key: DkimKey, domain: str, at: int, names: str, covered: str, body_hash: str) -> bytes:
    tags = (
        f"v=1; a={key.algorithm}; c=relaxed/simple; d={domain}; s={key.selector};\r\n t={at}; h="
        f"{names};\r\n bh={body_hash};\r\n b="
    )
    unfolded = tags.replace("\r\n ", " ")
    value = key.sign(f"{covered}dkim-signature:{unfolded}".encode("ascii"))
    text = b64encode(value).decode("ascii")
    folded = "\r\n ".join([text[start : start + 72] for start in range(0, len(text), 72)])
    return f"DKIM-Signature: {tags}{folded}\r\n".encode("ascii")


def _fields(head: str) -> dict[str, str]:
    """Each header field in relaxed form with its line end, by name."""
    found: dict[str, str] = {}
    for line in head.replace("\r\n ", " ").replace("\r\n\t", " ").split("\r\n"):
        name, _, value = line.partition(":")
        name = _lower(name)
        if "  " in value or "\t" in value:
            value = _BLANKS.sub(" ", value)
        found[name] = f"{name}:{value.strip()}\r\n"
    return found


@lru_cache(maxsize=64)
def _lower(name: str) -> str:
    return name.lower()


def _body(content: bytes, start: int) -> bytes | memoryview:
    """The body, which begins at `start`, without empty lines at its end; not copied where it has none."""
    if len(content) > start and content.endswith(b"\r\n") and content[-4:-2] != b"\r\n":
        return memoryview(content)[start:]
    return content[start:].rstrip(b"\r\n") + b"\r\n"
