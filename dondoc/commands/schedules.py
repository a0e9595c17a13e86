"""What `dondoc schedules` does: the operator looks at an agency's flows and changes how they run."""

import json
from collections.abc import Callable

from dondoc import clock
from dondoc.actions import schedules
from dondoc.actions.office import Office
from dondoc.commands import UsageError, open_database
from dondoc.intake.timetable_file import load_timetable
from dondoc.model import Agency, Door, FlowName
from dondoc.paths import data_file
from dondoc.rules.schedule import Timetable
from dondoc.settings import Settings
from dondoc.store.agency import agencies
from dondoc.store.page_schedules import FlowFacts, flows, leading_clock
from dondoc.store.transaction import Actor, reading

_WIDTH = 10


def list_flows(settings: Settings, agency: str, as_json: bool) -> str:
    """How every flow runs for an agency, as lines or as one line of JSON."""
    office = open_database(settings)
    owner = chosen_agency(office, agency)
    with reading(office.engine) as session:
        found = flows(session, owner.key, _configured())
        runs = leading_clock(session, clock.now()) is not None
    told = [_told(each) for each in found]
    if as_json:
        return json.dumps({"agency": owner.code, "clock": runs, "flows": told}, ensure_ascii=False)
    lines = [f"{owner.code}: the clock {'runs' if runs else 'does not run'}."]
    return "\n".join([*lines, *(_line(each) for each in told)])


def set_interval(settings: Settings, agency: str, flow: str, every: int, reason: str) -> str:
    """Change how often a flow looks."""
    name = _flow(flow)
    configured = _configured()[name].every_seconds
    return _change(
        settings,
        agency,
        lambda office, actor: schedules.set_interval(office, actor, name, every, configured, reason, clock.now()),
        f"{name} looks every {every} s from the next look on.",
    )


def pause(settings: Settings, agency: str, flow: str, reason: str) -> str:
    """Pause a flow for an agency."""
    name = _flow(flow)
    return _change(
        settings,
        agency,
        lambda office, actor: schedules.pause(office, actor, name, reason, clock.now()),
        f"{name} leaves this agency's rows alone.",
    )


def resume(settings: Settings, agency: str, flow: str, reason: str) -> str:
    """Let a paused flow go on."""
    name = _flow(flow)
    return _change(
        settings,
        agency,
        lambda office, actor: schedules.resume(office, actor, name, reason, clock.now()),
        f"{name} goes on.",
    )


def run_now(settings: Settings, agency: str, flow: str) -> str:
    """Ask for a run at once."""
    name = _flow(flow)
    return _change(
        settings,
        agency,
        lambda office, actor: schedules.run_now(office, actor, name, clock.now()),
        f"{name} runs as soon as the clock looks: within seconds where one runs.",
    )


def _change(settings: Settings, agency: str, act: Callable[[Office, Actor], None], said: str) -> str:
    office = open_database(settings)
    owner = chosen_agency(office, agency)
    act(office, Actor(owner.key, None, Door.COMMAND))
    return f"{owner.code}: {said}"


def chosen_agency(office: Office, code: str) -> Agency:
    """The agency of that code; the only one without a code. Raises UsageError where there is none."""
    with reading(office.engine) as session:
        known = agencies(session)
    codes = ", ".join(agency.code for agency in known)
    if not known:
        raise UsageError("no agency is installed here; run: dondoc init --agency FILE")
    if not code and len(known) > 1:
        raise UsageError(f"--agency: several agencies are installed here; name one of {codes}")
    for agency in known:
        if code in {"", agency.code}:
            return agency
    raise UsageError(f"--agency: {code!r} is not installed here; known: {codes}")


def _flow(name: str) -> FlowName:
    try:
        return FlowName(name)
    except ValueError:
        raise UsageError(f"{name!r} is no flow; write one of {', '.join(FlowName)}") from None


def _configured() -> Timetable:
    return load_timetable(data_file("config", "timetable.toml"))


def _told(facts: FlowFacts) -> dict[str, object]:
    run = facts.last_run
    return {
        "flow": facts.flow.value,
        "every_seconds": facts.every,
        "configured_seconds": facts.configured,
        "in_force_seconds": facts.tick.every_seconds,
        "paused": facts.paused,
        "asked_at": facts.asked_at.isoformat() if facts.asked_at else None,
        "next_due": facts.next_due.isoformat() if facts.next_due else None,
        "last_run": run
        and {
            "started_at": run.started_at.isoformat(),
            "ended_at": run.ended_at.isoformat() if run.ended_at else None,
            "outcome": run.outcome.value,
            "done": run.done,
            "runner": run.runner.value,
            "note": facts.note,
        },
    }


def _line(told: dict[str, object]) -> str:
    standing = "paused" if told["paused"] else f"every {told['in_force_seconds']} s"
    if told["every_seconds"] != told["configured_seconds"]:
        standing += f" (configured: {told['configured_seconds']})"
    run = told["last_run"]
    last = f"last {run['started_at']}, {run['outcome']}, {run['done']} done" if isinstance(run, dict) else "no run yet"
    asked = f"; a run is asked for since {told['asked_at']}" if told["asked_at"] else ""
    return f"{told['flow']:<{_WIDTH}}{standing}; {last}; next due {told['next_due'] or 'nothing'}{asked}"
