"""The chain of sign-off: its steps as an agency has them, those of a report, and who may sign for whom."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, own, word
from dondoc.model.words import Capacity, Decision, StepTask


class ChainStep(Row, table=True):
    """A step of an agency's chain of sign-off, in its order; without any the head approves and the leader signs."""

    __tablename__ = "chain_step"
    __table_args__ = (
        belongs("person"),
        UniqueConstraint("agency_id", "position"),
        CheckConstraint("(task = 'form') = (person_id IS NOT NULL)", name="form_is_named"),
        own(),
    )

    position: int
    task: StepTask = word(StepTask)
    person_id: int | None = None


class SignoffStep(Row, table=True):
    """A step of the chain for one version: whose turn it is, and what was decided."""

    __tablename__ = "signoff_step"
    __table_args__ = (
        belongs("report"),
        belongs("report_version", "version_id"),
        belongs("person"),
        belongs("person", "decided_by"),
        UniqueConstraint("version_id", "position", "round"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", name="decided_has_instant"),
        CheckConstraint("decision IS NULL OR decision <> 'returned' OR reason <> ''", name="returned_has_reason"),
        Index(
            "ix_signoff_open", "person_id",
            sqlite_where=text("decision IS NULL"), postgresql_where=text("decision IS NULL"),
        ),
        own(),
    )  # fmt: skip

    report_id: int = Field(index=True)
    version_id: int
    round: int = 1
    """Counts how often this version was sent up."""
    position: int
    person_id: int
    signs: bool = False
    """The last step: its approval is the signature."""
    task: StepTask = word(StepTask, default=StepTask.CONTENT)
    capacity: Capacity = word(Capacity, default=Capacity.OWN)
    """In which capacity `decided_by` signed."""
    decision: Decision | None = word(Decision, default=None, nullable=True)
    decided_at: datetime | None = instant(default=None)
    decided_by: int | None = None
    reason: str = ""


class Delegation(Row, table=True):
    """Who may sign for somebody, in which capacity, from when to when, by which document."""

    __tablename__ = "delegation"
    __table_args__ = (
        belongs("person", "giver_id"),
        belongs("person", "taker_id"),
        belongs("person", "noted_by"),
        CheckConstraint("until >= since", name="order"),
        CheckConstraint("giver_id <> taker_id", name="someone_else"),
        CheckConstraint("capacity <> 'own'", name="for_another"),
        CheckConstraint("basis <> ''", name="basis_given"),
        own(),
    )

    giver_id: int = Field(index=True)
    taker_id: int
    capacity: Capacity = word(Capacity)
    since: date
    until: date
    basis: str
    noted_at: datetime = instant()
    noted_by: int
    ended_at: datetime | None = instant(default=None)
