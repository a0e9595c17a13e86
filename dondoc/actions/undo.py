"""Undo: take a change back. The future is then what it would be without it; what was said meanwhile stays said."""

from datetime import datetime

from sqlmodel import col, select

from dondoc.actions import calendar_days, extend, revise, units
from dondoc.actions.adjust import may_administer
from dondoc.actions.moving import Moving, move_rule, moving, tell
from dondoc.actions.office import Office
from dondoc.model import Adjustment, Assignment, ChangeKind, Rule
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, Writing, writing

_OF_RULES = frozenset({ChangeKind.RULE, ChangeKind.CANCEL, ChangeKind.PAUSE, ChangeKind.RESUME})


def undo(office: Office, actor: Actor, adjustment_id: int, reason: str, now: datetime) -> Adjustment:
    """Undo a change, or an undoing. Raises Refused without a reason, where it is undone already or is settled."""
    if not reason.strip():
        raise Refused("change_reason_missing", "reason")
    with writing(office.engine, actor, now) as act:
        may_administer(act)
        target = _target(act, adjustment_id)
        work = moving(act, office)
        undoing = act.add(_undoing(target, actor, reason.strip(), work, now))
        origin, back = _origin(act, target)
        _take_back(work, origin, back)
        letters = tell(work, undoing)
        act.audit("undo", "adjustment", adjustment_id, undoing=undoing.key, reason=undoing.reason, letters=letters)
        return undoing


def _target(act: Writing, adjustment_id: int) -> Adjustment:
    agency_id = act.actor.agency_id
    found = select(Adjustment).where(Adjustment.id == adjustment_id, Adjustment.agency_id == agency_id)
    target = act.session.exec(found).first()
    if target is None:
        raise Refused("not_found")
    if act.session.exec(select(Adjustment.id).where(col(Adjustment.undoes_id) == adjustment_id)).first():
        raise Refused("already_undone")
    if target.assignment_id and act.session.get(Assignment, target.assignment_id) is None:
        # A copy for looking ahead holds no rounds that are signed.
        raise Refused("undo_settled")
    return target


def _undoing(target: Adjustment, actor: Actor, reason: str, work: Moving, now: datetime) -> Adjustment:
    return Adjustment(
        agency_id=target.agency_id,
        kind=ChangeKind.UNDO,
        scope=target.scope,
        rule_id=target.rule_id,
        round=target.round,
        assignment_id=target.assignment_id,
        unit_id=target.unit_id,
        plan_id=target.plan_id,
        before=target.after,
        after=target.before,
        effective_from=work.today,
        reason=reason,
        made_by=actor.person_id,
        made_at=now,
        undoes_id=target.key,
    )


def _origin(act: Writing, target: Adjustment) -> tuple[Adjustment, bool]:
    """The change at the root of a chain of undoings, and whether it is taken back now (else made again)."""
    back = True
    while target.undoes_id is not None:
        target, back = act.session.get_one(Adjustment, target.undoes_id), not back
    return target, back


def _take_back(work: Moving, origin: Adjustment, back: bool) -> None:
    if origin.kind in _OF_RULES:
        move_rule(work, work.act.session.get_one(Rule, origin.rule_id))
    elif origin.kind is ChangeKind.CALENDAR:
        calendar_days.put(work, origin.before if back else origin.after)
    elif origin.kind in {ChangeKind.EXTEND, ChangeKind.EXCUSE}:
        extend.put(work, origin, back)
    elif origin.kind is ChangeKind.UNIT:
        units.put(work, origin, back)
    elif origin.kind is ChangeKind.PLAN:
        revise.put(work, origin, back)
