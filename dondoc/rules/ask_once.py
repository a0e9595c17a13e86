"""Ask once: a figure that one unit has stated for the same time is not asked of it again (docs/decisions/0027).

Two figures are the same where code, unit of measure and way of summing agree. Who calls sees to it that all statements
are the unit's own and of the same data window.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from dondoc.model import FigureStatus, SumRule
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content

Key = tuple[str, str, SumRule]
"""What makes two figures the same: code, unit of measure, way of summing."""
LONGEST_NOTE = 1_000


@dataclass(frozen=True)
class Asked:
    """A figure on a form."""

    figure_id: int
    key: Key


@dataclass(frozen=True)
class Statement:
    """A figure as the unit stated it in a submission."""

    key: Key
    value: Decimal
    submission_id: int
    stated_at: datetime
    status: FigureStatus = FigureStatus.ACTUAL


def stated(asked: Iterable[Asked], statements: Iterable[Statement], own: set[int]) -> dict[int, Statement]:
    """What the unit has stated elsewhere, by the figure that is not asked for that reason; the newest counts.

    `own`: figures that it stated on this form itself before, which it may go on to state here.
    """
    newest: dict[Key, Statement] = {}
    for each in sorted(statements, key=lambda each: (each.stated_at, each.submission_id)):
        newest[each.key] = each
    asked = list(asked)
    own_keys = {each.key for each in asked if each.figure_id in own}
    return {each.figure_id: newest[each.key] for each in asked if each.key in newest and each.key not in own_keys}


def twins(asked: Iterable[Asked]) -> dict[int, int]:
    """Figures that a form would ask a second time, each with the one that it asks first."""
    first: dict[Key, int] = {}
    result = {}
    for each in asked:
        if each.key in first:
            result[each.figure_id] = first[each.key]
        else:
            first[each.key] = each.figure_id
    return result


def fill(content: Content, asked: Iterable[Asked], elsewhere: Mapping[int, Statement], submission_id: int) -> Content:
    """The content with what was stated already, each value with the submission that it comes from.

    Another value may be written beside it, with a note. Raises Refused at the note's field where that is missing.
    """
    if content.nothing_to_report:
        return content
    asked = list(asked)
    first = twins(asked)
    figures, statuses, sources, notes = dict(content.figures), dict(content.statuses), {}, {}
    for figure_id in (each.figure_id for each in asked):
        if figure_id in elsewhere:
            known, source = elsewhere[figure_id].value, elsewhere[figure_id].submission_id
            statuses.setdefault(figure_id, elsewhere[figure_id].status)
        elif figure_id in first and first[figure_id] in figures:
            known, source = figures[first[figure_id]], submission_id
            if first[figure_id] in statuses:
                statuses.setdefault(figure_id, statuses[first[figure_id]])
        else:
            continue
        sources[figure_id] = source
        if figures.setdefault(figure_id, known) != known:
            notes[figure_id] = _explained(content.notes.get(figure_id, ""), figure_id)
    return replace(content, figures=figures, statuses=statuses, sources=sources, notes=notes)


def _explained(note: str, figure_id: int) -> str:
    if not note.strip():
        raise Refused("other_value_unexplained", f"note-{figure_id}")
    if len(note) > LONGEST_NOTE:
        raise Refused("text_too_long", f"note-{figure_id}", longest=LONGEST_NOTE)
    return note.strip()
