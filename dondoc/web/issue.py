"""The clerk's pages: number, dispatch, proof, and the number book of the year."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.responses import Response

from dondoc.actions import deliver
from dondoc.actions import dispatch as verbs
from dondoc.actions import signed_pdf as signing
from dondoc.model import Channel, Correction, IssuedNumber, Letter, Recipient
from dondoc.rules import access
from dondoc.rules.number import missing
from dondoc.rules.refusal import Refused
from dondoc.store import archive as shelf
from dondoc.store import corrections, page_letters, page_reports, reports, templates
from dondoc.store.corrections import CorrectionProof
from dondoc.store.page_reports import Proof, ReportFacts
from dondoc.store.superior import superior_of
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.draft import seen
from dondoc.web.pages import Problem
from dondoc.web.sign_off import page as sign_page


def show(desk: SignedDesk) -> Response:
    """What waits for the clerk, and this year's number book."""
    return book(desk, desk.today.year)


def book(desk: SignedDesk, year: RowId) -> Response:
    """The same with the book of a given year."""
    return book_page(desk, year, [])


def book_page(desk: Desk, year: int, problems: list[Problem]) -> Response:
    """The book, with what went wrong."""
    must(access.issues(desk.viewer) or access.administers(desk.viewer))
    must(year <= 9998)
    with desk.reading() as session:
        waiting = page_reports.reports(session, desk.agency.key, page_reports.signed_not_dispatched())
        rows = page_reports.number_book(session, desk.agency.key, year)
        in_doubt = page_letters.dispatches_in_doubt(session, desk.agency.key)
        explained = reports.gaps(session, desk.agency.key, year)
        to_archive = page_reports.reports(session, desk.agency.key, shelf.to_archive())
        correcting = corrections.to_issue(session, desk.agency.key)
    of_reports = [row.number for row, _ in rows if row.book == reports.REPORTS]
    gaps = missing(of_reports, [(gap.first, gap.last) for gap in explained if gap.book == reports.REPORTS])
    return desk.page(
        "issue.html",
        422 if problems else 200,
        problems=problems,
        explained=explained,
        next_number=verbs.next_number(desk.office, desk.agency.key, year),
        typed={name: desk.typed(name) for name in ("next_number", "skip_reason")},
        to_number=[facts for facts in waiting if facts.number is None],
        to_archive=to_archive,
        correcting=correcting,
        to_dispatch=[facts for facts in waiting if facts.number],
        rows=rows,
        gaps=gaps,
        in_doubt=in_doubt,
        year=year,
        issues=access.issues(desk.viewer),
    )


def one(desk: SignedDesk, report_id: RowId) -> Response:
    """One report: its number, its recipients, its proof."""
    return one_page(desk, report_id, [])


def number(desk: SignedDesk, report_id: RowId) -> Response:
    """Give it its number."""
    seen_signed(desk, report_id)

    def act() -> None:
        issued_on = forms.day(desk.typed("issued_on"), "issued_on")
        verbs.number(desk.office, desk.actor, report_id, issued_on, desk.now)

    problems = attempt(act)
    return one_page(desk, report_id, problems) if problems else desk.go("issue-one", "da-cap-so", report_id=report_id)


def dispatch(desk: SignedDesk, report_id: RowId) -> Response:
    """Send it to its recipients."""
    facts = seen_signed(desk, report_id)
    with desk.reading() as session:
        recipients = [proof.recipient for proof in page_reports.proofs(session, facts)]

    def act() -> None:
        channels = {}
        for recipient in recipients:
            name = f"channel-{recipient.key}"
            if desk.typed(name) not in {channel.value for channel in Channel}:
                raise Refused("channel_missing", name, name=recipient.name)
            channels[recipient.key] = Channel(desk.typed(name))
        verbs.dispatch(desk.office, desk.actor, report_id, channels, desk.now)

    problems = attempt(act)
    return (
        one_page(desk, report_id, problems) if problems else desk.go("issue-one", "da-phat-hanh", report_id=report_id)
    )


def signed_pdf(desk: SignedDesk, report_id: RowId) -> Response:
    """Check a PDF that was signed on somebody's own machine."""
    facts = seen(desk, report_id)
    file = desk.form.get("file")
    name, data = (file.filename or "", file.file.read()) if isinstance(file, UploadFile) else ("", b"")
    problems = attempt(lambda: signing.take(desk.office, desk.actor, report_id, name, data, desk.now))
    clerk = access.issues(desk.viewer)
    if problems:
        return one_page(desk, report_id, problems) if clerk else sign_page(desk, report_id, problems)
    must(facts)
    return desk.go("issue-one" if clerk else "sign-off", done="da-kiem-tra-ky", report_id=report_id)


