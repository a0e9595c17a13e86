"""OwnWording: an agency's own words for a kind of letter, version by version."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, own


class OwnWording(Row, table=True):
    """A version; the highest of its kind is in force. One without words says: the shipped wording again."""

    __tablename__ = "own_wording"
    __table_args__ = (
        belongs("person", "made_by"),
        UniqueConstraint("agency_id", "kind", "version"),
        CheckConstraint("version >= 1", name="version"),
        CheckConstraint("reason <> ''", name="has_reason"),
        CheckConstraint("(failed_at IS NULL) = (fault = '')", name="failed_has_fault"),
        own(),
    )

    kind: str = Field(max_length=32)
    """A word of LetterKind; not checked here, so that a new kind of letter changes one table only."""
    version: int
    words: str = ""
    reason: str
    made_by: int
    made_at: datetime = instant()
    failed_at: datetime | None = instant(default=None)
    """When a letter could not be said in it and went out in the shipped wording."""
    fault: str = ""
