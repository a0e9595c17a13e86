"""Submission: one version of a unit's answer, with its texts and figures."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, exact, instant, own, word
from dondoc.model.words import AnswerSection, Door, FigureStatus


class Submission(Row, table=True):
    """A version of a unit's answer. It is a draft until it is submitted; then it never changes.

    The lead unit accepts it or returns it with a reason; a returned one is answered by a new version.
    """

    __tablename__ = "submission"
    __table_args__ = (
        belongs("assignment"),
        belongs("person", "written_by"),
        belongs("person", "decided_by"),
        UniqueConstraint("assignment_id", "version"),
        Index(
            "uq_submission_draft", "assignment_id", unique=True,
            sqlite_where=text("submitted_at IS NULL"), postgresql_where=text("submitted_at IS NULL"),
        ),
        CheckConstraint("accepted_at IS NULL OR returned_at IS NULL", name="one_decision"),
        CheckConstraint(
            "(accepted_at IS NULL AND returned_at IS NULL) OR submitted_at IS NOT NULL", name="decided_is_submitted"
        ),
        CheckConstraint("returned_at IS NULL OR return_reason <> ''", name="returned_has_reason"),
        CheckConstraint("version >= 1", name="version"),
        own(),
    )  # fmt: skip

    assignment_id: int
    version: int
    nothing_to_report: bool = False
    written_by: int
    door: Door = word(Door)
    saved_at: datetime = instant()
    submitted_at: datetime | None = instant(default=None)
    accepted_at: datetime | None = instant(default=None)
    returned_at: datetime | None = instant(default=None)
    return_reason: str = ""
    decided_by: int | None = None


class SubmissionFile(Row, table=True):
    """A file that goes with an answer: one that came with the reply it was made of."""

    __tablename__ = "submission_file"
    __table_args__ = (
        belongs("submission"),
        belongs("incoming_file"),
        UniqueConstraint("submission_id", "incoming_file_id"),
        own(),
    )

    submission_id: int
    incoming_file_id: int


class Acknowledgement(Row, table=True):
    """A person said that the request has reached them ("đã nhận việc"); it answers nothing yet."""

    __tablename__ = "acknowledgement"
    __table_args__ = (belongs("assignment"), belongs("person"), UniqueConstraint("assignment_id", "person_id"), own())

    assignment_id: int
    person_id: int
    door: Door = word(Door)
    at: datetime = instant()


class Answer(Row, table=True):
    """A text of a submission: results per item of the plan, the other sections once (for the round's own item)."""

    __tablename__ = "answer"
    __table_args__ = (
        belongs("submission"),
        belongs("obligation"),
        UniqueConstraint("submission_id", "obligation_id", "section"),
        own(),
    )

    submission_id: int
    obligation_id: int
    section: AnswerSection = word(AnswerSection)
    text: str


class FigureValue(Row, table=True):
    """A figure of a submission. Zero is stated as zero; a figure nobody stated has no row."""

    __tablename__ = "figure_value"
    __table_args__ = (
        belongs("submission"),
        belongs("submission", "stated_in_id"),
        belongs("figure"),
        UniqueConstraint("submission_id", "figure_id"),
        own(),
    )

    submission_id: int
    figure_id: int = Field(index=True)
    value: Decimal = exact()
    stated_in_id: int | None = None
    """The submission in which the unit had stated the same figure already, so that it was not asked again."""
    note: str = ""
    """Why it differs from what was stated there; empty where it was carried over."""
    status: FigureStatus = word(FigureStatus, default=FigureStatus.ACTUAL)
    """How firm it is, where the regime asks for that; else actual."""
