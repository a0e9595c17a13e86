"""Correction: the letter that corrects the form of an issued report, from its words to its recipients."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, own, word
from dondoc.model.words import Capacity, Channel


class Correction(Row, table=True):
    """A letter that corrects the form of an issued report; a wrong content is replaced by another report.

    A clerk words it, the leader signs, the clerk numbers: its papers are `Paper` rows with `version` = `number_id`.
    """

    __tablename__ = "correction"
    __table_args__ = (
        belongs("report"),
        belongs("issued_number", "number_id"),
        belongs("person", "made_by"),
        belongs("person", "signed_by"),
        belongs("person", "returned_by"),
        UniqueConstraint("number_id"),
        CheckConstraint("wrong <> '' AND correct <> ''", name="said"),
        CheckConstraint("(signed_at IS NULL) = (signed_by IS NULL)", name="signed_by_somebody"),
        CheckConstraint("(returned_at IS NULL) = (return_reason = '')", name="returned_has_reason"),
        CheckConstraint("returned_at IS NULL OR (signed_at IS NULL AND number_id IS NULL)", name="returned_is_open"),
        own(),
    )

    report_id: int = Field(index=True)
    number_id: int | None = None
    """In the book of letters; given after the signature."""
    wrong: str
    """The words as they stand in the report."""
    correct: str
    made_at: datetime = instant()
    made_by: int
    signed_at: datetime | None = instant(default=None)
    signed_by: int | None = None
    capacity: Capacity = word(Capacity, default=Capacity.OWN)
    returned_at: datetime | None = instant(default=None)
    returned_by: int | None = None
    return_reason: str = ""


class CorrectionDispatch(Row, table=True):
    """A correcting letter sent to somebody who had got the report."""

    __tablename__ = "correction_dispatch"
    __table_args__ = (
        belongs("correction"),
        belongs("recipient"),
        belongs("letter"),
        belongs("person", "dispatched_by"),
        UniqueConstraint("correction_id", "recipient_id"),
        CheckConstraint("(channel = 'email') = (letter_id IS NOT NULL)", name="email_has_letter"),
        own(),
    )

    correction_id: int
    recipient_id: int
    channel: Channel = word(Channel)
    letter_id: int | None = None
    dispatched_at: datetime = instant()
    dispatched_by: int
