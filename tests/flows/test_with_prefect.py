"""Both modes with real Prefect servers, in processes of their own, as an operator runs them."""

import os
import signal
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from dondoc import clock
from dondoc.actions.schedules import run_now
from dondoc.mail.sink import Sink
from dondoc.model import Door, FlowName, Letter, LetterState, Run, RunnerKind, RunOutcome
from dondoc.store.engine import migrate, open_engine
from dondoc.store.transaction import Actor, reading
from tests.cast import office_of
from tests.flows.cast import agency_of, letter, schedule
from tests.flows.processes import flow_runs, is_alive, policy_of, processes
from tests.flows.waiting import free_port, until

pytestmark = pytest.mark.slow


def runs_of(engine: Engine, flow: FlowName, runner: RunnerKind) -> list[Run]:
    with reading(engine) as session:
        chosen = select(Run).where(Run.flow == flow, Run.runner == runner, Run.outcome == RunOutcome.DONE)
        return list(session.exec(chosen))


def all_sent(engine: Engine) -> bool:
    with reading(engine) as session:
        return set(session.exec(select(Letter.state))) == {LetterState.SENT}


def completed(api_url: str) -> set[str]:
    """The flows that have a completed run; a run's name is the flow's with the time behind it."""
    return {run["name"][:-17] for run in flow_runs(api_url) if run["state_type"] == "COMPLETED"}


def write_letters(engine: Engine, agency: int, prefix: str, number: int) -> None:
    now = clock.now()
    for each in range(number):
        letter(
            engine, agency, f"{prefix}{each}", created_at=now, not_before=now, expires_at=now.replace(year=now.year + 1)
        )


def database_at(url: str) -> Engine:
    engine = open_engine(url)
    migrate(engine)
    return engine


def test_embedded_runs_stand_in_prefect_and_go_on_plainly_while_it_is_away(tmp_path: Path):
    port = free_port()
    api_url = f"http://127.0.0.1:{port}/api"
    with Sink(tmp_path / "letters") as sink, processes(
        tmp_path, DONDOC_SMTP_PORT=str(sink.port), DONDOC_PREFECT_PORT=str(port)
    ) as ours:  # fmt: skip
        engine = database_at(f"sqlite:///{ours.data / 'dondoc.sqlite'}")
        agency = agency_of(engine)
        serving = ours.serve()
        until(lambda: ours.status().get("prefect") == "up", "Prefect is up")
        write_letters(engine, agency, "first-", 3)
        until(lambda: runs_of(engine, FlowName.DELIVER, RunnerKind.PREFECT), "a delivery has run by Prefect")
        until(lambda: "gửi thư" in completed(api_url), "the delivery stands in Prefect")
        # Its pages, which must not ask a foreign host even from the reader's browser.
        assert "default-src 'self'" in policy_of(f"http://127.0.0.1:{port}/")
        until(lambda: all_sent(engine), "all letters are sent")

        # What an administrator asks for runs within seconds, though nothing is due, and Prefect shows it.
        ask_and_wait(engine, agency, FlowName.DRAFT, RunnerKind.PREFECT)
        until(lambda: "tổng hợp" in completed(api_url), "the run that was asked for stands in Prefect")

        child = ours.status()["child"]
        os.kill(child, signal.SIGKILL)
        write_letters(engine, agency, "second-", 3)
        until(lambda: runs_of(engine, FlowName.DELIVER, RunnerKind.PLAIN), "a delivery has run plainly")
        until(lambda: all_sent(engine), "all letters are sent")
        assert "Prefect" in runs_of(engine, FlowName.DELIVER, RunnerKind.PLAIN)[-1].note
        until(lambda: ours.status()["prefect"] == "up" and ours.status()["child"] != child, "Prefect is up again")

        child = ours.status()["child"]
        serving.terminate()
        assert serving.wait(60) == 0
        until(lambda: not is_alive(child), "the Prefect server has ended")
        assert len({received.message_id for received in sink.received}) == len(sink.received) == 6
        assert {path.name for path in tmp_path.iterdir()} == {"data", "home", "letters", "serve.log", "serve.status"}
        engine.dispose()


