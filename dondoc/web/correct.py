"""The clerk's pages for what went wrong: void a number, skip numbers, replace a report."""

from starlette.responses import Response

from dondoc.actions import correct as verbs
from dondoc.actions.evidence_pack import evidence
from dondoc.rules import access
from dondoc.web import forms
from dondoc.web.desk import RowId, SignedDesk, attempt, must
from dondoc.web.issue import book_page, one_page, seen_signed


def void(desk: SignedDesk, report_id: RowId) -> Response:
    """Void the number."""
    seen_signed(desk, report_id)
    problems = attempt(lambda: verbs.void(desk.office, desk.actor, report_id, desk.typed("void_reason"), desk.now))
    return one_page(desk, report_id, problems) if problems else desk.go("issue-one", "da-huy-so", report_id=report_id)


def replace(desk: SignedDesk, report_id: RowId) -> Response:
    """Begin the report that replaces this one."""
    seen_signed(desk, report_id)
    reason = desk.typed("replace_reason")
    problems = attempt(lambda: verbs.replace(desk.office, desk.actor, report_id, reason, desk.now))
    return one_page(desk, report_id, problems) if problems else desk.go("issue-one", "da-thay", report_id=report_id)


def pack(desk: SignedDesk, report_id: RowId) -> Response:
    """The evidence pack; made by a POST, since its seal is noted."""
    seen_signed(desk, report_id)
    made = evidence(desk.office, desk.actor, report_id, desk.now)
    headers = {"content-disposition": f'attachment; filename="ho-so-bao-cao-{report_id}.zip"'}
    return Response(made.data, media_type="application/zip", headers=headers)


def skip(desk: SignedDesk, year: RowId) -> Response:
    """Let the book go on at another number."""
    must(access.issues(desk.viewer))

    def act() -> None:
        number = int(forms.number(desk.typed("next_number"), "next_number") or 0)
        verbs.skip(desk.office, desk.actor, year, number, desk.typed("skip_reason"), desk.now)

    problems = attempt(act)
    return book_page(desk, year, problems) if problems else desk.go("book", "da-bo-so", year=year)
