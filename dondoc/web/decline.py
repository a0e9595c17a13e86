"""Letters that a person may do without: the page behind List-Unsubscribe. It asks; only its button acts."""

from starlette.responses import Response

from dondoc.actions import decline as verbs
from dondoc.mail.links import DeclineLink, LinkError, read_decline_token
from dondoc.model import Door, LetterKind
from dondoc.rules import access
from dondoc.rules.letters import DECLINABLE
from dondoc.store import agency as agency_store
from dondoc.store.people import person_of
from dondoc.texts.own_letters import WHAT
from dondoc.web.desk import Desk, OpenDesk, SignedDesk, attempt, must


def show(desk: OpenDesk, token: str) -> Response:
    """Which letters the link is about, and a button."""
    link = _link(desk, token)
    return _page(desk, link, done=False) if link else desk.page("link_expired.html", 403)


def act(desk: OpenDesk, token: str) -> Response:
    """No more of them, or again. A mail program's one click (RFC 8058) is the first of the two."""
    link = _link(desk, token)
    if link is None:
        return desk.page("link_expired.html", 403)
    again = desk.typed("viec") == "nhan-lai" and not desk.typed("List-Unsubscribe")
    must(not attempt(lambda: verbs.decline(desk.office, link.person_id, link.kind, not again, desk.now)))
    return _page(desk, link, done=True)


def mine(desk: SignedDesk) -> Response:
    """Which letters who is signed in gets, and which of them they may do without."""
    must(desk.viewer.grants)
    with desk.reading() as session:
        person = person_of(session, desk.viewer.person_id)
        must(person)
        assert person is not None
        without = verbs.declined_kinds(session, person)
    kinds = [(kind, kind in without) for kind in LetterKind if kind in DECLINABLE]
    if not access.administers(desk.viewer):
        kinds = [each for each in kinds if each[0] is not LetterKind.MORNING]
    return desk.page("own_letters.html", what=WHAT, kinds=kinds, person=person)


def choose(desk: SignedDesk) -> Response:
    """Do without a kind of letter, or have it again."""
    must(desk.viewer.grants)
    must(desk.typed("loai") in {kind.value for kind in DECLINABLE})
    kind, declines = LetterKind(desk.typed("loai")), desk.typed("viec") != "nhan-lai"
    person_id = desk.viewer.person_id
    must(not attempt(lambda: verbs.decline(desk.office, person_id, kind, declines, desk.now, Door.WEB)))
    return desk.go("own-letters", done="da-thoi-nhan" if declines else "da-nhan-lai")


def _link(desk: Desk, token: str) -> DeclineLink | None:
    try:
        return read_decline_token(desk.office.secret, token)
    except LinkError:
        return None


def _page(desk: Desk, link: DeclineLink, done: bool) -> Response:
    with desk.reading() as session:
        person = person_of(session, link.person_id)
        if person is None:
            return desk.page("link_expired.html", 403)
        desk.owner = agency_store.agency(session, person.agency_id)
        declined = verbs.has_declined(session, person, link.kind)
    return desk.page("decline.html", what=WHAT, kind=link.kind, person=person, declined=declined, changed=done)
