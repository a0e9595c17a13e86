"""Period: one round of an obligation. Assignment: a unit's part in it."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, time, word
from dondoc.model.day_time import day_time
from dondoc.model.words import Part, PeriodKind, Urgency


class Period(Row, table=True):
    """An opened round: its data window, the units' deadline and the deadline for sending up.

    `due_raw` is the day the rule names, `due_on` the day after moving it off days off, `due_why` the reason.
    """

    __tablename__ = "period"
    __table_args__ = (
        belongs("obligation"),
        belongs("unit", "led_by_id"),
        UniqueConstraint("obligation_id", "year", "kind", "number"),
        CheckConstraint("data_to >= data_from", name="window"),
        CheckConstraint("due_on > data_to OR kind IN ('ad_hoc', 'thematic')", name="due_after_data"),
        CheckConstraint("send_on >= due_on", name="send_after_due"),
        CheckConstraint("compile_on BETWEEN due_on AND sign_on AND sign_on <= send_on", name="levels_in_order"),
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
    compile_on: date
    """By when the lead unit has compiled and sent up, worked back from `send_on`."""
    sign_on: date
    """By when it is signed, worked back from `send_on`."""
    due_time: time | None = None
    compile_time: time | None = None
    sign_time: time | None = None
    send_time: time | None = None
    """The times of day of the four deadlines by the agency's clocks, where hours matter; else each is a whole day."""
    urgency: Urgency | None = word(Urgency, default=None, nullable=True)
    due_steps: list[dict[str, object]] = json(default_factory=list)
    send_steps: list[dict[str, object]] = json(default_factory=list)
    """How each date came about, step by step (`dondoc.rules.explain`)."""
    led_by_id: int | None = None
    """The unit that took over from the lead unit while the round was open."""
    cancelled_at: datetime | None = instant(default=None)
    opened_at: datetime = instant()
    draft_at: datetime | None = instant(default=None)
    """When the draft is to be compiled: what the clock asks for. None once compiled."""

    @property
    def due(self) -> date:
        """By when units answer, with its time where it has one; so the next three."""
        return day_time(self.due_on, self.due_time)

    @property
    def compile(self) -> date:
        """By when the lead unit has sent up."""
        return day_time(self.compile_on, self.compile_time)

    @property
    def sign(self) -> date:
        """By when it is signed."""
        return day_time(self.sign_on, self.sign_time)

    @property
    def send(self) -> date:
        """By when it is with its addressees."""
        return day_time(self.send_on, self.send_time)


class Assignment(Row, table=True):
    """A unit's part in a period. Acts are stored here, the words (late, overdue …) are derived."""

    __tablename__ = "assignment"
    __table_args__ = (
        belongs("period"),
        belongs("unit"),
        belongs("unit", "carried_by_id"),
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
    due_time: time | None = None
    carried_by_id: int | None = Field(default=None, index=True)
    """The unit that does an ended unit's work; the report stays that of `unit_id`."""
    extended_to: date | None = None
    extended_time: time | None = None
    extended_why: str = ""
    """Who granted the extension and why, as a sentence."""
    excused_at: datetime | None = instant(default=None)
    closed_at: datetime | None = instant(default=None)
    """When its report was signed: after that it is locked."""
    next_rung_at: datetime | None = instant(default=None)
    """When its next reminder is due: what the clock asks for. None when nothing is left to say."""

    @property
    def carrier_id(self) -> int:
        """The unit that does the work now."""
        return self.carried_by_id or self.unit_id

    @property
    def deadline(self) -> date:
        """The day by which the unit must submit, extension included; with its time where hours matter."""
        if self.extended_to:
            return day_time(self.extended_to, self.extended_time)
        return day_time(self.due_on, self.due_time)


class Extension(Row, table=True):
    """A unit's request for more time, and what the lead unit decided."""

    __tablename__ = "extension"
    __table_args__ = (
        belongs("assignment"),
        belongs("person", "asked_by"),
        belongs("person", "decided_by"),
        CheckConstraint("reason <> ''", name="reason_given"),
        CheckConstraint("(decided_at IS NULL) = (granted IS NULL)", name="decided_has_instant"),
        CheckConstraint("granted IS NULL OR granted = (granted_until IS NOT NULL)", name="granted_has_day"),
        Index(
            "uq_extension_open", "assignment_id", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
        own(),
    )  # fmt: skip

    assignment_id: int = Field(index=True)
    wanted_until: date
    wanted_time: time | None = None
    reason: str
    asked_by: int
    asked_at: datetime = instant()
    decided_by: int | None = None
    decided_at: datetime | None = instant(default=None)
    granted: bool | None = None
    granted_until: date | None = None
    granted_time: time | None = None
    answer: str = ""
    """Why it was declined, or a word with the grant."""

    @property
    def wanted(self) -> date:
        """Until when more time is asked for, with its time where it has one."""
        return day_time(self.wanted_until, self.wanted_time)

    @property
    def given(self) -> date | None:
        """Until when it was granted."""
        return day_time(self.granted_until, self.granted_time) if self.granted_until else None
