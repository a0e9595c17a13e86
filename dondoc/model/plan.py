"""Plan, its recipients, its obligations and their rules."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import Direction, Part, Purpose, RuleKind, Standing, SumRule


class Plan(Row, table=True):
    """A yearly plan as issued."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("agency_id", "code"), own())

    code: str = Field(max_length=80)
    year: int
    title: str
    source: str
    """Which document, and where it lies."""
    number: str = ""
    issued: str = ""
    """As written in the document, also where it leaves the day open."""
    basis: str = ""
    signer_title: str
    signer_name: str
    archive: str
    """Archive line of Nơi nhận ("VT, TTra")."""
    report_subject: str
    """Subject of its reports, without the period ("kết quả thực hiện công tác …")."""
    imported_at: datetime = instant()


class Recipient(Row, table=True):
    """Who a plan's reports go to, in the order of Nơi nhận."""

    __tablename__ = "recipient"
    __table_args__ = (belongs("plan"), UniqueConstraint("plan_id", "position"), own())

    plan_id: int
    position: int
    name: str
    purpose: Purpose = word(Purpose)
    addressee: bool = False
    """Stands behind Kính gửi."""
    email: str | None = None
    standing: Standing = word(Standing, default=Standing.CONFIRMED)
    """Whether the address is proposed; the name itself is quoted from the plan."""


class Obligation(Row, table=True):
    """One obligation of a plan, with the place in the source it comes from."""

    __tablename__ = "obligation"
    __table_args__ = (
        belongs("plan"),
        UniqueConstraint("plan_id", "ref"),
        UniqueConstraint("plan_id", "position"),
        own(),
    )

    plan_id: int
    position: int
    ref: str = Field(max_length=20)
    """Section in the source ("II.1")."""
    title: str
    content: str
    time_quote: str
    """The time exactly as the plan says it; empty where it says nothing."""
    units_quote: str
    """The units exactly as the plan says them."""


class ObligationUnit(Row, table=True):
    """A unit's part in an obligation; at most one unit leads."""

    __tablename__ = "obligation_unit"
    __table_args__ = (
        belongs("obligation"),
        belongs("unit"),
        UniqueConstraint("obligation_id", "unit_id"),
        Index(
            "uq_obligation_lead", "obligation_id", unique=True,
            sqlite_where=text("part = 'lead'"), postgresql_where=text("part = 'lead'"),
        ),
        own(),
    )  # fmt: skip

    obligation_id: int
    unit_id: int = Field(index=True)
    part: Part = word(Part)


class Figure(Row, table=True):
    """A figure that units are asked for, and how several become one."""

    __tablename__ = "figure"
    __table_args__ = (
        belongs("obligation"),
        UniqueConstraint("obligation_id", "code"),
        own(),
    )

    obligation_id: int
    position: int
    code: str = Field(max_length=40)
    name: str
    unit_of_measure: str
    sum_rule: SumRule = word(SumRule)
    standing: Standing = word(Standing)
    basis: str


class Rule(Row, table=True):
    """When an obligation is reported. What the plan does not say is *proposed*, with its basis.

    `rounds` rules have periods of their own, `within` rules are reported in another obligation's rounds, `event`
    rules wait for an event. What stands here is the plan's word; administrators' changes are Adjustments on top
    of it (`dondoc.rules.plan`). Days are written as `dondoc.rules.day_rule` reads them ("18", "last working day").
    """

    __tablename__ = "rule"
    __table_args__ = (
        belongs("obligation"),
        belongs("obligation", "within_id"),
        belongs("regime"),
        UniqueConstraint("obligation_id"),
        CheckConstraint("open_before >= 1", name="open_before"),
        CheckConstraint("compile_before >= sign_before AND sign_before >= 0", name="levels"),
        CheckConstraint("data_to IS NULL OR data_to >= data_from", name="once_window"),
        CheckConstraint(
            "(kind = 'within') = (within_id IS NOT NULL) AND (kind <> 'within') = (regime_id IS NOT NULL)",
            name="kind_fields",
        ),
        CheckConstraint("basis <> ''", name="basis_given"),
        Index(
            "ix_rule_next_open", "next_open_at",
            sqlite_where=text("next_open_at IS NOT NULL"), postgresql_where=text("next_open_at IS NOT NULL"),
        ),
        own(),
    )  # fmt: skip

    obligation_id: int
    kind: RuleKind = word(RuleKind)
    within_id: int | None = None
    regime_id: int | None = None
    period_kinds: list[str] = json(default_factory=list)
    exceptions: dict[str, dict[str, object]] = json(default_factory=dict)
    """Rounds whose days differ every year, by name ("half-2"): the fields that differ."""
    continuous: bool = False
    """"Thường xuyên trong năm": a band over its time, whose rounds are checkpoints."""
    data_from: date | None = None
    data_to: date | None = None
    """The data window of a one-off (`once`)."""
    due_day: str = ""
    due_direction: Direction = word(Direction, default=Direction.BACK)
    send_day: str = ""
    send_direction: Direction = word(Direction, "send_direction", default=Direction.BACK)
    open_before: int = 10
    """Working days before the units' deadline on which a round opens."""
    compile_before: int = 2
    sign_before: int = 1
    """Working days before sending by which the lead unit has sent up, and the leader has signed."""
    ladder: list[dict[str, object]] = json(default_factory=list)
    standing: Standing = word(Standing)
    basis: str
    valid_from: date
    valid_to: date
    next_open_at: datetime | None = instant(default=None)
    """When its next round opens: what the clock asks for. None when the rule has run out."""


class Event(Row, table=True):
    """Something that an `event` rule waited for, recorded by a person: it makes a round."""

    __tablename__ = "event"
    __table_args__ = (
        belongs("rule"),
        belongs("person", "recorded_by"),
        UniqueConstraint("rule_id", "number"),
        CheckConstraint("note <> ''", name="note_given"),
        own(),
    )

    rule_id: int = Field(index=True)
    number: int
    happened_on: date
    note: str
    """What happened, with the document that says so."""
    recorded_by: int | None = None
    recorded_at: datetime = instant()
