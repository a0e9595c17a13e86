"""The lead unit's table of a period: who is in, who is not, what was said; remind, compile."""

from starlette.responses import Response

from dondoc.actions import draft, remind
from dondoc.model import Assignment, RoleKind
from dondoc.rules import access
from dondoc.rules.remind import ladder_from
from dondoc.rules.submit import AssignmentState
from dondoc.store import files, page_quick, page_reports, page_rounds
from dondoc.store.extensions import extensions, waiting
from dondoc.store.held import of_round as held_of_round
from dondoc.store.orders import Ordered, in_force
from dondoc.store.page_rounds import LedgerRow, Piece
from dondoc.store.rounds import RoundFacts, round_facts
from dondoc.web import words
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem


def show(desk: SignedDesk, period_id: RowId) -> Response:
    """The table of a period."""
    return _page(desk, period_id, [])


def remind_unit(desk: SignedDesk, period_id: RowId, assignment_id: RowId) -> Response:
    """Remind one unit now."""
    _must_see(desk, period_id)
    problems = attempt(lambda: remind.remind_now(desk.office, desk.actor, assignment_id, desk.now))
    return _page(desk, period_id, problems) if problems else desk.go("period", done="da-nhac", period_id=period_id)


def compile_draft(desk: SignedDesk, period_id: RowId) -> Response:
    """Compile what has come in so far."""
    _must_see(desk, period_id)
    made: list[int] = []
    problems = attempt(lambda: made.append(draft.compile_now(desk.office, desk.actor, period_id, desk.now).report_id))
    return _page(desk, period_id, problems) if problems else desk.go("draft", done="da-tong-hop", report_id=made[0])


def _must_see(desk: Desk, period_id: int) -> None:
    with desk.reading() as session:
        facts = round_facts(session, period_id, desk.agency.key)
    must(facts and access.sees_period(desk.viewer, facts.lead.key))


def _page(desk: Desk, period_id: int, problems: list[Problem]) -> Response:
    agency_id = desk.agency.key
    with desk.reading() as session:
        facts = round_facts(session, period_id, agency_id)
        must(facts and access.sees_period(desk.viewer, facts.lead.key))
        assert facts is not None
        days = desk.calendar, desk.hours
        pieces = page_rounds.pieces(session, agency_id, days, desk.now, Assignment.period_id == period_id)
        letters = page_rounds.last_letters(session, agency_id, period_id)
        ledger = page_rounds.ledger(session, agency_id, period_id)
        held = held_of_round(session, agency_id, period_id) if _decides(desk, facts.lead.key) else []
        sent = [piece.sent.key for piece in pieces if piece.sent]
        kept = files.of_submissions(session, agency_id, sent)
        heard = page_quick.acknowledged(session, [piece.id for piece in pieces])
        reports = page_reports.reports(session, agency_id, page_reports.of_periods([period_id]))
        requests = waiting(extensions(session, agency_id, [piece.id for piece in pieces]))
        askers = page_reports.names(session, agency_id, {each.asked_by for each in requests.values()})
        orders = in_force(session, [piece.id for piece in pieces])
    units = {piece.id: piece.facts.unit for piece in pieces}
    return desk.page(
        "period.html",
        422 if problems else 200,
        facts=facts,
        pieces=pieces,
        letters=letters,
        heard=heard,
        kept=kept,
        ledger=ledger,
        held=held,
        rungs=_rungs(desk, facts, ledger),
        units=units,
        requests=requests,
        askers=askers,
        orders=orders,
        ordering={piece.id for piece in pieces if _orders(desk, piece, orders.get(piece.id, []))},
        report=reports[0] if reports else None,
        leads=access.follows_up(desk.viewer, facts.lead.key),
        may_open_report=bool(reports) and _may_open(desk, facts.lead.key, reports[0]),
        overdue=sum(piece.state is AssignmentState.OVERDUE for piece in pieces),
        count_in=sum(piece.standing.is_in for piece in pieces),
        problems=problems,
    )


def _orders(desk: Desk, piece: Piece, orders: list[Ordered]) -> bool:
    """Whether who is signed in may order what superiors hear of a unit: in charge of it, or by an order in force."""
    named = {each.to.key for each in orders if each.to} | {each.order.made_by for each in orders}
    in_charge = access.Grant(RoleKind.LEADER, piece.facts.carrier.key) in desk.viewer.grants
    return in_charge or access.orders(desk.viewer, named)


def _rungs(desk: Desk, facts: RoundFacts, ledger: list[LedgerRow]) -> dict[str, str]:
    of_units, of_reports = ladder_from(facts.rule.ladder), ladder_from(desk.agency.report_ladder)
    return {row.reminder.rung: words.rung(row.reminder.rung, of_units, of_reports) for row in ledger}


def _decides(desk: Desk, lead_unit_id: int) -> bool:
    return access.follows_up(desk.viewer, lead_unit_id) or access.administers(desk.viewer)


def _may_open(desk: Desk, lead_unit_id: int, report: page_reports.ReportFacts) -> bool:
    chain = {step.person_id for step in report.all_steps}
    signed = report.report.signed_at is not None
    return access.sees_report(desk.viewer, lead_unit_id, signed, chain) or desk.viewer.is_a(RoleKind.LEADER)
