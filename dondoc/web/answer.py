"""One unit's answer as the lead unit reads it: accept, or return with a reason."""

from starlette.responses import Response

from dondoc.actions import review
from dondoc.model import Assignment, RoleKind
from dondoc.rules import access
from dondoc.store import files, page_form, page_reports, page_rounds
from dondoc.store.ask_once import sources
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem


def show(desk: SignedDesk, period_id: RowId, submission_id: RowId) -> Response:
    """One version of a unit's answer."""
    return _page(desk, period_id, submission_id, [])


def accept(desk: SignedDesk, period_id: RowId, submission_id: RowId) -> Response:
    """Accept it."""
    _page(desk, period_id, submission_id, [])
    problems = attempt(lambda: review.accept(desk.office, desk.actor, submission_id, desk.now))
    if problems:
        return _page(desk, period_id, submission_id, problems)
    return desk.go("period", done="da-tiep-nhan", period_id=period_id)


def give_back(desk: SignedDesk, period_id: RowId, submission_id: RowId) -> Response:
    """Return it with a reason."""
    _page(desk, period_id, submission_id, [])
    reason = desk.typed("reason")
    problems = attempt(lambda: review.give_back(desk.office, desk.actor, submission_id, reason, desk.now))
    if problems:
        return _page(desk, period_id, submission_id, problems)
    return desk.go("period", done="da-tra-lai", period_id=period_id)


def _page(desk: Desk, period_id: int, submission_id: int, problems: list[Problem]) -> Response:
    agency_id = desk.agency.key
    with desk.reading() as session:
        written = page_form.written(session, agency_id, submission_id)
        must(written)
        assert written is not None
        mine = Assignment.id == written.submission.assignment_id, Assignment.period_id == period_id
        pieces = page_rounds.pieces(session, agency_id, (desk.calendar, desk.hours), desk.now, *mine)
        must(pieces)
        piece = pieces[0]
        unit_id, lead_id = piece.facts.carrier.key, piece.facts.round.lead.key
        must(access.sees_assignment(desk.viewer, unit_id, lead_id))
        # A draft is its unit's own until it is submitted.
        must(written.submission.submitted_at or access.writes_for(desk.viewer, unit_id))
        items = page_form.items(session, piece.facts.round.obligation, piece.facts.unit.key)
        wanted = {written.submission.written_by, written.submission.decided_by or 0}
        people = page_reports.names(session, agency_id, wanted)
        named = sources(session, agency_id, written.content.sources.values())
        kept = files.of_submissions(session, agency_id, [submission_id]).get(submission_id, [])
    submission = written.submission
    open_ = submission.submitted_at and not submission.accepted_at and not submission.returned_at
    decides = open_ and access.follows_up(desk.viewer, lead_id) and not piece.facts.assignment.closed_at
    return desk.page(
        "answer.html",
        422 if problems else 200,
        piece=piece,
        written=written,
        items=items,
        sources=named,
        kept=kept,
        links=access.writes_for(desk.viewer, unit_id) or desk.viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR),
        people=people,
        decides=bool(decides),
        reason=desk.typed("reason"),
        problems=problems,
    )
