"""More time: a unit asks for it; its lead unit answers, gives it unasked, or excuses the unit from a round."""

from datetime import date

from starlette.responses import RedirectResponse, Response

from dondoc.actions import extend
from dondoc.model import Assignment, Extension, day_time
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import page_reports, page_rounds
from dondoc.store.extensions import extensions, waiting
from dondoc.store.page_rounds import Piece
from dondoc.web import forms
from dondoc.web.desk import Desk, OpenDesk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.visit import Visit, linked, signed


def ask(desk: SignedDesk, assignment_id: RowId) -> Response:
    """The page on which a unit asks for more time."""
    return _ask(signed(desk, assignment_id))


def send(desk: SignedDesk, assignment_id: RowId) -> Response:
    """Ask for it."""
    return _send(signed(desk, assignment_id))


def ask_linked(desk: OpenDesk, token: str) -> Response:
    """As `ask`, by link."""
    return linked(desk, token, _ask)


def send_linked(desk: OpenDesk, token: str) -> Response:
    """As `send`, by link."""
    return linked(desk, token, _send)


def decide(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """The page on which the lead unit answers a request, or gives more time unasked."""
    return _decision(desk, *_led(desk, period_id, assignment_id), [])


def decided(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """Grant or decline."""
    piece, asked = _led(desk, period_id, assignment_id)
    problems = attempt(lambda: _decide(desk, piece, asked))
    if problems:
        return _decision(desk, piece, asked, problems)
    told = "da-tu-choi-gia-han" if desk.typed("viec") == "tu-choi" else "da-gia-han"
    return desk.go("period", done=told, period_id=period_id)


def excuse(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """The page on which the lead unit asks nothing of a unit in this round."""
    return _excusing(desk, _led(desk, period_id, assignment_id)[0], [])


def excused(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """Excuse it."""
    piece, _ = _led(desk, period_id, assignment_id)
    problems = attempt(lambda: _excuse(desk, assignment_id))
    if problems:
        return _excusing(desk, piece, problems)
    return desk.go("period", done="da-mien", period_id=period_id)


def asks(piece: Piece) -> bool:
    """Whether something is still asked of a unit, so that more time means something."""
    return not piece.standing.is_in and not piece.standing.closed and piece.facts.round.period.cancelled_at is None


def _ask(visit: Visit, problems: list[Problem] | None = None) -> Response:
    desk = visit.desk
    with desk.reading() as session:
        piece = visit.piece(session)
        found = extensions(session, visit.agency.key, [piece.id])
    if not asks(piece) or (waiting(found) and not problems):
        return RedirectResponse(visit.path, 303)
    return desk.page(
        "extension_ask.html",
        422 if problems else 200,
        piece=piece,
        agency=visit.agency,
        form_path=visit.path,
        typed=forms.everything(desk.form),
        problems=problems or [],
    )


def _send(visit: Visit) -> Response:
    desk = visit.desk
    with desk.reading() as session:
        piece = visit.piece(session)
    problems = attempt(
        lambda: extend.ask(
            desk.office, visit.actor, visit.assignment_id, _until(desk, piece), desk.typed("extension_reason"), desk.now
        )
    )
    return _ask(visit, problems) if problems else RedirectResponse(f"{visit.path}?xong=da-de-nghi-gia-han", 303)


def _led(desk: Desk, period_id: int, assignment_id: int) -> tuple[Piece, Extension | None]:
    """A unit's part in a round that my unit leads, and its request that waits for an answer."""
    agency_id = desk.agency.key
    with desk.reading() as session:
        mine = Assignment.id == assignment_id, Assignment.period_id == period_id
        found = page_rounds.pieces(session, agency_id, (desk.calendar, desk.hours), desk.now, *mine)
        must(found and access.follows_up(desk.viewer, found[0].facts.round.lead.key))
        return found[0], waiting(extensions(session, agency_id, [assignment_id])).get(assignment_id)


def _until(desk: Desk, piece: Piece) -> date:
    """Until when, with a time of day where hours matter: the round's own, unless another one was typed."""
    typed = desk.typed("until")
    if not typed:
        raise Refused("day_missing", "until")
    day = forms.day(typed, "until")
    if piece.facts.round.period.due_time is None:
        return day
    return day_time(day, forms.clock(desk.typed("until_time"), "until_time"))


def _decide(desk: Desk, piece: Piece, asked: Extension | None) -> None:
    who, now = (desk.office, desk.actor), desk.now
    if asked is None:
        # The request may have been answered by somebody else while this page lay open.
        if desk.typed("extension_id"):
            raise Refused("already_decided")
        extend.grant(*who, piece.id, _until(desk, piece), desk.typed("extension_reason"), now)
    elif desk.typed("viec") == "tu-choi":
        if not desk.typed("answer"):
            raise Refused("decline_reason_missing", "answer")
        extend.decide(*who, asked.key, None, desk.typed("answer"), now)
    else:
        extend.decide(*who, asked.key, _until(desk, piece), desk.typed("word"), now)


def _excuse(desk: Desk, assignment_id: int) -> None:
    if not desk.typed("excuse_reason"):
        raise Refused("excuse_reason_missing", "excuse_reason")
    extend.excuse(desk.office, desk.actor, assignment_id, desk.typed("excuse_reason"), desk.now)


def _decision(desk: Desk, piece: Piece, asked: Extension | None, problems: list[Problem]) -> Response:
    with desk.reading() as session:
        people = page_reports.names(session, desk.agency.key, {asked.asked_by} if asked else set())
    return desk.page(
        "extension_decide.html",
        422 if problems else 200,
        piece=piece,
        asked=asked,
        asks=asks(piece),
        people=people,
        typed=forms.everything(desk.form),
        problems=problems,
    )


def _excusing(desk: Desk, piece: Piece, problems: list[Problem]) -> Response:
    return desk.page(
        "excuse.html",
        422 if problems else 200,
        piece=piece,
        asks=asks(piece),
        typed=forms.everything(desk.form),
        problems=problems,
    )
