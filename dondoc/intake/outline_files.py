"""The part of a regime's file that words its reports, and what it asks of figures."""

from typing import Annotated

from pydantic import Field

from dondoc.intake.toml_file import Strict, wording
from dondoc.model import FigureStatus

Text = Annotated[str, Field(min_length=1)]
Sentence = Annotated[Text, wording("subject", "agency", "period", "basis")]


class OutlinePart(Strict):
    """The fixed wording of a report; see `dondoc.rules.draft.Outline`."""

    type_name: Text
    type_code: Text
    results: Text
    assessment: Text
    difficulties: Text
    lessons: Text
    next_tasks: Text
    proposals: Text
    opening: Sentence
    closing: Sentence
    nothing_told: Text
    units_missing: Annotated[Text, wording("received", "asked", "missing")]
    units_late: Annotated[str, wording("late")] = ""
    subject: Sentence = "{subject} {period}"


class OutlineChange(Strict):
    """What the outline words otherwise for one kind of report."""

    type_name: Text | None = None
    type_code: Text | None = None
    results: Text | None = None
    assessment: Text | None = None
    difficulties: Text | None = None
    lessons: Text | None = None
    next_tasks: Text | None = None
    proposals: Text | None = None
    opening: Sentence | None = None
    closing: Sentence | None = None
    nothing_told: Text | None = None
    subject: Sentence | None = None


class FiguresPart(Strict):
    """What the regime asks of figures."""

    statuses: list[FigureStatus] = Field(default_factory=list)
