"""The compiled draft beside its sources: what is wrong, what has changed since; read, download, send up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session
from starlette.responses import Response

from dondoc.actions import edit, sign
from dondoc.actions.material import material
from dondoc.actions.papers import pdf_file, word_file
from dondoc.actions.word import mark_of
from dondoc.model import AnswerSection
from dondoc.rules import access, diff
from dondoc.rules.defects import defects
from dondoc.rules.diff import Piece
from dondoc.rules.edit import may_edit
from dondoc.rules.provenance import SourceChange, changed_sources
from dondoc.rules.refusal import Refused
from dondoc.rules.report import ReportModel, Source
from dondoc.rules.sign import ReportState
from dondoc.store import page_form, page_reports, signing
from dondoc.store.page_form import Written
from dondoc.store.page_reports import ReportFacts
from dondoc.store.rounds import round_facts
from dondoc.texts.report import defect
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.paper import shown, sources_of

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@dataclass(frozen=True)
class Changed:
    """A unit whose answer has changed since the report was compiled, with what is different in its words."""

    change: SourceChange
    texts: tuple[tuple[str, tuple[Piece, ...]], ...]


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """The draft and its sources."""
    return page(desk, report_id, [])


def send_up(desk: SignedDesk, report_id: RowId) -> Response:
    """Send it up the chain of sign-off."""
    seen(desk, report_id)
    keep = desk.typed("giu") == "1"
    problems = attempt(lambda: sign.send_up(desk.office, desk.actor, report_id, desk.now, keep))
    return page(desk, report_id, problems) if problems else desk.go("draft", done="da-trinh", report_id=report_id)


def refresh(desk: SignedDesk, report_id: RowId) -> Response:
    """Take in what units have changed."""
    seen(desk, report_id)
    version = desk.number("version_id")
    problems = attempt(lambda: edit.refresh(desk.office, desk.actor, report_id, version, desk.now))
    return page(desk, report_id, problems) if problems else desk.go("draft", done="da-cap-nhat", report_id=report_id)


def download(desk: SignedDesk, report_id: RowId, version: RowId, kind: str) -> Response:
    """A version as a paper; once it is issued, the frozen bytes."""
    facts = seen(desk, report_id)
    must(kind in TYPES)
    chosen = next((each for each in facts.versions if each.version == version), None)
    must(chosen)
    assert chosen is not None
    with desk.reading() as session:
        papers = page_reports.papers(session, desk.agency.key, report_id)
        # A second signature goes on the first one, so the signed file is the one to have.
        paper = (papers.get("signed") if kind == "pdf" else None) or papers.get(kind)
        if paper and chosen is facts.current:
            content, filename = page_reports.paper_bytes(session, desk.agency.key, paper.key), paper.filename
        else:
            model = page_reports.model_of(session, chosen.key)
            content, filename = b"", f"du-thao-{report_id}-ban-{version}.{kind}"
    if not content:
        content = (
            pdf_file(desk.office, desk.agency.key, model)
            if kind == "pdf"
            else word_file(desk.office, desk.agency.key, model, mark_of(report_id, version))
        )
    headers = {"content-disposition": f'attachment; filename="{filename}"'}
    return Response(content, media_type=TYPES[kind], headers=headers)


def seen(desk: Desk, report_id: int) -> ReportFacts:
    """A report that who is signed in may see; for anybody else there is none."""
    with desk.reading() as session:
        facts = page_reports.report(session, desk.agency.key, report_id)
    must(facts)
    assert facts is not None
    signed = facts.report.signed_at is not None
    chain = {step.person_id for step in facts.all_steps}
    if not access.sees_report(desk.viewer, facts.lead.key, signed, chain):
        # Who stands in for somebody of the chain sees what they would.
        with desk.reading() as session:
            must(chain & signing.stood_in_for(session, desk.agency.key, desk.viewer.person_id, desk.today))
    return facts


def edits(desk: Desk, facts: ReportFacts) -> bool:
    """Whether who is signed in may change the report now."""
    try:
        may_edit(facts.state)
    except Refused:
        return False
    return access.follows_up(desk.viewer, facts.lead.key)


def page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    """The draft with what went wrong."""
    facts = seen(desk, report_id)
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
        sources = sources_of(model)
        changed = _changed(session, desk, facts, model)
        wanted = {source.submission_id for source in sources} | {each.new_id for each in changed if each.new_id}
        answers = page_form.written_many(session, desk.agency.key, wanted)
        titles = page_form.titles(session, [key[0] for each in answers.values() for key in each.content.answers])
        people = page_reports.names(session, desk.agency.key, _people(facts))
    leads = access.follows_up(desk.viewer, facts.lead.key)
    stale = {each.old_id for each in changed if each.old_id}
    return desk.page(
        "draft.html",
        422 if problems else 200,
        facts=facts,
        model=model,
        paper=shown(model, lambda source: f"#nguon-{source.submission_id}", stale),
        sources=_beside(sources, answers, titles),
        stale=stale,
        changed=[Changed(each, _differences(each, answers, titles)) for each in changed],
        faults=[(found.blocks, defect(found)) for found in defects(model)] if not facts.report.signed_at else [],
        asked=[unit for unit in model.units if not unit.excused],
        missing=[unit.unit for unit in model.units if unit.missing],
        people=people,
        leads=leads,
        may_edit=edits(desk, facts),
        may_send_up=leads and facts.state in {ReportState.DRAFT, ReportState.SENT_BACK},
        problems=problems,
    )


def _changed(session: Session, desk: Desk, facts: ReportFacts, model: ReportModel) -> list[SourceChange]:
    """What has changed since; nothing once it is signed, for then the evidence is frozen."""
    if facts.report.signed_at:
        return []
    round_ = round_facts(session, facts.period.key, desk.agency.key)
    return changed_sources(model, material(session, round_).units) if round_ else []


def _differences(
    change: SourceChange, answers: Mapping[int, Written], titles: Mapping[int, str]
) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
    old, new = (_told(answers.get(key or 0)) for key in (change.old_id, change.new_id))
    keys = dict.fromkeys([*new, *old])
    return tuple(
        (_heading(key, titles), diff.words(old.get(key, ""), new.get(key, "")))
        for key in keys
        if old.get(key) != new.get(key)
    )


def _told(written: Written | None) -> Mapping[tuple[int, AnswerSection], str]:
    return written.content.answers if written else {}


def _heading(key: tuple[int, AnswerSection], titles: Mapping[int, str]) -> str:
    from dondoc.texts import word

    item, section = key
    return titles.get(item, "") if section is AnswerSection.RESULT else word(section).capitalize()


def _beside(
    sources: Sequence[Source], answers: Mapping[int, Written], titles: Mapping[int, str]
) -> list[tuple[Source, list[tuple[str, str]]]]:
    """The units' own words, to stand beside the draft."""
    return [
        (source, [(_heading(key, titles), text) for key, text in _told(answers.get(source.submission_id)).items()])
        for source in sources
    ]


def _people(facts: ReportFacts) -> set[int]:
    made = {version.made_by for version in facts.versions if version.made_by}
    decided = {step.decided_by for step in facts.all_steps if step.decided_by}
    return made | decided | {step.person_id for step in facts.all_steps}
