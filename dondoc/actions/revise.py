"""A plan's new version: what differs is changed in the plan that runs, so that there is one year and not two.

A plan as a snapshot is data: `of_file` makes it from a file, `of_rows` from the rows, and `apply` makes the rows like
it. So a revision is undone by applying the snapshot of before.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from dondoc.actions.adjust import may_administer
from dondoc.actions.install import unit_parts
from dondoc.actions.moving import Moving, move_every_rule, moving, tell
from dondoc.actions.office import Office
from dondoc.actions.snapshots import Snapshot, differences, keep_what_is_not_said
from dondoc.intake.plan_file import PlanData
from dondoc.intake.rule_part import rule_columns
from dondoc.model import (
    Adjustment,
    ChangeKind,
    Direction,
    Figure,
    FigureValue,
    Obligation,
    ObligationUnit,
    Part,
    Plan,
    Regime,
    Rule,
    RuleKind,
    Standing,
    SumRule,
    Unit,
)
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor, Writing, writing

_PLAN = ("title", "source", "number", "issued", "basis", "signer_title", "signer_name", "archive", "report_subject")
_TEXTS = ("title", "content", "time_quote", "units_quote")
_FIGURE = ("position", "name", "unit_of_measure", "sum_rule", "standing", "basis")
_RULE = (
    "kind", "period_kinds", "exceptions", "continuous", "data_from", "data_to", "due_day", "due_direction", "send_day",
    "send_direction", "open_before", "compile_before", "sign_before", "ladder", "standing", "basis", "valid_from",
    "valid_to",
)  # fmt: skip
_WORDS: Mapping[str, type[StrEnum]] = {
    "kind": RuleKind, "due_direction": Direction, "send_direction": Direction, "standing": Standing,
    "sum_rule": SumRule,
}  # fmt: skip
_DATES = frozenset({"data_from", "data_to", "valid_from", "valid_to"})


def revise_plan(
    office: Office,
    actor: Actor,
    data: PlanData,
    reason: str,
    now: datetime,
    document: str = "",
    from_document: bool = False,
) -> Adjustment:
    """Bring a plan that runs in line with its new version. Raises Refused where there is none, or nothing differs."""
    with writing(office.engine, actor, now) as act:
        return revise_within(act, office, data, reason, document, from_document)


def revise_within(
    act: Writing, office: Office, data: PlanData, reason: str, document: str, from_document: bool = False
) -> Adjustment:
    """The same within an act that has more to do.

    What comes from a document knows no figures, and of a rule only its quote: where that stays, the rule stays.
    """
    if not reason.strip():
        raise Refused("change_reason_missing", "reason")
    may_administer(act)
    work = moving(act, office)
    chosen = select(Plan).where(Plan.agency_id == act.actor.agency_id, Plan.code == data.file.plan.code)
    plan = act.session.exec(chosen).first()
    if plan is None:
        raise Refused("no_such_plan", code=data.file.plan.code)
    before = of_rows(act.session, plan)
    after = of_file(work, data, before)
    if from_document:
        keep_what_is_not_said(before, after)
    if after == before:
        raise Refused("nothing_changed")
    adjustment = act.add(
        Adjustment(
            agency_id=act.actor.agency_id, kind=ChangeKind.PLAN, plan_id=plan.key, before=before, after=after,
            effective_from=work.today, reason=reason.strip(), document=document.strip(),
            made_by=act.actor.person_id, made_at=act.now,
        )
    )  # fmt: skip
    apply(work, plan, after)
    letters = tell(work, adjustment)
    act.audit(
        "revise", "plan", plan.key, adjustment=adjustment.key, differs=differences(before, after), letters=letters
    )
    return adjustment


def put(work: Moving, origin: Adjustment, back: bool) -> None:
    """Apply the plan as it was before a revision, or (not back) after it."""
    apply(work, work.act.session.get_one(Plan, origin.plan_id), origin.before if back else origin.after)


def of_rows(session: Session, plan: Plan) -> Snapshot:
    """A stored plan."""
    units = {unit.key: unit.code for unit in session.exec(select(Unit).where(Unit.agency_id == plan.agency_id))}
    regimes = {each.key: each.code for each in session.exec(select(Regime).where(Regime.agency_id == plan.agency_id))}
    rows = session.exec(
        select(Obligation, Rule)
        .join(Rule, col(Rule.obligation_id) == col(Obligation.id))
        .where(Obligation.plan_id == plan.key)
        .order_by(col(Obligation.position))
    ).all()
    refs = {obligation.key: obligation.ref for obligation, _ in rows}
    obligations = {
        obligation.ref: {
            **{name: getattr(obligation, name) for name in _TEXTS},
            "units": _units(session, obligation, units),
            "figures": _figures(session, obligation),
            "rule": {name: _plain(getattr(rule, name)) for name in _RULE},
            "within": refs.get(rule.within_id or 0),
            "regime": regimes.get(rule.regime_id or 0),
            "ended": rule.valid_to < date(plan.year, 12, 31),
        }
        for obligation, rule in rows
    }
    return {"plan": {name: getattr(plan, name) for name in _PLAN}, "obligations": obligations}


def _units(session: Session, obligation: Obligation, codes: Mapping[int, str]) -> dict[str, str]:
    chosen = select(ObligationUnit).where(ObligationUnit.obligation_id == obligation.key)
    return dict(sorted((codes[each.unit_id], each.part.value) for each in session.exec(chosen)))


def _figures(session: Session, obligation: Obligation) -> dict[str, Snapshot]:
    chosen = select(Figure).where(Figure.obligation_id == obligation.key).order_by(col(Figure.position))
    return {each.code: {name: _plain(getattr(each, name)) for name in _FIGURE} for each in session.exec(chosen)}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, date) else getattr(value, "value", value)


def of_file(work: Moving, data: PlanData, before: Snapshot) -> Snapshot:
    """The new version; an obligation that it no longer has ends today, a new one begins today."""
    year, today = data.file.plan.year, work.today
    every = list(work.act.session.exec(select(Unit.code).where(Unit.agency_id == work.owner.key)))
    obligations: dict[str, Snapshot] = {}
    for part in data.file.obligation:
        known = before["obligations"].get(part.ref)
        begins = known["rule"]["valid_from"] if known else str(max(today, date(year, 1, 1)))
        columns = rule_columns(part.rule, data.regimes.get(part.rule.regime or ""))
        columns |= {
            "ladder": data.ladders[part.rule.ladder].stored(),
            "valid_from": begins,
            "valid_to": date(year, 12, 31),
        }
        obligations[part.ref] = {
            **part.model_dump(include=set(_TEXTS)),
            "units": dict(sorted((code, role.value) for code, role in unit_parts(part, every).items())),
            "figures": {
                figure.code: {"position": place, **figure.model_dump(mode="json", exclude={"code"})}
                for place, figure in enumerate(part.figure, start=1)
            },
            "rule": {name: _plain(columns[name]) for name in _RULE},
            "within": part.rule.within,
            "regime": part.rule.regime,
            "ended": False,
        }
    for ref, gone in before["obligations"].items():
        if ref not in obligations:
            ends = min(str(today - timedelta(days=1)), gone["rule"]["valid_to"])
            obligations[ref] = gone | {"rule": gone["rule"] | {"valid_to": ends}, "ended": True}
    return {"plan": data.file.plan.model_dump(include=set(_PLAN)), "obligations": obligations}


def apply(work: Moving, plan: Plan, snapshot: Snapshot) -> None:
    """Make a stored plan like a snapshot, and its open rounds with it."""
    session = work.act.session
    for name, value in snapshot["plan"].items():
        setattr(plan, name, value)
    session.add(plan)
    stored = {each.ref: each for each in session.exec(select(Obligation).where(Obligation.plan_id == plan.key))}
    for each in stored.values():
        # Out of the way first: two obligations may never have one place, not even while they change.
        each.position += 100_000
        session.add(each)
    session.flush()
    for place, (ref, wanted) in enumerate(snapshot["obligations"].items(), start=1):
        obligation = stored.get(ref)
        if obligation is None:
            texts: dict[str, Any] = {name: wanted[name] for name in _TEXTS}
            obligation = Obligation(agency_id=plan.agency_id, plan_id=plan.key, position=place, ref=ref, **texts)
        for name in _TEXTS:
            setattr(obligation, name, wanted[name])
        obligation.position = place
        session.add(obligation)
        session.flush()
        stored[ref] = obligation
        _put_units(work, obligation, wanted["units"])
        _put_figures(work, obligation, wanted["figures"])
    _put_rules(work, stored, snapshot["obligations"])
    for ref, obligation in stored.items():
        if ref not in snapshot["obligations"]:
            _end(work, obligation)
    session.flush()
    move_every_rule(work)


def _put_units(work: Moving, obligation: Obligation, wanted: Mapping[str, str]) -> None:
    session = work.act.session
    units = {unit.code: unit.key for unit in session.exec(select(Unit).where(Unit.agency_id == work.owner.key))}
    session.execute(delete(ObligationUnit).where(col(ObligationUnit.obligation_id) == obligation.key))
    for code, part in wanted.items():
        session.add(
            ObligationUnit(
                agency_id=work.owner.key, obligation_id=obligation.key, unit_id=units[code], part=Part(part)
            )
        )  # fmt: skip
    session.flush()


def _put_figures(work: Moving, obligation: Obligation, wanted: Mapping[str, Snapshot]) -> None:
    """A figure that somebody has stated stays: what was reported is not taken back."""
    session = work.act.session
    known = {each.code: each for each in session.exec(select(Figure).where(Figure.obligation_id == obligation.key))}
    for code, plain in wanted.items():
        fields = {name: _read(name, value) for name, value in plain.items()}
        figure = known.get(code) or Figure(agency_id=work.owner.key, obligation_id=obligation.key, code=code, **fields)
        for name, value in fields.items():
            setattr(figure, name, value)
        session.add(figure)
    for code, figure in known.items():
        if code not in wanted:
            stated = select(FigureValue.id).where(FigureValue.figure_id == figure.key)
            if session.exec(stated.limit(1)).first() is None:
                session.delete(figure)
    session.flush()


def _put_rules(work: Moving, stored: Mapping[str, Obligation], wanted: Mapping[str, Snapshot]) -> None:
    session = work.act.session
    regimes = {each.code: each.key for each in session.exec(select(Regime).where(Regime.agency_id == work.owner.key))}
    for ref, each in wanted.items():
        rule = session.exec(select(Rule).where(Rule.obligation_id == stored[ref].key)).first()
        fields: dict[str, Any] = {name: _read(name, value) for name, value in each["rule"].items()}
        fields["within_id"] = stored[each["within"]].key if each["within"] else None
        fields["regime_id"] = regimes[each["regime"]] if each["regime"] else None
        if rule is None:
            rule = Rule(agency_id=work.owner.key, obligation_id=stored[ref].key, **fields)
        for name, value in fields.items():
            setattr(rule, name, value)
        session.add(rule)
    session.flush()


def _read(name: str, value: Any) -> Any:
    """A plain value of a snapshot as the column of that name has it."""
    if name in _WORDS:
        return _WORDS[name](value)
    return date.fromisoformat(value) if name in _DATES and value else value


def _end(work: Moving, obligation: Obligation) -> None:
    """An obligation that the snapshot does not know (its adding is undone) has no rounds to come."""
    for rule in work.act.session.exec(select(Rule).where(Rule.obligation_id == obligation.key)):
        rule.valid_to = rule.valid_from - timedelta(days=1)
        work.act.session.add(rule)
