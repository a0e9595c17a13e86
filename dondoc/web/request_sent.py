"""A request that was sent: where it stands, other deadlines for it, calling it off."""

from datetime import datetime

from starlette.responses import Response

from dondoc.actions import request
from dondoc.model import Assignment
from dondoc.rules import access
from dondoc.rules.worked_back import Levels
from dondoc.store import page_reports, page_rounds, requests
from dondoc.store.requests import SentRequest
from dondoc.web import two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.request import own
from dondoc.web.request_questions import in_fields, instant
from dondoc.web.two_steps import Reading, Step, take

NAMES = ("due", "compile", "sign", "send")
_WHY = ("reason", "document")


def show(desk: SignedDesk, request_id: RowId) -> Response:
    """Where a request stands; one that is not sent yet goes on where it was left."""
    found = _sent(desk, request_id)
    if found is None:
        own(desk, request_id)
        return desk.go("request-check", request_id=request_id)
    days = desk.calendar, desk.hours
    with desk.reading() as session:
        period = found.period.key
        pieces = page_rounds.pieces(session, desk.agency.key, days, desk.now, Assignment.period_id == period)
        reports = page_reports.reports(session, desk.agency.key, page_reports.of_periods([period]))
    return desk.page(
        "request.html",
        found=found,
        pieces=pieces,
        report=reports[0] if reports else None,
        sees=access.sees_period(desk.viewer, found.lead.key),
        changes=_changes(desk, found, bool(reports and reports[0].report.sent_up_at)),
    )


def show_move(desk: SignedDesk, request_id: RowId) -> Response:
    """The form for other deadlines."""
    found = _to_change(desk, request_id)
    return _moving(desk, found, Step(), _as_they_are(desk, found))


def move(desk: SignedDesk, request_id: RowId) -> Response:
    """Show what other deadlines do, or give them."""
    found, reading = _to_change(desk, request_id), Reading(desk)
    instants = [instant(desk, reading, name) for name in NAMES]
    reading.reason()
    step = Step(reading.problems)
    if not reading.problems:
        levels = Levels(*map(datetime.fromisoformat, instants))
        reason, document = (desk.typed(name) for name in _WHY)
        step = take(
            desk, lambda office: request.move(office, desk.actor, request_id, levels, reason, desk.now, document)
        )
    if step.saved:
        return desk.go("request", done="da-doi-han", request_id=request_id)
    return _moving(desk, found, step, {name: desk.typed(name) for name in _fields()})


def show_cancel(desk: SignedDesk, request_id: RowId) -> Response:
    """The form for calling it off."""
    return two_steps.page(
        desk, "request_cancel.html", Step(), dict.fromkeys(_WHY, ""), found=_to_change(desk, request_id)
    )


def cancel(desk: SignedDesk, request_id: RowId) -> Response:
    """Show what calling it off does, or do it."""
    found, reading = _to_change(desk, request_id), Reading(desk)
    reading.reason()
    step = Step(reading.problems)
    if not reading.problems:
        reason, document = (desk.typed(name) for name in _WHY)
        step = take(desk, lambda office: request.cancel(office, desk.actor, request_id, reason, desk.now, document))
    if step.saved:
        return desk.go("request", done="da-huy-yeu-cau", request_id=request_id)
    return two_steps.page(desk, "request_cancel.html", step, {name: desk.typed(name) for name in _WHY}, found=found)


def _sent(desk: Desk, request_id: int) -> SentRequest | None:
    """A request that was sent, for who asked and who sees its round; a page not found for everybody else."""
    with desk.reading() as session:
        found = requests.sent(session, desk.agency.key, request_id)
    if not found:
        return None
    mine = found[0].request.asked_by == desk.viewer.person_id
    must(mine or access.sees_period(desk.viewer, found[0].lead.key))
    return found[0]


def _to_change(desk: Desk, request_id: int) -> SentRequest:
    found = _sent(desk, request_id)
    must(found and _changes(desk, found, settled=False))
    assert found is not None
    return found


def _changes(desk: Desk, found: SentRequest, settled: bool) -> bool:
    open_ = found.period.cancelled_at is None and not settled
    return open_ and access.changes_request(desk.viewer, found.lead.key)


def _fields() -> list[str]:
    return [*(f"{name}_{part}" for name in NAMES for part in ("day", "time")), *_WHY]


def _as_they_are(desk: Desk, found: SentRequest) -> dict[str, object]:
    period, typed = found.period, dict.fromkeys(_WHY, "")
    filled: dict[str, object] = {**typed}
    for name in NAMES:
        filled |= in_fields(desk, name, desk.hours.deadline(getattr(period, name)))
    return filled


def _moving(desk: Desk, found: SentRequest, step: Step, typed: dict[str, object]) -> Response:
    return two_steps.page(desk, "request_move.html", step, typed, found=found)
