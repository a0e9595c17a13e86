"""A rule: change its days, see every date and letter that this moves before saving; confirm what is proposed."""

from starlette.responses import Response

from dondoc.actions import adjust
from dondoc.actions.foresee import foresee
from dondoc.model import Direction, Rule, RuleKind, Scope, Standing
from dondoc.rules import access
from dondoc.rules.adjust import Wanted
from dondoc.rules.foresee import Foresight
from dondoc.store import page_plans
from dondoc.store.dates import dated_rounds
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem

_DAYS = ("due_day", "due_direction", "send_day", "send_direction")
_FIELDS = (*_DAYS, "scope", "round", "reason", "document")


def show(desk: SignedDesk, rule_id: RowId) -> Response:
    """The rule, its next dates and its history."""
    rule = _rule(desk, rule_id)
    return _page(desk, rule_id, _typed_from(rule))


def change(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show what a change does, or save it."""
    rule = _rule(desk, rule_id)
    typed = {name: desk.typed(name) for name in _FIELDS}
    wanted = _wanted(rule, typed, saving=desk.typed("viec") == "luu")
    if desk.typed("viec") == "luu":
        problems = attempt(lambda: adjust.change_rule(desk.office, desk.actor, rule_id, wanted, desk.now))
        if not problems:
            return desk.go("rule", done="da-doi-lich", rule_id=rule_id)
        return _page(desk, rule_id, typed, problems)
    seen: list[Foresight] = []

    def look() -> None:
        seen.append(
            foresee(
                desk.office,
                desk.agency.key,
                lambda office: adjust.change_rule(office, desk.actor, rule_id, wanted, desk.now),
                desk.now,
            )
        )

    problems = attempt(look)
    return _page(desk, rule_id, typed, problems, seen[0] if seen else None)


def confirm(desk: SignedDesk, rule_id: RowId) -> Response:
    """Confirm what is proposed."""
    rule = _rule(desk, rule_id)
    problems = attempt(lambda: adjust.confirm(desk.office, desk.actor, rule_id, desk.now))
    if problems:
        return _page(desk, rule_id, _typed_from(rule), problems)
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
    problems: list[Problem] | None = None,
    foresight: Foresight | None = None,
) -> Response:
    with desk.reading() as session:
        found = page_plans.rule(session, desk.agency.key, rule_id)
        history = page_plans.adjustments(session, rule_id)
        must(found)
        assert found is not None
        rounds = (
            dated_rounds(session, desk.agency, Rule.id == rule_id) if found.rule.kind is not RuleKind.WITHIN else []
        )
    return desk.page(
        "rule.html",
        422 if problems else 200,
        found=found,
        history=history,
        typed=typed,
        rounds=[each for each in rounds if each.send_on >= desk.today],
        foresight=foresight,
        directions=list(Direction),
        scopes=list(Scope),
        proposed=found.rule.standing is Standing.PROPOSED,
        problems=problems or [],
    )


def _typed_from(rule: Rule) -> dict[str, str]:
    return {
        "due_day": rule.due_day,
        "due_direction": rule.due_direction.value,
        "send_day": rule.send_day,
        "send_direction": rule.send_direction.value,
        "scope": Scope.ALL.value,
        "round": "",
        "reason": "",
        "document": "",
    }


def _wanted(rule: Rule, typed: dict[str, str], saving: bool) -> Wanted:
    """The change as it was typed. A look ahead needs no reason yet."""
    must(typed["scope"] in {scope.value for scope in Scope})
    before = _typed_from(rule)
    scope = Scope(typed["scope"])
    return Wanted(
        scope=scope,
        fields={name: typed[name] for name in _DAYS if typed[name] != before[name]},
        round=(typed["round"] or None) if scope is not Scope.ALL else None,
        reason=typed["reason"] or ("" if saving else "xem trước"),
        document=typed["document"],
    )
