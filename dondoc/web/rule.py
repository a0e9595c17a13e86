"""A rule: change its days, see every date that moves before saving; confirm what is proposed."""

from starlette.responses import Response

from dondoc.actions import adjust
from dondoc.model import Direction, Rule, RuleKind, Standing
from dondoc.rules import access
from dondoc.rules.adjust import DateChange, RuleChange
from dondoc.rules.refusal import Refused
from dondoc.store import page_plans
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem

_FIELDS = ("due_day", "due_direction", "send_day", "send_direction", "reason")


def show(desk: SignedDesk, rule_id: RowId) -> Response:
    """The rule, its next dates and its history."""
    rule = _rule(desk, rule_id)
    return _page(desk, rule_id, _typed_from(rule), _current(rule))


def change(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show what a change does, or save it."""
    rule = _rule(desk, rule_id)
    typed = {name: desk.typed(name) for name in _FIELDS}
    read: list[RuleChange] = []
    problems = attempt(lambda: read.append(_read(desk)))
    if problems:
        return _page(desk, rule_id, typed, _current(rule), problems)
    if desk.typed("viec") == "luu":
        problems = attempt(lambda: adjust.save(desk.office, desk.actor, rule_id, read[0], typed["reason"], desk.now))
        if not problems:
            return desk.go("rule", done="da-doi-lich", rule_id=rule_id)
    return _page(desk, rule_id, typed, read[0], problems, looked=True)


def confirm(desk: SignedDesk, rule_id: RowId) -> Response:
    """Confirm what is proposed."""
    rule = _rule(desk, rule_id)
    problems = attempt(lambda: adjust.confirm(desk.office, desk.actor, rule_id, desk.now))
    if problems:
        return _page(desk, rule_id, _typed_from(rule), _current(rule), problems)
    return desk.go("rule", done="da-xac-nhan", rule_id=rule_id)


def _rule(desk: Desk, rule_id: int) -> Rule:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = page_plans.rule(session, desk.agency.key, rule_id)
    must(found)
    assert found is not None
    return found.rule


def _page(
    desk: Desk,
    rule_id: int,
    typed: dict[str, str],
    change: RuleChange,
    problems: list[Problem] | None = None,
    looked: bool = False,
) -> Response:
    with desk.reading() as session:
        found = page_plans.rule(session, desk.agency.key, rule_id)
        history = page_plans.adjustments(session, rule_id)
    must(found)
    assert found is not None
    problems = list(problems or [])
    dates: list[DateChange] = []
    if found.rule.kind is RuleKind.ROUNDS:
        seen = attempt(lambda: dates.extend(adjust.preview(desk.office, desk.actor, rule_id, change, desk.now)))
        problems += [problem for problem in seen if problem not in problems]
        looked = looked and not seen
    return desk.page(
        "rule.html",
        422 if problems else 200,
        found=found,
        history=history,
        typed=typed,
        dates=dates,
        looked=looked,
        directions=list(Direction),
        proposed=found.rule.standing is Standing.PROPOSED,
        problems=problems,
    )


def _current(rule: Rule) -> RuleChange:
    return RuleChange(rule.due_day, rule.due_direction, rule.send_day, rule.send_direction)


def _typed_from(rule: Rule) -> dict[str, str]:
    return {
        "due_day": "" if rule.due_day is None else str(rule.due_day),
        "due_direction": rule.due_direction.value,
        "send_day": "" if rule.send_day is None else str(rule.send_day),
        "send_direction": rule.send_direction.value,
        "reason": "",
    }


def _read(desk: Desk) -> RuleChange:
    return RuleChange(
        _day(desk, "due_day"),
        _direction(desk, "due_direction"),
        _day(desk, "send_day"),
        _direction(desk, "send_direction"),
    )


def _day(desk: Desk, name: str) -> int | None:
    typed = desk.typed(name)
    if not typed:
        return None
    if not typed.isascii() or not typed.isdecimal() or not 1 <= int(typed[:6]) <= 28:
        raise Refused("day_out_of_range", name)
    return int(typed)


def _direction(desk: Desk, name: str) -> Direction:
    typed = desk.typed(name)
    must(typed in {direction.value for direction in Direction})
    return Direction(typed)
