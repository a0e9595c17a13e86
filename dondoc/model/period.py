"""Period: one round of an obligation. Assignment: a unit's part in it."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, own, word
from dondoc.model.words import Part, PeriodKind


class Period(Row, table=True):
    """An opened round: its data window, the units' deadline and the deadline for sending up.

    `due_raw` is the day the rule names, `due_on` the day after moving it off days off, `due_why` the reason.
    """

    __tablename__ = "period"
    __table_args__ = (
        belongs("obligation"),
        UniqueConstraint("obligation_id", "year", "kind", "number"),
        CheckConstraint("data_to >= data_from", name="window"),
        CheckConstraint("due_on > data_to", name="due_after_data"),
        CheckConstraint("send_on >= due_on", name="send_after_due"),
        Index(
            "ix_period_draft_at", "draft_at",
            sqlite_where=text("draft_at IS NOT NULL"), postgresql_where=text("draft_at IS NOT NULL"),
        ),
        own(),
    )  # fmt: skip

    obligation_id: int
    year: int
    kind: PeriodKind = word(PeriodKind)
    number: int
    """Which one of the year (quarter 1–4; 1 for nine months and the year)."""
    data_from: date
    data_to: date
    opens_on: date
    due_raw: date
    due_on: date
    due_why: str = ""
    send_raw: date
    send_on: date
    send_why: str = ""
    opened_at: datetime = instant()
    draft_at: datetime | None = instant(default=None)
    """When the draft is to be compiled: what the clock asks for. None once compiled."""


class Assignment(Row, table=True):
    """A unit's part in a period. Acts are stored here, the words (late, overdue …) are derived."""

    __tablename__ = "assignment"
    __table_args__ = (
        belongs("period"),
        belongs("unit"),
        UniqueConstraint("period_id", "unit_id"),
        Index(
            "ix_assignment_next_rung", "next_rung_at",
            sqlite_where=text("next_rung_at IS NOT NULL"), postgresql_where=text("next_rung_at IS NOT NULL"),
        ),
        own(),
    )  # fmt: skip

    period_id: int
    unit_id: int = Field(index=True)
    part: Part = word(Part)
    due_on: date
    extended_to: date | None = None
    excused_at: datetime | None = instant(default=None)
    closed_at: datetime | None = instant(default=None)
    """When its report was signed: after that it is locked."""
    next_rung_at: datetime | None = instant(default=None)
    """When its next reminder is due: what the clock asks for. None when nothing is left to say."""

    @property
    def deadline(self) -> date:
        """The day by which the unit must submit, extension included."""
        return self.extended_to or self.due_on
