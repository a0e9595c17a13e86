"""The agency's own days off and worked days: a change moves every deadline that is still open."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from dondoc.actions.adjust import may_administer
from dondoc.actions.moving import Moving, move_every_rule, moving, tell
from dondoc.actions.office import Office
from dondoc.model import Adjustment, CalendarDay, ChangeKind
from dondoc.rules.refusal import Refused
from dondoc.store.agency import calendar
from dondoc.store.transaction import Actor, writing

State = Mapping[str, object]
"""Days (ISO) with their override as a table, or None where the public calendar holds."""


@dataclass(frozen=True)
class DayWanted:
    """A day as somebody wants it: off, worked, or (`works` of None) as the public calendar has it."""

    day: date
    works: bool | None
    name: str = ""


def change_days(
    office: Office, actor: Actor, wanted: Iterable[DayWanted], reason: str, document: str, now: datetime
) -> Adjustment:
    """Set days off and worked days by a document, all or none. Raises Refused naming the field."""
    wanted = list(wanted)
    if not wanted:
        raise Refused("day_missing", "day")
    if not reason.strip():
        raise Refused("change_reason_missing", "reason")
    if not document.strip():
        # Each override cites what it rests on: explanations quote it.
        raise Refused("document_missing", "document")
    with writing(office.engine, actor, now) as act:
        may_administer(act)
        work = moving(act, office)
        before = {str(each.day): _stored(work, each.day) for each in wanted}
        after = {str(each.day): _wanted(each, document.strip()) for each in wanted}
        for each in wanted:
            if each.works is None and before[str(each.day)] is None:
                raise Refused("same_day_rule", "day", day=each.day)
            if each.works is not None and work.days.works(each.day) == each.works:
                raise Refused("same_day_rule", "day", day=each.day)
        adjustment = act.add(
            Adjustment(
                agency_id=actor.agency_id, kind=ChangeKind.CALENDAR, before=before, after=after,
                effective_from=min(each.day for each in wanted), reason=reason.strip(), document=document.strip(),
                made_by=actor.person_id, made_at=now,
            )
        )  # fmt: skip
        put(work, after)
        letters = tell(work, adjustment)
        act.audit("change_days", "agency", actor.agency_id, adjustment=adjustment.key, days=after, letters=letters)
        return adjustment


def _stored(work: Moving, day: date) -> dict[str, object] | None:
    chosen = select(CalendarDay).where(CalendarDay.agency_id == work.owner.key, CalendarDay.day == day)
    row = work.act.session.exec(chosen).first()
    return {"works": row.works, "name": row.name, "basis": row.basis} if row else None


def _wanted(each: DayWanted, document: str) -> dict[str, object] | None:
    if each.works is None:
        return None
    name = each.name.strip() or ("ngày làm bù" if each.works else "ngày nghỉ theo văn bản")
    return {"works": each.works, "name": name, "basis": document}


def put(work: Moving, state: State) -> None:
    """Make the overrides of these days so, and move what is open."""
    session, agency_id = work.act.session, work.owner.key
    days = [date.fromisoformat(day) for day in state]
    known = {
        row.day: row
        for row in session.exec(
            select(CalendarDay).where(CalendarDay.agency_id == agency_id, col(CalendarDay.day).in_(days))
        )
    }
    for day in days:
        override = state[str(day)]
        if isinstance(override, dict):
            row = known.get(day) or CalendarDay(agency_id=agency_id, day=day, works=True, name="", basis="")
            row.works, row.name, row.basis = bool(override["works"]), str(override["name"]), str(override["basis"])
            session.add(row)
        elif day in known:
            session.delete(known[day])
    session.flush()
    work.days = calendar(session, work.owner)
    move_every_rule(work)
