"""Letter: the outbox. Reminder: the ledger of every rung that was due, and its letter or the reason for none."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, json, own, word
from dondoc.model.words import LetterKind, LetterState


class Letter(Row, table=True):
    """A rendered letter, stored with the act that causes it; its key makes a second one impossible."""

    __tablename__ = "letter"
    __table_args__ = (
        belongs("person"),
        UniqueConstraint("agency_id", "letter_key"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent_has_instant"),
        CheckConstraint("state <> 'sending' OR lease_until IS NOT NULL", name="sending_has_lease"),
        CheckConstraint("expires_at > not_before", name="expiry"),
        Index(
            "ix_letter_due", "not_before",
            sqlite_where=text("state IN ('queued', 'sending')"),
            postgresql_where=text("state IN ('queued', 'sending')"),
        ),
        Index(
            "ix_letter_held", "agency_id",
            sqlite_where=text("state = 'held'"), postgresql_where=text("state = 'held'"),
        ),
        # Somebody waits in front of the screen: found without a look at the others.
        Index(
            "ix_letter_urgent", "not_before",
            sqlite_where=text("state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')"),
            postgresql_where=text("state IN ('queued', 'sending') AND kind IN ('sign_in', 'read_back')"),
        ),
        Index("ix_letter_sent_at", "sent_at", sqlite_where=text("sent_at IS NOT NULL"),
              postgresql_where=text("sent_at IS NOT NULL")),
        own(),
    )  # fmt: skip

    letter_key: str = Field(max_length=200)
    kind: LetterKind = word(LetterKind)
    person_id: int | None = Field(default=None, index=True)
    to_name: str
    to_address: str = Field(max_length=254)
    subject: str
    text: str
    html: str
    message_id: str = Field(unique=True, max_length=200)
    references: list[str] = json(default_factory=list)
    """Message-IDs of the roots of its threads, one per assignment or report."""
    created_at: datetime = instant()
    not_before: datetime = instant()
    expires_at: datetime = instant()
    state: LetterState = word(LetterState, default=LetterState.QUEUED)
    attempts: int = 0
    lease_until: datetime | None = instant(default=None)
    lease_owner: str | None = None
    begun_at: datetime | None = instant(default=None)
    """When the transmission (DATA) began: a crash after this leaves the letter in doubt."""
    sent_at: datetime | None = instant(default=None)
    outcome: str = ""
    """The server's last answer or the error, for people to read."""


class Attachment(Row, table=True):
    """A paper that goes with a letter."""

    __tablename__ = "attachment"
    __table_args__ = (belongs("letter"), belongs("paper"), UniqueConstraint("letter_id", "paper_id"), own())

    letter_id: int
    paper_id: int
    filename: str


class LetterFile(Row, table=True):
    """A small file made with a letter (a calendar entry), stored with it and sent as it is."""

    __tablename__ = "letter_file"
    __table_args__ = (belongs("letter"), own())

    letter_id: int = Field(index=True)
    filename: str = Field(max_length=200)
    media_type: str = Field(max_length=100)
    content: bytes


class Reminder(Row, table=True):
    """A rung that was due for a person: either its letter or the reason why none went."""

    __tablename__ = "reminder"
    __table_args__ = (
        belongs("assignment"),
        belongs("person"),
        belongs("letter"),
        UniqueConstraint("assignment_id", "rung", "person_id"),
        CheckConstraint(
            "(letter_id IS NOT NULL AND reason = '') OR (letter_id IS NULL AND reason <> '')",
            name="letter_or_reason",
        ),
        own(),
    )

    assignment_id: int
    rung: str = Field(max_length=60)
    person_id: int = Field(index=True)
    due_at: datetime = instant()
    recorded_at: datetime = instant()
    letter_id: int | None = Field(default=None, index=True)
    reason: str = ""
    dropped_at: datetime | None = instant(default=None)
    """When its letter, held for a yes, was dropped."""
