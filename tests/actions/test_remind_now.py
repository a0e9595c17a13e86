"""Remind now: the lead unit's own word, once a day."""

from datetime import datetime

import pytest

from dondoc.actions.remind import remind_due, remind_now
from dondoc.model import Person, Reminder
from dondoc.rules.refusal import Refused
from tests.actions.rows import addresses, change, letters, rows
from tests.cast import ADDRESSES, Cast, assignment_of, at, compile_round, first_round, sign_round, submit

NOON = at("2024-03-06 10:00")


def remind(cast: Cast, now: datetime = NOON, who: str = "lead_officer", unit: str = "qlkh") -> int:
    return remind_now(cast.office, getattr(cast, who), assignment_of(cast, first_round(cast), unit).key, now)


def refused(cast: Cast, key: str, now: datetime = NOON, who: str = "lead_officer") -> None:
    before = len(rows(cast, Reminder))
    with pytest.raises(Refused, match=key):
        remind(cast, now, who)
    assert len(rows(cast, Reminder)) == before


@pytest.mark.parametrize("who", ["lead_officer", "lead_head"])
def test_the_lead_unit_reminds_a_units_officer(opened: Cast, who: str) -> None:
    assert remind(opened, who=who) == 1
    assert addresses(opened) == [ADDRESSES["officer"]]


def test_once_a_day_is_enough(opened: Cast) -> None:
    remind(opened)
    refused(opened, "reminded_today", at("2024-03-06 16:00"))
    assert remind(opened, at("2024-03-07 09:00")) == 1


def test_a_ladders_letter_of_today_counts(opened: Cast) -> None:
    remind_due(opened.office, at("2024-03-04 07:30"))
    refused(opened, "reminded_today", at("2024-03-04 15:00"))


def test_other_units_may_be_reminded_on_the_same_day(opened: Cast) -> None:
    assert remind(opened) + remind(opened, unit="vp") == 2


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "administrator"])
def test_only_the_lead_unit_reminds(opened: Cast, who: str) -> None:
    refused(opened, "not_allowed", who=who)


def test_who_has_answered_is_not_reminded(opened: Cast) -> None:
    submit(opened, first_round(opened), "qlkh", at("2024-03-05 09:00"))
    refused(opened, "unit_is_in")


def test_after_signature_nobody_is_asked_for_an_answer_that_cannot_be_given(opened: Cast) -> None:
    sign_round(opened, compile_round(opened, first_round(opened)))
    refused(opened, "round_closed", at("2024-03-25 09:00"))


def test_where_nobody_would_hear_it_says_so(opened: Cast) -> None:
    for part in ("officer", "head"):
        change(opened, Person, opened.person(part).key, active=False)
    refused(opened, "nobody_to_remind")


def test_after_office_hours_it_waits_for_the_morning(opened: Cast) -> None:
    remind(opened, at("2024-03-08 18:00"))
    assert letters(opened)[0].not_before == at("2024-03-11 07:30")


def test_it_takes_no_rung_of_the_ladder_away(opened: Cast) -> None:
    remind(opened)
    assert remind_due(opened.office, at("2024-03-11 07:30")) == 7
