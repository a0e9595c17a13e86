"""The five lines that matter to who signs: who is missing, what has changed, which figures are out of line."""

from dataclasses import dataclass
from decimal import Decimal

from dondoc.rules import diff
from dondoc.rules.report import FigureRow, ReportModel

OUT_OF_LINE = Decimal("0.5")
"""How far from before a figure may be, as a share of it, until it is told."""


@dataclass(frozen=True)
class Jump:
    """A figure that is far from what it was."""

    name: str
    unit_of_measure: str
    value: Decimal
    before: Decimal


@dataclass(frozen=True)
class Gist:
    """What a leader needs to know before reading."""

    asked: int
    missing: tuple[str, ...]
    late: tuple[str, ...]
    changed: tuple[str, ...] | None
    """Places that differ from the version this person saw last; None where they see it for the first time."""
    seen: int
    """That version's number."""
    jumps: tuple[Jump, ...]


def gist(model: ReportModel, seen: ReportModel | None = None, seen_version: int = 0) -> Gist:
    """The gist of a report for somebody who may have seen an earlier version."""
    units = [row for row in model.units if not row.excused]
    return Gist(
        asked=len(units),
        missing=tuple(row.unit for row in units if row.missing),
        late=tuple(row.unit for row in units if row.late),
        changed=tuple(each.heading or each.name for each in diff.reports(seen, model)) if seen else None,
        seen=seen_version,
        jumps=tuple(jump for row in model.figures if (jump := _jump(row))),
    )


def _jump(row: FigureRow) -> Jump | None:
    before = row.previous if row.previous is not None else row.last_year
    if row.value is None or before is None or row.value == before:
        return None
    far = abs(row.value - before) > abs(before) * OUT_OF_LINE
    return Jump(row.name, row.unit_of_measure, row.value, before) if far else None
