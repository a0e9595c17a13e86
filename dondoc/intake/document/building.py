"""A read source → a proposal: obligations, both ends, questions, and what stayed unused."""

import re

from dondoc.intake.document.catalogue import Catalogue
from dondoc.intake.document.ends import Ends, read_ends
from dondoc.intake.document.making import asks_cadence
from dondoc.intake.document.outline import outline
from dondoc.intake.document.proposal import Proposal, Question, TimeKind
from dondoc.intake.document.source import Source
from dondoc.intake.document.walk import Walk, walk
from dondoc.rules.refusal import Refused

_YEAR = re.compile(r"(?:năm|nam)\s+(20\d{2})(?!\s*[-–]\s*20)", re.IGNORECASE)
_ANY_YEAR = re.compile(r"20\d{2}")


def propose_from(source: Source, catalogue: Catalogue | None = None, this_year: int | None = None) -> Proposal:
    """What is proposed from a document. Raises Refused where it is no plan."""
    root = outline(source)
    ends = read_ends(root)
    done = walk(root, ends)
    if not ends.title and not _looks_like_a_plan(done):
        raise Refused("document_not_a_plan", "file")
    proposal = Proposal(
        title=ends.title,
        kind=ends.kind,
        number=ends.number,
        issued=ends.issued,
        signer=ends.signer,
        recipients=ends.recipients,
        obligations=done.found,
        unused=sorted(done.unused, key=lambda each: each.span),
        year=_year(ends),
        text=source.text,
    )
    if catalogue is not None:
        catalogue.apply(proposal)
    proposal.questions = _questions(proposal, done, this_year)
    return proposal


def _looks_like_a_plan(done: Walk) -> bool:
    bound = [each for each in done.found if each.lead and (each.time.text or each.cooperating)]
    return len(bound) >= 2 and len(bound) * 2 >= len(done.found)


def _year(ends: Ends) -> int | None:
    found = _YEAR.search(ends.title) or None
    if found:
        return int(found.group(1))
    issued = _ANY_YEAR.search(ends.issued)
    return int(issued.group()) if issued and not _ANY_YEAR.search(ends.title) else None


def _questions(proposal: Proposal, done: Walk, this_year: int | None) -> list[Question]:
    asked: list[Question] = []
    if not proposal.obligations:
        asked.append(
            Question(key="no_obligations", text="Không tìm thấy nhiệm vụ nào; văn bản có phải là kế hoạch không?")
        )
    if done.guessed:
        asked.append(
            Question(
                key="table_without_header",
                text="Bảng không có dòng tiêu đề; các cột được đoán theo nội dung, xin xác nhận từng cột.",
            )
        )
    if proposal.obligations and not any(each.lead for each in proposal.obligations):
        asked.append(Question(key="no_units", text="Văn bản không nêu đơn vị nào; ai thực hiện?"))
    if this_year and proposal.year and proposal.year < this_year - 1:
        asked.append(Question(key="year_past", text=f"Kế hoạch của năm {proposal.year} đã qua; có đúng văn bản không?"))
    years = [each.time.to.year for each in proposal.obligations if each.time.to]
    if proposal.year and years and max(years) < proposal.year:
        asked.append(
            Question(key="year_past", text=f"Các thời hạn đều trước năm {proposal.year}; kế hoạch của năm nào?")
        )
    for each in proposal.obligations:
        if asks_cadence(each):
            quote = each.time.text or each.content[:120]
            asked.append(
                Question(
                    key="cadence",
                    ref=each.ref,
                    text="Văn bản nói định kỳ nhưng không nêu kỳ và ngày; báo cáo theo kỳ nào?",
                    quote=quote,
                )
            )
    return asked


def is_open(proposal: Proposal) -> bool:
    """Whether any obligation's time is unknown."""
    return any(each.time.kind is TimeKind.UNKNOWN for each in proposal.obligations)
