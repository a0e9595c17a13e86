"""The plan a command is about: on the installation, or on one in memory that is made of its file for the moment."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import select

from dondoc import clock
from dondoc.actions.foresee import live
from dondoc.actions.install import install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.commands.installation import UsageError, open_database
from dondoc.intake.plan_file import agency_file_of_plan, agency_of_plan, read_agency, read_plan
from dondoc.intake.toml_file import TomlFile
from dondoc.mail.relay import Relay
from dondoc.model import Agency, Door, Person, Plan
from dondoc.rules.address import checked
from dondoc.settings import Settings
from dondoc.store.agency import hours
from dondoc.store.engine import memory_engine
from dondoc.store.transaction import Actor, reading


@dataclass(frozen=True)
class Stage:
    """An office with a plan in it, and what is now there."""

    office: Office
    agency: Agency
    plan: Plan
    now: datetime
    file: Path | None = None
    installed: bool = False

    @property
    def today(self) -> date:
        """The agency's date."""
        return hours(self.agency).today(self.now)


def stage(settings: Settings, named: str, on: date | None = None) -> Stage:
    """The installed plan of that code or of that file; a file's that is not installed, or is over, in memory.

    `on` always means a file in memory, whose year has run up to that day. Raises UsageError or FileError.
    """
    path = Path(named)
    is_file = path.is_file() or path.suffix == ".toml"
    if not is_file and on is not None:
        raise UsageError("--on: goes with a plan's file; an installed plan has the day that it is")
    found = None if on else _installed(settings, named, path if is_file else None)
    if found is not None and (not is_file or found.today.year <= found.plan.year):
        return found
    if is_file:
        return in_memory(path, on)
    raise UsageError(f"--plan {named}: is neither a file nor the code of a plan installed in {settings.data}")


def has_installation(settings: Settings) -> bool:
    """Whether there is a database; asking makes none."""
    return bool(settings.database_url) or (settings.data / "dondoc.sqlite").exists()


def installation(settings: Settings) -> Office:
    """The installation's office. Raises UsageError where there is none."""
    if not has_installation(settings):
        raise UsageError(
            f"{settings.data}: nothing is installed there; name its folder in DONDOC_DATA, or run dondoc init"
        )
    return open_database(settings)


def _installed(settings: Settings, named: str, path: Path | None) -> Stage | None:
    if not has_installation(settings):
        return None
    code = str(TomlFile(path).data.get("plan", {}).get("code", "")) if path else named
    office = open_database(settings)
    chosen = select(Plan, Agency).where(Plan.agency_id == Agency.id, Plan.code == code)
    if path:
        chosen = chosen.where(Agency.code == agency_of_plan(path))
    with reading(office.engine) as session:
        found = list(session.exec(chosen))
    if len(found) > 1:
        raise UsageError(f"--plan {named}: several agencies have a plan of that code; name the plan's file")
    return Stage(office, found[0][1], found[0][0], clock.now(), path, installed=True) if found else None


def in_memory(path: Path, on: date | None = None) -> Stage:
    """A plan's file on the first instant of its year, or on a day to which its year has run with nobody answering."""
    data = read_agency(agency_file_of_plan(path))
    file = read_plan(path, [unit.code for unit in data.file.unit], data.regimes, data.days)
    zone, year = ZoneInfo(data.file.agency.time_zone), file.file.plan.year
    begin = datetime(year, 1, 1, tzinfo=zone).astimezone(UTC)
    now = datetime.combine(on, time(0), zone).astimezone(UTC) if on else begin
    if now < begin:
        raise UsageError(f"--on {on}: is before the plan's year {year}")
    office = Office(memory_engine(), "http://dondoc.example", "in memory", Relay("127.0.0.1"))
    agency = install_agency(office, data, begin)
    plan = install_plan(office, Actor(agency.key, None, Door.COMMAND), file, begin)
    live(office, begin, now)
    return Stage(office, agency, plan, now, path)


def actor_of(office: Office, agency_id: int, by: str | None) -> Actor:
    """Who acts: the person of that address, or nobody in person. Raises UsageError where there is no such person."""
    if by is None:
        return Actor(agency_id, None, Door.COMMAND)
    address = checked(by)
    with reading(office.engine) as session:
        person = session.exec(select(Person).where(Person.agency_id == agency_id, Person.email == address)).first()
    if person is None:
        raise UsageError(f"--by {address}: nobody of that agency has this address")
    return Actor(agency_id, person.key, Door.COMMAND)
