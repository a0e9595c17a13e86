"""Change the days of a rule, for one round, from one on, or for all: only what was altered in the form is set."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from starlette.responses import Response

from dondoc.actions import adjust
from dondoc.model import Direction, PeriodKind, RuleKind, Scope
from dondoc.rules.adjust import Wanted
from dondoc.rules.day_rule import parse_day
from dondoc.rules.plan import kinds_on, lasting_days
from dondoc.rules.recurrence import RHYTHMS, Days
from dondoc.rules.refusal import Refused
from dondoc.store import page_changes
from dondoc.texts.day_choices import choices, chosen, unfit
from dondoc.web import day_fields, forms, two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.pages import Problem
from dondoc.web.ruled import Ruled, with_rounds
from dondoc.web.two_steps import Reading, Step, take

_LEVELS = ("due", "send")
_COUNTS = {"open_before": 1, "compile_before": 0, "sign_before": 0}
_TEXTS = (
    "scope", "round", "since", "base", "due_kind", "due_day", "due_direction", "send_kind", "send_day",
    "send_direction", *_COUNTS, "regime", "reason", "document",
)  # fmt: skip
Typed = dict[str, object]


@dataclass(frozen=True)
class Base:
    """What the form showed first: the days of a round, or of the rule; what differs from it is what is wanted."""

    days: Days
    kinds: tuple[PeriodKind, ...]
    regime: str
    round: str = ""

    def typed(self) -> Typed:
        """The form as it is shown first."""
        shown: Typed = {"round": self.round, "base": self.round, "since": "", "reason": "", "document": ""}
        shown["scope"] = (Scope.FROM if self.round else Scope.ALL).value
        for level in _LEVELS:
            shown[f"{level}_kind"], shown[f"{level}_day"] = chosen(getattr(self.days, f"{level}_day"))
            shown[f"{level}_direction"] = getattr(self.days, f"{level}_direction").value
        shown |= {name: str(getattr(self.days, name)) for name in _COUNTS}
        return shown | {"kinds": [kind.value for kind in self.kinds], "regime": self.regime}


def show(desk: SignedDesk, rule_id: RowId) -> Response:
    """The form; what stands in the address is filled in."""
    found = with_rounds(desk, rule_id)
    asked = desk.request.query_params
    base = _base(desk, found, asked.get("round", ""))
    return _page(desk, found, Step(), base.typed() | _proposed(asked))


def change(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show what the change does, or save it."""
    found = with_rounds(desk, rule_id)
    typed: Typed = {name: desk.typed(name) for name in _TEXTS}
    typed["kinds"] = [str(each) for each in desk.form.getlist("kinds")]
    reading = Reading(desk)
    waits = found.rule.kind is RuleKind.EVENT
    wanted = _wanted(reading, _base(desk, found, desk.typed("base")), typed, _has_rhythm(found), waits)
    if reading.problems:
        return _page(desk, found, Step(reading.problems), typed)
    step = take(desk, lambda office: adjust.change_rule(office, desk.actor, rule_id, wanted, desk.now))
    if step.saved:
        return desk.go("rule", done="da-doi-lich", rule_id=rule_id)
    step.problems = [_placed(problem, wanted) for problem in step.problems]
    return _page(desk, found, step, typed)


def _base(desk: Desk, found: Ruled, round_name: str) -> Base:
    assert found.values is not None
    with desk.reading() as session:
        regime = page_changes.regime_in_force(session, found.rule)
    kinds = kinds_on(found.values, date.max)
    for each in found.rounds:
        if each.dated.round.name == round_name:
            return Base(each.dated.planned.days, kinds, regime, round_name)
    return Base(lasting_days(found.values), kinds, regime)


def _proposed(asked: Mapping[str, str]) -> Typed:
    """What a link to the form proposes; what it says wrongly is left out."""
    shown: Typed = {}
    if asked.get("scope") in {scope.value for scope in Scope}:
        shown["scope"] = asked["scope"]
    for level in _LEVELS:
        try:
            shown[f"{level}_kind"], shown[f"{level}_day"] = chosen(parse_day(asked[f"{level}_day"]))
        except (KeyError, Refused):
            continue
    return shown


def _wanted(reading: Reading, base: Base, typed: Typed, has_rhythm: bool, waits: bool) -> Wanted:
    must(typed["scope"] in {scope.value for scope in Scope})
    scope = Scope(str(typed["scope"]))
    fields = _days(reading, base, typed, waits)
    if has_rhythm:
        fields |= _rhythm(base, typed)
    since = _since(reading, typed) if scope is Scope.FROM else None
    reading.reason()
    return Wanted(
        scope=scope,
        fields=fields,
        round=str(typed["round"]) or None if scope is not Scope.ALL else None,
        since=since,
        reason=str(typed["reason"]),
        document=str(typed["document"]),
    )


def _days(reading: Reading, base: Base, typed: Typed, waits: bool) -> dict[str, object]:
    """The days and counts that differ from what the form showed first."""
    fields: dict[str, object] = {}
    for level in _LEVELS:
        name = f"{level}_day"
        choice, value, before = str(typed[f"{level}_kind"]), str(typed[name]), str(getattr(base.days, name))
        if choice in unfit(level, waits):
            reading.refuse("no_anchor", name)
            continue
        written = reading.read(lambda c=choice, v=value, n=name: day_fields.written(c, v, n), before)  # type: ignore[misc]
        if written != before:
            fields[name] = written
        direction = f"{level}_direction"
        must(typed[direction] in {each.value for each in Direction})
        if typed[direction] != getattr(base.days, direction).value:
            fields[direction] = typed[direction]
    for name, least in _COUNTS.items():
        was: int = getattr(base.days, name)
        number = reading.read(lambda n=name, m=least: day_fields.count(str(typed[n]), n, m), was)  # type: ignore[misc]
        if number != was:
            fields[name] = number
    return fields


def _rhythm(base: Base, typed: Typed) -> dict[str, object]:
    fields: dict[str, object] = {}
    kinds = typed["kinds"]
    assert isinstance(kinds, list)
    if set(kinds) != {kind.value for kind in base.kinds}:
        fields["kinds"] = kinds
    if typed["regime"] != base.regime:
        fields["regime"] = typed["regime"]
    return fields


def _since(reading: Reading, typed: Typed) -> date | None:
    if not typed["since"]:
        return None
    if typed["round"]:
        reading.refuse("round_and_day", "since")
        return None
    return reading.read(lambda: forms.day(str(typed["since"]), "since"), None)


def _placed(problem: Problem, wanted: Wanted) -> Problem:
    """A window that no longer fits its neighbour comes from the rhythm: this form has no window of its own."""
    if problem.field not in {"data_from", "data_to"}:
        return problem
    return Problem(problem.message, "regime" if "regime" in wanted.fields else "kinds")


def _has_rhythm(found: Ruled) -> bool:
    return found.rule.kind is RuleKind.ROUNDS and PeriodKind.ONCE.value not in found.rule.period_kinds


def _page(desk: Desk, found: Ruled, step: Step, typed: Typed) -> Response:
    waits = found.rule.kind is RuleKind.EVENT
    with desk.reading() as session:
        regimes = page_changes.names(session, desk.agency.key).regimes
    return two_steps.page(
        desk, "rule_change.html", step, typed, found=found.planned, rounds=found.rounds, scopes=list(Scope),
        directions=list(Direction), groups={level: list(choices(level, waits)) for level in _LEVELS},
        rhythms=[kind for kind in PeriodKind if kind in RHYTHMS] if _has_rhythm(found) else [], regimes=regimes,
    )  # fmt: skip
