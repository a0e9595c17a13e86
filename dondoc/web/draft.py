"""The compiled draft beside its sources: read, download, send up."""

from collections.abc import Mapping

from starlette.responses import Response

from dondoc.actions import sign
from dondoc.model import AnswerSection
from dondoc.rules import access
from dondoc.rules.report import ReportModel, Source
from dondoc.rules.sign import ReportState
from dondoc.store import page_form, page_reports
from dondoc.store.page_form import Written
from dondoc.store.page_reports import ReportFacts
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.paper import shown, sources_of

_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


def show(desk: SignedDesk, report_id: RowId) -> Response:
    """The draft and its sources."""
    return _page(desk, report_id, [])


def send_up(desk: SignedDesk, report_id: RowId) -> Response:
    """Send it up the chain of sign-off."""
    seen(desk, report_id)
    problems = attempt(lambda: sign.send_up(desk.office, desk.actor, report_id, desk.now))
    return _page(desk, report_id, problems) if problems else desk.go("draft", done="da-trinh", report_id=report_id)


def download(desk: SignedDesk, report_id: RowId, version: RowId, kind: str) -> Response:
    """A version as a paper; once it is issued, the frozen bytes."""
    facts = seen(desk, report_id)
    must(kind in _TYPES)
    chosen = next((each for each in facts.versions if each.version == version), None)
    must(chosen)
    assert chosen is not None
    with desk.reading() as session:
        paper = page_reports.papers(session, desk.agency.key, report_id).get(kind)
        if paper and chosen is facts.current:
            content, filename = page_reports.paper_bytes(session, desk.agency.key, paper.key), paper.filename
        else:
            content = _made(page_reports.model_of(session, chosen.key), kind)
            filename = f"du-thao-{report_id}-ban-{version}.{kind}"
    headers = {"content-disposition": f'attachment; filename="{filename}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _made(model: ReportModel, kind: str) -> bytes:
    # Imported here: papers cost a quarter of a second that the other pages need not pay.
    from dondoc.paper.docx import docx
    from dondoc.paper.pdf import pdf

    return docx(model) if kind == "docx" else pdf(model)


def seen(desk: Desk, report_id: int) -> ReportFacts:
    """A report that who is signed in may see; for anybody else there is none."""
    with desk.reading() as session:
        facts = page_reports.report(session, desk.agency.key, report_id)
    must(facts)
    assert facts is not None
    signed = facts.report.signed_at is not None
    chain = {step.person_id for step in facts.all_steps}
    must(access.sees_report(desk.viewer, facts.lead.key, signed, chain))
    return facts


def _page(desk: Desk, report_id: int, problems: list[Problem]) -> Response:
    facts = seen(desk, report_id)
    with desk.reading() as session:
        model = page_reports.model_of(session, facts.current.key)
        sources = sources_of(model)
        answers = page_form.written_many(session, desk.agency.key, [source.submission_id for source in sources])
        titles = page_form.titles(session, [key[0] for each in answers.values() for key in each.content.answers])
        people = page_reports.names(session, desk.agency.key, _people(facts))
    leads = access.follows_up(desk.viewer, facts.lead.key)
    return desk.page(
        "draft.html",
        422 if problems else 200,
        facts=facts,
        model=model,
        paper=shown(model, lambda source: f"#nguon-{source.submission_id}"),
        sources=_beside(sources, answers, titles),
        missing=[unit.unit for unit in model.units if unit.missing],
        people=people,
        leads=leads,
        may_send_up=leads and facts.state in {ReportState.DRAFT, ReportState.SENT_BACK},
        problems=problems,
    )


def _beside(
    sources: list[Source], answers: Mapping[int, Written], titles: Mapping[int, str]
) -> list[tuple[Source, list[tuple[str, AnswerSection, str]]]]:
    """The units' own words, to stand beside the draft."""
    result = []
    for source in sources:
        answer = answers.get(source.submission_id)
        told = answer.content.answers if answer else {}
        result.append((source, [(titles.get(item, ""), section, text) for (item, section), text in told.items()]))
    return result


def _people(facts: ReportFacts) -> set[int]:
    made = {version.made_by for version in facts.versions if version.made_by}
    return made | {step.person_id for step in facts.all_steps}
