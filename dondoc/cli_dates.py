"""The commands about when things are due: they explain every date, and show what a change does before it is saved."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer()

_JSON = typer.Option("--json", help="Print JSON.")
_DRY = typer.Option("--dry-run", help="Only show what it does; save nothing.")
_BY = typer.Option(help="Address of the administrator who does it; without it the operator.")
_DIRECTION = "Where that day moves off a day off: forward, back, none."


@app.command()
def dates(
    plan: Annotated[str, typer.Option(help="A plan's file, or the code of an installed plan.")],
    year: Annotated[int, typer.Option(help="The plan's year.")],
    explain: Annotated[bool, typer.Option("--explain", help="Say how each date came about.")] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Print every period of a plan with its data window and dates, from its file without any installation."""
    from dondoc.commands.dates import tell_dates
    from dondoc.settings import load_settings

    tell_dates(load_settings(), plan, year, explain, as_json)


@app.command()
def workdays(
    year: Annotated[int, typer.Argument(help="The year.")],
    calendar: Annotated[str, typer.Option(help="Code of the calendar.")] = "vn",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Print a year's days off and swapped days with what they rest on; weekends are not listed."""
    from dondoc.commands.dates import tell_workdays

    tell_workdays(year, calendar, as_json)


@app.command()
def adjust(
    plan: Annotated[str, typer.Option(help="The code of an installed plan, or a plan's file.")],
    obligation: Annotated[str, typer.Option(help="Its place in the plan (III.2).")],
    due_day: Annotated[str | None, typer.Option(help="The units' deadline (docs/plan-files.md, Days).")] = None,
    due_direction: Annotated[str | None, typer.Option(help=_DIRECTION)] = None,
    send_day: Annotated[str | None, typer.Option(help="The day by which the report is sent.")] = None,
    send_direction: Annotated[str | None, typer.Option(help=_DIRECTION)] = None,
    open_before: Annotated[int | None, typer.Option(help="Working days before the deadline that it opens.")] = None,
    compile_before: Annotated[int | None, typer.Option(help="Working days before sending that it goes up.")] = None,
    sign_before: Annotated[int | None, typer.Option(help="Working days before sending that it is signed.")] = None,
    data_from: Annotated[str | None, typer.Option(help="First day of the data of one round (with --only).")] = None,
    data_to: Annotated[str | None, typer.Option(help="Last day of the data of one round (with --only).")] = None,
    periods: Annotated[str | None, typer.Option(help="Kinds of period, with commas: quarter,year.")] = None,
    regime: Annotated[str | None, typer.Option(help="Code of another regime.")] = None,
    only: Annotated[str | None, typer.Option(help="Only this round (half-1).")] = None,
    since: Annotated[str | None, typer.Option("--from", help="From this round or day on.")] = None,
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="For a file: the day that it is, else 1 January.")
    ] = None,
    reason: Annotated[str | None, typer.Option(help="Why; needed to save.")] = None,
    document: Annotated[str | None, typer.Option(help="Number and symbol of the document that asks for it.")] = None,
    by: Annotated[str | None, _BY] = None,
    dry_run: Annotated[bool, _DRY] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Change when an obligation is due: show the dates and letters that change, then save unless --dry-run."""
    from dondoc.commands.adjusting import adjust as run
    from dondoc.settings import load_settings

    typed: dict[str, str | int | None] = {
        "due_day": due_day, "due_direction": due_direction, "send_day": send_day, "send_direction": send_direction,
        "open_before": open_before, "compile_before": compile_before, "sign_before": sign_before,
        "data_from": data_from, "data_to": data_to, "periods": periods, "regime": regime, "only": only,
        "from": since, "reason": reason, "document": document,
    }  # fmt: skip
    run(load_settings(), plan, obligation, typed, on.date() if on else None, by, dry_run, as_json)


@app.command()
def undo(
    adjustment: Annotated[int, typer.Argument(help="Number of the change, as dondoc changes lists it.")],
    reason: Annotated[str, typer.Option(help="Why.")],
    by: Annotated[str | None, _BY] = None,
    dry_run: Annotated[bool, _DRY] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Take a change back: show what that does, then save unless --dry-run."""
    from dondoc.commands.adjusting import take_back
    from dondoc.settings import load_settings

    take_back(load_settings(), adjustment, reason, by, dry_run, as_json)


@app.command()
def changes(as_json: Annotated[bool, _JSON] = False) -> None:
    """List the changes that were made on top of plans, the newest first."""
    from dondoc.commands.adjusting import tell_changes
    from dondoc.settings import load_settings

    tell_changes(load_settings(), as_json)


def revise(
    plan: Annotated[Path, typer.Argument(help="The new version of the plan's file (TOML).")],
    reason: Annotated[str, typer.Option(help="Why.")],
    document: Annotated[str, typer.Option(help="Number and symbol of the document that issues it.")] = "",
    by: Annotated[str | None, _BY] = None,
    dry_run: Annotated[bool, _DRY] = False,
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Bring an installed plan in line with its new version: one year, not two."""
    from dondoc.commands.adjusting import revise as run
    from dondoc.settings import load_settings

    run(load_settings(), plan, reason, document, by, dry_run, as_json)
