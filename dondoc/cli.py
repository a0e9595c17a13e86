"""DOOR: the commands. They start fast: whatever is heavy is imported by the command that needs it."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from dondoc import cli_dates, cli_letters, cli_schedules

app = typer.Typer(
    help="Dondoc: a department's yearly plan that runs itself.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
plan_app = typer.Typer(help="Plans: check and import them.", no_args_is_help=True)
app.add_typer(plan_app, name="plan")
app.add_typer(cli_dates.app)
app.add_typer(cli_schedules.app, name="schedules")
plan_app.command("revise")(cli_dates.revise)
report_app = typer.Typer(help="Reports: write their papers.", no_args_is_help=True)
app.add_typer(report_app, name="report")
app.add_typer(cli_letters.app, name="letters")


def main() -> None:
    """Run a command. What a person can mend is one clear line and exit code 2, never a traceback."""
    try:
        app()
    except Exception as error:
        # Imported only now: a command that goes well does not pay for what it does not use.
        sentence = _sentence(error)
        if sentence is None:
            raise
        _stop(sentence)


def _sentence(error: Exception) -> str | None:
    """The line for an error that a person can mend; None for a defect of ours."""
    from dondoc.commands import UsageError
    from dondoc.intake.toml_file import FileError
    from dondoc.rules.refusal import Refused
    from dondoc.settings import SettingsError
    from dondoc.store.engine import DatabaseError
    from dondoc.texts import refusal

    if isinstance(error, Refused):
        return refusal(error)
    return str(error) if isinstance(error, UsageError | SettingsError | FileError | DatabaseError) else None


def _stop(line: str) -> None:
    sys.stderr.write(f"dondoc: {line}\n")
    raise SystemExit(2)


@app.command()
def init(
    agency: Annotated[Path, typer.Option(help="The agency's file: its units and people.", exists=True)],
    plan: Annotated[Path | None, typer.Option(help="A plan's file to import at once.", exists=True)] = None,
) -> None:
    """Make an empty installation in the data folder (DONDOC_DATA) and its database."""
    from dondoc.commands import install
    from dondoc.settings import load_settings

    typer.echo(install(load_settings(), agency, plan))


@plan_app.command("check")
def plan_check(
    plan: Annotated[Path, typer.Argument(help="The plan's file (TOML).")],
) -> None:
    """Check a plan's file and its agency's without storing anything."""
    from dondoc.commands import check_plan

    typer.echo(check_plan(plan))


@plan_app.command("add")
def plan_add(
    plan: Annotated[Path, typer.Argument(help="The plan's file (TOML).")],
) -> None:
    """Store a plan in the installation, whole or not at all."""
    from dondoc.commands import add_plan
    from dondoc.settings import load_settings

    typer.echo(add_plan(load_settings(), plan))


@plan_app.command("import")
def plan_import(
    file: Annotated[Path, typer.Argument(help="The plan as issued: DOCX, PDF with text, MD, TXT, XLSX, TSV, CSV.")],
    units: Annotated[Path | None, typer.Option(help="The agency's units with their aliases (TOML).")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the proposal here, as a plan's file to complete.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the proposal as JSON.")] = False,
    year: Annotated[int | None, typer.Option(help="The year it is for; one gone by is asked about.")] = None,
    replaces: Annotated[str, typer.Option(help="The code of the plan that it is a newer version of.")] = "",
) -> None:
    """Read a plan document and propose its obligations; nothing is stored."""
    from dondoc.commands.plan_import import import_plan
    from dondoc.settings import load_settings

    import_plan(file, units, out, as_json, year, load_settings(), replaces)


@plan_app.command("accept")
def plan_accept(
    proposal: Annotated[Path, typer.Argument(help="The completed proposal (TOML), as `dondoc plan import` wrote it.")],
    out: Annotated[Path | None, typer.Option(help="Write the plan's file here instead of storing the plan.")] = None,
    reason: Annotated[str, typer.Option(help="Why, where it is the newer version of a plan that runs.")] = "",
    document: Annotated[str, typer.Option(help="Number and symbol of the document that issues that version.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Show what a newer version changes; save nothing.")] = False,
    replaces: Annotated[str, typer.Option(help="The code of the plan that it is a newer version of.")] = "",
    own: Annotated[bool, typer.Option("--new", help="It is a plan of its own, though it looks like another.")] = False,
) -> None:
    """Make a plan of a completed proposal, or revise the plan of that code that runs; or write it as a file."""
    from dondoc.commands.plan_import import accept_plan
    from dondoc.settings import load_settings

    said = accept_plan(proposal, out, None if out else load_settings(), reason, document, dry_run, replaces, own)
    if said:
        typer.echo(said)


@report_app.command("build")
def report_build(
    report: Annotated[int, typer.Argument(help="The report's number in its address (/du-thao/NUMBER).", min=1)],
    out: Annotated[Path, typer.Option(help="Folder for the DOCX, the PDF and the JSON.")],
) -> None:
    """Write a report as DOCX, PDF, and as JSON with the source of every sentence."""
    from dondoc.commands.reports import build
    from dondoc.settings import load_settings

    for line in build(load_settings(), report, out):
        typer.echo(line)


@app.command()
def evidence(
    report: Annotated[int, typer.Argument(help="The report's number in its address.", min=1)],
    out: Annotated[Path, typer.Option(help="The ZIP file to write.")],
) -> None:
    """Write all that a signed report rests on as one ZIP, with a script that checks it offline."""
    from dondoc.commands.reports import write_evidence
    from dondoc.settings import load_settings

    typer.echo(write_evidence(load_settings(), report, out))


@app.command()
def rehearse(
    plan: Annotated[Path, typer.Option(help="The plan's file (TOML).")],
    year: Annotated[int, typer.Option(help="The plan's year.")],
    out: Annotated[Path, typer.Option(help="Folder for letters, reports, number book and timeline.")],
    units: Annotated[
        str, typer.Option(help="How units behave, in turn: punctual, late, silent.")
    ] = "punctual,punctual,late,punctual,silent",
    seed: Annotated[int, typer.Option(help="Same seed, same year.")] = 1,
    change: Annotated[
        list[str] | None,
        typer.Option(help='A change saved at the year\'s first instant: "III.2 due_day=20 only=half-1". Repeatable.'),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="End with the figures as one line of JSON.")] = False,
) -> None:
    """Run a plan's whole year over a virtual clock: real letters, real reports, simulated people."""
    from dondoc.commands.rehearsing import run_rehearsal

    raise SystemExit(run_rehearsal(plan, year, out, units.split(","), seed, as_json, change or []))


