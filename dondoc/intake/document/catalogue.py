"""An agency's units with their aliases: names as written → codes, rather asking than guessing."""

from functools import cached_property
from pathlib import Path

from pydantic import Field
from rapidfuzz import fuzz

from dondoc.intake.document.proposal import Obligation, Proposal, Unit
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import norm, plain, squeeze
from dondoc.intake.files import AgencyFile
from dondoc.intake.toml_file import Strict, TomlFile

# Earlier trials with `fuzz.ratio` at 85 to 88 took none of 19 foreign units; these ask a little sooner still.
_SURE, _NEAR = 93, 82


class CatalogueUnit(Strict):
    """A unit of the agency."""

    code: str
    name: str
    aliases: list[str] = Field(default_factory=list)


class Catalogue(Strict):
    """The units of an agency. `agency` is what "thuộc Sở" refers to."""

    unit: list[CatalogueUnit] = Field(min_length=1)
    agency: str = ""

    @cached_property
    def _names(self) -> dict[str, str]:
        return {_key(name): unit.code for unit in self.unit for name in (unit.name, *unit.aliases)}

    def apply(self, proposal: Proposal) -> None:
        """Give every unit of the proposal its codes; what is not sure becomes a doubt."""
        for each in proposal.obligations:
            named = [code for unit in each.lead for code in self._own(unit, each)]
            for unit in each.lead:
                unit.codes = unit.codes or (self._collective(unit, named) or [])
                unit.external = not unit.codes and not unit.external and self._is_outside(unit)
            taken = [code for unit in [*each.lead, *each.cooperating] for code in unit.codes]
            for unit in each.cooperating:
                unit.codes = self._own(unit, each) or (self._collective(unit, taken) or [])
                unit.external = not unit.codes and self._is_outside(unit)
            if any(not unit.codes and not unit.external for unit in [*each.lead, *each.cooperating]):
                each.doubts.append("unit_unknown")

    def _own(self, unit: Unit, each: Obligation) -> list[str]:
        key = _key(unit.name)
        if code := self._names.get(key):
            unit.codes = [code]
            return unit.codes
        if self._is_outside(unit) or self._is_collective(unit):
            return []
        best, score = "", 0.0
        for name, code in self._names.items():
            near = fuzz.ratio(key, name)
            if near > score:
                best, score = code, near
        if score >= _SURE:
            unit.codes = [best]
            each.doubts.append("unit_spelling")
        elif score >= _NEAR:
            each.doubts.append(f"unit_like:{best}")
        return unit.codes

    def _is_collective(self, unit: Unit) -> bool:
        low = norm(unit.name)
        return any(low.startswith(each + " ") for each in words().units.collective)

    def _collective(self, unit: Unit, named: list[str]) -> list[str] | None:
        """Every unit for "các phòng, đơn vị thuộc Sở"; all but the named ones for "… còn lại"."""
        low = squeeze(norm(unit.name))
        table = words().units
        if not self._is_collective(unit) or any(low.endswith(each) for each in table.some):
            return None
        rest = next((each for each in table.others if low.endswith(" " + each)), "")
        core = low.removesuffix(rest).strip()
        if not any(
            core == norm(each) or core == norm(each) + " thuộc sở" or core == norm(each) + " sở"
            for each in table.all_own
        ):
            return None
        codes = [each.code for each in self.unit]
        return [code for code in codes if code not in named] if rest or named else codes

    def _is_outside(self, unit: Unit) -> bool:
        """A body of another authority, whatever it looks like ("Văn phòng UBND tỉnh" is not "Văn phòng Sở")."""
        low = f" {norm(unit.name)} "
        return _key(unit.name) not in self._names and any(f" {each} " in low for each in words().units.outside)


def _key(name: str) -> str:
    return plain(squeeze(norm(name))).replace("–", "-").replace(" - ", "-").strip(" .,;")


def read_catalogue(path: Path) -> Catalogue:
    """A catalogue of units: `[[unit]]` with code, name, aliases; an agency's own file will do. Raises FileError."""
    source = TomlFile(path)
    return catalogue_of(source.checked(AgencyFile)) if "person" in source.data else source.checked(Catalogue)


def catalogue_of(file: AgencyFile) -> Catalogue:
    """An agency's units, with their abbreviations as aliases."""
    units = [CatalogueUnit(code=each.code, name=each.name, aliases=[each.abbreviation]) for each in file.unit]
    return Catalogue(unit=units, agency=file.agency.short_name)
