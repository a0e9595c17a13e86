"""Whether a document looks like a newer version of one that is known: asked about, never decided."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from dondoc.intake.document.comparing import Known, pairs
from dondoc.intake.document.proposal import Proposal, Question
from dondoc.intake.document.words import norm, plain, squeeze
from dondoc.texts import documents

PLAN, DOCUMENT = "newer_plan", "newer_document"
_ALIKE_TITLE, _OTHER_TITLE = 88, 55
_MANY, _SOME = 0.6, 0.25
_REVISES = r"(?:thay the|sua doi|dieu chinh|bo sung|bai bo|thay cho)"
_YEAR = re.compile(r"\b20\d{2}\b")
_NOISE = re.compile(
    r"^ke hoach\b|\b(?:trien khai|thuc hien|nam|sua doi|bo sung|dieu chinh|thay the|ban hanh|ban moi)\b"
)
_NUMBER = re.compile(r"^\d{1,5}[a-z]?/[a-zđ0-9]")


@dataclass(frozen=True)
class Candidate:
    """A plan that runs, or a document read earlier, that a new document may be a version of."""

    kind: str
    key: int
    title: str
    number: str
    year: int | None
    issuer: str
    works: Sequence[Known]


@dataclass(frozen=True)
class Likeness:
    """Why a document looks like a version of a candidate."""

    candidate: Candidate
    same: int
    """How many of its works the candidate has too."""
    named: bool
    """Whether it has the candidate's number, or says that it replaces it."""
    titled: bool

    @property
    def question_key(self) -> str:
        """The question about it, which names the candidate."""
        return f"{self.candidate.kind}:{self.candidate.key}"


def recognise(proposal: Proposal, candidates: Sequence[Candidate]) -> Likeness | None:
    """The candidate whose newer version the document seems to be; a plan that runs before a document that waits."""
    found = [like for each in candidates if (like := _like(proposal, each))]
    return max(found, key=lambda like: (like.named, like.same, like.candidate.kind == PLAN), default=None)


def asked(proposal: Proposal, like: Likeness) -> Proposal:
    """The proposal with the question whether it is that newer version, before all others."""
    text = documents.newer(
        like.candidate.kind == PLAN, like.candidate.title, like.candidate.number, like.same, len(proposal.obligations)
    )
    question = Question(key=like.question_key, text=text)
    return proposal.model_copy(update={"questions": [question, *answered(proposal).questions]})


def answered(proposal: Proposal) -> Proposal:
    """Without that question."""
    rest = [each for each in proposal.questions if _candidate_of(each.key) is None]
    return proposal.model_copy(update={"questions": rest})


def asks(proposal: Proposal) -> tuple[str, int] | None:
    """Whose newer version is asked about: the kind of candidate and its key."""
    return next((found for each in proposal.questions if (found := _candidate_of(each.key))), None)


def _candidate_of(key: str) -> tuple[str, int] | None:
    kind, _, number = key.partition(":")
    return (kind, int(number)) if kind in {PLAN, DOCUMENT} and number.isdecimal() else None


def _like(proposal: Proposal, other: Candidate) -> Likeness | None:
    if proposal.year and other.year and proposal.year != other.year:
        # Next year's plan has the same title and works; it is a plan of its own.
        return None
    title = fuzz.token_sort_ratio(_subject(proposal.title), _subject(other.title))
    named = _names(proposal, other.number)
    if not named and (_issued_by_others(proposal, other) or title < _OTHER_TITLE):
        return None
    works = max(1, min(len(proposal.obligations), len(other.works)))
    titled = title >= _ALIKE_TITLE
    # Under one title a work may be worded anew; under another one only the same words tell.
    same = len(pairs(other.works, proposal.obligations, certain=not titled))
    alike = same / works >= (_SOME if titled else _MANY)
    return Likeness(other, same, named, titled) if named or alike else None


def _subject(title: str) -> str:
    """What a plan is about, without its kind, its year, whose it is, and the words that say it is a revision."""
    bare = plain(norm(title)).partition(" cua ")[0]
    return squeeze(_NOISE.sub(" ", _YEAR.sub(" ", bare)))


def _names(proposal: Proposal, number: str) -> bool:
    """Whether the document has that number itself, or says that it replaces what has it."""
    low = _flat(number)
    if not _NUMBER.match(low):
        return False
    if _flat(proposal.number) == low:
        return True
    text = plain(norm(proposal.text[:60_000]))
    where = re.escape(low).replace("/", r"\s*/\s*")
    return re.search(rf"\b{_REVISES}\b[^.;]{{0,160}}?(?<!\d)0{{0,3}}{where}(?![\w-])", text) is not None


def _flat(number: str) -> str:
    """A number and symbol without spaces; 05 is 5."""
    return re.sub(r"\s+", "", plain(norm(number))).removeprefix("so:").lstrip("0")


def _issued_by_others(proposal: Proposal, other: Candidate) -> bool:
    """Whether both say who issued them, and those are different bodies."""
    if proposal.issuer and other.issuer:
        return fuzz.token_set_ratio(plain(norm(proposal.issuer)), plain(norm(other.issuer))) < _ALIKE_TITLE
    one, another = (_flat(each).partition("/")[2] for each in (proposal.number, other.number))
    return bool(one and another) and one != another
