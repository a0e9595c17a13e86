"""The administrators' page of the Word template."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from dondoc.actions import template as verbs
from dondoc.actions.papers import tried
from dondoc.rules import access
from dondoc.store import page_reports, templates
from dondoc.texts.sample import sample_report
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.draft import TYPES
from dondoc.web.pages import Problem


def show(desk: SignedDesk) -> Response:
    """The templates: which is in force, which waits for a second person."""
    return _page(desk, [])


def upload(desk: SignedDesk) -> Response:
    """Try a template and keep it."""
    must(access.administers(desk.viewer))
    file = desk.form.get("file")
    name, data = (file.filename or "", file.file.read()) if isinstance(file, UploadFile) else ("", b"")
    problems = attempt(lambda: verbs.upload(desk.office, desk.actor, name, data, desk.now))
    return _page(desk, problems) if problems else desk.go("template", done="da-thu-mau")


def activate(desk: SignedDesk, template_id: RowId) -> Response:
    """Put one in force."""
    must(access.administers(desk.viewer))
    problems = attempt(lambda: verbs.activate(desk.office, desk.actor, template_id, desk.now))
    must(not any(problem.message.startswith("Không tìm thấy") for problem in problems))
    return _page(desk, problems) if problems else desk.go("template", done="da-dung-mau")


def retire(desk: SignedDesk, template_id: RowId) -> Response:
    """Take one out."""
    must(access.administers(desk.viewer))
    must(not attempt(lambda: verbs.retire(desk.office, desk.actor, template_id, desk.now)))
    return desk.go("template", done="da-bo-mau")


def try_out(desk: SignedDesk, template_id: RowId) -> Response:
    """A made-up report in a template, to look at."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        row = next((each for each in templates.templates(session, desk.agency.key) if each.id == template_id), None)
    must(row)
    assert row is not None
    content = tried(row.content, sample_report())
    headers = {"content-disposition": f'attachment; filename="thu-mau-{template_id}.docx"'}
    return Response(content, media_type=TYPES["docx"], headers=headers)


def _page(desk: Desk, problems: list[Problem]) -> Response:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = templates.templates(session, desk.agency.key)
        ids = {each.uploaded_by for each in found} | {each.activated_by for each in found if each.activated_by}
        people = page_reports.names(session, desk.agency.key, ids)
    return desk.page(
        "template.html",
        422 if problems else 200,
        found=found,
        people=people,
        follows=bool(desk.office.soffice),
        problems=problems,
    )
