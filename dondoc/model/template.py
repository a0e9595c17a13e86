"""WordTemplate: an agency's own Word template for its reports."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, own


class WordTemplate(Row, table=True):
    """A template that was guarded, linted and test-rendered; in force once a second person has looked at it."""

    __tablename__ = "word_template"
    __table_args__ = (
        belongs("person", "uploaded_by"),
        belongs("person", "activated_by"),
        CheckConstraint("(activated_at IS NULL) = (activated_by IS NULL)", name="activated_by_somebody"),
        CheckConstraint("activated_by IS NULL OR activated_by <> uploaded_by", name="second_person"),
        own(),
    )

    filename: str
    content: bytes
    sha256: str = Field(max_length=64)
    uploaded_at: datetime = instant()
    uploaded_by: int
    activated_at: datetime | None = instant(default=None)
    activated_by: int | None = None
    retired_at: datetime | None = instant(default=None)
