"""The seed plan's year with four times the units against the sample agency's: seconds per assignment."""

import json
import tempfile
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.processes import AGENCY, DONDOC, PLAN, environment, run, side_by_side

GOAL = 1.3
TIMES = 4
ENOUGH_SECONDS = 40.0
"""Where one pair takes longer than this there is no second one."""

Toml = dict[str, Any]


def measure() -> Figure:
    """The quickest of one or two interleaved years each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "config" / "agencies" / AGENCY.name
        file.parent.mkdir(parents=True)
        file.write_text(toml(larger(tomllib.loads(AGENCY.read_text(encoding="utf-8")), TIMES)), encoding="utf-8")
        sample, large = environment(), environment(DONDOC_CONFIG=str(folder / "config"))
        pairs = side_by_side(
            lambda: _year(folder / "large", large), lambda: _year(folder / "sample", sample), 2, ENOUGH_SECONDS
        )
    (much, many), (little, few) = min(each for each, _ in pairs), min(each for _, each in pairs)
    what = (
        f"seconds per assignment with {TIMES} times the units {much / many:.3f}, {many} in {much:.1f} s, "
        f"against the sample agency {little / few:.3f}, {few} in {little:.1f} s"
    )
    return Figure((much / many) / (little / few), GOAL, what)


def _year(out: Path, env: Mapping[str, str]) -> tuple[float, int]:
    """Seconds and assignments of a rehearsed year."""
    said = run((*DONDOC, "rehearse", "--plan", str(PLAN), "--year", "2024", "--out", str(out), "--json"), env)
    summary = json.loads(said.splitlines()[-1])
    return float(summary["seconds"]), int(summary["assignments"])


def larger(agency: Toml, times: int) -> Toml:
    """The same agency with `times` as many units, each with people of its own; leaders are in charge of them too."""
    units, people = list(agency["unit"]), list(agency["person"])
    for number in range(2, times + 1):
        units += [_copied_unit(unit, number) for unit in agency["unit"]]
        people += [_copied_person(person, number) for person in agency["person"] if _acts_for_unit(person)]
    for index, person in enumerate(people[: len(agency["person"])]):
        if not _acts_for_unit(person):
            people[index] = person | {"roles": list(_with_copies(person["roles"], times))}
    return {"agency": agency["agency"], "unit": units, "person": people}


def _acts_for_unit(person: Toml) -> bool:
    return any(role["kind"] in {"officer", "head"} for role in person["roles"])


def _copied_unit(unit: Toml, number: int) -> Toml:
    successor = {"successor": f"{unit['successor']}-{number}"} if "successor" in unit else {}
    return unit | {"code": f"{unit['code']}-{number}", "name": f"{unit['name']} {number}"} | successor


def _copied_person(person: Toml, number: int) -> Toml:
    roles = [role | {"unit": f"{role['unit']}-{number}"} for role in person["roles"]]
    name = f"{person['name']} {number}"
    return person | {"name": name, "email": f"so-{number}-{person['email']}", "roles": roles}


def _with_copies(roles: Iterable[Toml], times: int) -> Iterable[Toml]:
    for role in roles:
        yield role
        if "unit" in role:
            yield from (role | {"unit": f"{role['unit']}-{number}"} for number in range(2, times + 1))


def toml(agency: Toml) -> str:
    """An agency's file."""
    parts = ["[agency]", *_pairs(agency["agency"])]
    for table in ("unit", "person"):
        for row in agency[table]:
            parts += ["", f"[[{table}]]", *_pairs(row)]
    return "\n".join(parts) + "\n"


def _pairs(table: Toml) -> list[str]:
    return [f"{key} = {_value(value)}" for key, value in table.items()]


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(_pairs(dict(value))) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
