"""Plan documents as issued → proposals an administrator confirms, by rules and word tables, without guesses."""

from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from dondoc.intake.document.catalogue import Catalogue
    from dondoc.intake.document.proposal import Proposal

__all__ = ["propose", "propose_upload"]

# Everything is imported when it is used: the child process starts from this package too, and waits for nothing more.


def propose(
    path: Path, catalogue: "Catalogue | None" = None, this_year: int | None = None, office: Path | None = None
) -> "Proposal":
    """What is proposed from the document at `path`; with `this_year` a plan of a year gone by is asked about.

    Raises dondoc.rules.refusal.Refused where it cannot be read or is no plan.
    """
    from dondoc.intake.document.building import propose_from
    from dondoc.intake.document.child import read_source

    return propose_from(read_source(path, office=office), catalogue, this_year)


def propose_upload(
    file: BinaryIO,
    name: str,
    catalogue: "Catalogue | None" = None,
    office: Path | None = None,
    this_year: int | None = None,
) -> "Proposal":
    """The same from an uploaded file; `name` is what its sender calls it."""
    from dondoc.intake.document.building import propose_from
    from dondoc.intake.document.child import read_upload

    return propose_from(read_upload(file, Path(name).suffix, office=office), catalogue, this_year)
