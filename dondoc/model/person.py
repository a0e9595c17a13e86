"""People, their roles, absences and sign-ins."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, own, word
from dondoc.model.words import FeedReach, LetterKind, RoleKind


class Person(Row, table=True):
    """A person with one address. A bad address is marked, never forgotten."""

    __tablename__ = "person"
    __table_args__ = (UniqueConstraint("agency_id", "email"), own())

    name: str
    title: str
    email: str = Field(max_length=254)
    active: bool = True
    address_failed_at: datetime | None = instant(default=None)


class Role(Row, table=True):
    """What a person may do. Officers and heads act for a unit; a leader with a unit is in charge of it."""

    __tablename__ = "role"
    __table_args__ = (
        belongs("person"),
        belongs("unit"),
        UniqueConstraint("person_id", "kind", "unit_id"),
        Index(
            "uq_role_without_unit", "person_id", "kind", unique=True,
            sqlite_where=text("unit_id IS NULL"), postgresql_where=text("unit_id IS NULL"),
        ),
        CheckConstraint("kind NOT IN ('officer', 'head') OR unit_id IS NOT NULL", name="acts_for_unit"),
        own(),
    )  # fmt: skip

    person_id: int = Field(index=True)
    kind: RoleKind = word(RoleKind)
    unit_id: int | None = Field(default=None, index=True)


class Absence(Row, table=True):
    """Days on which a substitute gets a person's letters."""

    __tablename__ = "absence"
    __table_args__ = (
        belongs("person"),
        belongs("person", "substitute_id"),
        CheckConstraint("until >= since", name="order"),
        CheckConstraint("substitute_id <> person_id", name="someone_else"),
        own(),
    )

    person_id: int = Field(index=True)
    substitute_id: int
    since: date
    until: date


class Declined(Row, table=True):
    """A kind of letter that a person does not want. Only some kinds may be declined (`dondoc.rules.letters`)."""

    __tablename__ = "declined"
    __table_args__ = (belongs("person"), UniqueConstraint("person_id", "kind"), own())

    person_id: int
    kind: LetterKind = word(LetterKind)
    at: datetime = instant()


class SignIn(Row, table=True):
    """One sign-in: a mailed link, used once by a human's POST, then a session until it ends.

    Only hashes are kept, so that a copy of the database opens no session.
    """

    __tablename__ = "sign_in"
    __table_args__ = (
        belongs("person"),
        CheckConstraint("(used_at IS NULL) = (session_hash IS NULL)", name="used_has_session"),
        own(),
    )

    person_id: int = Field(index=True)
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
    session_hash: str | None = Field(default=None, unique=True, max_length=64)
    session_until: datetime | None = instant(default=None)
    ended_at: datetime | None = instant(default=None)


class Feed(Row, table=True):
    """A calendar feed that somebody subscribed to: their own, a unit's, or the agency's. Only a hash opens it."""

    __tablename__ = "feed"
    __table_args__ = (
        belongs("person"),
        belongs("unit"),
        CheckConstraint("(reach = 'unit') = (unit_id IS NOT NULL)", name="unit_feed_has_unit"),
        own(),
    )

    person_id: int = Field(index=True)
    """Who asked for it; it shows no more than they may see, and ends with them."""
    reach: FeedReach = word(FeedReach)
    unit_id: int | None = None
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = instant()
    fetched_at: datetime | None = instant(default=None)
    fetches: int = 0
    revoked_at: datetime | None = instant(default=None)


class SecondFactor(Row, table=True):
    """What a person's authenticator app was set up with; the secret itself is derived and never stored."""

    __tablename__ = "second_factor"
    __table_args__ = (
        belongs("person"),
        UniqueConstraint("person_id"),
        CheckConstraint("failures >= 0", name="failures"),
        own(),
    )

    person_id: int
    nonce: str = Field(max_length=64)
    made_at: datetime = instant()
    confirmed_at: datetime | None = instant(default=None)
    last_step: int = 0
    """The time step of the last code that was taken: none is taken twice."""
    failures: int = 0
    locked_until: datetime | None = instant(default=None)


class RecoveryCode(Row, table=True):
    """A code that stands in once for the authenticator app, as when the phone is lost; only its hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (belongs("person"), UniqueConstraint("person_id", "code_hash"), own())

    person_id: int
    code_hash: str = Field(max_length=64)
    made_at: datetime = instant()
    used_at: datetime | None = instant(default=None)
