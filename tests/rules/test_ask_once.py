"""Ask once: which figure is the same, whose value counts, and what a different one needs."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import SumRule
from dondoc.rules.ask_once import LONGEST_NOTE, Asked, Key, Statement, fill, stated, twins
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content

MEETINGS: Key = ("so-cuoc", "cuộc", SumRule.TOTAL)
PEOPLE: Key = ("so-luot", "lượt người", SumRule.TOTAL)
ASKED = [Asked(1, MEETINGS), Asked(2, PEOPLE), Asked(3, MEETINGS)]


def said(value: int, submission_id: int = 50, day: int = 1, key: Key = MEETINGS) -> Statement:
    return Statement(key, Decimal(value), submission_id, datetime(2024, 3, day, tzinfo=UTC))


def written(notes: dict[int, str] | None = None, **figures: int) -> Content:
    return Content(figures={int(name[1:]): Decimal(value) for name, value in figures.items()}, notes=notes or {})


@pytest.mark.parametrize(
    "other",
    [
        ("so-buoi", "cuộc", SumRule.TOTAL),
        ("so-cuoc", "buổi", SumRule.TOTAL),
        ("so-cuoc", "cuộc", SumRule.LAST),
    ],
)
def test_a_figure_with_another_code_measure_or_sum_is_another_figure(other: Key) -> None:
    assert stated([Asked(1, MEETINGS)], [said(5, key=other)], set()) == {}
    assert twins([Asked(1, MEETINGS), Asked(2, other)]) == {}


def test_the_newest_statement_counts_and_what_was_stated_here_stays_here() -> None:
    assert stated(ASKED, [said(7, 51, 2), said(5)], set()) == {1: said(7, 51, 2), 3: said(7, 51, 2)}
    assert stated(ASKED, [said(5)], {1}) == {}


def test_what_was_stated_elsewhere_is_carried_with_its_source() -> None:
    filled = fill(written(f2=9), ASKED, {1: said(5), 3: said(5)}, 60)
    assert filled.figures == {1: 5, 2: 9, 3: 5}
    assert (filled.sources, filled.notes) == ({1: 50, 3: 50}, {})


def test_a_figure_asked_twice_on_one_form_is_taken_from_its_first_place() -> None:
    filled = fill(written(f1=4, f2=9), ASKED, {}, 60)
    assert (filled.figures[3], filled.sources) == (4, {3: 60})
    assert 3 not in fill(written(f2=9), ASKED, {}, 60).figures


def test_another_value_needs_a_note_and_the_same_value_none() -> None:
    with pytest.raises(Refused) as refused:
        fill(written(f1=6), ASKED, {1: said(5)}, 60)
    assert (refused.value.key, refused.value.field) == ("other_value_unexplained", "note-1")
    filled = fill(written({1: " tính cả chi cục "}, f1=6), ASKED, {1: said(5)}, 60)
    assert (filled.figures[1], filled.sources[1], filled.notes) == (6, 50, {1: "tính cả chi cục"})
    assert fill(written({1: "thừa"}, f1=5), ASKED, {1: said(5)}, 60).notes == {}
    with pytest.raises(Refused, match="text_too_long"):
        fill(written({1: "x" * (LONGEST_NOTE + 1)}, f1=6), ASKED, {1: said(5)}, 60)


def test_nothing_to_report_carries_nothing() -> None:
    assert fill(Content(nothing_to_report=True), ASKED, {1: said(5)}, 60) == Content(nothing_to_report=True)


KEYS = st.sampled_from([MEETINGS, PEOPLE])


@given(
    st.lists(KEYS, max_size=6), st.lists(st.tuples(KEYS, st.integers(0, 99), st.integers(1, 9)), max_size=6),
    st.dictionaries(st.integers(0, 5), st.integers(0, 99)),
)  # fmt: skip
def test_filling_again_changes_nothing_and_only_explained_values_differ(
    keys: list[Key], statements: list[tuple[Key, int, int]], typed: dict[int, int]
) -> None:
    asked = [Asked(place, key) for place, key in enumerate(keys)]
    elsewhere = stated(
        asked, [said(value, place, day, key) for place, (key, value, day) in enumerate(statements)], set()
    )
    content = Content(figures={k: Decimal(v) for k, v in typed.items()}, notes=dict.fromkeys(range(6), "vì vậy"))
    filled = fill(content, asked, elsewhere, 99)
    assert fill(filled, asked, elsewhere, 99) == filled
    for figure_id, statement in elsewhere.items():
        assert (filled.figures[figure_id] == statement.value) == (figure_id not in filled.notes)
        assert filled.sources[figure_id] == statement.submission_id
