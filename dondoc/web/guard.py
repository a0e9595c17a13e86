"""What every request passes before a page sees it: host, size, origin; and the headers every answer carries."""

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LONGEST_BODY = 4 * 1024 * 1024
# Only where documents are handed in, and only from someone who shows a session: the page checks it.
LONGEST_UPLOAD = 21 * 1024 * 1024
UPLOADS = frozenset({"/ke-hoach/nhap"})
# Mail programs post there for their owners (RFC 8058), from wherever they run: no cookie counts, only the signed token.
ONE_CLICK = "/thoi-nhan/"
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_ACTS = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_POLICY = (
    "default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'; "
    "script-src 'self'; style-src 'self'"
)
# same-origin, not no-referrer: under the latter browsers send "Origin: null" with every form, and the check below
# would lock out browsers on a plain http address, which send no Sec-Fetch-Site either.
_HEADERS = {
    "content-security-policy": _POLICY,
    "x-frame-options": "DENY",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}


class Guard:
    """ASGI middleware; a refused request is answered by `error_page`, in words."""

    def __init__(self, app: ASGIApp, address: str, host: str, error_page: Callable[[int], Response]) -> None:
        self.app = app
        self.error_page = error_page
        self.origin = origin_of(address)
        # A door on loopback answers to its own names only: a foreign name that resolves here is an attack.
        own = _LOOPBACK | {urlsplit(address).hostname or ""}
        self.hosts: Collection[str] = own if host in _LOOPBACK else ()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check, then hand on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        longest = LONGEST_UPLOAD if scope["path"] in UPLOADS and "cookie" in headers else LONGEST_BODY
        refused = self.refusal(scope["method"], scope["scheme"], headers, longest, scope["path"])
        app = self.app if refused is None else self.error_page(refused)
        await app(scope, _limited(receive, longest), _with_headers(send))

    def refusal(
        self, method: str, scheme: str, headers: Headers, longest: int = LONGEST_BODY, path: str = ""
    ) -> int | None:
        """The status with which a request is refused; None where it may pass."""
        host = headers.get("host", "")
        if self.hosts and urlsplit(f"//{host}").hostname not in self.hosts:
            return 421
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > longest:
            return 413
        if method in _ACTS and not path.startswith(ONE_CLICK) and not self._from_here(f"{scheme}://{host}", headers):
            return 403
        return None

    def _from_here(self, own: str, headers: Headers) -> bool:
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site == "same-origin"
        return headers.get("origin") in {own, self.origin}


def origin_of(address: str) -> str:
    """Scheme, host and port of an address."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _limited(receive: Receive, longest: int) -> Receive:
    read = 0

    async def limited() -> Message:
        nonlocal read
        message = await receive()
        read += len(message.get("body", b""))
        if read > longest:
            raise HTTPException(413)
        return message

    return limited


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return sending


def framed(response: Response, policy: str) -> Response:
    """An answer that this site itself may show in a frame, under a policy of its own."""
    response.headers["content-security-policy"] = policy
    response.headers["x-frame-options"] = "SAMEORIGIN"
    return response


def with_letters(response: Response) -> Response:
    """A page that shows letters in frames of its own text (srcdoc): they carry their styles with them.

    Such a frame is held to the policy of its page; scripts and foreign addresses stay out of both.
    """
    response.headers["content-security-policy"] = f"{_POLICY} 'unsafe-inline'"  # it ends with its styles
    return response
