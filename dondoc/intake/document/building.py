"""A read source → a proposal: obligations, both ends, questions, and what stayed unused."""

import re

from dondoc.intake.document.around import doubt_by_text_around
from dondoc.intake.document.catalogue import Catalogue
from dondoc.intake.document.ends import Ends, read_head
from dondoc.intake.document.foot import read_foot
from dondoc.intake.document.making import asks_cadence
from dondoc.intake.document.narrative import Walk
from dondoc.intake.document.outline import outline
from dondoc.intake.document.proposal import Obligation, Proposal, Question
from dondoc.intake.document.source import Source
from dondoc.intake.document.walk import walk
from dondoc.rules.refusal import Refused
from dondoc.texts.documents import question

_YEAR = re.compile(r"(?<!đến )(?<!den )(?:năm|nam)\s+(20\d{2})(?!\s*[-–]\s*20)", re.IGNORECASE)
_ANY_YEAR = re.compile(r"20\d{2}")


def propose_from(source: Source, catalogue: Catalogue | None = None, this_year: int | None = None) -> Proposal:
    """What is proposed from a document. Raises Refused where it is no plan."""
    root = outline(source)
    nodes = [node for node in root.walk() if node is not root]
    ends = Ends()
    read_foot(nodes, ends)
    read_head(nodes, ends)
    done = walk(root, ends)
    if not ends.is_plan and not _looks_like_a_plan(done) and not _gives_works(ends, done):
        raise Refused("document_not_a_plan", "file")
    for each in done.found:
        # Two cells read as one are longer together than in the text.
        each.span = (each.span[0], min(each.span[1], len(source.text)))
    doubt_by_text_around(done.found, done.unused, source.text)
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


_MANY = 6
"""That many works with a unit and a time make a plan of any document."""


def _looks_like_a_plan(done: Walk) -> bool:
    bound = [each for each in done.found if each.lead and (each.time.text or each.cooperating)]
    return len(bound) >= 2 and (len(bound) * 2 >= len(done.found) or len(bound) >= _MANY)


def _gives_works(ends: Ends, done: Walk) -> bool:
    """Whether a directive or resolution gives units works, with a time or not."""
    led = [each for each in done.found if each.lead]
    return ends.kind in {"chỉ thị", "nghị quyết"} and len(led) >= 3 and len(led) * 4 >= len(done.found) * 3


_UNTIL = re.compile(r"(?:đến|den)\s+(?:năm|nam)\s+20\d{2}", re.IGNORECASE)


def _year(ends: Ends) -> int | None:
    found = _YEAR.search(ends.title) or None
    if found:
        return int(found.group(1))
    issued = _ANY_YEAR.search(ends.issued)
    return int(issued.group()) if issued and not _ANY_YEAR.search(_UNTIL.sub("", ends.title)) else None


def _questions(proposal: Proposal, done: Walk, this_year: int | None) -> list[Question]:
    obligations = proposal.obligations
    asked = []
    if not obligations:
        asked.append(_ask("no_obligations"))
    if done.guessed:
        asked.append(_ask("table_without_header"))
    if obligations and not any(each.lead for each in obligations):
        asked.append(_ask("no_units"))
    if this_year and proposal.year and proposal.year < this_year - 1:
        asked.append(_ask("year_gone", year=proposal.year))
    years = [each.time.to.year for each in obligations if each.time.to]
    if proposal.year and years and max(years) < proposal.year:
        asked.append(_ask("year_past", year=proposal.year))
    return asked + [_cadence(each) for each in obligations if asks_cadence(each)]


def _ask(key: str, **values: object) -> Question:
    return Question(key=key, text=question(key, **values))


def _cadence(each: Obligation) -> Question:
    quote = each.time.text or each.content[:120]
    return Question(key="cadence", ref=each.ref, text=question("cadence"), quote=quote)
