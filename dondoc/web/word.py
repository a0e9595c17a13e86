"""A draft that comes back from Word: upload it, look at what it changes, take it in or leave it."""

from starlette.datastructures import UploadFile
from starlette.responses import Response

from dondoc.actions import word as verbs
from dondoc.model import ReportVersion, WordUpload
from dondoc.rules import diff
from dondoc.rules.reading import StrangeThing
from dondoc.rules.report import CLOSING, ReportModel, blocks
from dondoc.rules.word_choice import DROP, NOTES, proposed, to_decide
from dondoc.store import page_reports, reports
from dondoc.store.page_reports import ReportFacts
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.draft import edits, page, seen
from dondoc.web.edit import labels
from dondoc.web.pages import Problem


def upload(desk: SignedDesk, report_id: RowId) -> Response:
    """Read the file that came back; then the page that shows what it changes."""
    facts = seen(desk, report_id)
    must(edits(desk, facts))
    file = desk.form.get("file")
    name, data = (file.filename or "", file.file.read()) if isinstance(file, UploadFile) else ("", b"")
    made: list[int] = []

    def act() -> None:
        made.append(verbs.upload(desk.office, desk.actor, report_id, name, data, desk.now).key)

    problems = attempt(act)
    return page(desk, report_id, problems) if problems else desk.go("word", report_id=report_id, upload_id=made[0])


def show(desk: SignedDesk, report_id: RowId, upload_id: RowId) -> Response:
    """What a file that came back would change."""
    return _page(desk, report_id, upload_id, [])


def decide(desk: SignedDesk, report_id: RowId, upload_id: RowId) -> Response:
    """Take it in as a new version, or leave it aside."""
    _, row = _open(desk, report_id, upload_id)
    if desk.typed("viec") == "bo":
        problems = attempt(lambda: verbs.drop(desk.office, desk.actor, upload_id, desk.now))
        done = "da-bo-word"
    else:
        choices = {place: desk.typed(f"choice-{place}") for place in range(len(row.strange))}
        problems = attempt(lambda: verbs.take(desk.office, desk.actor, upload_id, choices, desk.now))
        done = "da-nhan-word"
    return _page(desk, report_id, upload_id, problems) if problems else desk.go("draft", done, report_id=report_id)


def _open(desk: Desk, report_id: int, upload_id: int) -> tuple[ReportFacts, WordUpload]:
    facts = seen(desk, report_id)
    must(edits(desk, facts))
    with desk.reading() as session:
        row = reports.upload(session, desk.agency.key, upload_id)
    must(row and row.report_id == report_id)
    assert row is not None
    return facts, row


def _page(desk: Desk, report_id: int, upload_id: int, problems: list[Problem]) -> Response:
    facts, row = _open(desk, report_id, upload_id)
    base = next(version for version in facts.versions if version.key == row.base_id)
    with desk.reading() as session:
        before = page_reports.model_of(session, base.key)
    after = ReportModel.model_validate(row.led_back)
    strange = [StrangeThing.model_validate(each) for each in row.strange]
    asked = to_decide(strange)
    return desk.page(
        "word.html",
        422 if problems else 200,
        facts=facts,
        row=row,
        base=base,
        outdated=_outdated(facts, base),
        found=diff.reports(before, after),
        places=[
            (block.name, label)
            for block, label in zip(blocks(after), labels(after), strict=True)
            if block.name != CLOSING
        ],
        asked=[(place, strange[place]) for place in asked],
        told=[each for place, each in enumerate(strange) if place not in asked and each.kind in NOTES],
        chosen={place: desk.typed(f"choice-{place}") or proposed(strange[place]) for place in asked},
        drop=DROP,
        problems=problems,
    )


def _outdated(facts: ReportFacts, base: ReportVersion) -> bool:
    return facts.current.key != base.key
