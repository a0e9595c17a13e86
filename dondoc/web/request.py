"""Requests for reports: one question a page, all answers with what follows from them, then what became of it."""

from dataclasses import replace
from datetime import datetime

from starlette.responses import Response

from dondoc.actions import request
from dondoc.intake.request_file import read_handling
from dondoc.model import ReportRequest, RoleKind
from dondoc.rules import access
from dondoc.rules.plan import acting
from dondoc.rules.request import Question, asked, unanswered
from dondoc.rules.worked_back import unit_minutes
from dondoc.store import requests
from dondoc.store.agency import unit_spans, units
from dondoc.store.people import with_role
from dondoc.texts.requests import little_time
from dondoc.web import request_questions as questions
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.request_questions import PATHS, Choices
from dondoc.web.two_steps import Step, take

CHECK = "kiem-tra"


def index(desk: SignedDesk) -> Response:
    """What I have begun, and the requests that were sent."""
    with desk.reading() as session:
        leading = requests.leading(session, desk.agency.key)
        must(access.may_request(desk.viewer, leading))
        begun = requests.begun_by(session, desk.viewer.person_id)
        sent = requests.sent(session, desk.agency.key)
    mine = [
        each
        for each in sent
        if access.sees_period(desk.viewer, each.lead.key) or each.request.asked_by == desk.viewer.person_id
    ]
    return desk.page("requests.html", begun=begun, sent=mine)


def begin(desk: SignedDesk) -> Response:
    """Begin a request and go to its first question."""
    made: list[int] = []
    attempt(lambda: made.append(request.begin(desk.office, desk.actor, desk.now).key))
    return desk.go("request-question", request_id=made[0], question=PATHS[Question.WHAT])


def discard(desk: SignedDesk, request_id: RowId) -> Response:
    """Throw away what was begun."""
    own(desk, request_id)
    attempt(lambda: request.discard(desk.office, desk.actor, request_id, desk.now))
    return desk.go("requests", done="da-bo-yeu-cau")


def show(desk: SignedDesk, request_id: RowId, question: str) -> Response:
    """One question, with its answer or what is proposed."""
    row, asks = own(desk, request_id), _question(question)
    choices = _choices(desk)
    return _page(desk, row, asks, choices, questions.shown(desk, asks, row.answers, choices), [])


def answer(desk: SignedDesk, request_id: RowId, question: str) -> Response:
    """Keep the answer and go on; what is wrong is told at its field, and nothing that was typed is lost."""
    row, asks = own(desk, request_id), _question(question)
    choices = _choices(desk)
    given, reading = questions.read(desk, asks, row.answers, choices)
    again = questions.typed(desk, asks, given, choices)
    if desk.typed("viec") == "them":
        return _page(desk, row, asks, choices, again, [])
    problems = reading.problems or attempt(
        lambda: request.answer(desk.office, desk.actor, request_id, asks, given, desk.now)
    )
    if problems:
        return _page(desk, row, asks, choices, again, problems)
    return _go_on(desk, request_id, asks)


def check(desk: SignedDesk, request_id: RowId) -> Response:
    """All answers, and what letters go to whom when it is sent."""
    return _check(desk, own(desk, request_id))


def send(desk: SignedDesk, request_id: RowId) -> Response:
    """Send it, if the page had shown just this."""
    return _check(desk, own(desk, request_id))


def own(desk: Desk, request_id: int) -> ReportRequest:
    """What I have begun myself and not sent; a page not found for everybody else."""
    with desk.reading() as session:
        row = requests.request(session, desk.agency.key, request_id)
        allowed = access.may_request(desk.viewer, requests.leading(session, desk.agency.key))
    must(row and allowed and row.asked_by == desk.viewer.person_id and row.sent_at is None)
    assert row is not None
    return row


def _question(path: str) -> Question:
    found = next((question for question, each in PATHS.items() if each == path), None)
    must(found)
    assert found is not None
    return found


