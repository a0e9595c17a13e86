"""What tests of actions look at: rows, as they are after the act."""

from datetime import datetime
from typing import TypeVar

from sqlalchemy import func, select, update
from sqlmodel import SQLModel, col
from sqlmodel import select as select_rows

from dondoc.model import METADATA, Assignment, Letter, LetterKind, Person, Reminder
from dondoc.store.transaction import bookkeeping, broken_line, reading
from tests.cast import Cast

T = TypeVar("T", bound=SQLModel)


def counts(cast: Cast) -> dict[str, int]:
    """How many rows each table has."""
    with cast.office.engine.connect() as connection:
        return {
            name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in METADATA.tables.items()
        }


def everything(cast: Cast) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table: what an act that was undone must not change."""
    with cast.office.engine.connect() as connection:
        return {
            name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key))]
            for name, table in METADATA.tables.items()
        }


def rows(cast: Cast, kind: type[T], *conditions: object) -> list[T]:
    """All rows of a kind, oldest first."""
    with reading(cast.office.engine) as session:
        return list(session.exec(select_rows(kind).where(*conditions).order_by(kind.id)))  # type: ignore[attr-defined, arg-type]


def letters(cast: Cast, kind: LetterKind = LetterKind.REMINDER) -> list[Letter]:
    return rows(cast, Letter, col(Letter.kind) == kind)


def addresses(cast: Cast, kind: LetterKind = LetterKind.REMINDER) -> list[str]:
    """Who was written to, sorted; a person twice stands there twice."""
    return sorted(letter.to_address for letter in letters(cast, kind))


def ledger(cast: Cast, *conditions: object) -> list[tuple[str, str, str, bool]]:
    """The ledger as (unit's assignment, rung, person, whether a letter went), sorted."""
    with reading(cast.office.engine) as session:
        people = {person.key: person.email for person in session.exec(select_rows(Person))}
    found = rows(cast, Reminder, *conditions)
    return sorted((str(row.assignment_id), row.rung, people[row.person_id], row.letter_id is not None) for row in found)


def change(cast: Cast, kind: type[SQLModel], key: int, /, **values: object) -> None:
    """Put a row into a state that no act of this test leads to."""
    with bookkeeping(cast.office.engine) as session:
        session.execute(update(kind).where(kind.id == key).values(**values))  # type: ignore[attr-defined]


def next_rungs(cast: Cast) -> set[datetime | None]:
    return {assignment.next_rung_at for assignment in rows(cast, Assignment)}


def chain_is_whole(cast: Cast) -> bool:
    with reading(cast.office.engine) as session:
        return broken_line(session, cast.agency_id) is None
