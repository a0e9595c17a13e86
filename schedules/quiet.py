"""Prefect's environment: everything inside our data folder, nothing to foreign hosts, nothing on the terminal.

It must stand before Prefect is imported, which is when Prefect reads it and would start its telemetry.
"""

from pathlib import Path

_UNUSED_SERVICES = (
    # We start runs ourselves, in our own process and without tasks: what looks after Prefect's schedules, workers,
    # automations and tasks would only contend for its SQLite file (idle CPU 2.7 % with them, 1.5 % without).
    "SCHEDULER", "LATE_RUNS", "PAUSE_EXPIRATIONS", "REPOSSESSOR", "FOREMAN", "TRIGGERS", "CANCELLATION_CLEANUP",
    "CLEANUP_RECONCILER", "TASK_RUN_RECORDER",
)  # fmt: skip

QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
}
"""No telemetry: of the SDK, of the server and its pages, of the flow-run processes."""


def client_environment(home: Path, api_url: str) -> dict[str, str]:
    """What a process needs that runs or starts flows. `home` is Prefect's folder inside our data folder."""
    return {
        **QUIET,
        "PREFECT_HOME": str(home.absolute()),
        "PREFECT_API_URL": api_url,
        # Its API may be away: give up soon, the clock then runs the flow plainly.
        "PREFECT_CLIENT_MAX_RETRIES": "2",
        "PREFECT_API_REQUEST_TIMEOUT": "15",
        "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",
        "PREFECT_LOGGING_LEVEL": "WARNING",
        "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    }


def server_environment(home: Path, port: int) -> dict[str, str]:
    """What our own Prefect server on loopback needs."""
    off = {f"PREFECT_SERVER_SERVICES_{service}_ENABLED": "false" for service in _UNUSED_SERVICES}
    return {
        **QUIET,
        **off,
        "PREFECT_HOME": str(home.absolute()),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_API_HOST": "127.0.0.1",
        "PREFECT_SERVER_API_PORT": str(port),
        # By default it copies its pages into the installed package.
        "PREFECT_SERVER_UI_STATIC_DIRECTORY": str(home.absolute() / "ui"),
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        # Its picture of old runs may go; ours stays in the ledger.
        "PREFECT_SERVER_SERVICES_DB_VACUUM_ENABLED": "events,flow_runs",
        "PREFECT_SERVER_LOGGING_LEVEL": "WARNING",
        "SQLITE_TMPDIR": str(home.absolute()),
    }
