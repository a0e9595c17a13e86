"""Plan documents as issued → proposals an administrator confirms, by rules and word tables, without guesses."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dondoc.intake.document.catalogue import Catalogue
    from dondoc.intake.document.proposal import Proposal

__all__ = ["import_plan", "propose", "read_catalogue"]

# Everything is imported when it is used: the child process starts from this package too, and waits for nothing more.


def propose(path: Path, catalogue: "Catalogue | None" = None, this_year: int | None = None) -> "Proposal":
    """What is proposed from the document at `path`; with `this_year` a plan of a year gone by is asked about.

    Raises dondoc.rules.refusal.Refused where it cannot be read or is no plan.
    """
    from dondoc.intake.document.building import propose_from
    from dondoc.intake.document.child import read_source

    return propose_from(read_source(path), catalogue, this_year)


def read_catalogue(path: Path) -> "Catalogue":
    """The agency's units with their aliases, from a TOML file. Raises FileError."""
    from dondoc.intake.document.catalogue import read_catalogue as read

    return read(path)


def import_plan(
    path: Path,
    units: Path | None = None,
    out: Path | None = None,
    as_json: bool = False,
    this_year: int | None = None,
) -> int:
    """The command `dondoc plan import`: print the proposal, or write it as a TOML file to be completed. 0 = done."""
    from dondoc.intake.document.command import run

    return run(path, units, out, as_json, this_year)
