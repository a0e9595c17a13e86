"""Sign in by a mailed link, and sign out. Only the button on the linked page acts: scanners open every link."""

from starlette.responses import RedirectResponse, Response

from dondoc.actions import sign_in
from dondoc.rules.refusal import Refused
from dondoc.web.desk import COOKIE, House, OpenDesk, SignedDesk, SignInFirst
from dondoc.web.pages import Problem

NEXT = "dondoc_next"
_NEXT_SECONDS = 3600


def ask(desk: OpenDesk) -> Response:
    """The page that asks for an address."""
    return desk.page("sign_in.html", email="")


def request(desk: OpenDesk) -> Response:
    """Have a link mailed. The answer is the same whether the address is known or not."""
    email = desk.typed("email")
    try:
        sign_in.request_link(desk.office, email, desk.now)
    except Refused as refused:
        return desk.page("sign_in.html", 422, email=email, problems=[Problem.of(refused)])
    return desk.page("sign_in_sent.html", email=email)


def doorstep(desk: OpenDesk, token: str) -> Response:
    """Where the mailed link leads: a button."""
    return desk.page("sign_in_enter.html", token=token)


def enter(desk: OpenDesk, token: str) -> Response:
    """The button: begin a session."""
    try:
        session = sign_in.enter(desk.office, token, desk.now)
    except Refused as refused:
        return desk.page("sign_in.html", 422, email="", problems=[Problem.of(refused)])
    answer = RedirectResponse(own_path(desk.request.cookies.get(NEXT, "/")), status_code=303)
    answer.set_cookie(COOKIE, session, httponly=True, samesite="lax", secure=desk.house.secure, path="/")
    answer.delete_cookie(NEXT)
    return answer


def leave(desk: SignedDesk) -> Response:
    """End the session."""
    sign_in.leave(desk.office, desk.request.cookies.get(COOKIE, ""), desk.now)
    answer = desk.go("sign-in", done="da-dang-xuat")
    answer.delete_cookie(COOKIE)
    return answer


def asked_first(house: House, asked: SignInFirst) -> Response:
    """What a person without a session gets: the sign-in page, and with a form that they sent, its text to keep."""
    if asked.typed is not None:
        return house.renderer.plain("signed_out.html", 401, typed=asked.typed)
    answer = RedirectResponse("/dang-nhap", status_code=303)
    answer.set_cookie(
        NEXT, own_path(asked.path), max_age=_NEXT_SECONDS, httponly=True, samesite="lax", secure=house.secure
    )
    return answer


def own_path(path: str) -> str:
    """A path on this site; anything else leads home."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and path.isascii()
    return path if fine else "/"
