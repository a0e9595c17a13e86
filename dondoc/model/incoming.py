"""Letters in: the raw message first, then what it was taken for and what became of it."""

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from dondoc.model.base import Row, belongs, date, datetime, instant, own, word
from dondoc.model.words import IncomingAct, IncomingKind


class Incoming(SQLModel, table=True):
    """A message as it came in. Its digest makes a second one impossible; what it led to is written once.

    The agency is known only once somebody has looked into it, so that the raw bytes are kept without one.
    """

    __tablename__ = "incoming"
    __table_args__ = (
        ForeignKeyConstraint(["agency_id", "letter_id"], ["letter.agency_id", "letter.id"]),
        ForeignKeyConstraint(["agency_id", "person_id"], ["person.agency_id", "person.id"]),
        CheckConstraint("(kind IS NULL) = (judged_at IS NULL)", name="judged_has_kind"),
        CheckConstraint("judged_at IS NULL OR verdict <> ''", name="judged_has_verdict"),
        UniqueConstraint("agency_id", "id"),
        Index(
            "ix_incoming_waiting", "received_at",
            sqlite_where=text("judged_at IS NULL"), postgresql_where=text("judged_at IS NULL"),
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    digest: str = Field(unique=True, max_length=64)
    """SHA-256 of the Message-ID and sender, or of the raw bytes where it has none."""
    received_at: datetime = instant()
    sender: str = Field(default="", max_length=320)
    subject: str = Field(default="", max_length=500)
    raw: bytes
    """The whole message, or its head alone where it is too long."""
    size: int = 0
    kind: IncomingKind | None = word(IncomingKind, default=None)
    judged_at: datetime | None = instant(default=None)
    verdict: str = Field(default="", max_length=40)
    """What became of it, a key of `dondoc.texts.replies`."""
    said: str = ""
    letter_id: int | None = None
    """The letter it answers or bounces."""
    person_id: int | None = None

    @property
    def key(self) -> int:
        """The id of a stored row."""
        if self.id is None:
            raise ValueError("Incoming is not stored yet")
        return self.id


class IncomingFile(Row, table=True):
    """A file that came with a message: kept where the guard let it pass, else only its name and why not."""

    __tablename__ = "incoming_file"
    __table_args__ = (
        belongs("incoming"),
        CheckConstraint("(content IS NULL) = (refused <> '')", name="kept_or_refused"),
        own(),
    )

    incoming_id: int = Field(index=True)
    filename: str = Field(max_length=200)
    size: int
    sha256: str = Field(max_length=64)
    content: bytes | None = None
    refused: str = ""


class Proposal(Row, table=True):
    """What a reply says, until its sender confirms or mends it; nothing of it counts before."""

    __tablename__ = "proposal"
    __table_args__ = (
        belongs("assignment"),
        belongs("person"),
        belongs("incoming"),
        UniqueConstraint("incoming_id"),
        CheckConstraint("confirmed_at IS NULL OR mended_at IS NULL", name="one_end"),
        own(),
    )

    assignment_id: int = Field(index=True)
    person_id: int
    incoming_id: int
    text: str
    nothing_to_report: bool = False
    created_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None)
    mended_at: datetime | None = instant(default=None)


class AwayNotice(Row, table=True):
    """A person's mail program said they are away: a substitute is proposed until an administrator decides."""

    __tablename__ = "away_notice"
    __table_args__ = (belongs("person"), belongs("incoming"), UniqueConstraint("incoming_id"), own())

    person_id: int = Field(index=True)
    incoming_id: int
    said: str
    since: date
    until: date | None = None
    """The last day it names, where one could be read."""
    decided_at: datetime | None = instant(default=None)


class IncomingDecision(Row, table=True):
    """What an administrator made of a letter that was held: the last word on it."""

    __tablename__ = "incoming_decision"
    __table_args__ = (
        belongs("incoming"),
        belongs("person", "decided_by"),
        UniqueConstraint("incoming_id"),
        CheckConstraint("act <> 'dismissed' OR reason <> ''", name="dismissed_has_reason"),
        own(),
    )

    incoming_id: int
    act: IncomingAct = word(IncomingAct)
    reason: str = ""
    decided_by: int
    decided_at: datetime = instant()
