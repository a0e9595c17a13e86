import asyncio
import socket
import subprocess
import sys
import threading
import time

import pytest

from dondoc.actions.runs import LEASE, begin_run
from dondoc.actions.schedules import run_now
from dondoc.model import Door, FlowName, RunnerKind, RunOutcome
from dondoc.settings import Settings
from dondoc.store.runs import last_runs
from dondoc.store.transaction import Actor, reading
from flows import deliver
from flows.place import Place
from schedules.embedded import Embedded
from tests.flows.cast import letter
from tests.flows.waiting import until


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data=tmp_path / "data", prefect="off")


def runs(office):
    with reading(office.engine) as session:
        return last_runs(session, 20)


def test_what_is_due_is_run_plainly_without_prefect(office, agency, settings, clock):
    done = threading.Event()

    def send(place: Place) -> int:
        done.set()
        return 4

    letter(office.engine, agency)
    embedded = Embedded(settings, office, now=clock, work={FlowName.DELIVER: send, FlowName.WATCH: lambda _: 0})
    embedded.start()
    until(done.is_set, "the letter is sent")
    until(lambda: embedded.status().clock_beat, "the clock has looked")
    embedded.stop()
    (run,) = [run for run in runs(office) if run.flow is FlowName.DELIVER]
    assert (run.outcome, run.runner, run.done) == (RunOutcome.DONE, RunnerKind.PLAIN, 4)
    assert embedded.status().prefect == "off"


def test_a_delivery_does_not_keep_a_reminder_waiting_and_never_overlaps_itself(office, agency, settings, clock):
    at_it, reminded, release, sent = 0, threading.Event(), threading.Event(), []

    def send(place: Place) -> int:
        nonlocal at_it
        at_it += 1
        sent.append(at_it)
        release.wait(60)
        at_it -= 1
        return 1

    work = {FlowName.DELIVER: send, FlowName.WATCH: lambda _: int(reminded.set() or 0)}
    letter(office.engine, agency)
    embedded = Embedded(settings, office, now=clock, work=work)
    embedded.start()
    until(lambda: sent, "a delivery has begun")
    until(reminded.is_set, "another flow runs beside it")
    first = embedded.status().clock_beat
    clock.on(6)
    until(lambda: embedded.status().clock_beat != first, "the clock has looked again")
    release.set()
    embedded.stop()
    assert max(sent) == 1


def test_stopping_lets_a_delivery_end_cleanly(office, agency, settings, clock, monkeypatch):
    begun, ended = threading.Event(), []

    async def deliver_due(office, clock, seconds):
        begun.set()
        try:
            await asyncio.sleep(600)
        finally:
            ended.append("noted")

    monkeypatch.setattr("dondoc.actions.deliver.deliver_due", deliver_due)
    letter(office.engine, agency)
    work = {FlowName.DELIVER: deliver.run, FlowName.WATCH: lambda _: 0}
    embedded = Embedded(settings, office, now=clock, work=work)
    embedded.start()
    until(begun.is_set, "a delivery has begun")
    embedded.stop()
    assert ended == ["noted"]
    assert [run.outcome for run in runs(office) if run.flow is FlowName.DELIVER] == [RunOutcome.DONE]


def test_a_failing_flow_is_noted_and_rests_while_the_others_go_on(office, agency, settings, clock):
    watched = threading.Event()

    def fail(place: Place) -> int:
        raise RuntimeError("broken")

    letter(office.engine, agency)
    work = {FlowName.DELIVER: fail, FlowName.WATCH: lambda _: int(watched.set() or 0)}
    embedded = Embedded(settings, office, now=clock, work=work)
    embedded.start()
    until(watched.is_set, "the other flow has run")
    until(lambda: [run for run in runs(office) if run.outcome is RunOutcome.FAILED], "the failure is noted")
    embedded.stop()
    assert embedded.status().clock.trouble == ""


def test_a_run_that_is_asked_for_comes_within_seconds_even_while_the_flow_rests_after_a_failure(
    office, agency, settings, clock
):
    tries = []

    def fail_first(place: Place) -> int:
        tries.append(place.clock())
        if len(tries) == 1:
            raise RuntimeError("broken")
        return 0

    letter(office.engine, agency)
    embedded = Embedded(settings, office, now=clock, work={FlowName.DELIVER: fail_first, FlowName.WATCH: lambda _: 0})
    embedded.start()
    until(lambda: [run for run in runs(office) if run.outcome is RunOutcome.FAILED], "the failure is noted")
    begun = time.monotonic()
    run_now(office, Actor(agency, None, Door.COMMAND), FlowName.DELIVER, clock())
    until(lambda: [run for run in runs(office) if "theo yêu cầu" in run.note and run.ended_at], "it has run")
    assert time.monotonic() - begun < 3
    embedded.stop()
    assert len(tries) == 2


def test_runs_left_by_a_crash_are_lost_at_the_start(office, settings, clock):
    begin_run(office, "a dead process", FlowName.REMIND, RunnerKind.PLAIN, clock())
    clock.on(LEASE.total_seconds())
    embedded = Embedded(settings, office, now=clock, work={FlowName.WATCH: lambda _: 0})
    embedded.start()
    embedded.stop()
    assert [run.outcome for run in runs(office) if run.flow is FlowName.REMIND] == [RunOutcome.LOST]


def test_the_plain_way_never_imports_prefect():
    program = (
        "import sys, flows.batch, flows.registry, schedules.embedded, schedules.cluster, dondoc.actions.runs;"
        "sys.exit('prefect' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_where_prefects_port_is_taken_one_line_says_so_and_the_flows_run_plainly(sqlite_office, tmp_path, clock):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(data=tmp_path / "data", prefect="embedded", prefect_port=taken.getsockname()[1])
        watched = threading.Event()
        work = {FlowName.WATCH: lambda _: int(watched.set() or 0)}
        embedded = Embedded(settings, sqlite_office, now=clock, work=work)
        embedded.start()
        until(lambda: embedded.status().prefect == "away", "the port is found taken")
        until(watched.is_set, "a flow runs")
        trouble = embedded.status().prefect_trouble
        embedded.stop()
    assert "DONDOC_PREFECT_PORT" in trouble and "\n" not in trouble
