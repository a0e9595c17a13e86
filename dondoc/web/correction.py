"""Pages of a letter that corrects an issued report: worded, signed, numbered, dispatched."""

from sqlmodel import Session
from starlette.responses import Response

from dondoc.actions import correction as verbs
from dondoc.actions.dispatch import block_of
from dondoc.actions.sign import needs_code
from dondoc.model import Channel, Correction, IssuedNumber
from dondoc.paper.letter import CorrectingLetter, correcting_letter
from dondoc.rules.chain import Stand
from dondoc.rules.number import letter_symbol
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel
from dondoc.store import corrections, page_reports, reports, signing
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.draft import TYPES, seen
from dondoc.web.issue import one_page, seen_signed
from dondoc.web.pages import Problem
from dondoc.web.paper import shown


def correct(desk: SignedDesk, report_id: RowId) -> Response:
    """Word a correcting letter and lay it before who signs."""
    seen_signed(desk, report_id)
    words = desk.typed("wrong"), desk.typed("right")
    problems = attempt(lambda: verbs.correct(desk.office, desk.actor, report_id, *words, desk.now))
    if problems:
        return one_page(desk, report_id, problems)
    return desk.go("issue-one", "da-trinh-dinh-chinh", report_id=report_id)


def show(desk: SignedDesk, correction_id: RowId) -> Response:
    """The letter to sign."""
    return _page(desk, correction_id, [])


def sign(desk: SignedDesk, correction_id: RowId) -> Response:
    """Sign it."""
    _to_sign(desk, correction_id)
    problems = attempt(lambda: verbs.sign(desk.office, desk.actor, correction_id, desk.now, desk.typed("code")))
    return _page(desk, correction_id, problems) if problems else _done(desk, correction_id, "da-ky-dinh-chinh")


def give_back(desk: SignedDesk, correction_id: RowId) -> Response:
    """Return it with a reason."""
    _to_sign(desk, correction_id)
    reason = desk.typed("return_reason")
    problems = attempt(lambda: verbs.give_back(desk.office, desk.actor, correction_id, reason, desk.now))
    return _page(desk, correction_id, problems) if problems else _done(desk, correction_id, "da-tra-dinh-chinh")


def number(desk: SignedDesk, report_id: RowId, correction_id: RowId) -> Response:
    """Give a signed one its number."""
    _of_report(desk, report_id, correction_id)

    def act() -> None:
        issued_on = forms.day(desk.typed("corrected_on"), "corrected_on")
        try:
            verbs.number(desk.office, desk.actor, correction_id, issued_on, desk.now)
        except Refused as refused:
            field = "corrected_on" if refused.field == "issued_on" else refused.field
            raise Refused(refused.key, field, **refused.values) from None

    problems = attempt(act)
    if problems:
        return one_page(desk, report_id, problems)
    return desk.go("issue-one", "da-so-dinh-chinh", report_id=report_id)


def dispatch(desk: SignedDesk, report_id: RowId, correction_id: RowId) -> Response:
    """Send it to those who got the report."""
    _of_report(desk, report_id, correction_id)
    with desk.reading() as session:
        receivers = [recipient for recipient, _ in corrections.receivers(session, report_id)]

    def act() -> None:
        channels = {}
        for recipient in receivers:
            name = f"channel-{recipient.key}"
            if desk.typed(name) not in {Channel.EMAIL.value, Channel.PAPER.value}:
                raise Refused("channel_missing", name, name=recipient.name)
            channels[recipient.key] = Channel(desk.typed(name))
        verbs.dispatch(desk.office, desk.actor, correction_id, channels, desk.now)

    problems = attempt(act)
    if problems:
        return one_page(desk, report_id, problems)
    return desk.go("issue-one", "da-gui-dinh-chinh", report_id=report_id)


def paper(desk: SignedDesk, report_id: RowId, correction_id: RowId, kind: str) -> Response:
    """The letter as it was issued."""
    made = _of_report(desk, report_id, correction_id)
    with desk.reading() as session:
        found = next((each for each in corrections.papers(session, made) if each.kind.value == kind), None)
    must(found)
    assert found is not None
    headers = {"content-disposition": f'attachment; filename="{found.filename}"'}
    return Response(found.content, media_type=TYPES[kind], headers=headers)


def _of_report(desk: Desk, report_id: int, correction_id: int) -> Correction:
    seen_signed(desk, report_id)
    with desk.reading() as session:
        made = corrections.correction(session, desk.agency.key, correction_id)
    must(made and made.report_id == report_id)
    assert made is not None
    return made


def _to_sign(desk: Desk, correction_id: int) -> tuple[Correction, Stand | None]:
    """The letter, for who may read its report, and how they stand to it."""
    with desk.reading() as session:
        made = corrections.correction(session, desk.agency.key, correction_id)
        must(made)
        assert made is not None
        step = reports.signed_step(session, made.report_id)
        stands = signing.stands_of(session, step, desk.today) if step else []
    mine = next((each for each in stands if each.person_id == desk.viewer.person_id), None)
    if mine is None:
        seen(desk, made.report_id)
    return made, mine


def _page(desk: Desk, correction_id: int, problems: list[Problem]) -> Response:
    made, stand = _to_sign(desk, correction_id)
    me = desk.viewer.person_id
    with desk.reading() as session:
        old = reports.number_of(session, made.report_id)
        must(old)
        assert old is not None
        model = _model(session, desk, made, old, stand)
        people = page_reports.names(
            session, desk.agency.key, {made.made_by} | {each for each in (made.signed_by, made.returned_by) if each}
        )
        code = stand is not None and needs_code(session, desk.agency, me)
        own_app = signing.second_factor(session, me)
    return desk.page(
        "correction.html",
        422 if problems else 200,
        made=made,
        old=old,
        paper=shown(model, marks=False),
        people=people,
        my_turn=stand is not None and not (made.signed_at or made.returned_at or made.number_id),
        stand=stand,
        code=code,
        code_ready=own_app is not None and own_app.confirmed_at is not None,
        reason=desk.typed("return_reason"),
        problems=problems,
    )


def _model(session: Session, desk: Desk, made: Correction, old: IssuedNumber, stand: Stand | None) -> ReportModel:
    """The letter as it was signed, or as it would be if who looks at it signed it now."""
    row = corrections.number_of(session, made)
    facts = page_reports.report(session, desk.agency.key, made.report_id)
    unit = facts.lead.abbreviation if facts else ""
    # The number is open as yet; the symbol behind it is not.
    symbol = row.symbol if row else f"/{letter_symbol(1, desk.agency.symbol, unit).partition('/')[2]}"
    model = reports.model_of(reports.current(session, made.report_id))
    by, capacity = made.signed_by, made.capacity
    if by is None and stand is not None:
        by, capacity = stand.person_id, stand.capacity
    if by is not None:
        model = model.model_copy(update={"signature": block_of(session, model, by, capacity)})
    return correcting_letter(
        CorrectingLetter(
            model, symbol, row.issued_on if row else None, old.symbol, old.issued_on, made.wrong,
            made.correct,
        )
    )  # fmt: skip


def _done(desk: Desk, correction_id: int, done: str) -> Response:
    return desk.go("correction", done=done, correction_id=correction_id)
