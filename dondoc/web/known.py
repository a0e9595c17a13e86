"""What a form need not ask, because the unit has stated it already: elsewhere, or further up on the same form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from dondoc.rules.ask_once import Statement, fill, twins
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content
from dondoc.store.ask_once import Source, asked_figures, sources, stated_elsewhere
from dondoc.store.page_form import Item, Written
from dondoc.store.page_rounds import Piece


@dataclass(frozen=True)
class Known:
    """The figures that a form shows instead of asking, by id."""

    items: Sequence[Item]
    elsewhere: Mapping[int, Statement]
    twins: Mapping[int, int]
    """Each with the one above it that is the same."""
    sources: Mapping[int, Source]

    def __contains__(self, figure_id: int) -> bool:
        return figure_id in self.elsewhere or figure_id in self.twins

    def place(self, figure_id: int) -> str:
        """The item of the plan under which a figure stands."""
        return next(
            each.obligation.ref for each in self.items if any(figure.key == figure_id for figure in each.figures)
        )

    def filled(self, content: Content, submission_id: int = 0) -> Content:
        """The content as it will be submitted. Raises Refused where another value is not explained."""
        figures = asked_figures(figure for item in self.items for figure in item.figures)
        return fill(content, figures, self.elsewhere, submission_id)

    def shown(self, written: Written) -> Written:
        """A draft as it will be submitted; as it is where that would be refused."""
        try:
            return replace(written, content=self.filled(written.content, written.submission.key))
        except Refused:
            return written

    def mark(self, written: Written) -> str:
        """What a person saw before submitting: when it was saved, and what comes from where."""
        carried = [f"{key}:{each.submission_id}" for key, each in sorted(self.elsewhere.items())]
        return " ".join([written.submission.saved_at.isoformat(), *carried])


def known(session: Session, piece: Piece, items: Sequence[Item]) -> Known:
    """What the unit has stated already of what a form asks; three queries whatever the number of figures."""
    figures = [figure for item in items for figure in item.figures]
    elsewhere = stated_elsewhere(session, piece.facts, figures)
    found = sources(session, piece.facts.assignment.agency_id, {each.submission_id for each in elsewhere.values()})
    return Known(items, elsewhere, twins(asked_figures(figures)), found)
