"""The archive copy: what a clerk hands over once a report is dispatched, and whether it is still what it was."""

import hashlib
from datetime import datetime

from sqlmodel import Session

from dondoc.actions.dispatch import signed_report
from dondoc.actions.evidence_pack import packed
from dondoc.actions.office import Office
from dondoc.model import ArchiveCopy, LetterState
from dondoc.paper.pack import faults
from dondoc.rules.archive import may_archive
from dondoc.store import archive as shelf
from dondoc.store import corrections
from dondoc.store.transaction import Actor, writing


def archive(office: Office, actor: Actor, report_id: int, folder: str, now: datetime) -> ArchiveCopy:
    """Hand a dispatched report over to the archive: its evidence pack, as bytes that stay.

    Raises Refused without the name of the file it belongs to, before dispatch, while a letter's fate or a correcting
    letter is open, and where nothing has been issued since the last copy.
    """
    with writing(office.engine, actor, now) as act:
        _, facts = signed_report(act, report_id)
        letters = shelf.letters(act.session, report_id)
        copies = shelf.copies(act.session, report_id)
        may_archive(
            folder,
            issued_at=shelf.last_issued(act.session, report_id),
            open_letters=sum(letter.state in _OPEN for letter in letters),
            open_correction=_open_correction(act.session, report_id),
            archived_at=copies[-1].archived_at if copies else None,
        )
        made = packed(act, report_id, facts)
        row = act.add(
            ArchiveCopy(
                agency_id=actor.agency_id,
                report_id=report_id,
                folder=folder.strip(),
                content=made.data,
                sha256=hashlib.sha256(made.data).hexdigest(),
                seal=made.seal,
                archived_at=now,
                archived_by=actor.person_id or 0,
            )
        )
        act.audit("archive", "report", report_id, folder=row.folder, seal=row.seal, sha256=row.sha256)
        return row


_OPEN = frozenset({LetterState.QUEUED, LetterState.SENDING, LetterState.IN_DOUBT, LetterState.HELD})


def _open_correction(session: Session, report_id: int) -> bool:
    made = corrections.standing(session, report_id)
    return made is not None and not corrections.dispatches(session, made.key)


def is_whole(copy: ArchiveCopy) -> bool:
    """Whether a copy is, byte for byte, what was handed over."""
    return hashlib.sha256(copy.content).hexdigest() == copy.sha256 and not faults(copy.content, copy.seal)
