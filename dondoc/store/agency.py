"""Questions about agencies, their units, calendars and hours."""

from dataclasses import replace
from datetime import time
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from dondoc.model import Agency, CalendarDay, Unit
from dondoc.rules.plan import UnitSpan
from dondoc.rules.public_days import public_calendar
from dondoc.rules.workdays import Calendar, Hours, Override


def agencies(session: Session) -> list[Agency]:
    """All agencies of the installation."""
    return list(session.exec(select(Agency).order_by(col(Agency.id))))


def agency(session: Session, agency_id: int) -> Agency:
    """One agency."""
    return session.exec(select(Agency).where(Agency.id == agency_id)).one()


def units(session: Session, agency_id: int) -> list[Unit]:
    """The units of an agency in its order, ended ones included."""
    chosen = select(Unit).where(Unit.agency_id == agency_id)
    return list(session.exec(chosen.order_by(col(Unit.position), col(Unit.id))))


def unit_spans(session: Session, agency_id: int) -> dict[int, UnitSpan]:
    """When each unit exists and who follows it."""
    # Columns, not rows: an agency may write to thousands of units.
    columns = col(Unit.id), col(Unit.valid_from), col(Unit.valid_to), col(Unit.successor_id)
    found = session.exec(select(*columns).where(Unit.agency_id == agency_id))
    return {each[0]: UnitSpan(each[0], *each[1:]) for each in found if each[0] is not None}


def calendar(session: Session, of: Agency) -> Calendar:
    """The working days of an agency: public days off of its country under its own overrides."""
    days = session.exec(select(CalendarDay).where(CalendarDay.agency_id == of.id))
    overrides = {day.day: Override(day.works, day.name, day.basis) for day in days}
    return replace(
        public_calendar(of.country),
        overrides=overrides,
        basis=of.holidays_basis,
        certain_until=of.holidays_until,
    )


def hours(of: Agency) -> Hours:
    """Its office hours in its time zone."""
    return Hours(ZoneInfo(of.time_zone), time.fromisoformat(of.office_from), time.fromisoformat(of.office_to))
