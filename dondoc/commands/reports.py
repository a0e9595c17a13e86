"""What the commands about one report do: write its papers with their sources, and its evidence pack."""

import json
from pathlib import Path
from typing import Any

from sqlmodel import select

from dondoc import clock
from dondoc.actions.evidence_pack import evidence
from dondoc.actions.office import Office
from dondoc.commands import UsageError, open_database
from dondoc.model import Door, Report
from dondoc.paper.docx import docx
from dondoc.paper.pdf import render
from dondoc.rules.report import Paragraph, ReportModel, Source, blocks
from dondoc.settings import Settings
from dondoc.store import page_form, page_reports, reports
from dondoc.store.page_form import Written
from dondoc.store.transaction import Actor, reading


def build(settings: Settings, report_id: int, out: Path) -> list[str]:
    """Write a report as DOCX, PDF and JSON with the source of every sentence; the names of the files."""
    office = open_database(settings)
    report = _report(office, report_id)
    with reading(office.engine) as session:
        version = reports.current(session, report_id)
        model = reports.model_of(version)
        issued = {paper.kind.value: paper.content for paper in reports.papers(session, report_id)}
        sources = {source.submission_id for _, paragraph in _sentences(model) for source in paragraph.sources}
        told = page_form.written_many(session, report.agency_id, sources)
        state = page_reports.report(session, report.agency_id, report_id)
    files = {
        f"report-{report_id}.docx": issued.get("docx") or docx(model),
        f"report-{report_id}.pdf": issued.get("signed") or issued.get("pdf") or render(model).data,
        f"report-{report_id}.json": _json(model, told, version.version, state.state.value if state else ""),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (out / name).write_bytes(content)
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); name another folder") from None
    return [str(out / name) for name in files]


def write_evidence(settings: Settings, report_id: int, out: Path) -> str:
    """Write the evidence pack of a signed report; what to say about it."""
    office = open_database(settings)
    report = _report(office, report_id)
    made = evidence(office, Actor(report.agency_id, None, Door.COMMAND), report_id, clock.now())
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(made.data)
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); name another file") from None
    return f"{out}: seal {made.seal}. Check it with the check.py inside: python check.py {out.name} {made.seal}"


def _report(office: Office, report_id: int) -> Report:
    with reading(office.engine) as session:
        found = session.exec(select(Report).where(Report.id == report_id)).first()
        known = list(session.exec(select(Report.id).order_by(Report.id))) if found is None else []  # type: ignore[arg-type]
    if found is None:
        numbers = ", ".join(map(str, known)) or "none yet"
        raise UsageError(f"there is no report {report_id}; there are: {numbers}")
    return found


def _sentences(model: ReportModel) -> list[tuple[str, Paragraph]]:
    return [(block.name, paragraph) for block in blocks(model) for paragraph in block.paragraphs]


def _json(model: ReportModel, told: dict[int, Written], version: int, state: str) -> bytes:
    value: dict[str, Any] = {
        "version": version,
        "state": state,
        "model": model.model_dump(mode="json"),
        "sentences": [
            {
                "block": block,
                "text": paragraph.text,
                "own_words": not paragraph.sources,
                "edited": paragraph.edited,
                "sources": [_source(source, told, paragraph) for source in paragraph.sources],
            }
            for block, paragraph in _sentences(model)
        ],
    }
    return json.dumps(value, ensure_ascii=False, indent=1).encode()


def _source(source: Source, told: dict[int, Written], paragraph: Paragraph) -> dict[str, Any]:
    """A source with the unit's own words: those of the text of its submission in which the span says the sentence."""
    said = source.model_dump(mode="json")
    written = told.get(source.submission_id)
    if written is None or source.span is None:
        return said
    start, end = source.span
    cut = [text[start:end] for text in written.content.answers.values() if len(text) >= end]
    words = next((each for each in cut if paragraph.text.endswith(each)), cut[0] if cut else "")
    return said | {"words": words}
