"""One round of a rule: give it other dates, or call it off."""

from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from dondoc.actions import adjust
from dondoc.model import Scope
from dondoc.rules.adjust import Wanted
from dondoc.web import forms, two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.ruled import RoundView, Ruled, with_rounds
from dondoc.web.two_steps import Reading, Step, take

RoundName = Annotated[str, Path(pattern=r"^[a-z_]{1,20}-\d{1,3}-\d{4}$")]
_DATES = ("data_from", "data_to", "due_day", "send_day")
_ATTRIBUTES = {"due_day": "due_on", "send_day": "send_on"}


def show_move(desk: SignedDesk, rule_id: RowId, round_name: RoundName) -> Response:
    """The form for other dates."""
    found, view = _round(desk, rule_id, round_name)
    return _page(desk, "rule_move.html", found, view, Step(), _dates_of(view) | {"reason": "", "document": ""})


def move(desk: SignedDesk, rule_id: RowId, round_name: RoundName) -> Response:
    """Show what other dates do, or save them."""
    found, view = _round(desk, rule_id, round_name)
    typed = {name: desk.typed(name) for name in (*_DATES, "reason", "document")}
    reading = Reading(desk)
    wanted = _moved(reading, view, typed)
    step = Step(reading.problems)
    if not reading.problems:
        step = take(desk, lambda office: adjust.change_rule(office, desk.actor, rule_id, wanted, desk.now))
    if step.saved:
        return desk.go("rule", done="da-doi-ky", rule_id=rule_id)
    return _page(desk, "rule_move.html", found, view, step, typed)


def show_cancel(desk: SignedDesk, rule_id: RowId, round_name: RoundName) -> Response:
    """The form for calling it off."""
    found, view = _round(desk, rule_id, round_name)
    return _page(desk, "rule_cancel.html", found, view, Step(), {"reason": "", "document": ""})


def cancel(desk: SignedDesk, rule_id: RowId, round_name: RoundName) -> Response:
    """Show what calling it off does, or do it."""
    found, view = _round(desk, rule_id, round_name)
    reading = Reading(desk)
    reading.reason()
    step = Step(reading.problems)
    if not reading.problems:
        step = take(
            desk,
            lambda office: adjust.cancel_round(
                office, desk.actor, rule_id, round_name, desk.typed("reason"), desk.now, desk.typed("document")
            ),
        )
    if step.saved:
        return desk.go("rule", done="da-huy-ky", rule_id=rule_id)
    typed = {name: desk.typed(name) for name in ("reason", "document")}
    return _page(desk, "rule_cancel.html", found, view, step, typed)


def _round(desk: Desk, rule_id: int, round_name: str) -> tuple[Ruled, RoundView]:
    found = with_rounds(desk, rule_id)
    view = next((each for each in found.rounds if each.dated.round.name == round_name), None)
    must(view)
    assert view is not None
    return found, view


def _dates_of(view: RoundView) -> dict[str, str]:
    return {name: f"{getattr(view.dated, _ATTRIBUTES.get(name, name)):%d/%m/%Y}" for name in _DATES}


def _moved(reading: Reading, view: RoundView, typed: dict[str, str]) -> Wanted:
    """Only the dates that differ from those shown are set; the others keep following from the rule."""
    fields: dict[str, object] = {}
    for name in _DATES:
        before = getattr(view.dated, _ATTRIBUTES.get(name, name))
        day = reading.read(lambda n=name: forms.day(typed[n], n), before)  # type: ignore[misc]
        if day != before:
            fields[name] = str(day)
    reading.reason()
    return Wanted(Scope.ONE, fields, view.dated.round.name, reason=typed["reason"], document=typed["document"])


def _page(desk: Desk, template: str, found: Ruled, view: RoundView, step: Step, typed: dict[str, str]) -> Response:
    return two_steps.page(desk, template, step, typed, found=found.planned, view=view)
