"""Where a flow works: the office, the clock, and whether the process is about to stop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from dondoc import clock
from dondoc.actions.office import Office, open_office
from dondoc.settings import load_settings


def _never() -> bool:
    return False


@dataclass(frozen=True)
class Place:
    """An office with a clock; `stopping` says that the process wants to end."""

    office: Office
    clock: Callable[[], datetime] = clock.now
    stopping: Callable[[], bool] = _never


@cache
def place_from_settings() -> Place:
    """The place that this process's settings describe: a worker's. Raises SettingsError."""
    return Place(open_office(load_settings(), "worker"))
