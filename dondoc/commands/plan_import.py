"""What the commands about plan documents do: read one into a proposal, and make a plan of a completed proposal."""

import json
import sys
from pathlib import Path

from dondoc import clock
from dondoc.commands import UsageError, add_plan, check_plan
from dondoc.commands.adjusting import revise
from dondoc.commands.installation import plan_runs
from dondoc.intake.document import propose
from dondoc.intake.document.as_plan import Office, choices_for, draft_of
from dondoc.intake.document.as_toml import plan_toml, proposal_toml
from dondoc.intake.document.catalogue import catalogue_of, read_catalogue
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.files import AgencyFile, PlanFile
from dondoc.intake.toml_file import TomlFile
from dondoc.settings import Settings
from dondoc.texts.documents import question

_NOWHERE = Office("", ())


def import_plan(
    file: Path,
    units: Path | None,
    out: Path | None,
    as_json: bool,
    year: int | None,
    converter: Path | None = None,
) -> None:
    """Read a plan document; write the proposal to `out`, and print it as JSON or in short. Raises Refused.

    A plan of a year gone by is asked about where `year` says which one is wanted, and else only remarked upon.
    """
    office, catalogue = _NOWHERE, None
    if units is not None:
        source = TomlFile(units)
        if "agency" in source.data and "person" in source.data:
            agency = source.checked(AgencyFile)
            office = Office(agency.agency.code, [unit.code for unit in agency.unit], agency.agency.regimes)
            catalogue = catalogue_of(agency)
        else:
            catalogue = read_catalogue(units)
    proposal = propose(file, catalogue, year, converter)
    if out is not None:
        _write(out, proposal_toml(proposal, draft_of(proposal, choices_for(proposal, office), office, file.name)))
    if proposal.year and not year and proposal.year < clock.now().year - 1:
        sys.stderr.write(question("year_gone", year=proposal.year) + "\n")
    if as_json:
        sys.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_in_short(proposal, out)) + "\n")


def accept_plan(
    proposal: Path,
    out: Path | None,
    settings: Settings | None,
    reason: str = "",
    document: str = "",
    dry_run: bool = False,
) -> str:
    """Make a plan of a completed proposal: as a file where `out` names one, else stored in the installation.

    Where the installation runs a plan of that code, it is the newer version of it: looked at with `dry_run`, and with
    a `reason` the running plan is brought in line. Raises FileError for the first place that is still open.
    """
    said = check_plan(proposal)
    if out is not None:
        _write(out, plan_toml(TomlFile(proposal).checked(PlanFile)))
        return f"{said} Rehearse it with: dondoc rehearse --plan {out} --year YEAR --out FOLDER"
    assert settings is not None
    if not plan_runs(settings, proposal):
        return add_plan(settings, proposal)
    if not reason and not dry_run:
        raise UsageError(
            f"{proposal}: a plan of that code runs already; add --dry-run to see what this version changes, "
            "and --reason TEXT to bring the plan in line with it"
        )
    revise(settings, proposal, reason, document, by=None, dry_run=dry_run, as_json=False)
    return ""


def _write(out: Path, text: str) -> None:
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"--out: {out} cannot be written ({error.strerror}); name another file") from None


def _in_short(proposal: Proposal, out: Path | None) -> list[str]:
    doubtful = sum(bool(each.doubts) for each in proposal.obligations)
    asked = len(proposal.questions)
    return [
        proposal.title,
        f"{len(proposal.obligations)} nhiệm vụ, {doubtful} cần xem lại, {asked} câu hỏi",
        *(f"? {each.ref + ': ' if each.ref else ''}{each.text}" for each in proposal.questions),
        *([f"Đề xuất: {out}"] if out else []),
    ]