def resolve(desk: SignedDesk, letter_id: RowId) -> Response:
    """The clerk's word on a letter in doubt."""
    must(access.issues(desk.viewer))
    sent = desk.typed("sent")
    must(sent in {"1", "0"})
    problems = attempt(lambda: deliver.resolve_doubt(desk.office, desk.actor, letter_id, sent == "1", desk.now))
    # Somebody else was faster: the list shows what they said.
    return desk.go("issue", done="" if problems else "da-ghi-nhan")


def seen_signed(desk: Desk, report_id: int) -> ReportFacts:
    """A signed report; before signature a clerk sees none."""
    must(access.issues(desk.viewer) or access.administers(desk.viewer))
    with desk.reading() as session:
        facts = page_reports.report(session, desk.agency.key, report_id)
    must(facts and facts.report.signed_at)
    assert facts is not None
    return facts


def one_page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    """One report, with what went wrong."""
    facts = seen_signed(desk, report_id)
    with desk.reading() as session:
        proofs = page_reports.proofs(session, facts)
        papers = page_reports.papers(session, desk.agency.key, report_id)
        checks = reports.checks(session, report_id)
        letters = _letters(session, report_id)
        copies = shelf.copies(session, report_id)
        replaced_by = reports.replacement(session, report_id)
        within = {
            proof.recipient.key: superior_of(session, desk.agency.key, proof.recipient.name) is not None
            for proof in proofs
        }
        own_template = templates.in_force(session, desk.agency.key) is not None
        signed_by = _signer(facts)
        people = page_reports.names(session, desk.agency.key, {signed_by, *_hands(facts), *_correcting(letters)})
    typed = desk.typed("issued_on") or f"{desk.today:%d/%m/%Y}"
    following = None if facts.number else verbs.next_number(desk.office, desk.agency.key, _year(typed, desk.today))
    return desk.page(
        "issue_one.html",
        422 if problems else 200,
        facts=facts,
        proofs=proofs,
        papers=papers,
        people=people,
        signed_by=signed_by,
        next_number=following,
        issued_on=typed,
        chosen={each.recipient.key: _channel(desk, each.recipient, within[each.recipient.key]) for each in proofs},
        doubtful=[proof.letter for proof in _sent(proofs, letters) if _in_doubt(proof.letter)],
        issues=access.issues(desk.viewer),
        checks=checks,
        letters=letters,
        standing=next((each for each in letters if not each.made.returned_at), None),
        copies=copies,
        corrected={
            proof.recipient.key: desk.typed(f"channel-{proof.recipient.key}") or proof.usual.value
            for each in letters
            for proof in each.proofs
        },
        today=f"{desk.today:%d/%m/%Y}",
        own_template=own_template,
        pdf_follows=bool(desk.office.soffice),
        replaced_by=replaced_by,
        within=within,
        typed={name: desk.typed(name) for name in ("void_reason", "replace_reason", "wrong", "right", "corrected_on")},
        problems=problems,
    )


@dataclass(frozen=True)
class Correcting:
    """A letter that corrects the report, with its number, its papers and its proof."""

    made: Correction
    number: IssuedNumber | None
    kinds: tuple[str, ...]
    proofs: tuple[CorrectionProof, ...]


def _letters(session: Session, report_id: int) -> list[Correcting]:
    return [
        Correcting(
            made,
            corrections.number_of(session, made),
            tuple(paper.kind.value for paper in corrections.papers(session, made)),
            tuple(corrections.proofs(session, made)),
        )
        for made in corrections.of_report(session, report_id)
    ]


def _sent(proofs: list[Proof], letters: list[Correcting]) -> list[Proof | CorrectionProof]:
    return [*proofs, *(proof for each in letters for proof in each.proofs)]


def _correcting(letters: list[Correcting]) -> set[int]:
    """Who had a hand in the letters that correct a report."""
    hands = {each.made.made_by for each in letters} | {each.made.signed_by or 0 for each in letters}
    hands |= {each.made.returned_by or 0 for each in letters}
    return hands | {proof.dispatch.dispatched_by for each in letters for proof in each.proofs if proof.dispatch}


def _year(typed: str, today: date) -> int:
    try:
        return forms.day(typed, "issued_on").year
    except Refused:
        return today.year


def _signer(facts: ReportFacts) -> int:
    return next((step.decided_by for step in facts.steps if step.signs and step.decided_by), 0)


def _hands(facts: ReportFacts) -> set[int]:
    hands = {dispatch.dispatched_by for dispatch in facts.dispatches}
    return hands | ({facts.number.numbered_by} if facts.number else set())


def _channel(desk: Desk, recipient: Recipient, within: bool) -> str:
    usual = Channel.SYSTEM if within else Channel.EMAIL if recipient.email else Channel.PAPER
    return desk.typed(f"channel-{recipient.key}") or usual.value


def _in_doubt(letter: Letter | None) -> bool:
    return letter is not None and letter.state.value == "in_doubt"
