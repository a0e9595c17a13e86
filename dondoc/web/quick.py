"""The three answers of a reminder: received, nothing to report, same as last time.

A link in a letter opens a page; only the button on it acts. Scanners follow links, and some send forms by themselves
where a page does: nothing here does.
"""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from dondoc.actions import submit as verbs
from dondoc.actions.acknowledge import acknowledge
from dondoc.mail.links import NOTHING, RECEIVED, SAME
from dondoc.model import Door
from dondoc.rules.submit import Content
from dondoc.store import page_form, page_quick
from dondoc.web.desk import Desk, OpenDesk, RowId, SignedDesk, attempt
from dondoc.web.form import ONCE
from dondoc.web.pages import Problem
from dondoc.web.visit import Visit, linked, signed

ANSWERS = (RECEIVED, NOTHING, SAME)


def show(desk: SignedDesk, assignment_id: RowId, answer: str) -> Response:
    """What pressing the button would do."""
    return _show(signed(desk, assignment_id), answer)


def act(desk: SignedDesk, assignment_id: RowId, answer: str) -> Response:
    """Do it."""
    return _act(signed(desk, assignment_id), answer)


def show_linked(desk: OpenDesk, token: str, answer: str) -> Response:
    """As `show`, by link."""
    return linked(desk, token, lambda visit: _show(visit, answer))


def act_linked(desk: OpenDesk, token: str, answer: str) -> Response:
    """As `act`, by link."""
    return linked(desk, token, lambda visit: _act(visit, answer))


def _show(visit: Visit, answer: str, problems: list[Problem] | None = None, done: bool = False) -> Response:
    if answer not in ANSWERS:
        raise HTTPException(404)
    desk: Desk = visit.desk
    with desk.reading() as session:
        piece = visit.piece(session)
        items = page_form.items(session, piece.facts.round.obligation, piece.facts.unit.key)
        earlier = page_quick.last_time(session, piece.facts) if answer == SAME else None
        heard = page_quick.acknowledged(session, [piece.id]).get(piece.id)
    values: dict[str, Any] = {
        "answer": answer, "piece": piece, "items": items, "earlier": earlier, "heard": heard, "agency": visit.agency,
        "once": ONCE, "own": piece.facts.round.obligation.key, "form_path": visit.path, "received": done,
        "problems": problems or [], "link": visit.door is Door.LINK,
    }  # fmt: skip
    return desk.page("quick.html", 422 if problems else 200, **values)


def _act(visit: Visit, answer: str) -> Response:
    desk = visit.desk
    if answer == RECEIVED:
        problems = attempt(lambda: acknowledge(desk.office, visit.actor, visit.assignment_id, desk.now))
        return _show(visit, answer, problems, done=not problems)
    content = _content(visit, answer)
    if content is None:
        return _show(visit, answer)
    problems = attempt(lambda: verbs.submit(desk.office, visit.actor, visit.assignment_id, content, desk.now))
    return _show(visit, answer, problems) if problems else RedirectResponse(f"{visit.path}/xong", 303)


def _content(visit: Visit, answer: str) -> Content | None:
    """What is to be submitted; None for what is no answer, or where the page has changed since it was read."""
    if answer == NOTHING:
        return Content(nothing_to_report=True)
    if answer != SAME:
        raise HTTPException(404)
    with visit.desk.reading() as session:
        earlier = page_quick.last_time(session, visit.piece(session).facts)
    if earlier is None or visit.desk.typed("nhu_ban") != str(earlier.written.submission.key):
        return None
    return earlier.written.content
