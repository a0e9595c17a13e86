"""The flows as Prefect flows: what its pages show and its workers run. Importing this imports Prefect.

All are asynchronous: Prefect ends a synchronous flow a second later, when it joins its heartbeat thread.
"""

from collections.abc import Coroutine, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from prefect import Flow, flow
from prefect.client.schemas.objects import State
from prefect.states import Completed

from dondoc.model import FlowName, RunOutcome
from dondoc.store.agency import agencies
from dondoc.store.transaction import reading
from dondoc.texts import word
from flows.batch import batch_of
from flows.place import Place

Batched = Flow[[], Coroutine[Any, Any, State[int]]]


def run_name(name: FlowName, place: Place) -> str:
    """What people read in the list of runs: the flow, and the time where the first agency is."""
    with reading(place.office.engine) as session:
        zones = [agency.time_zone for agency in agencies(session)]
    local = place.clock().astimezone(ZoneInfo(zones[0] if zones else "UTC"))
    return f"{word(name)} {local:%Y-%m-%d %H:%M}"


def _orchestrated(name: FlowName) -> Batched:
    def named() -> str:
        return run_name(name, batch_of(name).place)

    @flow(name=f"dondoc-{name}", flow_run_name=named, persist_result=False)
    async def orchestrated() -> State[int]:
        done = await batch_of(name).run()
        return Completed(message=f"{word(RunOutcome.DONE)}: {done}", data=done)

    return orchestrated


open_rounds = _orchestrated(FlowName.OPEN)
remind = _orchestrated(FlowName.REMIND)
deliver = _orchestrated(FlowName.DELIVER)
draft = _orchestrated(FlowName.DRAFT)
watch = _orchestrated(FlowName.WATCH)
collect = _orchestrated(FlowName.COLLECT)

FLOWS: Mapping[FlowName, Batched] = {
    FlowName.OPEN: open_rounds,
    FlowName.REMIND: remind,
    FlowName.DELIVER: deliver,
    FlowName.DRAFT: draft,
    FlowName.WATCH: watch,
    FlowName.COLLECT: collect,
}
ENTRYPOINTS: Mapping[FlowName, str] = {
    FlowName.OPEN: "flows.orchestrated.open_rounds",
    FlowName.REMIND: "flows.orchestrated.remind",
    FlowName.DELIVER: "flows.orchestrated.deliver",
    FlowName.DRAFT: "flows.orchestrated.draft",
    FlowName.WATCH: "flows.orchestrated.watch",
    FlowName.COLLECT: "flows.orchestrated.collect",
}
"""Where a worker finds each flow: in the installed package, so that no code is stored with Prefect."""
