"""Registering the flows with a Prefect server, for workers on any machine that has Dondoc installed."""

import asyncio

from prefect.client.orchestration import PrefectClient, get_client
from prefect.client.schemas.actions import WorkPoolCreate
from prefect.client.schemas.objects import ConcurrencyLimitStrategy, ConcurrencyOptions
from prefect.exceptions import ObjectNotFound
from prefect.workers.process import ProcessWorker

from dondoc.texts import word
from flows.orchestrated import ENTRYPOINTS, FLOWS
from schedules.hand_on import POOL, deployment_name
from schedules.quiet import QUIET


def register() -> list[str]:
    """Create or update the work pool and one deployment a flow. Returns the deployments' names."""
    return asyncio.run(_register())


async def _register() -> list[str]:
    async with get_client() as client:
        await _pool(client)
        for name, flow in FLOWS.items():
            await client.create_deployment(
                flow_id=await client.create_flow_from_name(flow.name),
                name=POOL,
                description=word(name),
                entrypoint=ENTRYPOINTS[name],
                work_pool_name=POOL,
                concurrency_limit=1,
                concurrency_options=ConcurrencyOptions(collision_strategy=ConcurrencyLimitStrategy.ENQUEUE),
                parameter_openapi_schema={"type": "object", "properties": {}},
                job_variables={"env": dict(QUIET)},
            )
    return [deployment_name(name) for name in FLOWS]


async def _pool(client: PrefectClient) -> None:
    try:
        await client.read_work_pool(POOL)
    except ObjectNotFound:
        template = ProcessWorker.get_default_base_job_template()
        await client.create_work_pool(WorkPoolCreate(name=POOL, type=ProcessWorker.type, base_job_template=template))
