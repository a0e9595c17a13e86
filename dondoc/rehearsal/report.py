"""What the rehearsal shows in the terminal: a bar while it runs, a table when it is done."""

from pathlib import Path
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dondoc.model import LetterKind
from dondoc.rehearsal.summary import Summary
from dondoc.texts import word


class Bar:
    """A progress bar on standard error, so that standard output stays for the figures."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("Rehearsing the year"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        self._task = self._progress.add_task("year", total=1.0)

    def advance(self, done: float) -> None:
        """Show that a share (0 to 1) of the year is over."""
        self._progress.update(self._task, completed=done)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()


def show(summary: Summary, out: Path) -> None:
    """Print the summary table."""
    console = Console()
    table = Table(title="The rehearsed year", show_header=False)
    for name, value in _rows(summary):
        table.add_row(name, value)
    console.print(table)
    console.print(
        _letters("Letters by kind", {word(LetterKind(kind)): n for kind, n in summary.letters_by_kind.items()})
    )
    console.print(_letters("Letters by person", summary.letters_by_person))
    console.print(
        f"PROPOSED, not in the plan: {summary.proposed_rules} rules (rhythm and days) and "
        f"{summary.proposed_units} units. An administrator confirms or changes them."
    )
    for promise in summary.broken:
        console.print(f"[bold red]BROKEN:[/] {promise}")
    console.print(f"Read it in {out / 'timeline.html'}; papers in {out / 'reports'}, letters in {out / 'letters'}.")


def _rows(summary: Summary) -> list[tuple[str, str]]:
    return [
        ("periods / assignments", f"{summary.periods} / {summary.assignments}"),
        ("letters expected = delivered", f"{summary.letters_expected} = {summary.letters_delivered}"),
        ("duplicates", str(summary.duplicates)),
        ("busiest day", f"{summary.busiest_day} ({summary.busiest_day_letters} letters)"),
        ("escalations", str(summary.escalations)),
        ("submissions", str(summary.submissions)),
        ("reports / signed / dispatched", f"{summary.reports} / {summary.signed} / {summary.dispatched}"),
        ("reports on time", f"{summary.reports_on_time} of {summary.reports}"),
        ("rungs without letter or reason", str(summary.rungs_unaccounted)),
        ("invented dates", str(summary.invented_dates)),
        ("seconds", f"{summary.seconds}"),
    ]


def _letters(title: str, counts: dict[str, int]) -> Table:
    table = Table("", "letters", title=title)
    for name, count in counts.items():
        table.add_row(name, str(count))
    return table
