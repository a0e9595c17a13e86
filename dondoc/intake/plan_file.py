"""A plan file with all it refers to, checked across files before anything is stored."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from dondoc.intake.files import AgencyFile, CalendarFile, LadderFile, ObligationPart, PlanFile, RegimeFile
from dondoc.intake.toml_file import Location, TomlFile
from dondoc.model import RoleKind
from dondoc.paths import data_file

EVERY_UNIT = "*"


@dataclass(frozen=True)
class AgencyData:
    """An agency's file with the calendar and regimes it names."""

    file: AgencyFile
    calendar: CalendarFile
    regimes: dict[str, RegimeFile]


@dataclass(frozen=True)
class PlanData:
    """A plan's file with the ladders its rules name."""

    file: PlanFile
    ladders: dict[str, LadderFile]


def read_agency(path: Path) -> AgencyData:
    """An agency and what it refers to. Raises FileError with one line that names file, line and key."""
    source = TomlFile(path)
    file = source.checked(AgencyFile)
    units = {unit.code for unit in file.unit}
    _check_unique(source, ("unit",), "code", [unit.code for unit in file.unit])
    _check_unique(source, ("person",), "email", [person.email for person in file.person])
    for index, unit in enumerate(file.unit):
        if unit.successor:
            _check_known(source, ("unit", index, "successor"), unit.successor, units, "unit")
        if unit.valid_to and unit.valid_to < unit.valid_from:
            raise source.fault(("unit", index, "valid_to"), "is before valid_from; correct one of them")
    for index, person in enumerate(file.person):
        _check_unique(source, ("person", index, "roles"), "kind", [(role.kind, role.unit) for role in person.roles])
        for role in person.roles:
            if role.unit:
                _check_known(source, ("person", index, "roles"), role.unit, units, "unit")
            elif role.kind in {RoleKind.OFFICER, RoleKind.HEAD}:
                raise source.fault(("person", index, "roles"), f"a role {role.kind} needs a unit; add unit = …")
    return AgencyData(file, _calendar(source, file), _regimes(source, file))


def _calendar(source: TomlFile, file: AgencyFile) -> CalendarFile:
    code = file.agency.calendar
    named = _named(source, ("agency", "calendar"), "calendars", code)
    calendar = named.checked(CalendarFile)
    _check_unique(named, ("day",), "day", [each.day for each in calendar.day])
    return calendar


def _ladder(source: TomlFile, where: Location, code: str) -> LadderFile:
    named = _named(source, where, "ladders", code)
    ladder = named.checked(LadderFile)
    # A rung is said once by its code: the second one of that code never would be.
    _check_unique(named, ("rung",), "code", [each.code for each in ladder.rung])
    return ladder


def _regimes(source: TomlFile, file: AgencyFile) -> dict[str, RegimeFile]:
    where = ("agency", "regimes")
    return {code: _named(source, where, "regimes", code).checked(RegimeFile) for code in file.agency.regimes}


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


def read_plan(path: Path, units: Collection[str], regimes: Collection[str]) -> PlanData:
    """A plan checked against the agency's units and regimes. Raises FileError with file, line and key."""
    source = TomlFile(path)
    file = source.checked(PlanFile)
    _check_unique(source, ("obligation",), "ref", [each.ref for each in file.obligation])
    rounds = {each.ref for each in file.obligation if each.rule.regime}
    ladders: dict[str, LadderFile] = {}
    for index, each in enumerate(file.obligation):
        _check_units(source, index, each, units)
        _check_rule(source, index, each, rounds, regimes)
        _check_unique(source, ("obligation", index, "figure"), "code", [figure.code for figure in each.figure])
        code = each.rule.ladder
        ladders[code] = ladders.get(code) or _ladder(source, ("obligation", index, "rule", "ladder"), code)
    return PlanData(file, ladders)


def with_ladders(file: PlanFile) -> PlanData:
    """A plan that was made here, not read from a file, with the ladders its rules name."""
    codes = {each.rule.ladder for each in file.obligation}
    ladders = {code: TomlFile(data_file("config", "ladders", f"{code}.toml")).checked(LadderFile) for code in codes}
    return PlanData(file, ladders)


def _check_units(source: TomlFile, index: int, each: ObligationPart, units: Collection[str]) -> None:
    if each.lead:
        _check_known(source, ("obligation", index, "lead"), each.lead, units, "unit")
    for unit in each.cooperating:
        if unit != EVERY_UNIT:
            _check_known(source, ("obligation", index, "cooperating"), unit, units, "unit")
    if not each.lead and not each.cooperating:
        raise source.fault(("obligation", index), 'has no unit; add lead = "…" or cooperating = ["*"]')


def _check_rule(
    source: TomlFile, index: int, each: ObligationPart, rounds: Collection[str], regimes: Collection[str]
) -> None:
    where: Location = ("obligation", index, "rule")
    if (each.rule.within is None) == (each.rule.regime is None):
        raise source.fault(where, 'write either regime = "…" with periods, or within = "…"')
    if each.rule.within is not None:
        _check_known(source, (*where, "within"), each.rule.within, rounds, "obligation with rounds")
        return
    _check_known(source, (*where, "regime"), str(each.rule.regime), regimes, "regime")
    if not each.rule.periods:
        raise source.fault((*where, "periods"), 'is empty; write for example ["quarter", "year"]')
    _check_unique(source, (*where, "periods"), "", each.rule.periods)
    if not each.lead:
        raise source.fault(where, "has rounds but the obligation has no lead unit to compile them; add lead")
    due, send = each.rule.due_day or 31, each.rule.send_day or 31
    if send < due:
        raise source.fault((*where, "send_day"), f"lies before due_day {due}; the report is sent after units answer")


def _check_unique(source: TomlFile, table: Location, key: str, values: Sequence[object]) -> None:
    """Refuse a second one of a value; `key` is what it stands behind in its table, empty in a plain list."""
    for index, value in enumerate(values):
        if value in values[:index]:
            told = " ".join(str(part) for part in (value if isinstance(value, tuple) else (value,)) if part)
            raise source.fault((*table, index, *([key] if key else [])), f"{told!r} is there twice; keep one of them")


def _check_known(source: TomlFile, where: Location, name: str, known: Collection[str], kind: str) -> None:
    if name in known:
        return
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"
    raise source.fault(where, f"{name!r} is not a known {kind}; {hint}")


def _named(source: TomlFile, where: Location, folder: str, code: str) -> TomlFile:
    try:
        return TomlFile(data_file("config", folder, f"{code}.toml"))
    except FileNotFoundError as error:
        raise source.fault(where, str(error)) from None
