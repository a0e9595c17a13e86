"""A plan file with all it refers to, checked across files before anything is stored."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from dondoc.intake.files import AgencyFile, CalendarFile, ObligationPart, PlanFile, RegimeFile
from dondoc.intake.ladder_file import LadderFile
from dondoc.intake.rule_part import RegimeFacts, check_rule
from dondoc.intake.toml_file import Location, TomlFile, check_known, check_unique
from dondoc.model import RoleKind
from dondoc.paths import data_file
from dondoc.rules.public_days import public_calendar
from dondoc.rules.recurrence import Windows, tiling_fault
from dondoc.rules.workdays import Calendar, Override

EVERY_UNIT = "*"


@dataclass(frozen=True)
class AgencyData:
    """An agency's file with the calendar, regimes and ladder it names."""

    file: AgencyFile
    calendar: CalendarFile
    regimes: dict[str, RegimeFile]
    report_ladder: LadderFile

    @property
    def days(self) -> Calendar:
        """Its working days."""
        return working_days(self.calendar)


@dataclass(frozen=True)
class PlanData:
    """A plan's file with the ladders and regimes its rules name."""

    file: PlanFile
    ladders: dict[str, LadderFile]
    regimes: Mapping[str, RegimeFacts]


def read_agency(path: Path) -> AgencyData:
    """An agency and what it refers to. Raises FileError with one line that names file, line and key."""
    source = TomlFile(path)
    file = source.checked(AgencyFile)
    units = {unit.code for unit in file.unit}
    check_unique(source, ("unit",), "code", [unit.code for unit in file.unit])
    check_unique(source, ("person",), "email", [person.email for person in file.person])
    for index, unit in enumerate(file.unit):
        if unit.successor:
            check_known(source, ("unit", index, "successor"), unit.successor, units, "unit")
        if unit.valid_to and unit.valid_to < unit.valid_from:
            raise source.fault(("unit", index, "valid_to"), "is before valid_from; correct one of them")
    for index, person in enumerate(file.person):
        check_unique(source, ("person", index, "roles"), "kind", [(role.kind, role.unit) for role in person.roles])
        for role in person.roles:
            if role.unit:
                check_known(source, ("person", index, "roles"), role.unit, units, "unit")
            elif role.kind in {RoleKind.OFFICER, RoleKind.HEAD}:
                raise source.fault(("person", index, "roles"), f"a role {role.kind} needs a unit; add unit = …")
    ladder = _report_ladder(source, file.agency.report_ladder)
    return AgencyData(file, _calendar(source, file), _regimes(source, file), ladder)


def _calendar(source: TomlFile, file: AgencyFile) -> CalendarFile:
    code = file.agency.calendar
    try:
        calendar = read_calendar(code)
    except FileNotFoundError as error:
        raise source.fault(("agency", "calendar"), str(error)) from None
    if calendar.calendar.country != file.agency.country:
        raise source.fault(
            ("agency", "country"),
            f"is {file.agency.country}, but the calendar {code!r} is of {calendar.calendar.country}; make them agree",
        )
    return calendar


def read_calendar(code: str) -> CalendarFile:
    """A calendar by its code. Raises FileError, or FileNotFoundError where there is none."""
    source = TomlFile(data_file("config", "calendars", f"{code}.toml"))
    calendar = source.checked(CalendarFile)
    check_unique(source, ("day",), "day", [each.day for each in calendar.day])
    return calendar


def working_days(file: CalendarFile) -> Calendar:
    """The working days of a calendar: its own days over the public ones of its country."""
    return replace(
        public_calendar(file.calendar.country),
        overrides={each.day: Override(each.works, each.name, each.basis) for each in file.day},
        basis=file.calendar.basis,
        certain_until=file.calendar.certain_until,
    )


def _ladder(source: TomlFile, where: Location, code: str) -> LadderFile:
    named = _named(source, where, "ladders", code)
    ladder = named.checked(LadderFile)
    # A rung is said once by its code: the second one of that code never would be.
    check_unique(named, ("rung",), "code", [each.code for each in ladder.rung])
    return ladder


def _report_ladder(source: TomlFile, code: str) -> LadderFile:
    where: Location = ("agency", "report_ladder")
    ladder = _ladder(source, where, code)
    if any(rung.offset is None for rung in ladder.rung):
        raise source.fault(where, f"names {code!r}, which has a rung without offset; a report has no opening")
    return ladder


