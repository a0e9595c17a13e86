"""Questions about the load: every round to come with the units that owe a report in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from dondoc.model import Agency, Assignment, ObligationUnit, Part, Regime, Report
from dondoc.rules.day_rule import parse_day
from dondoc.rules.load import Owed
from dondoc.rules.plan import UnitSpan, assigned
from dondoc.rules.recurrence import ON_REQUEST
from dondoc.rules.workdays import Calendar
from dondoc.store.agency import unit_spans
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.texts import report_name


@dataclass(frozen=True)
class LoadRound:
    """A round as the year knows it and as the rule of the load does."""

    dated: DatedRound
    owed: Owed

    @property
    def label(self) -> str:
        """Its item of the plan and its report: "III.2. Báo cáo … quý I năm 2024"."""
        return f"{self.dated.obligation.ref}. {report_name(self.dated.plan.report_subject, self.dated.name)}"


def load_rounds(session: Session, owner: Agency, days: Calendar) -> list[LoadRound]:
    """The rounds of an agency that units owe reports in; in a fixed number of queries."""
    dated = [
        each for each in dated_rounds(session, owner, days=days) if not each.cancelled and not each.paused
    ]  # fmt: skip
    periods = {each.period.key for each in dated if each.period}
    parts = _parts(session, owner.key)
    spans = unit_spans(session, owner.key)
    open_ = _deadlines(session, periods)
    settled = _settled(session, periods)
    set_by = {each.key: _due_day(each.definition) for each in _regimes(session, owner.key)}
    return [
        LoadRound(
            each,
            Owed(
                rule_id=each.rule.key,
                planned=each.planned,
                deadlines=open_.get(each.period.key, {}) if each.period else _to_come(each, parts, spans),
                legal=each.round.kind in ON_REQUEST
                or str(each.planned.base.due_day) == set_by.get(each.rule.regime_id or 0),
                settled=bool(each.period and each.period.key in settled),
            ),
        )
        for each in dated
    ]


def _parts(session: Session, agency_id: int) -> dict[int, list[tuple[int, Part]]]:
    result: dict[int, list[tuple[int, Part]]] = {}
    for each in session.exec(select(ObligationUnit).where(ObligationUnit.agency_id == agency_id)):
        result.setdefault(each.obligation_id, []).append((each.unit_id, each.part))
    return result


def _to_come(
    each: DatedRound, parts: Mapping[int, list[tuple[int, Part]]], spans: Mapping[int, UnitSpan]
) -> dict[int, date]:
    """Who will owe a report in a round that is not open yet."""
    return dict.fromkeys(assigned(parts.get(each.obligation.key, []), spans, each.opens_on), each.due_on)


def _deadlines(session: Session, periods: set[int]) -> dict[int, dict[int, date]]:
    """Who owes a report in the open rounds, and by when."""
    chosen = select(Assignment).where(col(Assignment.period_id).in_(periods), col(Assignment.excused_at).is_(None))
    result: dict[int, dict[int, date]] = {}
    for each in session.exec(chosen):
        of_round = result.setdefault(each.period_id, {})
        of_round[each.carrier_id] = min(each.deadline, of_round.get(each.carrier_id, each.deadline))
    return result


def _settled(session: Session, periods: set[int]) -> set[int]:
    chosen = select(Report.period_id).where(
        col(Report.period_id).in_(periods), col(Report.sent_up_at).is_not(None) | col(Report.signed_at).is_not(None)
    )
    return set(session.exec(chosen))


def _regimes(session: Session, agency_id: int) -> list[Regime]:
    return list(session.exec(select(Regime).where(Regime.agency_id == agency_id)))


def _due_day(definition: Mapping[str, Any]) -> str:
    """The units' deadline that a regime sets, as rules write it; empty where it sets none."""
    deadlines = definition.get("deadlines") or {}
    day = deadlines.get("due_day")
    return str(parse_day(str(day))) if day else ""
