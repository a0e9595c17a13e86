"""Letters into the outbox, many at once, and what goes with them out of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Enum, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from dondoc.model import METADATA, PaperKind
from dondoc.model.base import Instant

AT_ONCE = 500
"""Rows in one statement."""
Values = Mapping[str, Any]

Parts = tuple[str, str]
"""A body's text and page, marked."""
_L: Table = METADATA.tables["letter"]
_BODY: Table = METADATA.tables["letter_body"]
_FILE: Table = METADATA.tables["letter_file"]
_ATTACHMENT: Table = METADATA.tables["attachment"]
_PAPER: Table = METADATA.tables["paper"]
_MEDIA_TYPES = {
    PaperKind.DRAFT: "application/pdf",
    PaperKind.SIGNED: "application/pdf",
    PaperKind.PDF: "application/pdf",
    PaperKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@dataclass(frozen=True)
class Enclosure:
    """A file that goes with a letter."""

    filename: str
    media_type: str
    content: bytes


def insert_all(session: Session, letters: Sequence[Values]) -> dict[tuple[int, str], int]:
    """Store letters, whose columns are the same, in bulk; the ids of those stored, by agency and key.

    One whose key the agency has already is not among them, whoever was first.
    """
    connection = session.connection()
    stored: dict[tuple[int, str], int] = {}
    for first in range(0, len(letters), AT_ONCE):
        some = letters[first : first + AT_ONCE]
        into = _into(connection.dialect, tuple(some[0]))
        values = tuple(make(letter[name]) if make else letter[name] for letter in some for name, make in into.columns)
        for row in connection.exec_driver_sql(into.statement(len(some)), values):
            stored[row[1], row[2]] = row[0]
    return stored


class _Into(NamedTuple):
    """How rows go into the table, spelt for the driver: SQLAlchemy's own way takes three times as long."""

    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    sign: str

    def statement(self, rows: int) -> str:
        """For so many rows."""
        names = ", ".join(f'"{name}"' for name, _ in self.columns)
        places = f"({', '.join([self.sign] * len(self.columns))})"
        return (
            f"INSERT INTO letter ({names}) VALUES {', '.join([places] * rows)} "
            "ON CONFLICT (agency_id, letter_key) DO NOTHING RETURNING id, agency_id, letter_key"
        )


@lru_cache(maxsize=16)
def _into(dialect: Dialect, names: tuple[str, ...]) -> _Into:
    return _Into(tuple((name, _maker(dialect, name)) for name in names), "%s" if dialect.name == "postgresql" else "?")


def _maker(dialect: Dialect, name: str) -> Callable[[Any], Any] | None:
    """What makes a column's value one of the driver's. Letters written together share most instants and words."""
    kind = _L.c[name].type
    make = kind.dialect_impl(dialect).bind_processor(dialect)
    return lru_cache(maxsize=64)(make) if make and isinstance(kind, Instant | Enum) else make


def body_ids(session: Session, agency_id: int, parts: Iterable[Parts]) -> dict[Parts, int]:
    """The ids of these bodies; those that the agency has not yet are stored."""
    digests = {each: _digest(each) for each in parts}
    if not digests:
        return {}
    make = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    known = select(_BODY.c.digest, _BODY.c.id).where(
        _BODY.c.agency_id == agency_id, _BODY.c.digest.in_(list(digests.values()))
    )
    ids = {row.digest: row.id for row in session.execute(known)}
    new = [
        {"agency_id": agency_id, "digest": digest, "text": each[0], "html": each[1]}
        for each, digest in digests.items()
        if digest not in ids
    ]
    if new:
        # Somebody else may store the same at this moment: then theirs is found.
        session.connection().execute(make(_BODY).on_conflict_do_nothing(), new)
        ids = {row.digest: row.id for row in session.execute(known)}
    return {each: ids[digest] for each, digest in digests.items()}


def _digest(parts: Parts) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def add_files(session: Session, agency_id: int, files: Iterable[tuple[int, Enclosure]]) -> None:
    """Store files with their letters."""
    rows = [
        {"agency_id": agency_id, "letter_id": letter_id, "filename": file.filename, "media_type": file.media_type,
         "content": file.content}
        for letter_id, file in files
    ]  # fmt: skip
    if rows:
        session.connection().execute(insert(_FILE), rows)


def add_papers(session: Session, agency_id: int, papers: Iterable[tuple[int, int, str]]) -> None:
    """Attach papers to letters: (letter id, paper id, file name) each."""
    rows = [
        {"agency_id": agency_id, "letter_id": letter_id, "paper_id": paper_id, "filename": filename}
        for letter_id, paper_id, filename in papers
    ]
    if rows:
        session.connection().execute(insert(_ATTACHMENT), rows)


def enclosures(session: Session, letter_ids: Iterable[int]) -> dict[int, list[Enclosure]]:
    """What goes with letters, by letter, papers first; one without has no entry. Each paper is loaded once."""
    wanted = list(letter_ids)
    found: dict[int, list[Enclosure]] = {}
    for letter_id, paper in _papers(session, wanted):
        found.setdefault(letter_id, []).append(paper)
    columns = (_FILE.c.letter_id, _FILE.c.filename, _FILE.c.media_type, _FILE.c.content)
    for row in session.execute(select(*columns).where(_FILE.c.letter_id.in_(wanted)).order_by(_FILE.c.id)):
        found.setdefault(row.letter_id, []).append(Enclosure(row.filename, row.media_type, row.content))
    return found


def _papers(session: Session, letter_ids: list[int]) -> Iterable[tuple[int, Enclosure]]:
    attached = (
        select(_ATTACHMENT.c.letter_id, _ATTACHMENT.c.paper_id, _ATTACHMENT.c.filename)
        .where(_ATTACHMENT.c.letter_id.in_(letter_ids))
        .order_by(_ATTACHMENT.c.id)
    )
    rows = session.execute(attached).all()
    if not rows:
        return
    columns = (_PAPER.c.id, _PAPER.c.kind, _PAPER.c.content)
    wanted = select(*columns).where(_PAPER.c.id.in_({row.paper_id for row in rows}))
    papers = {paper.id: paper for paper in session.execute(wanted)}
    for row in rows:
        paper = papers[row.paper_id]
        yield row.letter_id, Enclosure(row.filename, _MEDIA_TYPES[paper.kind], paper.content)
