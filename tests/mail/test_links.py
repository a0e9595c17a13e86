from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from itsdangerous import TimestampSigner

from dondoc.mail.links import FormLink, LinkBroken, LinkExpired, form_token, read_form_token

SECRET = "k" * 40
NOW = datetime(2024, 3, 12, tzinfo=UTC)
MONTH = timedelta(days=30)
TOKEN = form_token(SECRET, 12, 345, NOW)


@given(st.integers(1, 10**12), st.integers(1, 10**12), st.integers(0, 30 * 86400))
def test_a_link_opens_what_it_was_made_for(person: int, assignment: int, age: int) -> None:
    token = form_token(SECRET, person, assignment, NOW)
    assert read_form_token(SECRET, token, MONTH, NOW + timedelta(seconds=age)) == FormLink(person, assignment)
    assert token == form_token(SECRET, person, assignment, NOW), "a letter may be rendered twice"


def test_an_old_link_still_says_what_it_was_for() -> None:
    with pytest.raises(LinkExpired) as expired:
        read_form_token(SECRET, TOKEN, MONTH, NOW + timedelta(days=31))
    assert expired.value.link == FormLink(12, 345)


@example(place=len(TOKEN) - 1, character=chr(ord(TOKEN[-1]) + 1))
@given(st.integers(0, len(TOKEN) - 1), st.characters(exclude_categories=[]))
def test_a_changed_link_opens_nothing(place: int, character: str) -> None:
    changed = TOKEN[:place] + character + TOKEN[place + 1 :]
    if changed == TOKEN:
        return
    with pytest.raises(LinkBroken):
        read_form_token(SECRET, changed, MONTH, NOW)


@pytest.mark.parametrize("token", ["", ".", "..", "1-2", "1-2.x.y", TOKEN[:-1], TOKEN + "x", "\ud800", "é.é.é"])
def test_a_broken_link_opens_nothing(token: str) -> None:
    with pytest.raises(LinkBroken):
        read_form_token(SECRET, token, MONTH, NOW)


def test_a_link_of_another_installation_or_purpose_opens_nothing() -> None:
    with pytest.raises(LinkBroken):
        read_form_token("another", TOKEN, MONTH, NOW)
    other = TimestampSigner(SECRET, salt="dondoc.other").sign("12-345").decode()
    with pytest.raises(LinkBroken):
        read_form_token(SECRET, other, timedelta(days=99999), NOW)


def test_a_link_from_the_future_opens_nothing() -> None:
    with pytest.raises((LinkBroken, LinkExpired)):
        read_form_token(SECRET, TOKEN, MONTH, NOW - timedelta(days=1))
