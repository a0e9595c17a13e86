"""Units change on a day: renamed, merged, split, dissolved. Open work goes to the successor, history keeps the name."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlmodel import col, select

from dondoc.actions.adjust import may_administer
from dondoc.actions.moving import Moving, moving
from dondoc.actions.office import Office
from dondoc.actions.opening import set_hand_over
from dondoc.model import Adjustment, Assignment, ChangeKind, ObligationUnit, Part, Role, Rule, Unit
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, writing

_DAY = timedelta(days=1)


class UnitChange(StrEnum):
    """What happens to units."""

    RENAME = "rename"
    MERGE = "merge"
    SPLIT = "split"
    DISSOLVE = "dissolve"


@dataclass(frozen=True)
class NewUnit:
    """A unit that begins."""

    name: str
    abbreviation: str


@dataclass(frozen=True)
class UnitWanted:
    """A change of units as somebody wants it; `on` is the first day of the new state.

    The heir is the first of `new`, or `into_id`, a unit that exists; a dissolved unit may have none.
    """

    kind: UnitChange
    unit_ids: tuple[int, ...]
    on: date
    new: tuple[NewUnit, ...] = ()
    into_id: int | None = None


def change_units(
    office: Office, actor: Actor, wanted: UnitWanted, reason: str, document: str, now: datetime
) -> Adjustment:
    """Change units by a document. Raises Refused naming the field where the change cannot be."""
    if not reason.strip():
        raise Refused("change_reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        may_administer(act)
        work = moving(act, office)
        ending = _ending(work, wanted)
        created = [_create(work, ending[0], new, wanted.on, document, place) for place, new in enumerate(wanted.new)]
        heir = created[0].key if created else wanted.into_id
        before = {str(unit.key): _span(unit) for unit in ending}
        for unit in ending:
            unit.valid_to, unit.successor_id = wanted.on - _DAY, heir
            set_hand_over(unit, work.local)
            act.session.add(unit)
            if heir:
                _bring_people(work, unit.key, heir)
            for other in created[1:]:
                _take_part(work, unit.key, other.key, wanted.on)
        adjustment = act.add(
            Adjustment(
                agency_id=actor.agency_id, kind=ChangeKind.UNIT, unit_id=ending[0].key, before=before,
                after={
                    "kind": wanted.kind.value, "heir": heir, "created": [unit.key for unit in created],
                    "names": {str(unit.key): unit.name for unit in created},
                },
                effective_from=wanted.on, reason=reason.strip(), document=document.strip(), made_by=actor.person_id,
                made_at=now,
            )
        )  # fmt: skip
        act.audit("change_units", "unit", ending[0].key, adjustment=adjustment.key, after=adjustment.after)
        return adjustment


def _ending(work: Moving, wanted: UnitWanted) -> list[Unit]:
    """The units that end, in the agency's order; the change checked for what it needs."""
    chosen = select(Unit).where(Unit.agency_id == work.owner.key, col(Unit.id).in_(wanted.unit_ids))
    found = list(work.act.session.exec(chosen.order_by(col(Unit.position))))
    if not found or len(found) != len(set(wanted.unit_ids)):
        raise Refused("not_found")
    for unit in found:
        if unit.valid_to is not None:
            raise Refused("unit_ends_already", "unit", name=unit.name, day=unit.valid_to)
        if wanted.on <= unit.valid_from:
            raise Refused("end_before_start", "on", start=unit.valid_from, end=wanted.on - _DAY)
    if any(not new.name.strip() or not new.abbreviation.strip() for new in wanted.new):
        raise Refused("unit_name_missing", "name")
    _check_kind(work, wanted)
    return found


