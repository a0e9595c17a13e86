"""Pause a rule, resume it, or record the event that it waits for."""

from starlette.responses import Response

from dondoc.actions import adjust
from dondoc.model import RuleKind
from dondoc.web import forms, two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.ruled import Ruled, with_rounds
from dondoc.web.two_steps import Reading, Step, take

_REASON = ("reason", "document")
_EVENT = ("happened_on", "note")


def show_pause(desk: SignedDesk, rule_id: RowId) -> Response:
    """The form for pausing."""
    return _page(desk, "rule_pause.html", with_rounds(desk, rule_id), Step(), _REASON)


def pause(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show what pausing does, or do it."""
    return _pause_or_resume(desk, rule_id, "rule_pause.html", "da-tam-dung")


def show_resume(desk: SignedDesk, rule_id: RowId) -> Response:
    """The form for resuming."""
    return _page(desk, "rule_resume.html", with_rounds(desk, rule_id), Step(), _REASON)


def resume(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show what resuming does, or do it."""
    return _pause_or_resume(desk, rule_id, "rule_resume.html", "da-tiep-tuc")


def _pause_or_resume(desk: Desk, rule_id: int, template: str, done: str) -> Response:
    found = with_rounds(desk, rule_id)
    act = adjust.pause if template == "rule_pause.html" else adjust.resume
    reason, document = desk.typed("reason"), desk.typed("document")
    reading = Reading(desk)
    reading.reason()
    step = Step(reading.problems)
    if not reading.problems:
        step = take(desk, lambda office: act(office, desk.actor, rule_id, reason, desk.now, document))
    if step.saved:
        return desk.go("rule", done=done, rule_id=rule_id)
    return _page(desk, template, found, step, _REASON)


def show_event(desk: SignedDesk, rule_id: RowId) -> Response:
    """The form for an event."""
    return _page(desk, "rule_event.html", _waiting(desk, rule_id), Step(), _EVENT)


def record(desk: SignedDesk, rule_id: RowId) -> Response:
    """Show the round that an event makes, or record it."""
    found = _waiting(desk, rule_id)
    reading = Reading(desk)
    day = reading.read(lambda: forms.day(desk.typed("happened_on"), "happened_on"), desk.today)
    note = desk.typed("note")
    if not note:
        reading.refuse("note_missing", "note")
    step = Step(reading.problems)
    if not reading.problems:
        step = take(desk, lambda office: adjust.record_event(office, desk.actor, rule_id, day, note, desk.now))
    if step.saved:
        return desk.go("rule", done="da-ghi-su-kien", rule_id=rule_id)
    return _page(desk, "rule_event.html", found, step, _EVENT)


def _waiting(desk: Desk, rule_id: int) -> Ruled:
    found = with_rounds(desk, rule_id)
    must(found.rule.kind is RuleKind.EVENT)
    return found


def _page(desk: Desk, template: str, found: Ruled, step: Step, names: tuple[str, ...]) -> Response:
    typed = {name: desk.typed(name) for name in names}
    return two_steps.page(desk, template, step, typed, found=found.planned, ruled=found)
