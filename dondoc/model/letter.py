"""Letter: the outbox; LetterBody: what letters alike say.

Reminder: the ledger of every rung that was due, and its letter or the reason for none.
"""

from collections.abc import Sequence

from markupsafe import escape
from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, Relationship

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import LetterKind, LetterState, OrderKind

MARK = "\x1f"
"""A rendered body holds no control character; here its number stands between two, for a word of the letter's own."""


def filled(marked: str, words: Sequence[str]) -> str:
    """A marked text with these words in their places."""
    if MARK not in marked:
        return marked
    pieces = marked.split(MARK)
    pieces[1::2] = [words[int(number)] for number in pieces[1::2]]
    return "".join(pieces)


def filled_html(marked: str, words: Sequence[str]) -> str:
    """A marked HTML page with these words in their places, escaped."""
    return filled(marked, [str(escape(word)) for word in words]) if MARK in marked else marked


class LetterBody(Row, table=True):
    """What letters say that are alike but for some words; stored once, never changed."""

    __tablename__ = "letter_body"
    __table_args__ = (UniqueConstraint("agency_id", "digest"), own())

    digest: str = Field(max_length=64)
    """SHA-256 of the other two; bodies of before 0004 have their letter's id instead."""
    text: str
    """Plain text, marked (`filled`)."""
    html: str
    """A page, marked (`filled_html`)."""


class Letter(Row, table=True):
    """A rendered letter, stored with the act that causes it; its key makes a second one impossible."""

    __tablename__ = "letter"
    __table_args__ = (
        belongs("person"),
        belongs("letter_body", "body_id"),
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
    body_id: int | None = None
    """None only in a copy to look ahead with (`dondoc.store.copy`)."""
    words: list[str] = json(default_factory=list)
    """Its own words in the body, by number."""
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
    body: LetterBody | None = Relationship(
        sa_relationship_kwargs={
            "lazy": "selectin", "viewonly": True, "foreign_keys": "Letter.body_id",
            "primaryjoin": "Letter.body_id == LetterBody.id",
        }
    )  # fmt: skip

    @property
    def text(self) -> str:
        """The plain text as it is sent."""
        return filled(self.body.text, self.words) if self.body else ""

    @property
    def html(self) -> str:
        """The page as it is sent."""
        return filled_html(self.body.html, self.words) if self.body else ""


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
    """A rung that was due for a person: either its letter or the reason why none went.

    It is about a unit's part in a round, or about a report that waits for somebody.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        belongs("assignment"),
        belongs("report"),
        belongs("person"),
        belongs("person", "on_behalf_of_id"),
        belongs("letter"),
        belongs("superior_order", "order_id"),
        UniqueConstraint("assignment_id", "rung", "person_id"),
        UniqueConstraint("report_id", "rung", "person_id"),
        CheckConstraint("(assignment_id IS NULL) <> (report_id IS NULL)", name="about_one"),
        CheckConstraint(
            "(letter_id IS NOT NULL AND reason = '') OR (letter_id IS NULL AND reason <> '')",
            name="letter_or_reason",
        ),
        own(),
    )

    assignment_id: int | None = None
    report_id: int | None = None
    rung: str = Field(max_length=60)
    """Its code on the ladder; for a report behind the turn it belongs to ("step-17/sau-1")."""
    person_id: int = Field(index=True)
    on_behalf_of_id: int | None = None
    """The absent person in whose place that one hears."""
    order_id: int | None = None
    """The superior's order that made it so: a rung put off, or said to another superior."""
    due_at: datetime = instant()
    recorded_at: datetime = instant()
    letter_id: int | None = Field(default=None, index=True)
    reason: str = ""
    dropped_at: datetime | None = instant(default=None)
    """When its letter, held for a yes, was dropped."""

    @property
    def noun(self) -> str:
        """What it is about: "assignment" or "report"."""
        return "report" if self.assignment_id is None else "assignment"

    @property
    def about(self) -> tuple[str, int]:
        """What it is about, with its id."""
        return self.noun, self.assignment_id or self.report_id or 0


class SuperiorOrder(Row, table=True):
    """A superior's word on hearing about a unit: not before a day, or another superior hears instead.

    In force until its maker takes it back or the round is closed.
    """

    __tablename__ = "superior_order"
    __table_args__ = (
        belongs("assignment"),
        belongs("person", "to_id"),
        belongs("person", "made_by"),
        CheckConstraint("(kind = 'hold') = (until IS NOT NULL)", name="hold_has_day"),
        CheckConstraint("(kind = 'redirect') = (to_id IS NOT NULL)", name="redirect_has_person"),
        CheckConstraint("reason <> ''", name="reason_given"),
        Index(
            "uq_superior_order_open", "assignment_id", "kind", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
        own(),
    )  # fmt: skip

    assignment_id: int = Field(index=True)
    kind: OrderKind = word(OrderKind)
    until: date | None = None
    to_id: int | None = None
    reason: str
    """Why, as the unit or the other superior reads it."""
    made_by: int
    made_at: datetime = instant()
    ended_at: datetime | None = instant(default=None)
