"""DOOR: `dondoc letters` and the commands below it."""

from typing import Annotated

import typer

app = typer.Typer(help="Letters: why a reminder went, or why none did.", no_args_is_help=True)


@app.callback()
def letters() -> None:
    """Letters: why a reminder went, or why none did."""


@app.command()
def why(
    person: Annotated[str, typer.Option(help="Address of the person.")],
    assignment: Annotated[int, typer.Option(help="Only this assignment, by its id.", min=0)] = 0,
    unit: Annotated[str, typer.Option(help="Only this unit, by its code.")] = "",
    round_name: Annotated[str, typer.Option("--round", help='Only this round, for example "quarter-1-2024".')] = "",
    agency: Annotated[str, typer.Option("--agency", help="Code of the agency, where several are installed.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """Print the mail ledger of a person: each rung that was due with its letter or the reason for none."""
    from dondoc.commands.letters import why as explain
    from dondoc.settings import load_settings

    typer.echo(explain(load_settings(), agency, person, assignment, unit, round_name, as_json))
