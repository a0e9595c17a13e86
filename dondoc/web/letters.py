"""The outbox for administrators: every letter, how far it is and what the server said."""

import re
from collections.abc import Callable

from starlette.responses import Response

from dondoc.actions import held
from dondoc.actions.matters import Facts
from dondoc.model import Letter, LetterState
from dondoc.rules import access
from dondoc.store import page_letters
from dondoc.store.held import about_letter
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.guard import framed
from dondoc.web.pages import Problem

_PERSONAL = re.compile(r"\S*/(?:vao|f|tra-loi|thoi-nhan)/[\w.\-/]+")

# The letter's own styles may apply inside its frame; nothing in it may run, load or send.
_FRAME = (
    "sandbox allow-top-navigation-by-user-activation; default-src 'none'; style-src 'unsafe-inline'; "
    "frame-ancestors 'self'"
)


def index(desk: SignedDesk) -> Response:
    """A page of the outbox, of one state where asked."""
    must(access.administers(desk.viewer))
    asked = desk.request.query_params.get("trang-thai", "")
    state = LetterState(asked) if asked in {state.value for state in LetterState} else None
    typed = desk.request.query_params.get("trang", "1")
    page = int(typed) if typed.isascii() and typed.isdecimal() and 0 < int(typed[:6]) < 100_000 else 1
    with desk.reading() as session:
        found = page_letters.letters(session, desk.agency.key, state, page)
        counts = page_letters.counts(session, desk.agency.key)
    return desk.page(
        "letters.html",
        letters=found[: page_letters.PAGE],
        more=len(found) > page_letters.PAGE,
        page=page,
        state=state,
        counts=[(each, counts.get(each, 0)) for each in LetterState],
    )


def show(desk: SignedDesk, letter_id: RowId) -> Response:
    """One letter."""
    return _page(desk, letter_id, [])


def release(desk: SignedDesk, letter_id: RowId) -> Response:
    """Say yes to a letter that is held."""
    went: list[bool] = []
    return _decide(
        desk,
        letter_id,
        lambda: went.append(held.release(desk.office, desk.actor, letter_id, desk.now)),
        lambda: "da-dong-y" if went[0] else "khong-con-gui",
    )


def drop(desk: SignedDesk, letter_id: RowId) -> Response:
    """Do not send a letter that is held."""
    reason = desk.typed("reason")
    return _decide(
        desk, letter_id, lambda: held.drop(desk.office, desk.actor, letter_id, reason, desk.now), lambda: "da-bo"
    )


def _decide(desk: Desk, letter_id: int, act: Callable[[], None], said: Callable[[], str]) -> Response:
    _, about = _seen(desk, letter_id)
    problems = attempt(act)
    if problems:
        return _page(desk, letter_id, problems)
    if access.administers(desk.viewer):
        return desk.go("letter", done=said(), letter_id=letter_id)
    return desk.go("period", done=said(), period_id=about[0].round.period.key)


def _seen(desk: Desk, letter_id: int) -> tuple[Letter, list[Facts]]:
    """A letter and what it speaks of. A lead unit sees those held that speak of its own rounds alone."""
    with desk.reading() as session:
        letter = page_letters.letter(session, letter_id, desk.agency.key)
        must(letter)
        assert letter is not None
        about = about_letter(session, desk.agency.key, letter_id)
    decides = letter.state is LetterState.HELD and held.may_decide(desk.viewer, about)
    must(access.administers(desk.viewer) or decides)
    return letter, about


def _page(desk: Desk, letter_id: int, problems: list[Problem]) -> Response:
    letter, about = _seen(desk, letter_id)
    return desk.page(
        "letter.html",
        422 if problems else 200,
        letter=letter,
        about=about,
        body=without_keys(letter.text),
        is_held=letter.state is LetterState.HELD,
        sees_all=access.administers(desk.viewer),
        reason=desk.typed("reason"),
        problems=problems,
    )


def without_keys(text: str) -> str:
    """A letter without its personal links: with them an administrator could write or sign in as somebody else."""
    return _PERSONAL.sub("[liên kết riêng của người nhận]", text)


def in_frame(html: str) -> Response:
    """A letter's HTML, to be shown in a frame; its links open in the whole window."""
    base = '<base target="_top">'
    page = html.replace("<head>", f"<head>{base}", 1) if "<head>" in html else base + html
    return framed(Response(page, media_type="text/html"), _FRAME)
