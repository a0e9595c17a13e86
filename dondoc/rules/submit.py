"""What a unit may submit, and the word for where an assignment stands."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from dondoc.model import AnswerSection, FigureStatus, later
from dondoc.rules.refusal import Refused

LONGEST_TEXT = 20_000


class AssignmentState(StrEnum):
    """Where an assignment stands; derived from acts and today's date, never stored."""

    OPEN = "open"
    DRAFTED = "drafted"
    NEAR_DUE = "near_due"
    OVERDUE = "overdue"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    EXCUSED = "excused"
    CLOSED = "closed"


@dataclass(frozen=True)
class Standing:
    """The acts on an assignment that its state follows from; days are the agency's own dates.

    Where hours matter the deadline says its time (`DayTime`), and so does the day of submitting.
    """

    deadline: date
    has_draft: bool = False
    submitted_on: date | None = None
    returned: bool = False
    accepted: bool = False
    excused: bool = False
    closed: bool = False
    """Its report is signed: nothing more is asked, and nothing more is taken."""

    @property
    def is_in(self) -> bool:
        """Whether the unit has answered and nothing is asked of it now."""
        return self.excused or self.accepted or (self.submitted_on is not None and not self.returned)

    @property
    def is_late(self) -> bool:
        """Whether it was submitted after its deadline (trễ hạn)."""
        return self.submitted_on is not None and later(self.submitted_on, self.deadline)


@dataclass(frozen=True)
class Content:
    """What a unit writes: texts by (obligation id, section), figures and their status by figure id.

    `sources`: the submissions in which figures had been stated already; `notes`: why one differs from that.
    """

    nothing_to_report: bool = False
    answers: Mapping[tuple[int, AnswerSection], str] = field(default_factory=dict)
    figures: Mapping[int, Decimal] = field(default_factory=dict)
    statuses: Mapping[int, FigureStatus] = field(default_factory=dict)
    """How firm each figure is, where the regime asks for it."""
    sources: Mapping[int, int] = field(default_factory=dict)
    notes: Mapping[int, str] = field(default_factory=dict)


def state(standing: Standing, working_days_left: int) -> AssignmentState:  # noqa: PLR0911
    """The word for an assignment; near due is three working days or fewer (domain.md §6)."""
    if standing.excused:
        return AssignmentState.EXCUSED
    if standing.accepted:
        return AssignmentState.ACCEPTED
    if standing.closed and not standing.is_in:
        return AssignmentState.CLOSED
    if standing.returned:
        return AssignmentState.RETURNED
    if standing.submitted_on is not None:
        return AssignmentState.SUBMITTED
    if working_days_left < 0:
        return AssignmentState.OVERDUE
    if working_days_left <= 3:
        return AssignmentState.NEAR_DUE
    return AssignmentState.DRAFTED if standing.has_draft else AssignmentState.OPEN


def check(
    content: Content, items: Iterable[int], figures: Iterable[int], statuses: Collection[FigureStatus] = ()
) -> Content:
    """The content as it may be submitted, without what was not asked.

    "Không phát sinh" is a whole answer and carries no texts or figures. Otherwise at least one result is told and every
    figure is stated, zero as zero (NĐ 09/2019/NĐ-CP), each with one of the `statuses` that the regime asks for, if any.
    Raises Refused naming the field.
    """
    if content.nothing_to_report:
        return Content(nothing_to_report=True)
    for (obligation, section), text in content.answers.items():
        if len(text) > LONGEST_TEXT:
            raise Refused("text_too_long", f"{section}-{obligation}", longest=LONGEST_TEXT)
    wanted = list(items)
    told = {key: text.strip() for key, text in content.answers.items() if text.strip() and key[0] in wanted}
    stated = {}
    if not any((item, AnswerSection.RESULT) in told for item in wanted):
        raise Refused("no_result", f"result-{wanted[0]}" if wanted else None)
    for figure in figures:
        if figure not in content.figures:
            raise Refused("figure_missing", f"figure-{figure}")
        if content.figures[figure] < 0:
            raise Refused("figure_negative", f"figure-{figure}")
        if statuses and content.statuses.get(figure) not in statuses:
            raise Refused("figure_status_missing", f"status-{figure}")
        stated[figure] = content.figures[figure]
    firm = {figure: content.statuses[figure] for figure in stated} if statuses else {}
    sources = {figure: source for figure, source in content.sources.items() if figure in stated}
    notes = {figure: note for figure, note in content.notes.items() if figure in stated}
    return Content(False, told, stated, firm, sources, notes)


def may_write(standing: Standing, closed: bool) -> None:
    """Refuse a new version where the round is closed, or the unit excused or accepted."""
    if closed:
        raise Refused("round_closed")
    if standing.excused:
        raise Refused("assignment_excused")
    if standing.accepted:
        raise Refused("already_accepted")
