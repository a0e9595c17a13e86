"""What a unit may submit, and the word for where it stands."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.model import AnswerSection
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import LONGEST_TEXT, AssignmentState, Content, Standing, check, may_write, state

R, N = AnswerSection.RESULT, AnswerSection.NEXT
ITEMS, FIGURES = [1, 2], [10, 11]
ZERO, SEVEN = Decimal(0), Decimal(7)
DEADLINE = date(2024, 3, 18)


def content(text: str = "Đã làm.", **figures: Decimal) -> Content:
    return Content(False, {(1, R): text}, {10: figures.get("ten", SEVEN), 11: figures.get("eleven", ZERO)})


def refused(wrong: Content) -> tuple[str, str | None]:
    with pytest.raises(Refused) as caught:
        check(wrong, ITEMS, FIGURES)
    return caught.value.key, caught.value.field


def test_a_whole_answer_is_taken_with_its_texts_trimmed() -> None:
    assert check(content("  Đã làm.\n"), ITEMS, FIGURES) == content()


def test_nothing_to_report_is_a_whole_answer_and_carries_nothing() -> None:
    typed = Content(True, {(1, R): "gõ nhầm"}, {10: SEVEN})
    assert check(typed, ITEMS, FIGURES) == Content(nothing_to_report=True)
    assert check(Content(True), ITEMS, FIGURES) == Content(nothing_to_report=True)


def test_zero_is_stated_and_a_missing_figure_is_not_zero() -> None:
    assert check(content(ten=ZERO), ITEMS, FIGURES).figures == {10: ZERO, 11: ZERO}
    assert refused(Content(False, {(1, R): "a"}, {10: SEVEN})) == ("figure_missing", "figure-11")


@pytest.mark.parametrize(
    ("wrong", "key", "field"),
    [
        (Content(False, {}, {10: SEVEN, 11: ZERO}), "no_result", "result-1"),
        (Content(False, {(1, R): " \n"}, {10: SEVEN, 11: ZERO}), "no_result", "result-1"),
        (Content(False, {(1, N): "việc tới"}, {10: SEVEN, 11: ZERO}), "no_result", "result-1"),
        (content(ten=Decimal(-1)), "figure_negative", "figure-10"),
        (content("a" * (LONGEST_TEXT + 1)), "text_too_long", "result-1"),
    ],
)
def test_what_is_not_whole_is_refused_and_the_field_is_named(wrong: Content, key: str, field: str) -> None:
    assert refused(wrong) == (key, field)


def test_a_result_of_any_item_is_enough_and_the_longest_text_still_goes() -> None:
    other = Content(False, {(2, R): "a" * LONGEST_TEXT}, {10: SEVEN, 11: ZERO})
    assert check(other, ITEMS, FIGURES) == other


def test_what_was_not_asked_is_left_out() -> None:
    more = Content(False, {(1, R): "a", (99, R): "của kỳ khác"}, {10: SEVEN, 11: ZERO, 99: SEVEN})
    assert check(more, ITEMS, FIGURES) == Content(False, {(1, R): "a"}, {10: SEVEN, 11: ZERO})


@pytest.mark.parametrize(
    ("standing", "left", "word"),
    [
        (Standing(DEADLINE), 10, AssignmentState.OPEN),
        (Standing(DEADLINE, has_draft=True), 10, AssignmentState.DRAFTED),
        (Standing(DEADLINE, has_draft=True), 3, AssignmentState.NEAR_DUE),
        (Standing(DEADLINE), 4, AssignmentState.OPEN),
        (Standing(DEADLINE), 0, AssignmentState.NEAR_DUE),
        (Standing(DEADLINE), -1, AssignmentState.OVERDUE),
        (Standing(DEADLINE, submitted_on=DEADLINE), -5, AssignmentState.SUBMITTED),
        (Standing(DEADLINE, submitted_on=DEADLINE, returned=True), -5, AssignmentState.RETURNED),
        (Standing(DEADLINE, submitted_on=DEADLINE, accepted=True), -5, AssignmentState.ACCEPTED),
        (Standing(DEADLINE, excused=True), -5, AssignmentState.EXCUSED),
    ],
)
def test_the_word_for_an_assignment_follows_from_acts_and_days(
    standing: Standing, left: int, word: AssignmentState
) -> None:
    assert state(standing, left) is word


def test_an_answer_is_in_until_it_is_returned() -> None:
    assert not Standing(DEADLINE).is_in
    assert Standing(DEADLINE, submitted_on=DEADLINE).is_in
    assert not Standing(DEADLINE, submitted_on=DEADLINE, returned=True).is_in
    assert Standing(DEADLINE, excused=True).is_in


def test_late_is_the_day_after_the_deadline() -> None:
    assert not Standing(DEADLINE, submitted_on=DEADLINE).is_late
    assert Standing(DEADLINE, submitted_on=date(2024, 3, 19)).is_late
    assert not Standing(DEADLINE).is_late


@pytest.mark.parametrize(
    ("standing", "closed", "key"),
    [
        (Standing(DEADLINE), True, "round_closed"),
        (Standing(DEADLINE, excused=True), False, "assignment_excused"),
        (Standing(DEADLINE, submitted_on=DEADLINE, accepted=True), False, "already_accepted"),
    ],
)
def test_nothing_is_written_where_it_is_closed_excused_or_accepted(standing: Standing, closed: bool, key: str) -> None:
    with pytest.raises(Refused, match=key):
        may_write(standing, closed)


def test_a_late_or_returned_answer_may_be_written() -> None:
    may_write(Standing(DEADLINE), closed=False)
    may_write(Standing(DEADLINE, submitted_on=date(2024, 4, 1), returned=True), closed=False)
