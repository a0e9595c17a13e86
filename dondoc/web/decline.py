"""Letters that a person may do without: the page behind List-Unsubscribe. It asks; only its button acts."""

from starlette.responses import Response

from dondoc.actions import decline as verbs
from dondoc.mail.links import DeclineLink, LinkError, read_decline_token
from dondoc.store import agency as agency_store
from dondoc.store.people import person_of
from dondoc.web.desk import Desk, OpenDesk


def show(desk: OpenDesk, token: str) -> Response:
    """Which letters the link is about, and a button."""
    link = _link(desk, token)
    return _page(desk, link, done=False) if link else desk.page("link_expired.html", 403)


def act(desk: OpenDesk, token: str) -> Response:
    """No more of them, or again."""
    link = _link(desk, token)
    if link is None:
        return desk.page("link_expired.html", 403)
    verbs.decline(desk.office, link.person_id, link.kind, desk.typed("viec") != "nhan-lai", desk.now)
    return _page(desk, link, done=True)


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
    return desk.page("decline.html", kind=link.kind, person=person, declined=declined, changed=done)
