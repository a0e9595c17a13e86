"""What the commands do, apart from `serve`: open the installation, call actions, and say what was done."""

import json
import shutil
import sys
import time
from pathlib import Path

from sqlmodel import select

from dondoc import clock
from dondoc.actions.install import agency_by_code, install_agency, install_plan
from dondoc.actions.office import Office, open_office
from dondoc.actions.sign_in import print_link
from dondoc.intake.plan_file import PlanData, agency_file_of_plan, agency_of_plan, read_agency, read_plan
from dondoc.intake.rule_part import RegimeFacts
from dondoc.model import Agency, Door, Person, Regime, Unit
from dondoc.rules.address import checked
from dondoc.settings import Settings, load_settings
from dondoc.store.engine import migrate
from dondoc.store.transaction import Actor, reading

MARKER = ".rehearsal"


class UsageError(Exception):
    """Something a person must change; its text is one line that says what."""


def open_database(settings: Settings, name: str = "command") -> Office:
    """The office with its database at the newest schema. Raises SettingsError or DatabaseError."""
    office = open_office(settings, name)
    migrate(office.engine)
    return office


def install(settings: Settings, agency_file: Path, plan_file: Path | None) -> str:
    """Install an agency and, where given, its plan. Both files are checked before anything is stored."""
    data = read_agency(agency_file)
    units = [unit.code for unit in data.file.unit]
    plan = read_plan(plan_file, units, data.regimes) if plan_file else None
    if plan and plan.file.plan.agency != data.file.agency.code:
        raise UsageError(f"{plan_file}: plan.agency is {plan.file.plan.agency!r}, not {data.file.agency.code!r}")
    office, now = open_database(settings), clock.now()
    agency = install_agency(office, data, now)
    said = f"{agency.name}: {len(units)} units, {len(data.file.person)} people."
    if plan:
        install_plan(office, Actor(agency.key, None, Door.COMMAND), plan, now)
        said += f" {plan.file.plan.title}: {len(plan.file.obligation)} obligations."
    return said + " Start it with: dondoc serve"


def check_plan(plan_file: Path) -> str:
    """Check a plan against the agency's file it names."""
    data = read_agency(agency_file_of_plan(plan_file))
    plan = read_plan(plan_file, [unit.code for unit in data.file.unit], data.regimes)
    return f"{plan_file}: {len(plan.file.obligation)} obligations, no fault found."


def add_plan(settings: Settings, plan_file: Path) -> str:
    """Store a plan of an installed agency."""
    office = open_database(settings)
    code = agency_of_plan(plan_file)
    agency = agency_by_code(office, code)
    if agency is None:
        raise UsageError(f"{plan_file}: the agency {code!r} is not installed here; run: dondoc init --agency FILE")
    plan = _checked_plan(office, agency, plan_file)
    install_plan(office, Actor(agency.key, None, Door.COMMAND), plan, clock.now())
    return f"{plan.file.plan.title}: {len(plan.file.obligation)} obligations."


def _checked_plan(office: Office, agency: Agency, plan_file: Path) -> PlanData:
    with reading(office.engine) as session:
        units = list(session.exec(select(Unit.code).where(Unit.agency_id == agency.key)))
        found = session.exec(select(Regime).where(Regime.agency_id == agency.key))
        regimes = {
            each.code: RegimeFacts(each.valid_from, each.valid_to, each.definition.get("deadlines") or {})  # type: ignore[arg-type]
            for each in found
        }
    return read_plan(plan_file, units, regimes)


def sign_in_links(settings: Settings, email: str) -> list[str]:
    """A link for everyone of that address."""
    office, address = open_database(settings), checked(email)
    with reading(office.engine) as session:
        people = list(session.exec(select(Person).where(Person.email == address)))
    if not people:
        raise UsageError(f"nobody here has the address {address}")
    return [print_link(office, person, clock.now()) for person in people]


def run_rehearsal(plan: Path, year: int, out: Path, units: list[str], seed: int, as_json: bool) -> int:
    """Rehearse a plan's year into `out`. Returns 0, or 1 where a promise was broken."""
    from dondoc.mail.sink import LOOPBACK, Sink
    from dondoc.rehearsal.behaviour import Behaviour
    from dondoc.rehearsal.output import write_all
    from dondoc.rehearsal.report import Bar, show
    from dondoc.rehearsal.summary import summarise
    from dondoc.rehearsal.year import prepare

    try:
        behaviours = [Behaviour(unit.strip()) for unit in units]
    except ValueError as error:
        raise UsageError(f"--units: {error}; write punctual, late or silent, with commas between") from None
    started = time.monotonic()
    check_plan(plan)
    _empty(out)
    with Sink(out / "letters") as sink:
        settings = load_settings(
            data=out, database_url="", smtp_host=LOOPBACK, smtp_port=sink.port, smtp_user="", smtp_security="none"
        )
        try:
            rehearsal = prepare(open_office(settings, "rehearsal"), sink, plan, year, behaviours, seed)
        except ValueError as error:
            raise UsageError(str(error)) from None
        with Bar() as bar:
            rehearsal.run(bar.advance)
        summary = summarise(rehearsal, time.monotonic() - started)
        write_all(rehearsal, summary, out)
        rehearsal.office.engine.dispose()
    show(summary, out)
    if as_json:
        sys.stdout.write(json.dumps(summary.as_json(), ensure_ascii=False) + "\n")
    return 1 if summary.broken else 0


def _empty(out: Path) -> None:
    """An empty folder for a rehearsal: an earlier one is cleared, anything else is left alone."""
    try:
        if out.exists() and any(out.iterdir()):
            if not (out / MARKER).exists():
                raise UsageError(f"--out: {out} holds something else; name an empty or a new folder")
            shutil.rmtree(out)
        out.mkdir(parents=True, exist_ok=True)
        (out / MARKER).write_text("This folder belongs to `dondoc rehearse`, which clears it.\n")
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); name another folder") from None