def _choices(desk: Desk) -> Choices:
    agency_id = desk.agency.key
    with desk.reading() as session:
        spans = unit_spans(session, agency_id)
        here = [unit for unit in units(session, agency_id) if acting(unit.key, spans, desk.today) == unit.key]
        leading = requests.leading(session, agency_id)
        return Choices(
            units=here,
            leads=[unit for unit in here if access.may_lead(desk.viewer, unit.key, leading)],
            leaders=with_role(session, agency_id, RoleKind.LEADER),
            regimes=requests.regimes(session, agency_id),
            known=requests.addressees_known(session, agency_id),
            plan=requests.newest_plan(session, agency_id),
            handling=read_handling(),
        )


def _go_on(desk: Desk, request_id: int, asks: Question) -> Response:
    """To the next question; back to all answers for who came from there, unless another one is open now."""
    with desk.reading() as session:
        row = requests.request(session, desk.agency.key, request_id)
    open_ = unanswered(row.answers) if row else []
    behind = list(Question)[list(Question).index(asks) + 1 :]
    following = open_ if desk.typed("ve") == CHECK else behind
    if not following:
        return desk.go("request-check", request_id=request_id)
    return desk.go("request-question", request_id=request_id, question=PATHS[following[0]])


def _page(
    desk: Desk, row: ReportRequest, asks: Question, choices: Choices, typed: dict[str, object], problems: list[Problem]
) -> Response:
    place = list(Question).index(asks)
    return desk.page(
        "request_question.html",
        422 if problems else 200,
        row=row,
        asks=asks,
        place=place + 1,
        total=len(Question),
        back=PATHS[list(Question)[place - 1]] if place else "",
        from_check=(desk.typed("ve") or desk.request.query_params.get("ve", "")) == CHECK,
        choices=choices,
        typed=typed,
        rows=questions.rows_of_figures(desk, row.answers),
        warning=_warning(desk, row, asks, choices, typed),
        problems=problems,
    )


def _warning(desk: Desk, row: ReportRequest, asks: Question, choices: Choices, typed: dict[str, object]) -> str:
    """Said where the units would have less time than they should."""
    if asks is not Question.STEPS or not row.answers.get("send"):
        return ""
    due = questions.worked(desk, row.answers, choices).get("due")
    return _little_time(desk, row, choices, due) if due else ""


def _little_time(desk: Desk, row: ReportRequest, choices: Choices, due: datetime) -> str:
    left = unit_minutes(desk.now, due, choices.by_clock(desk, row.answers))
    return little_time(left) if left < choices.handling.shares.unit_least else ""


def _check(desk: Desk, row: ReportRequest) -> Response:
    open_ = unanswered(row.answers)
    if open_:
        return desk.go("request-question", request_id=row.key, question=PATHS[open_[0]])
    step = take(desk, lambda office: request.send(office, desk.actor, row.key, desk.now))
    if step.saved:
        return desk.go("request", done="da-gui-yeu-cau", request_id=row.key)
    return _checked(desk, row, step)


def _checked(desk: Desk, row: ReportRequest, step: Step) -> Response:
    choices, wanted = _choices(desk), asked(row.answers)
    # The fields stand on pages of their own.
    problems = [replace(problem, field=None) for problem in step.problems]
    return desk.page(
        "request_check.html",
        422 if problems else 409 if step.stale else 200,
        row=row,
        wanted=wanted,
        names={unit.key: unit.name for unit in choices.units},
        every={unit.key for unit in choices.units} == set(wanted.unit_ids),
        signer=next((each.name for each in choices.leaders if each.key == wanted.signer_id), ""),
        regime=next((each for each in choices.regimes if each.code == wanted.regime), None),
        warning=_little_time(desk, row, choices, wanted.levels.due),
        local=desk.hours.day_time,
        paths=PATHS,
        questions=Question,
        step=step,
        problems=problems,
    )
