"""How the flows run: their list, and one flow's page with its forms and its history."""

from collections.abc import Callable
from datetime import datetime, timedelta

from starlette.responses import Response

from dondoc.actions import schedules
from dondoc.intake.timetable_file import load_timetable
from dondoc.model import FlowName
from dondoc.paths import data_file
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.rules.schedule import LIMITS, Timetable
from dondoc.store import page_schedules
from dondoc.store import schedules as schedule_store
from dondoc.store.page_schedules import FlowFacts
from dondoc.texts.schedules import WHAT_FLOWS_DO, duration
from dondoc.web.desk import Desk, SignedDesk, attempt, must
from dondoc.web.pages import Problem

_UNITS = {"giay": 1, "phut": 60}
_PAUSE_REASON = "pause_reason"


def index(desk: SignedDesk) -> Response:
    """All flows."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = page_schedules.flows(session, desk.agency.key, _configured())
        runs = page_schedules.leading_clock(session, desk.now) is not None
    return desk.page(
        "schedules.html",
        flows=found,
        clock_runs=runs,
        what=WHAT_FLOWS_DO,
        duration=duration,
        looks={each.flow: _next_watch(each, desk.now) for each in found},
    )


def show(desk: SignedDesk, flow: str) -> Response:
    """One flow."""
    return _page(desk, _flow(desk, flow))


def change_interval(desk: SignedDesk, flow: str) -> Response:
    """Change how often it looks."""
    name = _flow(desk, flow)

    def act() -> None:
        seconds, configured = _seconds(desk), _configured()[name].every_seconds
        schedules.set_interval(desk.office, desk.actor, name, seconds, configured, desk.typed("reason"), desk.now)

    return _done(desk, name, act, "da-doi-nhip")


def pause(desk: SignedDesk, flow: str) -> Response:
    """Pause it."""
    name, reason = _flow(desk, flow), desk.typed(_PAUSE_REASON)
    return _done(desk, name, lambda: schedules.pause(desk.office, desk.actor, name, reason, desk.now), "da-dung-luong")


def resume(desk: SignedDesk, flow: str) -> Response:
    """Let it go on."""
    name, reason = _flow(desk, flow), desk.typed(_PAUSE_REASON)
    return _done(desk, name, lambda: schedules.resume(desk.office, desk.actor, name, reason, desk.now), "da-chay-tiep")


def run_now(desk: SignedDesk, flow: str) -> Response:
    """Ask for a run at once."""
    name = _flow(desk, flow)
    return _done(desk, name, lambda: schedules.run_now(desk.office, desk.actor, name, desk.now), "se-chay-ngay")


def _flow(desk: Desk, flow: str) -> FlowName:
    must(access.administers(desk.viewer))
    must(flow in {each.value for each in FlowName})
    return FlowName(flow)


def _configured() -> Timetable:
    return load_timetable(data_file("config", "timetable.toml"))


def _seconds(desk: Desk) -> int:
    typed, unit = desk.typed("every"), desk.typed("unit")
    must(unit in _UNITS)
    if not typed.isascii() or not typed.isdecimal() or len(typed) > 6:
        raise Refused("interval_missing", "every")
    return int(typed) * _UNITS[unit]


def _done(desk: Desk, flow: FlowName, act: Callable[[], None], said: str) -> Response:
    problems = attempt(act)
    if not problems:
        return desk.go("schedule", done=said, flow=flow.value)
    if _PAUSE_REASON in desk.form:
        # Two forms of the page ask for a reason; the problem stands at the one that was sent.
        problems = [Problem(each.message, each.field and _PAUSE_REASON) for each in problems]
    return _page(desk, flow, problems)


def _page(desk: Desk, flow: FlowName, problems: list[Problem] | None = None) -> Response:
    with desk.reading() as session:
        found = page_schedules.flows(session, desk.agency.key, _configured())
        history = schedule_store.changes(session, desk.agency.key, flow)
        runs = page_schedules.leading_clock(session, desk.now) is not None
    facts = next(each for each in found if each.flow is flow)
    unit = "phut" if facts.every % 60 == 0 else "giay"
    typed = {"every": str(facts.every // _UNITS[unit]), "unit": unit, "reason": "", _PAUSE_REASON: ""}
    return desk.page(
        "schedule.html",
        422 if problems else 200,
        facts=facts,
        history=history,
        clock_runs=runs,
        what=WHAT_FLOWS_DO[flow],
        duration=duration,
        limits=LIMITS[flow],
        typed=typed | {name: desk.typed(name) for name in typed if name in desk.form},
        look=_next_watch(facts, desk.now),
        problems=problems or [],
    )


def _next_watch(facts: FlowFacts, now: datetime) -> datetime | None:
    """When `watch` looks next: each of its looks is a run. Other flows look without one where nothing is due."""
    if facts.flow is not FlowName.WATCH or facts.last_run is None:
        return None
    return max(now, facts.last_run.started_at + timedelta(seconds=facts.tick.every_seconds))
