"""Set up one's authenticator app, and the recovery codes for when it is lost."""

from collections.abc import Sequence

from starlette.responses import Response

from dondoc.actions import second_factor as verbs
from dondoc.rules import recovery, totp
from dondoc.store import signing
from dondoc.web.desk import Desk, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.qr import qr


def show(desk: SignedDesk) -> Response:
    """Whether it is set up; if not, how to begin."""
    return _page(desk, [])


def begin(desk: SignedDesk) -> Response:
    """Make the secret, or show it again until it is confirmed."""
    must(desk.viewer.grants)
    problems = attempt(lambda: verbs.begin(desk.office, desk.actor, desk.now))
    return _page(desk, problems) if problems else desk.go("second-factor")


def confirm(desk: SignedDesk) -> Response:
    """Put it in force with a first code, and show the recovery codes this once."""
    must(desk.viewer.grants)
    codes: list[str] = []
    problems = attempt(lambda: codes.extend(verbs.confirm(desk.office, desk.actor, desk.typed("code"), desk.now)))
    return _page(desk, problems, codes)


def renew(desk: SignedDesk) -> Response:
    """New recovery codes, shown this once."""
    must(desk.viewer.grants)
    codes: list[str] = []
    problems = attempt(lambda: codes.extend(verbs.renew(desk.office, desk.actor, desk.typed("code"), desk.now)))
    return _page(desk, problems, codes)


def _page(desk: Desk, problems: list[Problem], codes: Sequence[str] = ()) -> Response:
    must(desk.viewer.grants)
    with desk.reading() as session:
        row = signing.second_factor(session, desk.viewer.person_id)
        left = signing.codes_left(session, desk.viewer.person_id)
    secret = totp.secret_of(desk.office.secret, desk.viewer.person_id, row.nonce) if row else b""
    address = totp.address(secret, desk.me.email, "Dondoc") if row and not row.confirmed_at else ""
    return desk.page(
        "second_factor.html",
        422 if problems else 200,
        row=row,
        secret=totp.shown(secret) if address else "",
        address=address,
        picture=qr(address, "Mã QR để cài ứng dụng xác thực; khóa dạng chữ ở ngay dưới") if address else "",
        codes=codes,
        left=left,
        few=left <= recovery.FEW,
        problems=problems,
    )
