"""The unit's form: write, check what was written, submit."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from starlette.responses import RedirectResponse, Response

from dondoc.actions import submit as verbs
from dondoc.actions.files import take_out
from dondoc.model import AnswerSection, Door, FigureStatus, Submission
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content, check
from dondoc.store import files, page_form, page_reports
from dondoc.store.answers import statuses_asked
from dondoc.store.ask_once import sources
from dondoc.store.extensions import extensions
from dondoc.store.page_form import Item, Written
from dondoc.store.page_rounds import Piece
from dondoc.web import files as files_web
from dondoc.web import forms
from dondoc.web.desk import Desk, OpenDesk, RowId, SignedDesk, attempt, must
from dondoc.web.extension import asks
from dondoc.web.known import Known, known
from dondoc.web.pages import Problem
from dondoc.web.visit import Visit, linked, signed

ONCE = (AnswerSection.DIFFICULTY, AnswerSection.NEXT, AnswerSection.PROPOSAL)
"""Sections that are written once, for the round's own item."""


def show(desk: SignedDesk, assignment_id: RowId) -> Response:
    """The form of an assignment."""
    return _show(signed(desk, assignment_id))


def send(desk: SignedDesk, assignment_id: RowId) -> Response:
    """Save, or go on to check, or report nothing."""
    return _send(signed(desk, assignment_id))


def review(desk: SignedDesk, assignment_id: RowId) -> Response:
    """What is about to be submitted, to read once more."""
    return _review(signed(desk, assignment_id))


def submit(desk: SignedDesk, assignment_id: RowId) -> Response:
    """Submit what was checked."""
    return _submit(signed(desk, assignment_id))


def done(desk: SignedDesk, assignment_id: RowId) -> Response:
    """What was submitted, and what comes next."""
    return _done(signed(desk, assignment_id))


def show_linked(desk: OpenDesk, token: str) -> Response:
    """As `show`, by link."""
    return linked(desk, token, _show)


def send_linked(desk: OpenDesk, token: str) -> Response:
    """As `send`, by link."""
    return linked(desk, token, _send)


def review_linked(desk: OpenDesk, token: str) -> Response:
    """As `review`, by link."""
    return linked(desk, token, _review)


def submit_linked(desk: OpenDesk, token: str) -> Response:
    """As `submit`, by link."""
    return linked(desk, token, _submit)


def done_linked(desk: OpenDesk, token: str) -> Response:
    """As `done`, by link."""
    return linked(desk, token, _done)


def _show(visit: Visit) -> Response:
    with visit.desk.reading() as session:
        piece = visit.piece(session)
        newest = piece.versions[-1] if piece.versions else None
        written = page_form.written(session, visit.agency.key, newest.key) if newest else None
    return _form(visit, written.content if written else {}, [])


def _send(visit: Visit) -> Response:
    desk, act = visit.desk, visit.desk.typed("viec")
    _, items, stated = _asked(visit)
    if act == "khong-phat-sinh":
        return _submitted(visit, Content(nothing_to_report=True), {"nothing": "1"})
    content, problems = read(desk, items, stated)
    if not problems:
        problems = attempt(lambda: verbs.save_draft(desk.office, visit.actor, visit.assignment_id, content, desk.now))
    if not problems and (gone := files_web.ticked(desk)):
        problems = attempt(lambda: take_out(desk.office, visit.actor, visit.assignment_id, gone, desk.now))
    if not problems and act == "kiem-tra":
        problems = attempt(lambda: check_content(stated.filled(content), items, _statuses(visit)))
    if problems:
        return _form(visit, forms.everything(desk.form), problems)
    return RedirectResponse(f"{visit.path}/kiem-tra" if act == "kiem-tra" else f"{visit.path}?xong=da-luu", 303)


def _review(visit: Visit, problems: list[Problem] | None = None) -> Response:
    piece, items, stated = _asked(visit)
    written = _draft(visit, piece)
    if written is None or piece.locked:
        return RedirectResponse(visit.path, 303)
    values = {"written": stated.shown(written), "mark": stated.mark(written), "sources": stated.sources}
    return _page(visit, "form_check.html", piece, items, **values, problems=problems or [])


def _submit(visit: Visit) -> Response:
    piece, _, stated = _asked(visit)
    written = _draft(visit, piece)
    if written is None:
        return RedirectResponse(visit.path, 303)
    if visit.desk.typed("saved_at") != stated.mark(written):
        changed = Problem("Bản đang soạn vừa được sửa ở nơi khác. Đề nghị đọc lại bản dưới đây rồi nộp.")
        return _review(visit, [changed])
    return _submitted(visit, written.content, written.content)


def _submitted(visit: Visit, content: Content, typed: Content | Mapping[str, str]) -> Response:
    desk = visit.desk
    problems = attempt(lambda: verbs.submit(desk.office, visit.actor, visit.assignment_id, content, desk.now))
    return _form(visit, typed, problems) if problems else RedirectResponse(f"{visit.path}/xong", 303)


