"""The command `dondoc plan import`."""

import json
import sys
from pathlib import Path

from dondoc.intake.document import propose
from dondoc.intake.document.as_toml import as_toml
from dondoc.intake.document.catalogue import read_catalogue


def run(path: Path, units: Path | None, out: Path | None, as_json: bool, this_year: int | None = None) -> int:
    """Read the document; write the proposal to `out`, and print it as JSON or in short. Raises Refused."""
    proposal = propose(path, read_catalogue(units) if units else None, this_year)
    if out is not None:
        out.write_text(as_toml(proposal, path.name), encoding="utf-8")
    if as_json:
        sys.stdout.write(json.dumps(proposal.as_json(), ensure_ascii=False, indent=1) + "\n")
        return 0
    doubtful = sum(bool(each.doubts) for each in proposal.obligations)
    sys.stdout.write(
        f"{proposal.title}\n{len(proposal.obligations)} nhiệm vụ, {doubtful} cần xem lại, "
        f"{len(proposal.questions)} câu hỏi\n"
    )
    for question in proposal.questions:
        sys.stdout.write(f"? {question.ref + ': ' if question.ref else ''}{question.text}\n")
    if out is not None:
        sys.stdout.write(f"Đề xuất: {out}\n")
    return 0
