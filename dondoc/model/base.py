"""What all tables share: naming, column types, and rows that cannot point into another agency."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Enum, ForeignKeyConstraint, MetaData, Numeric, String, UniqueConstraint
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import Field, SQLModel

METADATA: MetaData = SQLModel.metadata
METADATA.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite keeps no zone, so it is put back on reading.

    Raises ValueError for a naive datetime.
    """

    impl = SqlDateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values and store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must carry a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give an aware UTC value back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """An exact decimal; SQLite has none, so it is kept there as text."""

    impl = String(40)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """NUMERIC on PostgreSQL, text on SQLite."""
        return dialect.type_descriptor(Numeric(24, 6) if dialect.name == "postgresql" else String(40))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Any:
        """Text for SQLite, the number itself for PostgreSQL."""
        return value if value is None or dialect.name == "postgresql" else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:
        """A Decimal without the zeros that NUMERIC pads with."""
        if value is None:
            return None
        number = Decimal(value)
        return number.quantize(Decimal(1)) if number == number.to_integral_value() else number.normalize()


JSON_TYPE = JSON().with_variant(JSONB(), "postgresql")


def word_type(kind: type[StrEnum], check: str | None = None) -> Enum:
    """A column that holds one word of `kind`, checked by the database on both dialects."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=check or kind.__name__.lower(),
        values_callable=lambda words: [word.value for word in words],
    )


def word(kind: type[StrEnum], check: str | None = None, **options: Any) -> Any:
    """Field of one word of the enum `kind`; a second one in a table needs a `check` name of its own."""
    return Field(sa_type=word_type(kind, check), **options)


def instant(**options: Any) -> Any:
    """Field of an aware UTC instant."""
    return Field(sa_type=Instant, **options)


def json(**options: Any) -> Any:
    """Field of JSON data (JSONB on PostgreSQL)."""
    return Field(sa_type=JSON_TYPE, **options)


def exact(**options: Any) -> Any:
    """Field of an exact decimal."""
    return Field(sa_type=Exact, **options)


def belongs(table: str, column: str | None = None) -> ForeignKeyConstraint:
    """A foreign key that also carries the agency, so that no row can point into another agency.

    `column` defaults to `<table>_id`.
    """
    return ForeignKeyConstraint(["agency_id", column or f"{table}_id"], [f"{table}.agency_id", f"{table}.id"])


class Row(SQLModel):
    """What every table but the agency's own has: an id, and the agency it belongs to.

    Tables end their `__table_args__` with `OWN`, the key that `belongs` points at.
    """

    id: int | None = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)

    @property
    def key(self) -> int:
        """The id of a stored row. Raises ValueError for a row that is not stored yet."""
        if self.id is None:
            raise ValueError(f"{type(self).__name__} is not stored yet")
        return self.id


def own() -> UniqueConstraint:
    """The key that `belongs` points at."""
    return UniqueConstraint("agency_id", "id")


__all__ = [
    "METADATA", "Instant", "Row", "belongs", "date", "datetime", "exact", "instant", "json", "own", "time", "word",
]  # fmt: skip