def _check_kind(work: Moving, wanted: UnitWanted) -> None:
    counts = len(set(wanted.unit_ids)), len(wanted.new)
    fits = {
        UnitChange.RENAME: counts == (1, 1) and wanted.into_id is None,
        UnitChange.MERGE: counts[0] + (wanted.into_id is not None) > 1 and counts[1] == (wanted.into_id is None),
        UnitChange.SPLIT: counts[0] == 1 and counts[1] > 1 and wanted.into_id is None,
        UnitChange.DISSOLVE: counts[0] == 1 and counts[1] == 0,
    }
    if not fits[wanted.kind]:
        raise Refused("units_do_not_fit", "unit")
    if wanted.into_id is not None:
        into = work.act.session.get(Unit, wanted.into_id)
        if into is None or into.agency_id != work.owner.key or wanted.into_id in wanted.unit_ids:
            raise Refused("not_found", "into")
        if into.valid_to is not None and into.valid_to < wanted.on:
            raise Refused("unit_ends_already", "into", name=into.name, day=into.valid_to)


def _create(work: Moving, like: Unit, new: NewUnit, on: date, document: str, place: int) -> Unit:
    taken = set(work.act.session.exec(select(Unit.code).where(Unit.agency_id == work.owner.key)))
    stem = like.code[:34]
    code = next(name for number in range(2, 10_000) if (name := f"{stem}-{number}") not in taken)
    unit = Unit(
        agency_id=work.owner.key,
        code=code,
        name=new.name.strip(),
        abbreviation=new.abbreviation.strip(),
        kind=like.kind,
        position=like.position,
        valid_from=on,
        basis=document.strip(),
    )
    return work.act.add(unit)


def _span(unit: Unit) -> dict[str, object]:
    return {"valid_to": str(unit.valid_to or ""), "successor_id": unit.successor_id}


def _bring_people(work: Moving, unit_id: int, heir: int) -> None:
    """Who acts for the ended unit acts for its heir too; leaders in charge stay in charge."""
    session = work.act.session
    known = {(role.person_id, role.kind) for role in session.exec(select(Role).where(col(Role.unit_id) == heir))}
    for role in list(session.exec(select(Role).where(col(Role.unit_id) == unit_id).order_by(col(Role.id)))):
        if (role.person_id, role.kind) not in known:
            known.add((role.person_id, role.kind))
            session.add(Role(agency_id=role.agency_id, person_id=role.person_id, kind=role.kind, unit_id=heir))
    session.flush()


def _take_part(work: Moving, unit_id: int, other: int, on: date) -> None:
    """A further part of a split unit takes part wherever the unit did, in what still runs."""
    session = work.act.session
    chosen = (
        select(ObligationUnit.obligation_id)
        .join(Rule, col(Rule.obligation_id) == col(ObligationUnit.obligation_id))
        .where(ObligationUnit.unit_id == unit_id, Rule.valid_to >= on)
    )
    for obligation_id in list(session.exec(chosen)):
        session.add(
            ObligationUnit(
                agency_id=work.owner.key, obligation_id=obligation_id, unit_id=other, part=Part.COOPERATING
            )
        )  # fmt: skip
    session.flush()


def put(work: Moving, origin: Adjustment, back: bool) -> None:
    """Take a change of units back. Raises Refused once work was handed over, or to make it again."""
    session = work.act.session
    if not back:
        raise Refused("not_undoable")
    created = [int(str(key)) for key in origin.after.get("created", [])]
    ended = [int(key) for key in origin.before]
    heirs = [*created, *([int(str(origin.after["heir"]))] if origin.after.get("heir") else [])]
    handed = select(Assignment.id).where(
        col(Assignment.unit_id).in_(created)
        | (col(Assignment.unit_id).in_(ended) & col(Assignment.carried_by_id).in_(heirs))
    )
    if session.exec(handed.limit(1)).first():
        raise Refused("unit_work_handed_over")
    for key, span in origin.before.items():
        unit = session.get_one(Unit, int(key))
        told: dict[str, Any] = span
        unit.valid_to = date.fromisoformat(str(told["valid_to"])) if told["valid_to"] else None
        unit.successor_id = int(str(told["successor_id"])) if told["successor_id"] else None
        set_hand_over(unit, work.local)
        session.add(unit)
    session.flush()
    for table in (Role, ObligationUnit):
        session.execute(delete(table).where(col(table.unit_id).in_(created)))
    session.execute(delete(Unit).where(col(Unit.id).in_(created)))
    session.flush()
