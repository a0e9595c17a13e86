"""The commands that make an installation and look after it: call actions, and say what was done."""

from pathlib import Path

from sqlmodel import select

from dondoc import clock
from dondoc.actions.install import agency_by_code, install_agency, install_plan
from dondoc.actions.office import Office, open_office
from dondoc.actions.sign_in import print_link
from dondoc.intake.files import PlanFile
from dondoc.intake.plan_file import PlanData, agency_file_of_plan, agency_of_plan, read_agency, read_plan
from dondoc.intake.rule_part import RegimeFacts
from dondoc.intake.toml_file import TomlFile
from dondoc.model import Agency, Door, Person, Plan, Regime, Unit
from dondoc.rules.address import checked
from dondoc.settings import Settings
from dondoc.store.agency import calendar
from dondoc.store.engine import migrate
from dondoc.store.transaction import Actor, reading


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
    plan = read_plan(plan_file, units, data.regimes, data.days) if plan_file else None
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
    plan = read_plan(plan_file, [unit.code for unit in data.file.unit], data.regimes, data.days)
    return f"{plan_file}: {len(plan.file.obligation)} obligations, no fault found."


def add_plan(settings: Settings, plan_file: Path) -> str:
    """Store a plan of an installed agency."""
    office = open_database(settings)
    code = agency_of_plan(plan_file)
    agency = agency_by_code(office, code)
    if agency is None:
        raise UsageError(f"{plan_file}: the agency {code!r} is not installed here; run: dondoc init --agency FILE")
    plan = checked_plan(office, agency, plan_file)
    install_plan(office, Actor(agency.key, None, Door.COMMAND), plan, clock.now())
    return f"{plan.file.plan.title}: {len(plan.file.obligation)} obligations."


def plan_runs(settings: Settings, plan_file: Path) -> bool:
    """Whether the installation has a plan of that agency and code."""
    office, part = open_database(settings), TomlFile(plan_file).checked(PlanFile).plan
    agency = agency_by_code(office, part.agency)
    with reading(office.engine) as session:
        chosen = select(Plan.id).where(Plan.code == part.code, Plan.agency_id == (agency.key if agency else 0))
        return session.exec(chosen).first() is not None


def checked_plan(office: Office, agency: Agency, plan_file: Path) -> PlanData:
    """A plan's file, checked against what is installed. Raises FileError."""
    with reading(office.engine) as session:
        units = list(session.exec(select(Unit.code).where(Unit.agency_id == agency.key)))
        found = session.exec(select(Regime).where(Regime.agency_id == agency.key))
        days = calendar(session, agency)
        regimes = {each.code: RegimeFacts.stored(each) for each in found}
    return read_plan(plan_file, units, regimes, days)


def sign_in_links(settings: Settings, email: str) -> list[str]:
    """A link for everyone of that address."""
    office, address = open_database(settings), checked(email)
    with reading(office.engine) as session:
        people = list(session.exec(select(Person).where(Person.email == address)))
    if not people:
        raise UsageError(f"nobody here has the address {address}")
    return [print_link(office, person, clock.now()) for person in people]
