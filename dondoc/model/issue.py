"""Issuing: the number book with what explains its gaps, frozen papers, signatures on them, dispatches."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import Channel, PaperKind, Verdict


class IssuedNumber(Row, table=True):
    """A row of the number book: unique per book and year, given only after signature."""

    __tablename__ = "issued_number"
    __table_args__ = (
        belongs("report"),
        belongs("person", "numbered_by"),
        belongs("person", "voided_by"),
        UniqueConstraint("agency_id", "book", "year", "number"),
        Index(
            "uq_issued_number_report", "report_id", "book", unique=True,
            sqlite_where=text("voided_at IS NULL"), postgresql_where=text("voided_at IS NULL"),
        ),
        CheckConstraint("number >= 1", name="number"),
        CheckConstraint("(voided_at IS NULL) = (void_reason = '')", name="void_has_reason"),
        own(),
    )  # fmt: skip

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
    voided_at: datetime | None = instant(default=None)
    """A voided number keeps its row and its place; the document gets another one."""
    voided_by: int | None = None
    void_reason: str = ""


class NumberGap(Row, table=True):
    """Numbers of a book that Dondoc did not give, and why: the book explains its gaps."""

    __tablename__ = "number_gap"
    __table_args__ = (
        belongs("person", "noted_by"),
        UniqueConstraint("agency_id", "book", "year", "first"),
        CheckConstraint("first >= 1 AND last >= first", name="order"),
        CheckConstraint("reason <> ''", name="reason_given"),
        own(),
    )

    book: str = Field(max_length=20)
    year: int
    first: int
    last: int
    reason: str
    noted_at: datetime = instant()
    noted_by: int


class Paper(Row, table=True):
    """Frozen bytes of a paper."""

    __tablename__ = "paper"
    __table_args__ = (
        belongs("report"),
        UniqueConstraint("report_id", "kind", "version"),
        CheckConstraint("length(content) > 0", name="not_empty"),
        own(),
    )

    report_id: int
    kind: PaperKind = word(PaperKind)
    version: int = 0
    """Of the report, for a draft's paper; 0 for what was issued; the number's id for a correcting letter, and below 0
    for what bears a voided number."""
    filename: str
    content: bytes
    sha256: str = Field(max_length=64)
    made_at: datetime = instant()


class SignatureCheck(Row, table=True):
    """A signed PDF that was uploaded, and what its check came to."""

    __tablename__ = "signature_check"
    __table_args__ = (belongs("report"), belongs("person", "checked_by"), own())

    report_id: int = Field(index=True)
    filename: str
    sha256: str = Field(max_length=64)
    verdict: Verdict = word(Verdict)
    signers: list[str] = json(default_factory=list)
    detail: str = ""
    checked_at: datetime = instant()
    checked_by: int


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
    received_as: str = ""
    """Where it went within this installation: the superior agency and its submission."""
    dispatched_at: datetime = instant()
    dispatched_by: int
