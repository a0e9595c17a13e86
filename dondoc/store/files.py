"""Questions about the files that came with replies: what there is, by whom it is reached, and the bytes of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlmodel import Session

from dondoc.model import METADATA

_FILE = METADATA.tables["incoming_file"]
_LINK = METADATA.tables["submission_file"]
_SHOWN = (_FILE.c.id, _FILE.c.filename, _FILE.c.size, _FILE.c.sha256, _FILE.c.refused)


@dataclass(frozen=True)
class KeptFile:
    """A file without its bytes. `refused` of "" means that it was kept."""

    id: int
    filename: str
    size: int
    sha256: str
    refused: str = ""


def of_submissions(session: Session, agency_id: int, submission_ids: Iterable[int]) -> dict[int, list[KeptFile]]:
    """The files that go with versions, by version, in one query; one without has no entry."""
    chosen = (
        select(_LINK.c.submission_id, *_SHOWN)
        .join(_FILE, _FILE.c.id == _LINK.c.incoming_file_id)
        .where(_LINK.c.agency_id == agency_id, _LINK.c.submission_id.in_(list(submission_ids)))
        .order_by(_LINK.c.id)
    )
    found: dict[int, list[KeptFile]] = {}
    for row in session.execute(chosen):
        found.setdefault(row.submission_id, []).append(_kept(row))
    return found


def of_incoming(session: Session, agency_id: int, incoming_id: int) -> list[KeptFile]:
    """The files that came with one message, those not kept among them."""
    chosen = select(*_SHOWN).where(_FILE.c.agency_id == agency_id, _FILE.c.incoming_id == incoming_id)
    return [_kept(row) for row in session.execute(chosen.order_by(_FILE.c.id))]


def content(session: Session, agency_id: int, file_id: int) -> bytes | None:
    """The bytes of a file of an agency; None where there is none, or it was not kept."""
    chosen = select(_FILE.c.content).where(_FILE.c.id == file_id, _FILE.c.agency_id == agency_id)
    found: bytes | None = session.execute(chosen).scalar()
    return found


def attach(session: Session, agency_id: int, submission_id: int, incoming_id: int) -> int:
    """Let the kept files of a message go with a version. Returns how many were not with it already."""
    chosen = select(_FILE.c.id).where(
        _FILE.c.agency_id == agency_id, _FILE.c.incoming_id == incoming_id, _FILE.c.refused == ""
    )
    return _link(session, agency_id, submission_id, session.execute(chosen.order_by(_FILE.c.id)).scalars())


def carry_over(session: Session, agency_id: int, before_id: int, submission_id: int) -> None:
    """Let the files of one version go with the next one too."""
    chosen = select(_LINK.c.incoming_file_id).where(_LINK.c.agency_id == agency_id, _LINK.c.submission_id == before_id)
    _link(session, agency_id, submission_id, session.execute(chosen.order_by(_LINK.c.id)).scalars())


def detach(session: Session, agency_id: int, submission_id: int, file_ids: Iterable[int]) -> int:
    """Take files from a version; they stay with the message they came with. Returns how many."""
    which = (
        _LINK.c.agency_id == agency_id, _LINK.c.submission_id == submission_id,
        _LINK.c.incoming_file_id.in_(list(file_ids)),
    )  # fmt: skip
    return int(session.connection().execute(delete(_LINK).where(*which)).rowcount)


def _link(session: Session, agency_id: int, submission_id: int, file_ids: Iterable[int]) -> int:
    chosen = select(_LINK.c.incoming_file_id).where(_LINK.c.submission_id == submission_id)
    there = set(session.execute(chosen).scalars())
    rows = [
        {"agency_id": agency_id, "submission_id": submission_id, "incoming_file_id": each}
        for each in file_ids
        if each not in there
    ]
    if rows:
        session.connection().execute(insert(_LINK), rows)
    return len(rows)


def _kept(row: Any) -> KeptFile:
    return KeptFile(row.id, row.filename, row.size, row.sha256, row.refused)
