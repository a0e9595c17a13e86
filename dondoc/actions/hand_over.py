"""Hand over: on the day after a unit's last one its open work goes to its successor; what it did stays its own."""

from datetime import datetime

from sqlmodel import col, select

from dondoc.actions.office import Office
from dondoc.model import Assignment, Door, FlowName, ObligationUnit, Part, Period, Report, Unit
from dondoc.rules.plan import acting
from dondoc.store.agency import agency, hours, unit_spans
from dondoc.store.rounds import but_for
from dondoc.store.transaction import Actor, Writing, one_by_one, reading, writing


def hand_over_due(office: Office, now: datetime) -> int:
    """Hand over the open work of every unit that has ended. Returns how many assignments; a second look finds none."""
    with reading(office.engine) as session:
        chosen = select(Unit).where(col(Unit.hand_over_at).is_not(None), col(Unit.hand_over_at) <= now)
        chosen = chosen.where(*but_for(session, FlowName.OPEN, Unit.agency_id))
        waiting = [(unit.key, unit.agency_id) for unit in session.exec(chosen)]
    return one_by_one(waiting, lambda each: _hand_over(office, *each, now))


def _hand_over(office: Office, unit_id: int, agency_id: int, now: datetime) -> int:
    with writing(office.engine, Actor(agency_id, None, Door.FLOW), now) as act:
        unit = act.session.get_one(Unit, unit_id)
        if unit.hand_over_at is None or unit.hand_over_at > now:
            return 0
        today = hours(agency(act.session, agency_id)).today(now)
        heir = acting(unit_id, unit_spans(act.session, agency_id), today)
        unit.hand_over_at = None
        act.session.add(unit)
        moved = _give(act, unit_id, heir) if heir and heir != unit_id else 0
        act.audit("hand_over", "unit", unit_id, successor=heir, assignments=moved)
        return moved


def _give(act: Writing, unit_id: int, heir: int) -> int:
    """The heir carries what is open: the unit's own work, and what the unit carried for others."""
    session = act.session
    chosen = select(Assignment).where(
        col(Assignment.closed_at).is_(None),
        (col(Assignment.carried_by_id) == unit_id)
        | (col(Assignment.carried_by_id).is_(None) & (col(Assignment.unit_id) == unit_id)),
    )
    found = list(session.exec(chosen))
    for assignment in found:
        assignment.carried_by_id = heir
        session.add(assignment)
    led = (
        select(Period)
        .join(ObligationUnit, col(ObligationUnit.obligation_id) == col(Period.obligation_id))
        .join(Report, col(Report.period_id) == col(Period.id), isouter=True)
        .where(ObligationUnit.part == Part.LEAD, col(Report.signed_at).is_(None))
        .where(
            (col(Period.led_by_id) == unit_id)
            | (col(Period.led_by_id).is_(None) & (col(ObligationUnit.unit_id) == unit_id))
        )
    )
    for period in session.exec(led):
        period.led_by_id = heir
        session.add(period)
    return len(found)
