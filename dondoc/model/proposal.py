"""A plan document that was read and waits for confirmation, and the names that units were found to have."""

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, datetime, instant, json, own, word
from dondoc.model.words import ProposalState


class PlanProposal(Row, table=True):
    """What was proposed from a document, as its administrator mends it; nothing in it is in force."""

    __tablename__ = "plan_proposal"
    __table_args__ = (
        belongs("plan"),
        belongs("plan", "replaces_id"),
        belongs("person", "read_by"),
        CheckConstraint("(state = 'accepted') = (plan_id IS NOT NULL)", name="accepted_is_a_plan"),
        own(),
    )

    file_name: str = Field(max_length=200)
    sha256: str = Field(max_length=64)
    """Of the file's bytes, which are not kept; its text is."""
    proposal: dict[str, object] = json()
    version: int = 1
    """Counts changes, so that nobody overwrites what another one did."""
    state: ProposalState = word(ProposalState, default=ProposalState.OPEN)
    replaces_id: int | None = None
    """The plan this document is a newer version of."""
    plan_id: int | None = None
    read_by: int
    read_at: datetime = instant()


class UnitAlias(Row, table=True):
    """A name that documents give a unit, taught by a correction."""

    __tablename__ = "unit_alias"
    __table_args__ = (
        belongs("unit"),
        belongs("person", "taught_by"),
        UniqueConstraint("agency_id", "name"),
        own(),
    )

    unit_id: int = Field(index=True)
    name: str = Field(max_length=200)
    taught_by: int
    taught_at: datetime = instant()
