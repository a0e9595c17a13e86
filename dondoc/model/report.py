"""Report: compiled from submissions, versioned, signed off, numbered and dispatched."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import Channel, Decision, PaperKind


class Report(Row, table=True):
    """The report of one period. Its state is derived from versions, steps, number and dispatches."""

    __tablename__ = "report"
    __table_args__ = (belongs("period"), UniqueConstraint("period_id"), own())

    period_id: int
    created_at: datetime = instant()
    sent_up_at: datetime | None = instant(default=None)
    """When the lead unit sent the current version up for sign-off; None while it is being drafted."""
    signed_at: datetime | None = instant(default=None)


class ReportVersion(Row, table=True):
    """A compiled or edited version: the report model as JSON and its hash."""

    __tablename__ = "report_version"
    __table_args__ = (
        belongs("report"),
        belongs("person", "made_by"),
        UniqueConstraint("report_id", "version"),
        own(),
    )

    report_id: int
    version: int
    content: dict[str, object] = json()
    sha256: str = Field(max_length=64)
    made_at: datetime = instant()
    made_by: int | None = None
    """None when a flow compiled it."""
    note: str = ""


class WordUpload(Row, table=True):
    """A draft that came back from Word: the file, the report it would become, and what has no place in that."""

    __tablename__ = "word_upload"
    __table_args__ = (
        belongs("report"),
        belongs("report_version", "base_id"),
        belongs("report_version", "version_id"),
        belongs("person", "uploaded_by"),
        CheckConstraint("version_id IS NULL OR decided_at IS NOT NULL", name="taken_is_decided"),
        own(),
    )

    report_id: int = Field(index=True)
    base_id: int
    """The version that the file was downloaded from."""
    filename: str
    content: bytes
    sha256: str = Field(max_length=64)
    led_back: dict[str, object] = json()
    strange: list[dict[str, object]] = json()
    uploaded_at: datetime = instant()
    uploaded_by: int
    decided_at: datetime | None = instant(default=None)
    version_id: int | None = None
    """What it became; None while it waits, or when it was left aside."""


class Evidence(Row, table=True):
    """What a report rested on when it was signed: the units' own words, kept with a hash from then on."""

    __tablename__ = "evidence"
    __table_args__ = (belongs("report"), UniqueConstraint("report_id"), own())

    report_id: int
    content: dict[str, object] = json()
    sha256: str = Field(max_length=64)
    frozen_at: datetime = instant()


class SignoffStep(Row, table=True):
    """A step of the chain for one version: whose turn it is, and what was decided."""

    __tablename__ = "signoff_step"
    __table_args__ = (
        belongs("report"),
        belongs("report_version", "version_id"),
        belongs("person"),
        belongs("person", "decided_by"),
        UniqueConstraint("version_id", "position", "round"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
        CheckConstraint("decision IS NULL OR decision <> 'returned' OR reason <> ''", name="returned_has_reason"),
        Index(
            "ix_signoff_open", "person_id",
            sqlite_where=text("decision IS NULL"), postgresql_where=text("decision IS NULL"),
        ),
        own(),
    )  # fmt: skip

    report_id: int = Field(index=True)
    version_id: int
    round: int = 1
    """Counts how often this version was sent up."""
    position: int
    person_id: int
    signs: bool = False
    """The last step: its approval is the signature."""
    decision: Decision | None = word(Decision, default=None, nullable=True)
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None
    reason: str = ""


class IssuedNumber(Row, table=True):
    """A row of the number book: unique per book and year, given only after signature."""

    __tablename__ = "issued_number"
    __table_args__ = (
        belongs("report"),
        belongs("person", "numbered_by"),
        UniqueConstraint("agency_id", "book", "year", "number"),
        UniqueConstraint("report_id"),
        CheckConstraint("number >= 1", name="number"),
        own(),
    )

    book: str = Field(max_length=20)
    """Type of document ("BC")."""
    year: int
    number: int
    report_id: int
    symbol: str
    """Number and symbol as printed ("05/BC-SKHCN")."""
    subject: str
    issued_on: date
    numbered_at: datetime = instant()
    numbered_by: int


class Paper(Row, table=True):
    """Frozen bytes of an issued paper."""

    __tablename__ = "paper"
    __table_args__ = (
        belongs("report"),
        UniqueConstraint("report_id", "kind"),
        CheckConstraint("length(content) > 0", name="not_empty"),
        own(),
    )

    report_id: int
    kind: PaperKind = word(PaperKind)
    filename: str
    content: bytes
    sha256: str = Field(max_length=64)
    made_at: datetime = instant()


class Dispatch(Row, table=True):
    """A report sent to one recipient through one channel."""

    __tablename__ = "dispatch"
    __table_args__ = (
        belongs("report"),
        belongs("recipient"),
        belongs("letter"),
        belongs("person", "dispatched_by"),
        UniqueConstraint("report_id", "recipient_id"),
        CheckConstraint("(channel = 'email') = (letter_id IS NOT NULL)", name="email_has_letter"),
        own(),
    )

    report_id: int
    recipient_id: int
    channel: Channel = word(Channel)
    letter_id: int | None = None
    dispatched_at: datetime = instant()
    dispatched_by: int