def test_the_prefect_server_ends_with_a_parent_that_is_killed(tmp_path: Path):
    with processes(tmp_path, DONDOC_PREFECT_PORT=str(free_port())) as ours:
        database_at(f"sqlite:///{ours.data / 'dondoc.sqlite'}").dispose()
        serving = ours.serve()
        child = until(lambda: ours.status().get("child"), "the Prefect server starts")
        assert is_alive(child)
        serving.kill()
        serving.wait(30)
        until(lambda: not is_alive(child), "the Prefect server has ended")


@pytest.mark.postgresql
def test_a_cluster_of_two_clocks_and_a_worker_does_all_once(tmp_path: Path, postgresql_url: str):
    port = free_port()
    api_url = f"http://127.0.0.1:{port}/api"
    ours_url, prefect_url = new_databases(postgresql_url)
    with Sink(tmp_path / "letters") as sink, processes(
        tmp_path, DONDOC_SMTP_PORT=str(sink.port), DONDOC_DATABASE_URL=ours_url, DONDOC_PREFECT="server",
        PREFECT_API_URL=api_url, PREFECT_HOME=str(tmp_path / "data" / "prefect"),
    ) as ours:  # fmt: skip
        engine = database_at(ours_url)
        agency = agency_of(engine)
        ours.prefect_server(port, prefect_url)
        assert len(ours.command("deploy").splitlines()) == len(FlowName)
        assert len(ours.command("deploy").splitlines()) == len(FlowName)
        ours.start("worker", "-m", "prefect", "worker", "start", "--pool", "dondoc", DO_NOT_TRACK="1")
        write_letters(engine, agency, "all-", 300)
        ours.serve("clock-1")
        ours.serve("clock-2")

        until(lambda: runs_of(engine, FlowName.DELIVER, RunnerKind.PREFECT), "a worker has run a delivery")
        until(lambda: all_sent(engine), "all letters are sent")
        until(lambda: runs_of(engine, FlowName.WATCH, RunnerKind.PREFECT), "a worker has watched")
        assert len({received.message_id for received in sink.received}) == len(sink.received) == 300
        until(lambda: {"gửi thư", "giám sát"} <= completed(api_url), "both stand in Prefect")
        leading = [ours.status(name)["leading"] for name in ("clock-1", "clock-2")]
        assert sorted(leading) == [False, True]

        # An administrator's change is in force without a restart: watch would look again in a quarter of an hour.
        before = len(runs_of(engine, FlowName.WATCH, RunnerKind.PREFECT))
        schedule(engine, agency, FlowName.WATCH, 1)
        until(lambda: len(runs_of(engine, FlowName.WATCH, RunnerKind.PREFECT)) > before, "it watches again")

        # A paused flow runs once where that is asked for, whichever clock leads and whichever worker takes it.
        schedule(engine, agency, FlowName.REMIND, 60, paused=True)
        for number in (1, 2):
            ask_and_wait(engine, agency, FlowName.REMIND, RunnerKind.PREFECT, number)
        engine.dispose()


def ask_and_wait(engine: Engine, agency: int, flow: FlowName, runner: RunnerKind, number: int = 1) -> None:
    """Ask for a run; one more is there when it has ended, and no second one comes."""
    run_now(office_of(engine), Actor(agency, None, Door.COMMAND), flow, clock.now())
    until(lambda: len(runs_of(engine, flow, runner)) == number, "the run that was asked for has ended")
    time.sleep(7)  # longer than the clock waits before it would hand a request on again
    assert len(runs_of(engine, flow, runner)) == number
    run = runs_of(engine, flow, runner)[-1]
    assert (run.done, run.note) == (0, "theo yêu cầu của người vận hành (lệnh trên máy chủ)")


def new_databases(server: str) -> tuple[str, str]:
    """A database for Dondoc and one for Prefect, which wants another driver."""
    admin = open_engine(server)
    with admin.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for name in ("cluster_dondoc", "cluster_prefect"):
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    ours = admin.url.set(database="cluster_dondoc").render_as_string(hide_password=False)
    prefect = admin.url.set(database="cluster_prefect", drivername="postgresql+asyncpg")
    return ours, prefect.render_as_string(hide_password=False)
