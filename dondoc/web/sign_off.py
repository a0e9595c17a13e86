"""The leader's page: what matters in five lines, the report, approve or return."""

from sqlmodel import Session
from starlette.responses import Response

from dondoc.actions import sign
from dondoc.model import SignoffStep
from dondoc.rules.chain import Stand, signature
from dondoc.rules.gist import gist
from dondoc.rules.report import ReportModel
from dondoc.store import page_reports, reports, signing
from dondoc.store.page_reports import ReportFacts
from dondoc.texts.report import gist_lines
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt
from dondoc.web.draft import seen
from dondoc.web.pages import Problem
from dondoc.web.paper import shown


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """The report to decide on."""
    return page(desk, report_id, [])


def approve(desk: SignedDesk, report_id: RowId) -> Response:
    """Approve the version that was read."""
    seen(desk, report_id)
    version, code = desk.number("version_id"), desk.typed("code")
    problems = attempt(lambda: sign.approve(desk.office, desk.actor, report_id, version, desk.now, code))
    return page(desk, report_id, problems) if problems else desk.go("sign-off", done="da-duyet", report_id=report_id)


def send_back(desk: SignedDesk, report_id: RowId) -> Response:
    """Return it with a reason."""
    seen(desk, report_id)
    version, reason = desk.number("version_id"), desk.typed("reason")
    problems = attempt(lambda: sign.send_back(desk.office, desk.actor, report_id, version, reason, desk.now))
    if problems:
        return page(desk, report_id, problems)
    return desk.go("sign-off", done="da-gui-tra", report_id=report_id)


def page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    """The report to decide on, or to sign on one's own machine once it has its number."""
    facts = seen(desk, report_id)
    me = desk.viewer.person_id
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
        chain = page_reports.names(session, desk.agency.key, _people(facts))
        before = reports.seen_before(session, facts.id, facts.current, me)
        lines = gist(
            model, page_reports.model_of(session, before.key) if before else None, before.version if before else 0
        )
        due = next((step for step in facts.steps if step.decision is None), None) if facts.turn_of else None
        stand = _stand(session, desk, due) if due else None
        code = bool(due and due.signs) and sign.needs_code(session, desk.agency, me)
        checks = reports.checks(session, facts.id)
        own_app = signing.second_factor(session, me)
    return desk.page(
        "sign_off.html",
        422 if problems else 200,
        facts=facts,
        model=model,
        paper=shown(_signed_by(model, stand, desk) if due and due.signs and stand else model),
        people=chain,
        gist=gist_lines(lines),
        seen_before=before,
        my_turn=stand is not None,
        stand=stand,
        due=due,
        signs=bool(due and due.signs),
        code=code,
        code_ready=own_app is not None and own_app.confirmed_at is not None,
        checks=checks,
        may_sign_pdf=bool(facts.number and not facts.dispatches) and _signed_it(facts, me),
        reason=desk.typed("reason"),
        problems=problems,
    )


def _signed_it(facts: ReportFacts, person_id: int) -> bool:
    return any(step.signs and step.decided_by == person_id for step in facts.steps)


def _people(facts: ReportFacts) -> set[int]:
    return {step.person_id for step in facts.all_steps} | {s.decided_by for s in facts.all_steps if s.decided_by}


def _stand(session: Session, desk: Desk, due: SignoffStep) -> Stand | None:
    """In which capacity who is signed in may decide; None where it is not for them."""
    return next(
        (each for each in signing.stands_of(session, due, desk.today) if each.person_id == desk.viewer.person_id), None
    )


def _signed_by(model: ReportModel, stand: Stand, desk: Desk) -> ReportModel:
    """The report with the signature block that it would have, were it signed now."""
    me, block = desk.me, model.signature
    return model.model_copy(update={"signature": signature(block.lines, block.name, stand.capacity, me.name, me.title)})
