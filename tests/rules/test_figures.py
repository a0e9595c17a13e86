"""Figures of earlier rounds, and how firm a combined figure is."""

from decimal import Decimal

import pytest

from dondoc.model import FigureStatus, PeriodKind, SumRule
from dondoc.rules.figures import Known, figure_row, firmness, previous
from tests.rules.drafts import answered, figure

QUARTER, HALF, NINE, YEAR = PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.NINE_MONTHS, PeriodKind.YEAR
ESTIMATE, ACTUAL, OFFICIAL = FigureStatus


def known(**rounds: int) -> Known:
    """A memory of rounds such as half_1_2023=10."""
    return lambda kind, year, number: (
        Decimal(rounds[f"{kind.value}_{number}_{year}"]) if f"{kind.value}_{number}_{year}" in rounds else None
    )


def test_the_round_before_is_of_the_same_kind_and_crosses_new_year() -> None:
    assert previous(SumRule.TOTAL, QUARTER, 2024, 2, known(quarter_1_2024=3)) == 3
    assert previous(SumRule.TOTAL, PeriodKind.MONTH, 2024, 1, known(month_12_2023=4)) == 4


@pytest.mark.parametrize(
    ("kind", "number", "rounds"),
    [
        (QUARTER, 3, {"half_1_2024": 10, "quarter_1_2024": 4}),
        (QUARTER, 4, {"nine_months_1_2024": 16, "half_1_2024": 10}),
        (QUARTER, 1, {"year_1_2023": 22, "nine_months_1_2023": 16}),
        (HALF, 1, {"year_1_2023": 16, "half_1_2023": 10}),
    ],
)
def test_a_replaced_rounds_total_is_what_the_longer_one_adds(
    kind: PeriodKind, number: int, rounds: dict[str, int]
) -> None:
    assert previous(SumRule.TOTAL, kind, 2024, number, known(**rounds)) == 6
    one_missing = dict(list(rounds.items())[:1])
    assert previous(SumRule.TOTAL, kind, 2024, number, known(**one_missing)) is None
    assert previous(SumRule.MEAN, kind, 2024, number, known(**rounds)) is None


def test_a_combined_figure_is_no_firmer_than_its_least_firm_part() -> None:
    assert firmness([OFFICIAL, ESTIMATE, ACTUAL]) is ESTIMATE
    assert firmness([OFFICIAL, ACTUAL]) is ACTUAL
    assert firmness([]) is None


def test_the_status_that_units_gave_stands_in_the_annex() -> None:
    from dataclasses import replace

    one = replace(answered(1, None, {10: Decimal(2)}), statuses={10: OFFICIAL})
    other = replace(answered(2, None, {10: Decimal(0)}), statuses={10: ESTIMATE})
    assert figure_row(QUARTER, figure(SumRule.TOTAL), [one]).status is OFFICIAL
    assert figure_row(QUARTER, figure(SumRule.TOTAL), [one, other]).status is ESTIMATE
    # Where the regime does not ask, a figure is an actual one.
    assert figure_row(QUARTER, figure(SumRule.TOTAL), [answered(1, None, {10: Decimal(2)})]).status is ACTUAL
