"""The clerk's page of the archive: what of a report lies there, and the act of handing it over."""

import io
import json
import zipfile
from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from dondoc.actions import archive as verbs
from dondoc.model import ArchiveCopy
from dondoc.rules import access
from dondoc.store import archive as shelf
from dondoc.store import page_reports
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.issue import seen_signed
from dondoc.web.pages import Problem


@dataclass(frozen=True)
class Filed:
    """A file in a copy: its name, size and hash as the copy's manifest has it."""

    name: str
    size: Decimal
    sha256: str


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """What lies in the archive, each copy checked as it is now."""
    return _page(desk, report_id, [])


def act(desk: SignedDesk, report_id: RowId) -> Response:
    """Hand the report over."""
    seen_signed(desk, report_id)
    folder = desk.typed("folder")
    problems = attempt(lambda: verbs.archive(desk.office, desk.actor, report_id, folder, desk.now))
    return _page(desk, report_id, problems) if problems else desk.go("archive", "da-nop-luu", report_id=report_id)


def download(desk: SignedDesk, report_id: RowId, copy_id: RowId) -> Response:
    """A copy, as it was handed over."""
    seen_signed(desk, report_id)
    with desk.reading() as session:
        found = shelf.copy(session, desk.agency.key, report_id, copy_id)
    must(found)
    assert found is not None
    headers = {"content-disposition": f'attachment; filename="luu-tru-bao-cao-{report_id}-{copy_id}.zip"'}
    return Response(found.content, media_type="application/zip", headers=headers)


def _page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    facts = seen_signed(desk, report_id)
    with desk.reading() as session:
        listed = shelf.copies(session, report_id)
        found = [shelf.copy(session, desk.agency.key, report_id, each.key) for each in reversed(listed)]
        issued_at = shelf.last_issued(session, report_id)
        people = page_reports.names(session, desk.agency.key, {each.archived_by for each in listed})
    copies = [(each, verbs.is_whole(each), _files(each)) for each in found if each]
    fresh = issued_at is not None and not (listed and listed[-1].archived_at >= issued_at)
    return desk.page(
        "archive.html",
        422 if problems else 200,
        facts=facts,
        copies=copies,
        people=people,
        may=access.issues(desk.viewer) and fresh,
        folder=desk.typed("folder") or (listed[-1].folder if listed else ""),
        problems=problems,
    )


def _files(copy: ArchiveCopy) -> list[Filed]:
    """The files of a copy; none where it cannot be read any more."""
    try:
        with zipfile.ZipFile(io.BytesIO(copy.content)) as pack:
            links = json.loads(pack.read("MANIFEST.json"))["files"]
            sizes = {entry.filename: Decimal(entry.file_size) for entry in pack.infolist()}
        return [Filed(link["name"], sizes.get(link["name"], Decimal(0)), link["sha256"]) for link in links]
    except (zipfile.BadZipFile, KeyError, ValueError):
        return []
