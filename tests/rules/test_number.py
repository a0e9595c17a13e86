"""The number book."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.rules.number import may_number, next_number, symbol
from dondoc.rules.refusal import Refused

D = date.fromisoformat


def test_a_book_begins_with_01_on_1_january() -> None:
    assert symbol(next_number(None), "BC", "SKHCN") == "01/BC-SKHCN"
    assert next_number(9) == 10


@given(st.lists(st.just(None), max_size=40))
def test_numbers_follow_one_another_without_a_gap(given_out: list[None]) -> None:
    highest: int | None = None
    numbers = [highest := next_number(highest) for _ in given_out]
    assert numbers == list(range(1, len(given_out) + 1))


@pytest.mark.parametrize(("number", "printed"), [(1, "01"), (9, "09"), (10, "10"), (100, "100")])
def test_numbers_below_ten_get_a_zero(number: int, printed: str) -> None:
    assert symbol(number, "BC", "SKHCN") == f"{printed}/BC-SKHCN"


@pytest.mark.parametrize(
    ("signed", "issued", "today", "last", "key"),
    [
        (None, "2024-03-20", "2024-03-20", None, "number_before_signature"),
        ("2024-03-20", "2024-03-19", "2024-03-20", None, "issued_before_signature"),
        ("2024-03-20", "2024-03-21", "2024-03-20", None, "issued_in_future"),
        ("2024-03-18", "2024-03-19", "2024-03-20", "2024-03-20", "issued_before_last"),
    ],
)
def test_a_number_before_signature_in_the_future_or_back_dated_is_refused(
    signed: str | None, issued: str, today: str, last: str | None, key: str
) -> None:
    with pytest.raises(Refused, match=key):
        may_number(D(signed) if signed else None, D(issued), D(today), D(last) if last else None)


@pytest.mark.parametrize(
    ("signed", "issued", "today", "last"),
    [
        ("2024-03-20", "2024-03-20", "2024-03-20", None),
        ("2024-03-20", "2024-03-20", "2024-03-21", "2024-03-20"),
        # Back-dated over New Year: the old year's book goes on where it was, the new one is another.
        ("2024-12-31", "2024-12-31", "2025-01-02", "2024-12-30"),
        ("2024-12-31", "2024-12-31", "2025-01-03", "2025-01-02"),
    ],
)
def test_a_number_after_signature_in_the_order_of_the_book_is_given(
    signed: str, issued: str, today: str, last: str | None
) -> None:
    may_number(D(signed), D(issued), D(today), D(last) if last else None)
