"""How a document that was read is shown: some dozens of its works at a time, or only those to look at."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dondoc.intake.document.as_plan import parts_of, quote_of
from dondoc.intake.document.mending import to_look_at
from dondoc.intake.document.proposal import Obligation, Proposal
from dondoc.intake.document.recognising import asks
from dondoc.texts import documents

ALL, TO_LOOK_AT, REST = "", "xem-lai", "con-lai"
AT_A_TIME = 40


@dataclass(frozen=True)
class Piece:
    """A stretch of the document: an obligation with its quote, or what gave none."""

    quote: str
    place: int = -1
    obligation: Obligation | None = None
    lead: str = ""
    cooperating: tuple[str, ...] = ()
    equal: bool = False
    """Whether all who do it are equal, with no one in the lead."""
    time: str = ""
    kind: str = ""
    doubts: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    rest: tuple[tuple[int, str, str], ...] = ()
    """Of what gave none: where each piece begins, its text, and why."""


@dataclass(frozen=True)
class View:
    """What of a proposal stands on the page."""

    show: str
    """ALL, TO_LOOK_AT or REST."""
    number: int
    pages: int
    doubtful: list[int]
    """The places of all obligations to look at."""
    works: int
    unused: int
    questions: tuple[str, ...]
    """What is asked about the whole document."""
    newer: str
    """The question whether it is the newer version of something; empty where none is asked."""
    pieces: list[Piece] = field(default_factory=list)

    def next_of(self, place: int) -> int | None:
        """The next obligation to look at behind a place, from the beginning again after the last."""
        rest = [each for each in self.doubtful if each != place]
        return next((each for each in rest if each > place), rest[0] if rest else None)

    def here(self, place: int) -> bool:
        """Whether an obligation stands on this page."""
        return any(each.place == place for each in self.pieces)


def view(proposal: Proposal, show: str, number: int, place: int | None) -> View:
    """A page of it; the one on which `place` stands, where one is named."""
    doubtful = to_look_at(proposal)
    show = show if show in {TO_LOOK_AT, REST} else ALL
    places = doubtful if show == TO_LOOK_AT else [] if show == REST else list(range(len(proposal.obligations)))
    if place is not None and show == TO_LOOK_AT and place not in places and 0 <= place < len(proposal.obligations):
        # What was just looked at stays on the page, so that what is said about it has a place.
        places = sorted([*places, place])
    pages = max(1, -(-len(places) // AT_A_TIME))
    if place in places:
        number = places.index(place) // AT_A_TIME + 1
    number = min(max(number, 1), pages)
    shown = places[(number - 1) * AT_A_TIME : number * AT_A_TIME]
    if show == TO_LOOK_AT:
        pieces = [_work(proposal, each) for each in shown]
    else:
        pieces = list(_pieces(proposal, shown, number == pages))
    return View(
        show, number, pages, doubtful, len(proposal.obligations), len(proposal.unused), *_asked(proposal), pieces
    )  # fmt: skip


def _asked(proposal: Proposal) -> tuple[tuple[str, ...], str]:
    open_ = [each.text for each in proposal.questions if not each.ref]
    return (tuple(open_[1:]), open_[0]) if asks(proposal) else (tuple(open_), "")


def _pieces(proposal: Proposal, shown: list[int], to_end: bool) -> Iterator[Piece]:
    """The document in its order: each obligation, and between them what gave none."""
    first = 0 if not shown or shown[0] == 0 else proposal.obligations[shown[0] - 1].span[0]
    behind = shown[-1] + 1 if shown else 0
    last = len(proposal.text) if to_end else proposal.obligations[behind - 1].span[0]
    marks = [(proposal.obligations[place].span[0], 0, place) for place in shown]
    marks += [
        (each.span[0], 1, place) for place, each in enumerate(proposal.unused) if first <= each.span[0] <= last
    ]  # fmt: skip
    rest: list[tuple[int, str, str]] = []
    for _, kind, place in sorted(marks):
        if kind:
            each = proposal.unused[place]
            rest.append(
                (each.span[0], _readable(proposal.text[each.span[0] : each.span[1]]), documents.reason(each.reason))
            )
            continue
        if rest:
            yield Piece("", rest=tuple(rest))
            rest = []
        yield _work(proposal, place)
    if rest:
        yield Piece("", rest=tuple(rest))


def _work(proposal: Proposal, place: int) -> Piece:
    each = proposal.obligations[place]
    lead, others = parts_of(each)
    return Piece(
        quote=_readable(proposal.text[each.span[0] : each.span[1]]),
        place=place,
        obligation=each,
        lead=lead,
        cooperating=tuple(others),
        equal=len(each.lead) > 1 or any(len(unit.codes) > 1 for unit in each.lead),
        time=quote_of(each.time),
        kind=documents.time_kind(each.time.kind.value),
        doubts=tuple(documents.doubt(doubt) for doubt in each.doubts),
        questions=tuple(asked.text for asked in proposal.questions if asked.ref and asked.ref == each.ref),
    )


def _readable(text: str) -> str:
    """Cells of a row stand one below the other."""
    return text.replace("\t", "\n").strip()
