"""What a form says about a day is what files and commands write, and comes back as it was chosen."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.rules.day_rule import DayKind, DayRule, parse_day
from dondoc.rules.refusal import Refused
from dondoc.texts.dates import day_rule
from dondoc.texts.day_choices import CHOICES, choices, chosen
from dondoc.web.day_fields import count, written

months = st.sampled_from([0, 1])
rules = st.one_of(
    st.builds(DayRule, st.just(DayKind.DAY), st.sampled_from([-1, *range(1, 29)]), months),
    st.builds(DayRule, st.just(DayKind.WORKING_DAY), st.sampled_from([-1, *range(1, 24)]), months),
    st.builds(DayRule, st.just(DayKind.WEEKDAY), st.integers(1, 7)),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)).map(lambda d: DayRule(DayKind.MONTH_DAY, d.day, month=d.month)),
    st.dates(date(1900, 1, 1), date(2100, 1, 1)).map(lambda d: DayRule(DayKind.DATE, on=d)),
    st.builds(
        DayRule,
        st.sampled_from(
            [DayKind.AFTER_CLOSE, DayKind.AFTER_EVENT, DayKind.WORKING_AFTER_EVENT, DayKind.BEFORE_SENDING]
        ),
        st.integers(1, 366),
    ),
)


@given(rules)
def test_every_rule_can_be_chosen_and_is_read_back_as_it_was(rule: DayRule) -> None:
    choice, typed = chosen(rule)
    assert choice in {each for labels in CHOICES.values() for each in labels}
    assert parse_day(written(choice, typed, "due_day")) == rule
    assert day_rule(rule)


def test_every_choice_says_a_rule() -> None:
    typed = {"month_day": "30/11", "date": "20/06/2024"}
    for labels in CHOICES.values():
        for choice in labels:
            rule = parse_day(written(choice, typed.get(choice, "3"), "due_day"))
            assert chosen(rule)[0] == choice


def test_a_choice_that_has_nothing_to_count_from_is_not_offered() -> None:
    def offered(level: str, waits: bool) -> set[str]:
        return {choice for _, labels in choices(level, waits) for choice in labels}

    assert "before_sending" in offered("due", False) and "before_sending" not in offered("send", True)
    assert "after_event" not in offered("due", False) and "after_event" in offered("send", True)


@pytest.mark.parametrize(
    ("choice", "typed"),
    [
        ("day", "29"), ("day", "0"), ("day", "x"), ("day", ""), ("day", "1.5"), ("day", "99999"), ("day", "²"),
        ("working_day", "24"), ("after_close", "0"), ("after_close", "367"), ("month_day", "31/4"),
        ("month_day", "30"), ("date", "30/02/2024"), ("date", "2024"), ("weekday", "1"), ("weekday_8", ""),
        ("", "1"), ("last_weekday", ""), ("fortnight", "1"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused_at_its_field(choice: str, typed: str) -> None:
    with pytest.raises(Refused) as refused:
        written(choice, typed, "due_day")
    assert refused.value.field == "due_day"


@pytest.mark.parametrize("typed", ["", "0", "61", "-1", "x", "1,5"])
def test_a_count_out_of_range_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="number_out_of_range"):
        count(typed, "open_before", 1)
    assert count("60", "open_before", 1) == 60
