"""What a reply by mail was understood to say: its sender confirms it or takes it into the form."""

from starlette.responses import RedirectResponse, Response

from dondoc.actions import proposal as verbs
from dondoc.mail.links import LinkError, form_token, read_proposal_token
from dondoc.store import agency as agency_store
from dondoc.texts.replies import file_refused
from dondoc.web.desk import Desk, OpenDesk, attempt
from dondoc.web.pages import Problem


def show(desk: OpenDesk, token: str) -> Response:
    """The page behind the link of the read-back."""
    return _page(desk, token)


def act(desk: OpenDesk, token: str) -> Response:
    """Confirm, or mend in the form."""
    proposal_id = _proposal(desk, token)
    if proposal_id is None:
        return desk.page("link_expired.html", 403)
    if desk.typed("viec") == "xac-nhan":
        problems = attempt(lambda: verbs.confirm(desk.office, proposal_id, desk.now))
        return _page(desk, token, problems)
    known: list[verbs.Seen] = []
    problems = attempt(lambda: known.append(verbs.mend(desk.office, proposal_id, desk.now)))
    if problems:
        return _page(desk, token, problems)
    form = form_token(desk.office.secret, known[0].person.key, known[0].facts.assignment.key, desk.now)
    return RedirectResponse(f"/f/{form}?xong=da-luu", 303)


def _proposal(desk: Desk, token: str) -> int | None:
    try:
        return read_proposal_token(desk.office.secret, token)
    except LinkError:
        return None


def _page(desk: Desk, token: str, problems: list[Problem] | None = None) -> Response:
    proposal_id = _proposal(desk, token)
    with desk.reading() as session:
        known = verbs.seen(session, proposal_id) if proposal_id else None
        if known is None:
            return desk.page("link_expired.html", 403)
        desk.owner = agency_store.agency(session, known.proposal.agency_id)
    refused = {file.id: file_refused(file.refused) for file in known.files if file.refused}
    return desk.page("reply.html", 422 if problems else 200, seen=known, refused=refused, problems=problems or [])
