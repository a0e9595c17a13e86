"""Papers beside the report: the status matrix of a year, tờ trình and phiếu trình."""

from starlette.responses import Response

from dondoc.model import Period, RoleKind
from dondoc.paper.matrix import Cell
from dondoc.paper.matrix import matrix as workbook
from dondoc.rules import access
from dondoc.rules.gist import gist
from dondoc.store import page_reports, page_rounds
from dondoc.store.page_rounds import Piece
from dondoc.store.people import with_role
from dondoc.texts import period_name, word
from dondoc.texts.report import gist_lines
from dondoc.web import words
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.draft import TYPES, seen

_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def matrix(desk: SignedDesk, year: RowId) -> Response:
    """The status of every unit in every round of a year that one may see, as XLSX."""
    must(1900 <= year <= 9998)
    with desk.reading() as session:
        every = page_rounds.pieces(
            session, desk.agency.key, (desk.calendar, desk.hours), desk.now, page_rounds.of_year(year)
        )
    mine = [piece for piece in every if access.sees_period(desk.viewer, piece.facts.round.lead.key)]
    must(mine or desk.viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR))
    mine.sort(key=lambda piece: (piece.facts.round.period.due_on, piece.facts.unit.position))
    units = dict.fromkeys(piece.facts.unit.name for piece in sorted(mine, key=lambda piece: piece.facts.unit.position))
    rounds = dict.fromkeys(_round(piece) for piece in mine)
    title = f"Tình hình báo cáo năm {year} – {desk.agency.name} (đến {desk.today:%d/%m/%Y})"
    content = workbook(title, list(units), list(rounds), [_cell(desk, piece) for piece in mine], desk.today)
    headers = {"content-disposition": f'attachment; filename="tinh-hinh-bao-cao-{year}.xlsx"'}
    return Response(content, media_type=_SHEET, headers=headers)


def _round(piece: Piece) -> str:
    period: Period = piece.facts.round.period
    return f"{piece.facts.round.obligation.ref}: {period_name(period.kind, period.number, period.year)}"


def _cell(desk: Desk, piece: Piece) -> Cell:
    sent = piece.sent
    return Cell(
        unit=piece.facts.unit.name,
        round=_round(piece),
        state=word(piece.state).capitalize(),
        colour=words.colour(piece.state),
        due_on=piece.facts.assignment.deadline,
        submitted_on=desk.hours.today(sent.submitted_at) if sent and sent.submitted_at else None,
        late=piece.standing.is_late,
    )


def slip(desk: SignedDesk, report_id: RowId, kind: str) -> Response:
    """Tờ trình or phiếu trình of a report, as DOCX."""
    from dondoc.paper.letter import Drafter, proposal
    from dondoc.paper.letter import slip as slip_paper

    facts = seen(desk, report_id)
    must(kind in {"to-trinh", "phieu-trinh"})
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
        ids = {step.person_id for step in facts.steps} | {step.decided_by for step in facts.steps if step.decided_by}
        people = page_reports.names(session, desk.agency.key, ids)
        heads = with_role(session, desk.agency.key, RoleKind.HEAD, facts.lead.key)
    signer = (heads[0].title, heads[0].name) if heads else ("Trưởng đơn vị", "")
    by = Drafter(facts.lead.name, facts.lead.abbreviation, *signer)
    lines = gist_lines(gist(model))
    steps = [
        (
            word(step.task).capitalize(),
            people[step.decided_by or step.person_id].name,
            f"{word(step.decision)} {desk.hours.today(step.decided_at):%d/%m/%Y}"
            if step.decision and step.decided_at
            else "",
        )
        for step in facts.steps
    ]
    content = proposal(model, by, lines) if kind == "to-trinh" else slip_paper(model, by, steps, lines)
    headers = {"content-disposition": f'attachment; filename="{kind}-{report_id}.docx"'}
    return Response(content, media_type=TYPES["docx"], headers=headers)