@app.command()
def serve(
    links: Annotated[bool, typer.Option("--links", help="Print a sign-in link for each role.")] = False,
) -> None:
    """Run the pages, the clock and the flows until Ctrl-C."""
    from dondoc.serving import serve as run
    from dondoc.settings import load_settings

    run(load_settings(), print_links=links)


@app.command()
def link(email: Annotated[str, typer.Argument(help="Address of the person.")]) -> None:
    """Print a sign-in link for a person, valid for a day."""
    from dondoc.commands import sign_in_links
    from dondoc.settings import load_settings

    for line in sign_in_links(load_settings(), email):
        typer.echo(line)


@app.command()
def migrate() -> None:
    """Bring the database to the newest schema."""
    from dondoc.commands import open_database
    from dondoc.settings import load_settings

    open_database(load_settings())
    typer.echo("The database has the newest schema.")


@app.command()
def clock() -> None:
    """Cluster: run only the clock, which starts flows on the Prefect server at PREFECT_API_URL."""
    from dondoc.serving import run_clock
    from dondoc.settings import load_settings

    run_clock(load_settings())


@app.command()
def deploy() -> None:
    """Cluster: register the flows as deployments on the Prefect server at PREFECT_API_URL."""
    from dondoc.settings import load_settings
    from schedules.cluster import deploy as register

    for name in register(load_settings()):
        typer.echo(name)
