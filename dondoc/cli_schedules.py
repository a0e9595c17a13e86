"""DOOR: `dondoc schedules` and the commands below it."""

from typing import Annotated

import typer

app = typer.Typer(help="How the flows run: list them, change them, run one now.", invoke_without_command=True)

Flow = Annotated[str, typer.Argument(help="The flow: open, remind, deliver, draft, watch or collect.")]
AgencyCode = Annotated[str, typer.Option("--agency", help="Code of the agency, where several are installed.")]
Reason = Annotated[str, typer.Option(help="Why; it stands in the history.")]


@app.callback()
def schedules(
    context: typer.Context,
    agency: AgencyCode = "",
    as_json: Annotated[bool, typer.Option("--json", help="One line of JSON.")] = False,
) -> None:
    """List the flows: interval, paused or not, last run, what is due next."""
    if context.invoked_subcommand and (agency or as_json):
        raise typer.BadParameter(f"write --agency behind {context.invoked_subcommand}; --json is for the list alone")
    if context.invoked_subcommand is None:
        from dondoc.commands.schedules import list_flows
        from dondoc.settings import load_settings

        typer.echo(list_flows(load_settings(), agency, as_json))


@app.command("set")
def set_interval(
    flow: Flow,
    every: Annotated[int, typer.Option(help="Seconds between two looks.")],
    reason: Reason,
    agency: AgencyCode = "",
) -> None:
    """Change how often a flow looks for what is due; in force within seconds, without a restart."""
    from dondoc.commands.schedules import set_interval as change
    from dondoc.settings import load_settings

    typer.echo(change(load_settings(), agency, flow, every, reason))


@app.command()
def pause(flow: Flow, reason: Reason, agency: AgencyCode = "") -> None:
    """Let a flow leave an agency's rows alone. Sign-in letters go even while `deliver` is paused."""
    from dondoc.commands.schedules import pause as change
    from dondoc.settings import load_settings

    typer.echo(change(load_settings(), agency, flow, reason))


@app.command()
def resume(flow: Flow, reason: Reason, agency: AgencyCode = "") -> None:
    """Let a paused flow go on."""
    from dondoc.commands.schedules import resume as change
    from dondoc.settings import load_settings

    typer.echo(change(load_settings(), agency, flow, reason))


@app.command("run")
def run_now(flow: Flow, agency: AgencyCode = "") -> None:
    """Ask for one run at once, also of a paused flow and where nothing is due. The running clock takes it."""
    from dondoc.commands.schedules import run_now as ask
    from dondoc.settings import load_settings

    typer.echo(ask(load_settings(), agency, flow))