def _regimes(source: TomlFile, file: AgencyFile) -> dict[str, RegimeFile]:
    return {code: _regime(source, ("agency", "regimes"), code) for code in file.agency.regimes}


def _regime(source: TomlFile, where: Location, code: str) -> RegimeFile:
    named = _named(source, where, "regimes", code)
    regime = named.checked(RegimeFile)
    window = regime.window
    fault = tiling_fault(Windows(window.from_month, window.from_day, window.to_month, window.to_day, {}))
    if fault:
        raise named.fault(("window", "from_day"), _TILING[fault])
    if regime.regime.valid_to and regime.regime.valid_to < regime.regime.valid_from:
        raise named.fault(("regime", "valid_to"), "is before valid_from; correct one of them")
    if (regime.outline is None) == (regime.regime.outline_of is None):
        raise named.fault(("regime", "outline_of"), "write either [outline], or outline_of = the regime that has it")
    if regime.outline is None:
        shared = _regime(named, ("regime", "outline_of"), str(regime.regime.outline_of))
        wording = {"outline": shared.outline, "outline_for": regime.outline_for or shared.outline_for}
        regime = regime.model_copy(update=wording)
    return regime


_TILING = {
    "window_gap": "leaves days between two rounds that belong to neither; let it follow to_day at once",
    "window_overlap": "counts days twice that belong to the round before; let it follow to_day at once",
}


def agency_of_plan(path: Path) -> str:
    """The code of the agency a plan names. Raises FileError."""
    return TomlFile(path).checked(PlanFile).plan.agency


def agency_file_of_plan(path: Path) -> Path:
    """The file of the agency a plan names. Raises FileError where there is none."""
    source = TomlFile(path)
    code = source.checked(PlanFile).plan.agency
    try:
        return data_file("config", "agencies", f"{code}.toml")
    except FileNotFoundError as error:
        raise source.fault(("plan", "agency"), f"{error}; put its file there, or name another agency") from None


def read_plan(
    path: Path,
    units: Collection[str],
    known: Mapping[str, RegimeFile | RegimeFacts],
    days: Calendar | None = None,
) -> PlanData:
    """A plan checked against the agency's units, known regimes and working days (unless None).

    Raises FileError with file, line and key.
    """
    regimes = {code: RegimeFacts.of(each) if isinstance(each, RegimeFile) else each for code, each in known.items()}
    source = TomlFile(path)
    file = source.checked(PlanFile)
    check_unique(source, ("obligation",), "ref", [each.ref for each in file.obligation])
    if days is not None and not days.listed(file.plan.year):
        raise source.fault(
            ("plan", "year"),
            f"is {file.plan.year}, of which the agency's calendar has no day off, neither a public one nor its own; "
            "add that year's [[day]]s to the calendar, or correct its country",
        )
    rounds = {each.ref for each in file.obligation if each.rule.regime}
    ladders: dict[str, LadderFile] = {}
    for index, each in enumerate(file.obligation):
        _check_units(source, index, each, units)
        check_rule(source, index, each, file.plan.year, rounds, regimes)
        check_unique(source, ("obligation", index, "figure"), "code", [figure.code for figure in each.figure])
        code = each.rule.ladder
        ladders[code] = ladders.get(code) or _ladder(source, ("obligation", index, "rule", "ladder"), code)
    return PlanData(file, ladders, regimes)


def with_ladders(file: PlanFile, regimes: Mapping[str, RegimeFacts]) -> PlanData:
    """A plan that was made here, not read from a file, with the ladders its rules name and the agency's regimes."""
    codes = {each.rule.ladder for each in file.obligation}
    ladders = {code: TomlFile(data_file("config", "ladders", f"{code}.toml")).checked(LadderFile) for code in codes}
    return PlanData(file, ladders, regimes)


def _check_units(source: TomlFile, index: int, each: ObligationPart, units: Collection[str]) -> None:
    if each.lead:
        check_known(source, ("obligation", index, "lead"), each.lead, units, "unit")
    for unit in each.cooperating:
        if unit != EVERY_UNIT:
            check_known(source, ("obligation", index, "cooperating"), unit, units, "unit")
    if not each.lead and not each.cooperating:
        raise source.fault(("obligation", index), 'has no unit; add lead = "…" or cooperating = ["*"]')


def _named(source: TomlFile, where: Location, folder: str, code: str) -> TomlFile:
    try:
        return TomlFile(data_file("config", folder, f"{code}.toml"))
    except FileNotFoundError as error:
        raise source.fault(where, str(error)) from None
