"""All changes of an agency, and one of them with its undoing."""

from starlette.responses import Response

from dondoc.actions.undo import undo
from dondoc.model import ChangeKind
from dondoc.rules import access
from dondoc.store import page_changes
from dondoc.web import two_steps
from dondoc.web.change_words import Shown, shown
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.two_steps import Reading, Step, take


def index(desk: SignedDesk) -> Response:
    """A page of the changes, of one kind where asked."""
    must(access.administers(desk.viewer))
    asked = desk.request.query_params.get("loai", "")
    kind = ChangeKind(asked) if asked in {each.value for each in ChangeKind} else None
    page = desk.page_number()
    with desk.reading() as session:
        found = page_changes.changes(session, desk.agency.key, kind=kind, page=page)
        names = page_changes.names(session, desk.agency.key)
    return desk.page(
        "changes.html",
        changes=[shown(row, names) for row in found[: page_changes.PAGE]],
        more=len(found) > page_changes.PAGE,
        page=page,
        kind=kind,
        kinds=list(ChangeKind),
    )


def show(desk: SignedDesk, change_id: RowId) -> Response:
    """One change."""
    return _page(desk, _change(desk, change_id), Step())


def take_back(desk: SignedDesk, change_id: RowId) -> Response:
    """Show what undoing it does, or undo it."""
    found = _change(desk, change_id)
    reason = desk.typed("reason")
    reading = Reading(desk)
    reading.reason()
    step = Step(reading.problems)
    if not reading.problems:
        step = take(desk, lambda office: undo(office, desk.actor, change_id, reason, desk.now))
    if step.saved:
        return desk.go("change", done="da-hoan-tac", change_id=change_id)
    return _page(desk, found, step)


def _change(desk: Desk, change_id: int) -> Shown:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        row = page_changes.change(session, desk.agency.key, change_id)
        must(row)
        assert row is not None
        return shown(row, page_changes.names(session, desk.agency.key))


def _page(desk: Desk, found: Shown, step: Step) -> Response:
    return two_steps.page(desk, "change.html", step, {"reason": desk.typed("reason")}, change=found)
