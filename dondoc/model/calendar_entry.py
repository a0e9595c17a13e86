"""What calendars were told about a deadline."""

from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field

from dondoc.model.base import Row, belongs, date, datetime, instant, json, own, word
from dondoc.model.words import DeadlineKind


class CalendarEntry(Row, table=True):
    """The last that calendars were told under a UID. Kept for ever, so that its sequence never falls."""

    __tablename__ = "calendar_entry"
    __table_args__ = (
        belongs("unit"),
        UniqueConstraint("agency_id", "uid"),
        CheckConstraint("sequence >= 0", name="sequence"),
        Index("ix_calendar_entry_reach", "agency_id", "kind", "unit_id", "day"),
        own(),
    )

    uid: str = Field(max_length=600)
    kind: DeadlineKind = word(DeadlineKind)
    unit_id: int | None = None
    """Whose feed it is in; None for what the whole agency hears."""
    day: date
    sequence: int = 0
    """How often what is told has changed."""
    changed_at: datetime = instant()
    told: dict[str, Any] = json()
    """All that was told (`dondoc.rules.entries.Entry`), so that it can be called off once its round is gone."""
