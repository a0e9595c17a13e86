"""The local mailbox instead of a mail server: development only, on loopback only."""

from starlette.responses import Response

from dondoc.model import Letter
from dondoc.store import page_letters
from dondoc.store.agency import agencies, agency
from dondoc.web.desk import Desk, OpenDesk, RowId, must
from dondoc.web.letters import in_frame


def index(desk: OpenDesk) -> Response:
    """All letters, the newest first; one may be open beside them."""
    must(desk.house.mailbox)
    with desk.reading() as session:
        desk.owner = next(iter(agencies(session)), None)
        return desk.page("mailbox.html", letters=page_letters.all_letters(session))


def show(desk: OpenDesk, letter_id: RowId) -> Response:
    """One letter."""
    letter = _letter(desk, letter_id)
    return desk.page("mailbox_letter.html", letter=letter)


def frame(desk: OpenDesk, letter_id: RowId) -> Response:
    """The HTML of one letter, for the frame."""
    return in_frame(_letter(desk, letter_id).html)


def _letter(desk: Desk, letter_id: int) -> Letter:
    must(desk.house.mailbox)
    with desk.reading() as session:
        letter = page_letters.letter(session, letter_id)
        desk.owner = agency(session, letter.agency_id) if letter else None
    must(letter)
    assert letter is not None
    return letter
