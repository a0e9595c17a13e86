"""What the commands about plan documents do: read one into a proposal, and make a plan of a completed proposal."""

import json
import sys
from pathlib import Path

from dondoc import clock
from dondoc.commands import UsageError, add_plan, check_plan
from dondoc.commands.adjusting import revise
from dondoc.commands.installation import plan_runs
from dondoc.commands.plan_versions import as_version_of, looks_like, of_file, running, written
from dondoc.intake.document import propose
from dondoc.intake.document.as_plan import Office, choices_for, draft_of
from dondoc.intake.document.as_toml import plan_toml, proposal_toml
from dondoc.intake.document.catalogue import catalogue_of, read_catalogue
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.renewing import choices_of_running, with_running_refs
from dondoc.intake.files import AgencyFile, PlanFile
from dondoc.intake.toml_file import TomlFile
from dondoc.settings import Settings, SettingsError
from dondoc.store.engine import DatabaseError
from dondoc.texts.documents import newer, newer_way_out, question

_NOWHERE = Office("", ())


def import_plan(
    file: Path,
    units: Path | None,
    out: Path | None,
    as_json: bool,
    year: int | None,
    settings: Settings | None = None,
    replaces: str = "",
) -> None:
    """Read a plan document; write the proposal to `out`, and print it as JSON or in short. Raises Refused.

    A plan of a year gone by is asked about where `year` says which one is wanted, and else only remarked upon. So is
    a document that looks like a newer version of a plan in the installation, unless `replaces` names that plan.
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
    proposal = propose(file, catalogue, year, settings.soffice if settings else None)
    choices = choices_for(proposal, office)
    if replaces and settings:
        runs = running(settings, replaces, office.code)
        proposal = with_running_refs(runs.works, proposal)
        choices = choices_of_running(choices, {"code": replaces, "year": runs.year})
    if out is not None:
        _write(out, proposal_toml(proposal, draft_of(proposal, choices, office, file.name)))
    if settings and not replaces:
        _say_whose_version(settings, proposal, office.code)
    if proposal.year and not year and proposal.year < clock.now().year - 1:
        sys.stderr.write(question("year_gone", year=proposal.year) + "\n")
    if as_json:
        sys.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_in_short(proposal, out)) + "\n")


def _say_whose_version(settings: Settings, proposal: Proposal, agency: str) -> None:
    try:
        found = looks_like(settings, proposal, agency)
    except (DatabaseError, SettingsError) as error:
        # The document was read all the same.
        sys.stderr.write(f"plans that run were not looked at: {error}\n")
        return
    if found:
        like, code = found
        works = len(proposal.obligations)
        said = newer(True, like.candidate.title, like.candidate.number, like.same, works)
        sys.stderr.write(f"{said} {newer_way_out(code)}\n")


def accept_plan(
    proposal: Path,
    out: Path | None,
    settings: Settings | None,
    reason: str = "",
    document: str = "",
    dry_run: bool = False,
    replaces: str = "",
    own: bool = False,
) -> str:
    """Make a plan of a completed proposal: as a file where `out` names one, else stored in the installation.

    Where the installation runs a plan of that code, or `replaces` names one, it is the newer version of it: looked at
    with `dry_run`, and with a `reason` the running plan is brought in line. What only looks like a newer version is
    stored where it is said to be a plan of its `own`. Raises FileError for the first place that is still open.
    """
    said = check_plan(proposal)
    file = TomlFile(proposal).checked(PlanFile)
    if out is not None:
        _write(out, plan_toml(file))
        return f"{said} Rehearse it with: dondoc rehearse --plan {out} --year {file.plan.year} --out FOLDER"
    assert settings is not None
    code = replaces or (file.plan.code if plan_runs(settings, proposal) else "")
    if not code:
        if not own and (found := looks_like(settings, of_file(file), file.plan.agency)):
            like, known = found
            raise UsageError(
                f"{proposal}: it looks like a newer version of the plan {known} ({like.same} of its "
                f"{len(file.obligation)} works are alike); add --replaces {known} to revise that plan, "
                "or --new to make it a plan of its own"
            )
        return add_plan(settings, proposal)
    version_of = running(settings, code, file.plan.agency)
    if not reason and not dry_run:
        raise UsageError(
            f"{proposal}: the plan {code} runs already; add --dry-run to see what this version changes, "
            "and --reason TEXT to bring the plan in line with it"
        )
    with written(as_version_of(file, version_of, code)) as version:
        of_document = not _is_whole(file)
        revise(settings, version, reason, document, by=None, dry_run=dry_run, as_json=False, from_document=of_document)
    return ""


def _is_whole(file: PlanFile) -> bool:
    """Whether a file says the figures too, as a plan's own file does and one made of a document does not."""
    return any(each.figure for each in file.obligation)


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
