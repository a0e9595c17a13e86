"""Who has a unit's form open: a person who is signed in, or one who came by the personal link in a letter."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session
from starlette.responses import Response

from dondoc.mail.links import LinkError, read_form_token
from dondoc.model import Agency, Assignment, Door
from dondoc.rules import access
from dondoc.rules.access import Viewer
from dondoc.store import agency as agency_store
from dondoc.store import page_rounds
from dondoc.store.page_rounds import Piece
from dondoc.store.people import viewer_of
from dondoc.store.transaction import Actor
from dondoc.web import forms
from dondoc.web.desk import Desk, must

LINK_AGE = timedelta(days=60)


@dataclass(frozen=True)
class Visit:
    """Who has which form open, and where its pages lie."""

    desk: Desk
    viewer: Viewer
    agency: Agency
    door: Door
    assignment_id: int
    path: str

    @property
    def actor(self) -> Actor:
        """Who writes, through which door."""
        return Actor(self.agency.key, self.viewer.person_id, self.door)

    def piece(self, session: Session) -> Piece:
        """The unit's part. Its own people write it; nobody else has this page."""
        days = agency_store.calendar(session, self.agency), agency_store.hours(self.agency)
        mine = Assignment.id == self.assignment_id
        found = page_rounds.pieces(session, self.agency.key, days, self.desk.now, mine)
        must(found and access.writes_for(self.viewer, found[0].facts.carrier.key))
        return found[0]


def signed(desk: Desk, assignment_id: int) -> Visit:
    """The visit of who is signed in."""
    return Visit(desk, desk.viewer, desk.agency, Door.WEB, assignment_id, f"/nop/{assignment_id}")


def linked(desk: Desk, token: str, page: Callable[[Visit], Response]) -> Response:
    """The page that a letter's link opens: this form, for this person, and nothing else."""
    visit = _linked(desk, token)
    if visit is not None:
        return page(visit)
    if desk.request.method == "POST":
        return desk.page("signed_out.html", 403, typed=forms.everything(desk.form))
    return desk.page("link_expired.html", 403)


def _linked(desk: Desk, token: str) -> Visit | None:
    """The visit that a link stands for; None for one that has run out or is not ours."""
    try:
        link = read_form_token(desk.office.secret, token, LINK_AGE, desk.now)
    except LinkError:
        return None
    with desk.reading() as session:
        assignment = session.get(Assignment, link.assignment_id)
        if assignment is None:
            return None
        viewer = viewer_of(session, assignment.agency_id, link.person_id)
        if not access.writes_for(viewer, assignment.carrier_id):
            return None
        owner = agency_store.agency(session, assignment.agency_id)
    desk.owner = owner
    return Visit(desk, viewer, owner, Door.LINK, link.assignment_id, f"/f/{token}")
