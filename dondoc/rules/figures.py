"""Figures of several units as one, how firm it is, and what it was before."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dondoc.model import FigureStatus, PeriodKind, SumRule
from dondoc.rules.recurrence import ROUNDS_A_YEAR
from dondoc.rules.report import FigureRow, Source
from dondoc.rules.telling import UnitAnswer

CUMULATIVE = frozenset({PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR})
"""Kinds of period whose figures count from the year's beginning (6, 9 and 12 months)."""

Known = Callable[[PeriodKind, int, int], Decimal | None]
"""What a figure was in the round of that kind, year and number; None where no report had it."""

_FIRM = tuple(FigureStatus)
# One period, one report: where a round was replaced by a longer one, its total is what that one has more than the
# round before it.
_DIFFERENCES = {
    (PeriodKind.QUARTER, 2): ((PeriodKind.HALF, 1), (PeriodKind.QUARTER, 1)),
    (PeriodKind.QUARTER, 3): ((PeriodKind.NINE_MONTHS, 1), (PeriodKind.HALF, 1)),
    (PeriodKind.QUARTER, 4): ((PeriodKind.YEAR, 1), (PeriodKind.NINE_MONTHS, 1)),
    (PeriodKind.HALF, 2): ((PeriodKind.YEAR, 1), (PeriodKind.HALF, 1)),
}


@dataclass(frozen=True)
class FigureAsked:
    """A figure of the form, and what it was in the previous round of its kind and a year ago."""

    figure_id: int
    name: str
    unit_of_measure: str
    sum_rule: SumRule
    previous: Decimal | None = None
    last_year: Decimal | None = None


def combine(rule: SumRule, numbers: Sequence[Decimal]) -> Decimal | None:
    """Several units' figures as one; None where nobody stated one, zero where all stated zero."""
    if not numbers:
        return None
    if rule is SumRule.TOTAL:
        return sum(numbers, Decimal(0))
    if rule is SumRule.MEAN:
        return (sum(numbers, Decimal(0)) / len(numbers)).quantize(Decimal("0.01"))
    return numbers[-1]


def firmness(statuses: Sequence[FigureStatus]) -> FigureStatus | None:
    """How firm a combined figure is: no firmer than the least firm of its parts."""
    return min(statuses, key=_FIRM.index, default=None)


def before(kind: PeriodKind, number: int, year: int) -> tuple[int, int]:
    """Year and number of the round before, of the same kind."""
    return (year, number - 1) if number > 1 else (year - 1, ROUNDS_A_YEAR[kind])


def previous(rule: SumRule, kind: PeriodKind, year: int, number: int, known: Known) -> Decimal | None:
    """What a figure was in the round before.

    Where that round was replaced by a longer one, a total is the difference of two rounds; nothing else is guessed.
    """
    earlier_year, earlier = before(kind, number, year)
    stated = known(kind, earlier_year, earlier)
    if stated is not None or rule is not SumRule.TOTAL or (kind, earlier) not in _DIFFERENCES:
        return stated
    (long_kind, long_number), (short_kind, short_number) = _DIFFERENCES[kind, earlier]
    whole, part = known(long_kind, earlier_year, long_number), known(short_kind, earlier_year, short_number)
    return None if whole is None or part is None else whole - part


def figure_row(kind: PeriodKind, asked: FigureAsked, units: Sequence[UnitAnswer]) -> FigureRow:
    """One row of the annex of figures; zero stands as zero, and what nobody stated as None."""
    stated = [unit for unit in units if unit.figures and asked.figure_id in unit.figures]
    value = combine(asked.sum_rule, [(unit.figures or {})[asked.figure_id] for unit in stated])
    return FigureRow(
        name=asked.name,
        unit_of_measure=asked.unit_of_measure,
        value=value,
        previous=asked.previous,
        last_year=asked.last_year,
        cumulative=value if kind in CUMULATIVE else None,
        status=firmness([(unit.statuses or {}).get(asked.figure_id, FigureStatus.ACTUAL) for unit in stated]),
        sources=tuple(
            Source(submission_id=unit.submission_id or 0, version=unit.version, unit=unit.unit) for unit in stated
        ),
    )
