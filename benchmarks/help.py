"""How long `dondoc --help` takes, against a Typer app that has as many commands and nothing else."""

import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from benchmarks.processes import DONDOC, environment, run, seconds, side_by_side
from docs.generate import commands

GOAL = 1.5
ROUNDS = 11
ENOUGH = 20.0


def measure() -> Figure:
    """Medians of interleaved runs."""
    env = environment()
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "bare.py"
        script.write_text(bare_app(len(list(commands()))), encoding="utf-8")
        bare = (sys.executable, str(script), "--help")
        pairs = side_by_side(
            lambda: seconds(lambda: run((*DONDOC, "--help"), env)),
            lambda: seconds(lambda: run(bare, env)),
            ROUNDS,
            ENOUGH,
        )
    mine, other = median(each for each, _ in pairs), median(each for _, each in pairs)
    what = f"dondoc --help {mine * 1000:.0f} ms against a bare Typer app {other * 1000:.0f} ms"
    return Figure(mine / other, GOAL, what)


def bare_app(count: int) -> str:
    """The source of a Typer app with so many commands that do nothing."""
    lines = ["import typer", 'app = typer.Typer(help="Bare.", add_completion=False)']
    for number in range(count):
        lines += ["@app.command()", f"def command_{number}() -> None:", '    """Do nothing."""']
    return "\n".join([*lines, "app()"]) + "\n"