def _done(visit: Visit) -> Response:
    piece, items, _ = _asked(visit)
    sent = piece.sent
    must(sent)
    with visit.desk.reading() as session:
        written = page_form.written(session, visit.agency.key, sent.key) if sent else None
        named = sources(session, visit.agency.key, written.content.sources.values() if written else ())
    return _page(visit, "form_done.html", piece, items, written=written, sources=named)


def _form(visit: Visit, typed: Content | Mapping[str, str], problems: list[Problem]) -> Response:
    """The form; `typed` is what was sent just now, or a stored version."""
    piece, items, stated = _asked(visit)
    if isinstance(typed, Content):
        typed = typed_from(typed, stated)
    with visit.desk.reading() as session:
        requests = extensions(session, visit.agency.key, [piece.id]).get(piece.id, [])
        decided = {each.decided_by or each.asked_by for each in requests} | {each.asked_by for each in requests}
        people = page_reports.names(session, visit.agency.key, _people(piece.versions) | decided)
        last = piece.versions[-1].key if piece.versions else 0
        kept = files.of_submissions(session, visit.agency.key, [last]).get(last, [])
    values = {"known": stated, "request": requests[-1] if requests else None, "may_ask": asks(piece), "kept": kept}
    return _page(visit, "form.html", piece, items, typed=typed, people=people, problems=problems, **values)


def _page(visit: Visit, template: str, piece: Piece, items: list[Item], **values: Any) -> Response:
    status = 422 if values.get("problems") else 200
    values |= {
        "piece": piece, "items": items, "agency": visit.agency, "form_path": visit.path, "once": ONCE,
        "own": piece.facts.round.obligation.key, "link": visit.door is Door.LINK,
        "statuses": _statuses(visit),
    }  # fmt: skip
    return visit.desk.page(template, status, **values)


def _asked(visit: Visit) -> tuple[Piece, list[Item], Known]:
    with visit.desk.reading() as session:
        piece = visit.piece(session)
        items = page_form.items(session, piece.facts.round.obligation, piece.facts.unit.key)
        return piece, items, known(session, piece, items)


def _statuses(visit: Visit) -> tuple[FigureStatus, ...]:
    """The statuses that the round's regime asks of figures."""
    with visit.desk.reading() as session:
        return statuses_asked(session, visit.piece(session).facts.round.rule)


def _draft(visit: Visit, piece: Piece) -> Written | None:
    if piece.draft is None:
        return None
    with visit.desk.reading() as session:
        return page_form.written(session, visit.agency.key, piece.draft.key)


def _people(versions: tuple[Submission, ...]) -> set[int]:
    return {version.written_by for version in versions} | {v.decided_by for v in versions if v.decided_by}


def check_content(content: Content, items: list[Item], statuses: tuple[FigureStatus, ...]) -> None:
    """Refuse what the action would refuse, before the page that asks to check."""
    figures = [figure.key for item in items for figure in item.figures]
    check(content, [item.obligation.key for item in items], figures, statuses)


def read(desk: Desk, items: list[Item], stated: Known) -> tuple[Content, list[Problem]]:
    """What was typed as content, and the problems of what cannot be read."""
    answers: dict[tuple[int, AnswerSection], str] = {}
    figures: dict[int, Decimal] = {}
    notes: dict[int, str] = {}
    statuses: dict[int, FigureStatus] = {}
    problems: list[Problem] = []
    for item in items:
        answers[item.obligation.key, AnswerSection.RESULT] = desk.typed(f"result-{item.obligation.key}")
        for figure in item.figures:
            name = f"figure-{figure.key}"
            try:
                value = forms.number(desk.typed(name), name)
            except Refused as refused:
                problems.append(Problem.of(refused))
                continue
            if note := desk.typed(f"note-{figure.key}"):
                notes[figure.key] = note
            if value is not None:
                figures[figure.key] = value
            elif note and figure.key in stated:
                problems.append(Problem.of(Refused("other_value_missing", name)))
            if (status := desk.typed(f"status-{figure.key}")) in set(FigureStatus):
                statuses[figure.key] = FigureStatus(status)
    own = items[-1].obligation.key
    for section in ONCE:
        answers[own, section] = desk.typed(f"{section}-{own}")
    return Content(desk.typed("nothing") == "1", answers, figures, statuses, notes=notes), problems


def typed_from(content: Content, stated: Known) -> dict[str, str]:
    """A stored version as the fields of the form; what was carried over, and still would be, was not typed."""
    typed = {f"{section}-{item}": text for (item, section), text in content.answers.items()}
    typed |= {
        f"figure-{figure}": forms.shown(value)
        for figure, value in content.figures.items()
        if figure not in content.sources or figure in content.notes or figure not in stated
    }
    typed |= {f"note-{figure}": note for figure, note in content.notes.items()}
    typed |= {f"status-{figure}": status.value for figure, status in content.statuses.items()}
    return typed | ({"nothing": "1"} if content.nothing_to_report else {})
