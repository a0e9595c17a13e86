"""The outbox for administrators: every letter, how far it is and what the server said."""

import re

from starlette.responses import Response

from dondoc.model import LetterState
from dondoc.rules import access
from dondoc.store import page_letters
from dondoc.web.desk import RowId, SignedDesk, must
from dondoc.web.guard import framed

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
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        letter = page_letters.letter(session, letter_id, desk.agency.key)
    must(letter)
    assert letter is not None
    return desk.page("letter.html", letter=letter, body=without_keys(letter.text))


def without_keys(text: str) -> str:
    """A letter without its personal links: with them an administrator could write or sign in as somebody else."""
    return _PERSONAL.sub("[liên kết riêng của người nhận]", text)


def in_frame(html: str) -> Response:
    """A letter's HTML, to be shown in a frame; its links open in the whole window."""
    base = '<base target="_top">'
    page = html.replace("<head>", f"<head>{base}", 1) if "<head>" in html else base + html
    return framed(Response(page, media_type="text/html"), _FRAME)
