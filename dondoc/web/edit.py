"""Edit a draft on the page, and compare any two of its versions."""

from starlette.responses import Response

from dondoc.actions import edit as verbs
from dondoc.model import ReportVersion
from dondoc.paper.form import part_heading, section_heading
from dondoc.rules import diff
from dondoc.rules.edit import as_lines
from dondoc.rules.report import ReportModel, blocks
from dondoc.store import page_reports
from dondoc.store.page_reports import ReportFacts
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.draft import edits, seen
from dondoc.web.pages import Problem


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """Every block of the draft as text."""
    return _page(desk, report_id, [])


def save(desk: SignedDesk, report_id: RowId) -> Response:
    """Keep what was typed as a new version."""
    facts = _editable(desk, report_id)
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
    changes = {name: desk.typed(f"block-{name}") for name in names(model) if f"block-{name}" in desk.form}
    version = desk.number("version_id")
    problems = attempt(lambda: verbs.edit(desk.office, desk.actor, report_id, version, changes, desk.now))
    return _page(desk, report_id, problems) if problems else desk.go("draft", done="da-sua", report_id=report_id)


def names(model: ReportModel) -> list[str]:
    """What can be changed on the page."""
    return ["subject", "legal_basis", *(block.name for block in blocks(model))]


def _editable(desk: Desk, report_id: int) -> ReportFacts:
    facts = seen(desk, report_id)
    must(edits(desk, facts))
    return facts


def _page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    facts = _editable(desk, report_id)
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
    typed = {f"block-{name}": text for name, text in _texts(model).items()}
    # What was typed survives, also where another version has come in between.
    typed |= {name: forms.text(desk.form, name) for name in desk.form if name.startswith("block-")}
    return desk.page(
        "edit.html",
        422 if problems else 200,
        facts=facts,
        model=model,
        blocks=list(zip(blocks(model), labels(model), strict=True)),
        typed=typed,
        rows={
            name: min(16, 2 + sum(1 + len(line) // 90 for line in text.splitlines())) for name, text in typed.items()
        },
        problems=problems,
    )


def _texts(model: ReportModel) -> dict[str, str]:
    texts = {block.name: "\n".join(as_lines(block.paragraphs)) for block in blocks(model)}
    return texts | {"subject": model.subject, "legal_basis": "\n".join(model.legal_basis)}


def labels(model: ReportModel) -> list[str]:
    """What each block is called, numbered as on paper."""
    labels = ["Mở đầu"]
    for place, part in enumerate(model.parts, start=1):
        labels.append(part_heading(place, part.heading))
        labels += [section_heading(number, section.heading) for number, section in enumerate(part.sections, start=1)]
    return [*labels, "Kết thúc (hệ thống tự thêm dấu ./.)"]


def compare(desk: SignedDesk, report_id: RowId, old: RowId, new: RowId) -> Response:
    """What differs between two versions."""
    facts = seen(desk, report_id)
    before, after = _version(facts, old), _version(facts, new)
    with desk.reading() as session:
        models = [page_reports.model_of(session, each.key) for each in (before, after)]
        made = {each.made_by for each in (before, after) if each.made_by}
        people = page_reports.names(session, desk.agency.key, made)
    return desk.page(
        "compare.html", facts=facts, before=before, after=after, people=people, found=diff.reports(*models)
    )


def _version(facts: ReportFacts, number: int) -> ReportVersion:
    found = next((each for each in facts.versions if each.version == number), None)
    must(found)
    assert found is not None
    return found
