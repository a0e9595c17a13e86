"""A remind tick with nothing to say, among a thousand, a hundred thousand and a million open assignments."""

import tempfile
import time
from pathlib import Path
from statistics import median

from sqlalchemy import Engine

from benchmarks.due import NOW, filled
from benchmarks.figure import Figure, NotMeasured
from benchmarks.processes import seconds
from dondoc.actions.office import Office
from dondoc.actions.remind import remind_due
from dondoc.mail.relay import Relay

GOAL = 1.5
SIZES = ((10, 100), (200, 500), (1000, 1000))
"""Units and periods: a thousand, a hundred thousand and a million assignments."""
ROUNDS, TICKS, ENOUGH_SECONDS = 40, 20, 20.0


def measure() -> Figure:
    """Medians of ticks, the three sizes in turn."""
    with tempfile.TemporaryDirectory() as folder:
        offices = [
            _office(filled(Path(folder) / f"{units}.sqlite", units, periods, letters=False)) for units, periods in SIZES
        ]
        taken: list[list[float]] = [[] for _ in offices]
        end = time.perf_counter() + ENOUGH_SECONDS
        while len(taken[0]) < ROUNDS and (not taken[0] or time.perf_counter() < end):
            for office, times in zip(offices, taken, strict=True):
                times.append(_ticks(office))
        for office in offices:
            office.engine.dispose()
    few, some, many = (median(times) * 1e6 for times in taken)
    what = (
        f"an idle remind tick among 1,000,000 open assignments {many:.0f} µs, among 100,000 {some:.0f} µs, "
        f"against one among 1,000 {few:.0f} µs"
    )
    return Figure(many / few, GOAL, what)


def _office(engine: Engine) -> Office:
    return Office(engine, "http://dondoc.example", "secret", Relay("127.0.0.1"))


def _ticks(office: Office) -> float:
    """The mean of some ticks."""

    def tick() -> None:
        for _ in range(TICKS):
            if remind_due(office, NOW):
                raise NotMeasured("something was said where all should be idle")

    return seconds(tick) / TICKS
