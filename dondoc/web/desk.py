"""What a page is handed: the installation, the request, and who is signed in."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Annotated, Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from fastapi import Depends, Path, Request
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dondoc import clock
from dondoc.actions.office import Office
from dondoc.actions.sign_in import SignedIn, who
from dondoc.model import Agency, Door
from dondoc.rules.access import Viewer
from dondoc.rules.refusal import Refused
from dondoc.rules.workdays import Calendar, Hours
from dondoc.settings import Settings
from dondoc.store import agency as agency_store
from dondoc.store.transaction import Actor, reading
from dondoc.web import forms
from dondoc.web.pages import Problem, Renderer

COOKIE = "dondoc_session"
RowId = Annotated[int, Path(ge=1, le=2**31 - 1)]


@dataclass(frozen=True)
class House:
    """The installation a web app serves."""

    office: Office
    settings: Settings
    renderer: Renderer
    status: Callable[[], dict[str, Any]] | None = None

    @property
    def secure(self) -> bool:
        """Whether people come over https."""
        return self.settings.address.startswith("https://")

    @property
    def mailbox(self) -> bool:
        """Whether the local mailbox page is open: development on loopback only."""
        return self.settings.mail == "mailbox" and self.settings.host in {"127.0.0.1", "localhost", "::1"}


class SignInFirst(Exception):
    """Nobody is signed in; `typed` is what was in the form that they sent."""

    def __init__(self, path: str, typed: Mapping[str, str] | None = None) -> None:
        super().__init__(path)
        self.path = path
        self.typed = typed


@dataclass
class Desk:
    """One request. `signed_in` is None on pages that are open to everybody."""

    house: House
    request: Request
    form: FormData
    now: datetime
    signed_in: SignedIn | None = None
    owner: Agency | None = None
    """Whose clocks the page shows."""

    @property
    def office(self) -> Office:
        """The installation as actions want it."""
        return self.house.office

    @property
    def me(self) -> SignedIn:
        """Who is signed in."""
        if self.signed_in is None:
            raise SignInFirst(self.request.url.path)
        return self.signed_in

    @property
    def viewer(self) -> Viewer:
        """Who is signed in, as access rules see them."""
        return self.me.viewer

    @property
    def agency(self) -> Agency:
        """The agency of who is signed in."""
        return self.me.agency

    @property
    def actor(self) -> Actor:
        """Who is signed in, as actions see them."""
        return Actor(self.viewer.agency_id, self.viewer.person_id, Door.WEB)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to ask the store with."""
        with reading(self.office.engine) as session:
            yield session

    @cached_property
    def hours(self) -> Hours:
        """The agency's hours; UTC on pages of no agency."""
        if self.owner is None:
            return Hours(ZoneInfo("UTC"), time(0), time(23))
        return agency_store.hours(self.owner)

    @property
    def today(self) -> date:
        """The agency's date."""
        return self.hours.today(self.now)

    @cached_property
    def calendar(self) -> Calendar:
        """The agency's working days."""
        with self.reading() as session:
            return agency_store.calendar(session, self.agency)

    def typed(self, name: str) -> str:
        """A field of the form; empty where it is missing."""
        return forms.text(self.form, name)

    def page_number(self) -> int:
        """Which page of a long list is asked for."""
        number = forms.whole(self.request.query_params.get("trang", ""))
        return number or 1

    def number(self, name: str) -> int:
        """A field that holds a row's id; 0, which no row has, for anything else."""
        return forms.whole(self.typed(name)) or 0

    def page(self, template: str, /, status: int = 200, **values: Any) -> Response:
        """A page; its problems come from `problems`, a list of Problem."""
        return self.house.renderer.page(self, template, status, values)

    def go(self, name: str, /, done: str = "", **values: object) -> Response:
        """Send the browser on to the page of that name; `done` is the key of what is said there."""
        path = str(self.request.app.url_path_for(name, **values))
        return RedirectResponse(path + (f"?xong={quote(done)}" if done else ""), status_code=303)


def must(allowed: object) -> None:
    """Where something is not there or not for this person, both look the same: a page not found."""
    if not allowed:
        raise HTTPException(404)


def attempt(act: Callable[[], object]) -> list[Problem]:
    """Run an action; what it refuses becomes the page's problems."""
    try:
        act()
    except Refused as refused:
        if refused.key == "not_allowed":
            raise HTTPException(404) from refused
        return [Problem.of(refused)]
    return []


async def read_form(request: Request) -> FormData:
    """The form that was sent; empty for a request without one."""
    if request.method != "POST":
        return FormData()
    return await request.form()


def open_desk(request: Request, form: Annotated[FormData, Depends(read_form)]) -> Desk:
    """The desk of a page that is open to everybody."""
    return Desk(request.app.state.house, request, form, clock.now())


def signed_desk(desk: Annotated[Desk, Depends(open_desk)]) -> Desk:
    """The desk of a page for people who are signed in. Raises SignInFirst."""
    token = desk.request.cookies.get(COOKIE, "")
    desk.signed_in = who(desk.office, token, desk.now) if token else None
    if desk.signed_in is None:
        sent = desk.request.method == "POST"
        raise SignInFirst(desk.request.url.path, forms.everything(desk.form) if sent else None)
    desk.owner = desk.signed_in.agency
    return desk


OpenDesk = Annotated[Desk, Depends(open_desk)]
SignedDesk = Annotated[Desk, Depends(signed_desk)]
