"""ArchiveCopy: what was handed over to the archive."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, own


class ArchiveCopy(Row, table=True):
    """The evidence pack of a report as a clerk handed it over (NĐ 30/2020/NĐ-CP art. 19, 29): bytes that never change.

    Another one follows only where something has been issued since.
    """

    __tablename__ = "archive_copy"
    __table_args__ = (
        belongs("report"),
        belongs("person", "archived_by"),
        CheckConstraint("length(content) > 0", name="not_empty"),
        CheckConstraint("folder <> ''", name="folder_named"),
        own(),
    )

    report_id: int = Field(index=True)
    folder: str
    """The file of the office that it belongs to, as the clerk's list names it ("01/2024 - Cải cách tư pháp")."""
    content: bytes
    sha256: str = Field(max_length=64)
    seal: str = Field(max_length=64)
    """The last link of the pack's chain of hashes; the audit log notes it too."""
    archived_at: datetime = instant()
    archived_by: int
