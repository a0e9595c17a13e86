"""Changes as the pages tell them: what was set, in words, and what it is about."""

from dataclasses import dataclass

from dondoc.actions.snapshots import differences
from dondoc.model import Adjustment, ChangeKind
from dondoc.store.page_changes import ChangeRow, Names
from dondoc.texts import changes, period_name


@dataclass(frozen=True)
class Shown:
    """A change with its sentences; for an undoing, those of what it undid."""

    row: ChangeRow
    about: str
    told: list[str]

    @property
    def made(self) -> Adjustment:
        """The change itself."""
        return self.row.adjustment


def shown(row: ChangeRow, names: Names) -> Shown:
    """A change as it is shown."""
    told = changes.told(_of(row.undoes or row.adjustment, names))
    return Shown(row, _about(row, names), told)


def _of(adjustment: Adjustment, names: Names) -> changes.Change:
    before, after = adjustment.before, adjustment.after
    if adjustment.kind is ChangeKind.PLAN:
        before, after = {}, differences(before, after)
    return changes.Change(
        kind=adjustment.kind,
        before=before,
        after=after,
        scope=adjustment.scope,
        round=adjustment.round,
        since=adjustment.effective_from,
        units=names.units,
        regimes=names.regimes,
    )


def _about(row: ChangeRow, names: Names) -> str:
    """The obligation, the unit's part or the plan that a change is about; empty for what concerns the agency."""
    if row.assignment and row.period and row.obligation:
        period = period_name(row.period.kind, row.period.number, row.period.year)
        return f"{names.units.get(row.assignment.unit_id, '')}, mục {row.obligation.ref}, {period}"
    if row.obligation:
        return f"Mục {row.obligation.ref}. {row.obligation.title}"
    return row.plan.title if row.plan else ""
