"""Files that came with replies, for whoever may see the answer or the letter: always to be saved, never shown."""

from collections.abc import Iterable
from urllib.parse import quote

from sqlmodel import Session
from starlette.responses import Response

from dondoc.actions import proposal as proposals
from dondoc.mail.links import LinkError, read_proposal_token
from dondoc.model import Assignment, Incoming
from dondoc.rules import access
from dondoc.store import files, page_form, page_rounds
from dondoc.store.files import KeptFile
from dondoc.web.desk import Desk, OpenDesk, RowId, SignedDesk, must
from dondoc.web.visit import Visit, linked, signed


def of_answer(desk: SignedDesk, period_id: RowId, submission_id: RowId, file_id: RowId) -> Response:
    """A file of an answer, for those who may read the answer."""
    agency_id = desk.agency.key
    with desk.reading() as session:
        written = page_form.written(session, agency_id, submission_id)
        must(written)
        assert written is not None
        mine = Assignment.id == written.submission.assignment_id, Assignment.period_id == period_id
        pieces = page_rounds.pieces(session, agency_id, (desk.calendar, desk.hours), desk.now, *mine)
        must(pieces)
        unit_id, lead_id = pieces[0].facts.carrier.key, pieces[0].facts.round.lead.key
        must(access.sees_assignment(desk.viewer, unit_id, lead_id))
        must(written.submission.submitted_at or access.writes_for(desk.viewer, unit_id))
        kept = files.of_submissions(session, agency_id, [submission_id]).get(submission_id, [])
        return _download(session, agency_id, kept, file_id)


def of_form(desk: SignedDesk, assignment_id: RowId, file_id: RowId) -> Response:
    """A file of the unit's own answer."""
    return _of_form(signed(desk, assignment_id), file_id)


def of_form_linked(desk: OpenDesk, token: str, file_id: RowId) -> Response:
    """As `of_form`, by link."""
    return linked(desk, token, lambda visit: _of_form(visit, file_id))


def of_reply(desk: OpenDesk, token: str, file_id: RowId) -> Response:
    """A file of a reply that waits for its sender, by the link of the read-back."""
    try:
        proposal_id = read_proposal_token(desk.office.secret, token)
    except LinkError:
        return desk.page("link_expired.html", 403)
    with desk.reading() as session:
        known = proposals.seen(session, proposal_id)
        must(known)
        assert known is not None
        return _download(session, known.proposal.agency_id, known.files, file_id)


def of_incoming(desk: SignedDesk, incoming_id: RowId, file_id: RowId) -> Response:
    """A file of a letter that came in, for administrators."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        row = session.get(Incoming, incoming_id)
        must(row and row.agency_id == desk.agency.key)
        return _download(session, desk.agency.key, files.of_incoming(session, desk.agency.key, incoming_id), file_id)


def _of_form(visit: Visit, file_id: int) -> Response:
    with visit.desk.reading() as session:
        piece = visit.piece(session)
        found = files.of_submissions(session, visit.agency.key, [each.key for each in piece.versions])
        return _download(session, visit.agency.key, [each for kept in found.values() for each in kept], file_id)


def _download(session: Session, agency_id: int, kept: Iterable[KeptFile], file_id: int) -> Response:
    file = next((each for each in kept if each.id == file_id and not each.refused), None)
    must(file)
    assert file is not None
    return saved(file.filename, files.content(session, agency_id, file_id))


def saved(filename: str, content: bytes | None) -> Response:
    """Bytes of strangers: for a browser they are nothing but something to save."""
    must(content is not None)
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in filename)
    headers = {
        "content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}",
        "content-security-policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    }
    return Response(content, media_type="application/octet-stream", headers=headers)


def ticked(desk: Desk) -> list[int]:
    """The files that the form asks to take out."""
    typed = [each for each in desk.form.getlist("bo-tep") if isinstance(each, str)]
    return [int(each) for each in typed if each.isascii() and each.isdecimal() and len(each) < 10]
