"""The lines of Nơi nhận as a plan's recipients, and the archive's line."""

import re
from collections.abc import Iterator
from typing import Any

from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.words import norm, plain
from dondoc.model import Purpose, Standing
from dondoc.texts import documents


def recipients_of(proposal: Proposal) -> Iterator[dict[str, Any]]:
    """Who gets the reports: whom a reporting clause names is addressed, else who is told "để báo cáo"."""
    named = {plain(norm(name)) for each in proposal.obligations for clause in each.reporting for name in clause.to}
    lines = [each for each in proposal.recipients if not is_archive(each.name)]
    named &= {plain(norm(each.name)) for each in lines}
    for each in lines:
        reports = each.purpose == Purpose.TO_REPORT and not _OWN.match(norm(each.name))
        addressed = plain(norm(each.name)) in named if named else reports
        purpose = each.purpose or (Purpose.TO_REPORT if addressed else Purpose.TO_KNOW).value
        yield {"name": each.name, "purpose": purpose, "addressee": addressed, "standing": Standing.PROPOSED.value}
    if not lines:
        yield {"name": documents.NOT_SAID, "purpose": Purpose.TO_KNOW.value, "standing": Standing.PROPOSED.value}


# The agency's own leaders get a copy; the report is not addressed to them.
_OWN = re.compile(r"(?:ban )?(?:giám đốc|lãnh đạo|các phó|chánh|pgđ)")


def is_archive(name: str) -> bool:
    """Whether a line of Nơi nhận is the archive's ("Lưu: VT")."""
    return plain(norm(name)).startswith("luu")


def archive_of(proposal: Proposal) -> str:
    """What stands behind "Lưu:"."""
    named = next((each.name for each in proposal.recipients if is_archive(each.name)), "")
    return (named.partition(":")[2] if ":" in named else named[4:]).strip()
