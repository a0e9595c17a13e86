"""Numbers and days as people type them."""

from datetime import date
from decimal import Decimal

import pytest

from dondoc.rules.refusal import Refused
from dondoc.web import forms, words
from dondoc.web.sign_in import own_path


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("", None),
        ("  ", None),
        ("0", "0"),
        ("12", "12"),
        ("1234", "1234"),
        ("1.234", "1234"),
        ("1.234,5", "1234.5"),
        ("12,5", "12.5"),
        ("0,125", "0.125"),
        ("1.234.567", "1234567"),
        ("1 234", "1234"),
        ("1\u00a0234,50", "1234.50"),
        ("-3", "-3"),
        ("1,2340", "1.2340"),
    ],
)
def test_a_number_in_vietnamese_notation_is_read(typed: str, value: str | None) -> None:
    assert forms.number(typed, "f") == (None if value is None else Decimal(value))


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("12a", "not_a_number"),
        ("mười", "not_a_number"),
        ("1e5", "not_a_number"),
        ("--1", "not_a_number"),
        ("٣", "not_a_number"),
        ("1,234.5", "number_ambiguous"),
        ("12.5", "number_ambiguous"),
        ("1,234", "number_ambiguous"),
        ("1.23.4", "number_ambiguous"),
        ("9" * 30, "number_too_long"),
        ("0,1234567", "number_too_long"),
    ],
)
def test_what_is_no_number_or_two_is_refused_with_what_was_typed(typed: str, key: str) -> None:
    with pytest.raises(Refused) as refused:
        forms.number(typed, "figure-3")
    assert (refused.value.key, refused.value.field) == (key, "figure-3")
    assert typed in words.refusal(refused.value)


@pytest.mark.parametrize("typed", ["15/3/2024", "15-03-2024", "15.03.2024", "2024-03-15"])
def test_a_day_is_read_as_people_write_it(typed: str) -> None:
    assert forms.day(typed, "d") == date(2024, 3, 15)


@pytest.mark.parametrize("typed", ["", "31/02/2024", "15/03/24", "hôm nay", "03/15/2024"])
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(Refused, match="not_a_day"):
        forms.day(typed, "d")


@pytest.mark.parametrize("value", ["0", "1234.5", "1234567", "0.125", "1.234"])
def test_a_shown_number_is_read_back_as_itself_or_asked_about(value: str) -> None:
    shown = forms.shown(Decimal(value))
    assert forms.number(shown, "f") == Decimal(value)


@pytest.mark.parametrize("path", ["//evil.example", "https://evil.example", "/\\evil.example", "", "/a\nb", "/á"])
def test_sign_in_leads_only_to_a_path_of_this_site(path: str) -> None:
    assert own_path(path) == "/"
    assert own_path("/ky/3") == "/ky/3"
