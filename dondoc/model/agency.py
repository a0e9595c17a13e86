"""Agency, its units, and the days off it keeps."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import Standing, UnitKind


class Agency(SQLModel, table=True):
    """An agency: every row belongs to one. Agencies form a tree through `parent_id`."""

    __tablename__ = "agency"

    id: int | None = Field(default=None, primary_key=True)
    parent_id: int | None = Field(default=None, foreign_key="agency.id")
    code: str = Field(unique=True, max_length=40)
    name: str
    short_name: str
    """As used inside sentences ("Sở")."""
    superior: str
    symbol: str = Field(max_length=40)
    """Letters of its number and symbol ("SKHCN")."""
    place: str
    email: str
    time_zone: str = "Asia/Ho_Chi_Minh"
    country: str = Field(default="VN", max_length=2)
    """Whose public holidays it keeps (ISO 3166)."""
    holidays_basis: str = ""
    """What the public days off rest on, as explanations cite it."""
    holidays_until: int | None = None
    """The last year whose days off are set by a document; later ones are a prediction."""
    office_from: str = "07:30"
    office_to: str = "17:00"
    crowded_week: int = 3
    """How many reports due in one week are too many for one unit."""
    replies: dict[str, object] = json(default_factory=dict)
    """Whom it believes about letters that come in: `dondoc.rules.replies.Policy` as data; empty takes no replies."""
    report_ladder: list[dict[str, object]] = json(default_factory=list)
    """How those are reminded who sit on a report: rungs as data, as a rule's ladder; empty reminds nobody."""
    sign_with_code: bool = False
    """A signature in Dondoc needs a code of the signer's authenticator app, not only their session."""
    sample: bool = False
    """Its units and people are made up, for a rehearsal or a first look."""

    @property
    def key(self) -> int:
        """The id of a stored agency."""
        if self.id is None:
            raise ValueError("Agency is not stored yet")
        return self.id


class Unit(Row, table=True):
    """A unit of the agency, valid for a time; open work of an ended one goes to its successor."""

    __tablename__ = "unit"
    __table_args__ = (
        belongs("unit", "successor_id"),
        UniqueConstraint("agency_id", "code"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="valid_order"),
        Index(
            "ix_unit_hand_over", "hand_over_at",
            sqlite_where=text("hand_over_at IS NOT NULL"), postgresql_where=text("hand_over_at IS NOT NULL"),
        ),
        own(),
    )  # fmt: skip

    code: str = Field(max_length=40)
    name: str
    abbreviation: str
    """As in Nơi nhận ("TTra")."""
    kind: UnitKind = word(UnitKind, default=UnitKind.DIVISION)
    position: int = 0
    """Order of units in every list and paper."""
    valid_from: date
    valid_to: date | None = None
    successor_id: int | None = None
    stands_for_id: int | None = Field(default=None, foreign_key="agency.id")
    """The agency of this installation that this unit is: what it dispatches becomes this unit's submission."""
    standing: Standing = word(Standing, default=Standing.CONFIRMED)
    basis: str = ""
    """What an only proposed unit rests on."""
    hand_over_at: datetime | None = instant(default=None)
    """When its open work goes to its successor: what the clock asks for. None once it has gone, or without an end."""


class Regime(Row, table=True):
    """A named set of data windows with its legal basis (`config/regimes/*.toml`)."""

    __tablename__ = "regime"
    __table_args__ = (UniqueConstraint("agency_id", "code"), own())

    code: str = Field(max_length=40)
    name: str
    basis: str
    valid_from: date
    valid_to: date | None = None
    definition: dict[str, object] = json()


class CalendarDay(Row, table=True):
    """An override of the public calendar: a day off or a worked day, with its basis. It wins."""

    __tablename__ = "calendar_day"
    __table_args__ = (UniqueConstraint("agency_id", "day"), own())

    day: date
    works: bool
    name: str
    basis: str
