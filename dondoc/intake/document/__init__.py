"""Plan documents as issued → proposals an administrator confirms. By rules and word tables, without network or guesses."""

from pathlib import Path

from dondoc.intake.document.catalogue import Catalogue, read_catalogue
from dondoc.intake.document.proposal import Proposal

__all__ = ["Catalogue", "Proposal", "import_plan", "propose", "read_catalogue"]


def propose(path: Path, catalogue: Catalogue | None = None, this_year: int | None = None) -> Proposal:
    """What is proposed from the document at `path`.

    With `this_year` a plan of a year gone by is asked about. Raises dondoc.rules.refusal.Refused where it cannot be read or is no plan.
    """
    from dondoc.intake.document.child import read_source
    from dondoc.intake.document.propose import propose_from

    return propose_from(read_source(path), catalogue, this_year)


def import_plan(path: Path, units: Path | None = None, out: Path | None = None, as_json: bool = False) -> int:
    """The command `dondoc plan import`: print the proposal, or write it as a TOML file to be completed. 0 = done."""
    from dondoc.intake.document.command import run

    return run(path, units, out, as_json)
