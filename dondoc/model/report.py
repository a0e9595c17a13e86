"""Report: compiled from submissions, versioned, edited, and what it rests on."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, json, own


class Report(Row, table=True):
    """The report of one period. Its state is derived from versions, steps, number and dispatches."""

    __tablename__ = "report"
    __table_args__ = (
        belongs("period"),
        belongs("report", "replaces_id"),
        Index(
            "uq_report_period", "period_id", unique=True,
            sqlite_where=text("replaced_at IS NULL"), postgresql_where=text("replaced_at IS NULL"),
        ),
        Index(
            "ix_report_next_rung", "next_rung_at",
            sqlite_where=text("next_rung_at IS NOT NULL"), postgresql_where=text("next_rung_at IS NOT NULL"),
        ),
        own(),
    )  # fmt: skip

    period_id: int
    replaces_id: int | None = None
    """The issued report whose content was wrong, which this one replaces."""
    replaced_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
    sent_up_at: datetime | None = instant(default=None)
    """When the lead unit sent the current version up for sign-off; None while it is being drafted."""
    signed_at: datetime | None = instant(default=None)
    next_rung_at: datetime | None = instant(default=None)
    """When whose turn it is hears next: what the clock asks for. None when nothing is left to say."""


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
