"""Request: a report asked for by a document, from the first question to the round that it became."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, json, own


class ReportRequest(Row, table=True):
    """What a person has answered so far; once sent, the plan of one obligation that it became.

    The plan's only round holds the dates, and from there on everything is as with any other report.
    """

    __tablename__ = "report_request"
    __table_args__ = (
        belongs("person", "asked_by"),
        belongs("plan"),
        UniqueConstraint("plan_id"),
        CheckConstraint("(sent_at IS NULL) = (plan_id IS NULL)", name="sent_has_plan"),
        own(),
    )

    asked_by: int = Field(index=True)
    answers: dict[str, object] = json(default_factory=dict)
    """By the names of `dondoc.rules.request`; days and instants as ISO text."""
    begun_at: datetime = instant()
    changed_at: datetime = instant()
    sent_at: datetime | None = instant(default=None)
    plan_id: int | None = None
