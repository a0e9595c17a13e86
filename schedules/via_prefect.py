"""Running a batch as a Prefect flow in this process."""

import asyncio
import logging
import os
from collections.abc import Mapping
from pathlib import Path

from flows.batch import Batch, handing_over
from schedules.quiet import client_environment


def prepare(home: Path, api_url: str) -> None:
    """Set Prefect's environment in this process, import Prefect, and reconcile what a crash left running there.

    Takes two to four seconds, so it is done in the background. Raises nothing that the flows depend on.
    """
    os.environ.update(client_environment(home, api_url))
    logging.getLogger("httpx").setLevel(logging.WARNING)  # it would log every request to Prefect
    import flows.orchestrated  # noqa: F401
    from schedules.hand_on import crash_left_runs

    asyncio.run(crash_left_runs())


def run_by_prefect(batch: Batch, environment: Mapping[str, str]) -> None:
    """Run `batch` as a Prefect flow. Raises what the flow or Prefect's client raises; `batch.begun` tells which."""
    from prefect.settings import (
        PREFECT_API_URL,
        PREFECT_FLOWS_HEARTBEAT_FREQUENCY,
        temporary_settings,
    )

    from flows.orchestrated import FLOWS

    # The heartbeat can be switched off nowhere else: its environment variable takes numbers from 30 on.
    changes = {PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None, PREFECT_API_URL: environment["PREFECT_API_URL"]}
    with temporary_settings(changes), handing_over(batch):
        asyncio.run(FLOWS[batch.flow]())
