"""What the commands about plan documents do: read one, and say or write what is proposed."""

import json
import sys
from pathlib import Path

from dondoc import clock
from dondoc.commands import UsageError
from dondoc.intake.document import propose
from dondoc.intake.document.as_toml import as_toml
from dondoc.intake.document.catalogue import read_catalogue
from dondoc.intake.document.proposal import Proposal
from dondoc.texts.documents import question


def import_plan(file: Path, units: Path | None, out: Path | None, as_json: bool, year: int | None) -> None:
    """Read a plan document; write the proposal to `out`, and print it as JSON or in short. Raises Refused.

    A plan of a year gone by is asked about where `year` says which one is wanted, and else only remarked upon.
    """
    proposal = propose(file, read_catalogue(units) if units else None, year)
    if out is not None:
        _write(out, as_toml(proposal, file.name))
    if proposal.year and not year and proposal.year < clock.now().year - 1:
        sys.stderr.write(question("year_gone", year=proposal.year) + "\n")
    if as_json:
        sys.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(_in_short(proposal, out)) + "\n")


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
