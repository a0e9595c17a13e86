"""A rule: what the plan says, what holds now, the rounds to come and why they are then, and ways to change it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from sqlmodel import col, select
from starlette.responses import RedirectResponse, Response

from dondoc.actions import adjust
from dondoc.model import Adjustment, Event, PeriodKind, RuleKind, Standing
from dondoc.rules.plan import RuleValues, kinds_on, lasting_days
from dondoc.rules.recurrence import Days
from dondoc.store import page_changes
from dondoc.texts import word
from dondoc.texts.dates import day_rule
from dondoc.web.change_words import Shown, shown
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt
from dondoc.web.pages import Problem
from dondoc.web.ruled import Ruled, ruled

SHOWN_AT_ONCE = 8
"""Rounds in the first table; those after them are folded."""
_PREFILLED = ("scope", "round", "due_day", "send_day")


@dataclass(frozen=True)
class InForce:
    """One thing that a rule says; `planned` where the plan says otherwise."""

    name: str
    said: str
    planned: str = ""


def show(desk: SignedDesk, rule_id: RowId) -> Response:
    """The rule; with a proposal in the address, on to the form that makes it."""
    found = ruled(desk, rule_id)
    proposed = {name: desk.request.query_params.get(name, "") for name in _PREFILLED}
    if found.values and (proposed["round"] or proposed["due_day"]):
        path = desk.request.app.url_path_for("rule-change", rule_id=rule_id)
        query = urlencode({name: value for name, value in proposed.items() if value})
        return RedirectResponse(f"{path}?{query}", status_code=303)
    return _page(desk, found, [])


def confirm(desk: SignedDesk, rule_id: RowId) -> Response:
    """Confirm what is proposed."""
    found = ruled(desk, rule_id)
    problems = attempt(lambda: adjust.confirm(desk.office, desk.actor, rule_id, desk.now))
    if problems:
        return _page(desk, found, problems)
    return desk.go("rule", done="da-xac-nhan", rule_id=rule_id)


def _page(desk: Desk, found: Ruled, problems: list[Problem]) -> Response:
    rule_id, agency_id = found.rule.key, desk.agency.key
    with desk.reading() as session:
        names = page_changes.names(session, agency_id)
        made = page_changes.changes(session, agency_id, Adjustment.rule_id == rule_id)
        regime = page_changes.regime_in_force(session, found.rule)
        events = list(session.exec(select(Event).where(Event.rule_id == rule_id).order_by(col(Event.number).desc())))
    history: list[Shown] = [shown(row, names) for row in made[: page_changes.PAGE]]
    return desk.page(
        "rule.html",
        422 if problems else 200,
        found=found.planned,
        ruled=found,
        in_force=list(_in_force(found.values, desk.today)) if found.values else [],
        regime=names.regimes.get(regime, ""),
        first=found.rounds[:SHOWN_AT_ONCE],
        rest=found.rounds[SHOWN_AT_ONCE:],
        history=history,
        events=events,
        waits=found.rule.kind is RuleKind.EVENT,
        proposed=found.rule.standing is Standing.PROPOSED,
        problems=problems,
    )


def _in_force(values: RuleValues, today: date) -> Iterator[InForce]:
    now, plan = lasting_days(values), values.days
    yield _told("Loại kỳ", _kinds(kinds_on(values, today)), _kinds(values.kinds))
    for name, said in _LEVELS.items():
        yield _told(name, said(now), said(plan))


def _told(name: str, said: str, planned: str) -> InForce:
    return InForce(name, said, planned if planned != said else "")


def _kinds(kinds: tuple[PeriodKind, ...]) -> str:
    return ", ".join(word(kind) for kind in kinds)


_LEVELS: Mapping[str, Callable[[Days], str]] = {
    "Mở kỳ": lambda days: f"{days.open_before} ngày làm việc trước hạn nộp",
    "Hạn nộp của phòng, đơn vị": lambda days: f"{day_rule(days.due_day)}; {_moved(days, 'due')}",
    "Hạn trình của đơn vị chủ trì": lambda days: f"{days.compile_before} ngày làm việc trước hạn gửi",
    "Hạn ký": lambda days: f"{days.sign_before} ngày làm việc trước hạn gửi",
    "Hạn gửi báo cáo": lambda days: f"{day_rule(days.send_day)}; {_moved(days, 'send')}",
}


def _moved(days: Days, level: str) -> str:
    return f"khi trùng ngày nghỉ: {word(days.due_direction if level == 'due' else days.send_direction)}"
