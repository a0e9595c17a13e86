"""Sign in: a mailed link, used once by a human, for a session that ends."""

import re

import pytest

from dondoc.actions.sign_in import LINKS_AT_ONCE, enter, leave, print_link, request_link, who
from dondoc.model import LetterKind, Person, SignIn
from dondoc.rules.refusal import Refused
from tests.actions.rows import addresses, change, counts, letters, rows
from tests.cast import ADDRESSES, Cast, at

NOW = at("2024-03-06 09:00")


def link(cast: Cast, part: str = "officer") -> str:
    """Ask for a link and take its token from the letter."""
    request_link(cast.office, ADDRESSES[part], NOW)
    found = re.search(r"http://dondoc\.example/vao/(\S+)", letters(cast, LetterKind.SIGN_IN)[-1].text)
    assert found
    return found[1]


def test_a_link_opens_a_session_of_its_owner(cast: Cast) -> None:
    session = enter(cast.office, link(cast), at("2024-03-06 09:05"))
    signed_in = who(cast.office, session, at("2024-03-06 20:00"))
    assert signed_in
    assert signed_in.email == ADDRESSES["officer"]
    assert signed_in.viewer.person_id == cast.officer.person_id
    assert signed_in.agency.key == cast.agency_id


def test_a_link_is_used_once(cast: Cast) -> None:
    token = link(cast)
    enter(cast.office, token, NOW)
    with pytest.raises(Refused, match="sign_in_expired"):
        enter(cast.office, token, NOW)


@pytest.mark.parametrize(("moment", "opens"), [("2024-03-06 09:29", True), ("2024-03-06 09:30", False)])
def test_a_link_ends_after_half_an_hour(cast: Cast, moment: str, opens: bool) -> None:
    token = link(cast)
    if opens:
        assert enter(cast.office, token, at(moment))
        return
    with pytest.raises(Refused, match="sign_in_expired"):
        enter(cast.office, token, at(moment))


def test_a_stranger_learns_nothing_and_leaves_nothing(cast: Cast) -> None:
    before = counts(cast)
    request_link(cast.office, "la@mau.example", NOW)
    assert counts(cast) == before


def test_what_is_no_address_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="wrong_address"):
        request_link(cast.office, "không phải địa chỉ", NOW)


@pytest.mark.parametrize("token", ["", "x", "../../etc", "é" * 40])
def test_a_guessed_token_opens_nothing(cast: Cast, token: str) -> None:
    with pytest.raises(Refused, match="sign_in_expired"):
        enter(cast.office, token, NOW)
    assert who(cast.office, token, NOW) is None


def test_a_person_has_a_few_open_links_at_most(cast: Cast) -> None:
    for _ in range(LINKS_AT_ONCE + 2):
        request_link(cast.office, ADDRESSES["officer"], NOW)
    assert addresses(cast, LetterKind.SIGN_IN) == [ADDRESSES["officer"]] * LINKS_AT_ONCE
    request_link(cast.office, ADDRESSES["officer"], at("2024-03-06 09:31"))
    assert len(letters(cast, LetterKind.SIGN_IN)) == LINKS_AT_ONCE + 1


def test_links_printed_for_the_operator_do_not_use_up_a_persons_own(cast: Cast) -> None:
    for _ in range(LINKS_AT_ONCE):
        print_link(cast.office, cast.person("officer"), NOW)
    request_link(cast.office, ADDRESSES["officer"], NOW)
    assert addresses(cast, LetterKind.SIGN_IN) == [ADDRESSES["officer"]]


def test_a_printed_link_works_for_a_day(cast: Cast) -> None:
    token = print_link(cast.office, cast.person("director"), NOW).rpartition("/")[2]
    assert who(cast.office, enter(cast.office, token, at("2024-03-07 08:59")), at("2024-03-07 09:00"))


def test_a_session_ends_by_time_by_leaving_and_when_its_person_does(cast: Cast) -> None:
    session = enter(cast.office, link(cast), NOW)
    assert who(cast.office, session, at("2024-03-06 21:00")) is None
    change(cast, Person, cast.person("officer").key, active=False)
    assert who(cast.office, session, NOW) is None
    change(cast, Person, cast.person("officer").key, active=True)
    assert who(cast.office, session, NOW)
    leave(cast.office, session, NOW)
    leave(cast.office, session, NOW)
    leave(cast.office, "unbekannt", NOW)
    assert who(cast.office, session, NOW) is None


def test_who_has_left_gets_no_link(cast: Cast) -> None:
    change(cast, Person, cast.person("officer").key, active=False)
    request_link(cast.office, ADDRESSES["officer"], NOW)
    assert letters(cast, LetterKind.SIGN_IN) == []


def test_the_database_keeps_no_token_that_opens_anything(cast: Cast) -> None:
    token = link(cast)
    session = enter(cast.office, token, NOW)
    row = rows(cast, SignIn)[0]
    assert token not in str(row) and session not in str(row)
