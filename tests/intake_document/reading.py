"""Short ways to read a text or bytes as a plan, without the child process."""

from dondoc.intake.document.building import propose_from
from dondoc.intake.document.proposal import Proposal, Unit
from dondoc.intake.document.readers.any import read_bytes
from dondoc.intake.document.readers.plain import read_text
from dondoc.intake.document.source import assemble

HEAD = "KẾ HOẠCH\nThử nghiệm năm 2026\n\nI. Nội dung\n\n"


def plan_of(body: str) -> Proposal:
    return propose_from(assemble(read_text(HEAD + body)))


def plan_of_bytes(data: bytes, suffix: str = ".txt") -> Proposal:
    return propose_from(assemble(read_bytes(data, suffix)))


def names(units: list[Unit]) -> list[str]:
    return [unit.name for unit in units]
