"""The leader's page: what matters in five lines, the report, approve or return."""

from starlette.responses import Response

from dondoc.actions import sign
from dondoc.model import Assignment
from dondoc.rules.submit import AssignmentState
from dondoc.store import page_reports, page_rounds
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt
from dondoc.web.draft import seen
from dondoc.web.pages import Problem
from dondoc.web.paper import shown


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """The report to decide on."""
    return _page(desk, report_id, [])


def approve(desk: SignedDesk, report_id: RowId) -> Response:
    """Approve the version that was read."""
    seen(desk, report_id)
    version = desk.number("version_id")
    problems = attempt(lambda: sign.approve(desk.office, desk.actor, report_id, version, desk.now))
    return _page(desk, report_id, problems) if problems else desk.go("sign-off", done="da-duyet", report_id=report_id)


def send_back(desk: SignedDesk, report_id: RowId) -> Response:
    """Return it with a reason."""
    seen(desk, report_id)
    version, reason = desk.number("version_id"), desk.typed("reason")
    problems = attempt(lambda: sign.send_back(desk.office, desk.actor, report_id, version, reason, desk.now))
    if problems:
        return _page(desk, report_id, problems)
    return desk.go("sign-off", done="da-gui-tra", report_id=report_id)


def _page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    facts = seen(desk, report_id)
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
        chain = page_reports.names(session, desk.agency.key, {step.person_id for step in facts.all_steps})
        days = desk.calendar, desk.hours
        pieces = page_rounds.pieces(session, desk.agency.key, days, desk.now, Assignment.period_id == facts.period.key)
    return desk.page(
        "sign_off.html",
        422 if problems else 200,
        facts=facts,
        model=model,
        paper=shown(model),
        people=chain,
        missing=[unit.unit for unit in model.units if unit.missing],
        late=[piece for piece in pieces if piece.standing.is_late],
        overdue=[piece for piece in pieces if piece.state is AssignmentState.OVERDUE],
        my_turn=facts.turn_of == desk.viewer.person_id,
        signs=any(step.signs for step in facts.steps if step.person_id == facts.turn_of),
        reason=desk.typed("reason"),
        problems=problems,
    )
