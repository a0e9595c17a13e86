"""Plan documents: hand one in to be read, and see which ones wait."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from dondoc.actions import propose
from dondoc.intake.document.mending import to_look_at
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import page_plans, proposals
from dondoc.web.desk import Desk, SignedDesk, attempt, must
from dondoc.web.pages import Problem


def index(desk: SignedDesk) -> Response:
    """The documents that were read, and the form for another one."""
    return _page(desk, [])


def upload(desk: SignedDesk) -> Response:
    """Read a document and go on to its review."""
    must(access.administers(desk.viewer))
    read: list[int] = []
    problems = attempt(lambda: read.append(_read(desk)))
    if problems:
        return _page(desk, problems)
    return desk.go("proposal", proposal_id=read[0])


def _read(desk: Desk) -> int:
    file = desk.form.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        raise Refused("plan_file_missing", "file")
    if hasattr(file.file, "rollover"):
        # The child reads from a file of the system, which a small upload is not yet.
        file.file.rollover()
    converter = desk.house.settings.soffice
    return propose.read(desk.office, desk.actor, file.file, file.filename, _replaces(desk), desk.now, converter).key


def _replaces(desk: Desk) -> int | None:
    typed = desk.typed("replaces")
    if not typed:
        return None
    must(typed.isascii() and typed.isdecimal() and len(typed) < 10)
    return int(typed)


def _page(desk: Desk, problems: list[Problem]) -> Response:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        kept = proposals.proposals(session, desk.agency.key)
        plans = page_plans.plans(session, desk.agency.key)
    return desk.page(
        "proposals.html",
        422 if problems else 200,
        kept=[(each, read, len(to_look_at(read))) for each in kept for read in [propose.proposal_of(each)]],
        old_word=desk.house.settings.soffice is not None,
        plans=plans,
        chosen=desk.typed("replaces"),
        problems=problems,
    )
