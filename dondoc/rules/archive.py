"""When a report may be handed over to the archive (NĐ 30/2020/NĐ-CP art. 19: the kept copy of what was issued)."""

from datetime import datetime

from dondoc.rules.refusal import Refused


def may_archive(
    folder: str, issued_at: datetime | None, open_letters: int, open_correction: bool, archived_at: datetime | None
) -> None:
    """Raise Refused where the copy would not be whole, or is there already."""
    if issued_at is None:
        raise Refused("archive_before_dispatch", "folder")
    if open_letters:
        raise Refused("archive_letters_open", "folder", count=open_letters)
    if open_correction:
        raise Refused("archive_correction_open", "folder")
    if archived_at is not None and archived_at >= issued_at:
        raise Refused("already_archived", "folder")
    if not folder.strip():
        raise Refused("archive_folder", "folder")
