"""Home: what must I do now, by role."""

from dataclasses import dataclass, field
from itertools import groupby

from starlette.responses import Response

from dondoc.model import Correction, Extension, IssuedNumber, Letter
from dondoc.rules import access
from dondoc.rules.sign import ReportState
from dondoc.rules.submit import AssignmentState
from dondoc.store import corrections, page_letters, page_plans, page_reports, page_rounds, signing
from dondoc.store.extensions import extensions, waiting
from dondoc.store.page_plans import PlannedRule
from dondoc.store.page_reports import ReportFacts
from dondoc.store.page_rounds import Piece
from dondoc.web.desk import Desk, SignedDesk


@dataclass(frozen=True)
class LedRound:
    """A round that my unit leads: how many are in, how many are overdue, and its report."""

    pieces: tuple[Piece, ...]
    report: ReportFacts | None

    @property
    def count_in(self) -> int:
        """How many units have answered."""
        return sum(piece.standing.is_in for piece in self.pieces)

    @property
    def overdue(self) -> int:
        """How many units are overdue."""
        return sum(piece.state is AssignmentState.OVERDUE for piece in self.pieces)

    @property
    def to_review(self) -> int:
        """How many answers wait to be accepted."""
        return sum(piece.state is AssignmentState.SUBMITTED for piece in self.pieces)


@dataclass
class Tasks:
    """All that home lists."""

    mine: list[Piece] = field(default_factory=list)
    told: list[Piece] = field(default_factory=list)
    led: list[LedRound] = field(default_factory=list)
    to_sign: list[ReportFacts] = field(default_factory=list)
    correcting: list[tuple[Correction, IssuedNumber]] = field(default_factory=list)
    """Letters that correct a report and wait for my signature."""
    to_issue: list[ReportFacts] = field(default_factory=list)
    in_doubt: list[Letter] = field(default_factory=list)
    to_confirm: list[PlannedRule] = field(default_factory=list)
    extensions: list[tuple[Piece, Extension]] = field(default_factory=list)
    """Requests for more time that wait for my unit's answer."""

    @property
    def waiting(self) -> int:
        """How many things wait for this person."""
        led = sum(bool(each.to_review) or _to_send_up(each) for each in self.led)
        own = len(self.mine) + len(self.to_sign) + len(self.to_issue) + len(self.in_doubt) + len(self.to_confirm)
        return own + led + len(self.extensions) + len(self.correcting)


_URGENCY = {AssignmentState.RETURNED: 0, AssignmentState.OVERDUE: 1, AssignmentState.NEAR_DUE: 2}


def show(desk: SignedDesk) -> Response:
    """The home page."""
    tasks = Tasks()
    with desk.reading() as session:
        _unit_tasks(desk, tasks)
        viewer, agency_id = desk.viewer, desk.agency.key
        mine = signing.stood_in_for(session, agency_id, viewer.person_id, desk.today)
        waiting = page_reports.reports(session, agency_id, page_reports.waiting_for(mine))
        tasks.to_sign = [facts for facts in waiting if facts.turn_of in mine]
        tasks.correcting = corrections.to_sign(session, agency_id, mine)
        if access.issues(viewer):
            tasks.to_issue = page_reports.reports(session, agency_id, page_reports.signed_not_dispatched())
            tasks.in_doubt = page_letters.dispatches_in_doubt(session, agency_id)
        if access.administers(viewer):
            tasks.to_confirm = page_plans.proposed_rounds(session, agency_id)
        opens = page_rounds.next_opening(session, agency_id)
    return desk.page("home.html", tasks=tasks, next_opening=opens)


def _unit_tasks(desk: Desk, tasks: Tasks) -> None:
    units = desk.viewer.units()
    if not units:
        return
    days = desk.calendar, desk.hours
    with desk.reading() as session:
        own = page_rounds.pieces(session, desk.agency.key, days, desk.now, *page_rounds.of_units(units))
        tasks.mine = sorted(
            (piece for piece in own if not piece.standing.is_in),
            key=lambda piece: (_URGENCY.get(piece.state, 3), piece.facts.assignment.deadline),
        )
        tasks.told = [piece for piece in own if piece.standing.is_in]
        led = page_rounds.pieces(session, desk.agency.key, days, desk.now, *page_rounds.of_open_rounds_led_by(units))
        periods = {piece.facts.assignment.period_id for piece in led}
        reports = page_reports.reports(session, desk.agency.key, page_reports.of_periods(periods)) if periods else []
        asked = waiting(extensions(session, desk.agency.key, [piece.id for piece in led])) if led else {}
    tasks.extensions = [(piece, asked[piece.id]) for piece in led if piece.id in asked]
    by_period = {facts.period.key: facts for facts in reports}
    for period_id, pieces in groupby(led, key=lambda piece: piece.facts.assignment.period_id):
        tasks.led.append(LedRound(tuple(pieces), by_period.get(period_id)))


def _to_send_up(led: LedRound) -> bool:
    return led.report is not None and led.report.state in {ReportState.DRAFT, ReportState.SENT_BACK}
