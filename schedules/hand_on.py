"""Handing batches to Prefect's workers: at most one run of a flow under way or waiting."""

from datetime import datetime, timedelta

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import FlowRun, StateType
from prefect.deployments import arun_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Crashed

from dondoc.model import FlowName, RunOutcome
from dondoc.texts import word
from flows.orchestrated import FLOWS, run_name
from flows.place import Place
from schedules.runner import Away

POOL = "dondoc"
TAKEN_WITHIN = timedelta(seconds=120)
"""How long a run may wait for a worker before the clock does its work."""
BEGUN_WITHIN = timedelta(seconds=60)
"""How long a run may be under way without our lease: until its row is written, or for ever after a crash."""
_OPEN_STATES = [StateType.SCHEDULED, StateType.PENDING, StateType.RUNNING]


def deployment_name(flow: FlowName) -> str:
    """The deployment's full name."""
    return f"{FLOWS[flow].name}/{POOL}"


async def hand_on(flow: FlowName, place: Place, slot: str, now: datetime) -> None:
    """Ask for a run of `flow`, unless one is under way or waits. `slot` makes two clocks ask for the same run.

    Raises Away where no worker has taken the one that waits, or the flow is not deployed.
    """
    async with get_client() as client:
        try:
            deployment = await client.read_deployment_by_name(deployment_name(flow))
        except ObjectNotFound:
            raise Away(f"{deployment_name(flow)} is not deployed: run dondoc deploy") from None
        chosen = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=_OPEN_STATES)))
        of = DeploymentFilter(id=DeploymentFilterId(any_=[deployment.id]))
        for run in await client.read_flow_runs(flow_run_filter=chosen, deployment_filter=of):
            if await _is_alive(client, run, now):
                return
        await arun_deployment(
            deployment.id,
            client=client,
            timeout=0,
            as_subflow=False,
            idempotency_key=f"{flow}-{slot}",
            flow_run_name=run_name(flow, place),
        )


async def _is_alive(client: PrefectClient, run: FlowRun, now: datetime) -> bool:
    since = (run.state.timestamp if run.state else None) or now
    if run.state_type == StateType.SCHEDULED:
        if now - (run.expected_start_time or since) > TAKEN_WITHIN:
            raise Away("no worker takes the flows: start one with prefect worker start --pool dondoc")
        return True
    # The clock asks for no run while our lease is held: one that began long ago was cut off.
    if now - since <= (BEGUN_WITHIN if run.state_type == StateType.RUNNING else TAKEN_WITHIN):
        return True
    await client.set_flow_run_state(run.id, Crashed(message=word(RunOutcome.LOST)), force=True)
    return False


async def crash_left_runs() -> None:
    """Set runs that a crash left running to crashed, where all runs are this process's own."""
    left = [StateType.PENDING, StateType.RUNNING]
    chosen = FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=left)))
    async with get_client() as client:
        for run in await client.read_flow_runs(flow_run_filter=chosen):
            await client.set_flow_run_state(run.id, Crashed(message=word(RunOutcome.LOST)), force=True)
