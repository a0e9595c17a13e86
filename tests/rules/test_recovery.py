"""Recovery codes are read however they are typed, and kept as hashes that need the installation's key."""

import pytest

from dondoc.rules import recovery


@pytest.mark.parametrize("typed", ["4F7KM-9QX2T", "4f7km 9qx2t", " 4F7KM9QX2T ", "4f7km-9qx2t"])
def test_a_code_is_the_same_however_it_is_typed(typed: str) -> None:
    assert recovery.is_code(typed)
    assert recovery.hashed("key", 1, typed) == recovery.hashed("key", 1, "4F7KM-9QX2T")


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    assert recovery.normal("oOiIlL") == "001111"
    assert not set("OILU") & set(recovery.ALPHABET)


def test_the_apps_codes_are_none() -> None:
    assert not recovery.is_code("123456") and not recovery.is_code("123 456") and not recovery.is_code("")


def test_a_hash_is_of_one_person_in_one_installation() -> None:
    known = {recovery.hashed(key, person, "4F7KM-9QX2T") for key in ("key", "other") for person in (1, 2)}
    assert len(known) == 4


def test_a_code_is_shown_in_two_halves() -> None:
    assert recovery.shown(list("4F7KM9QX2T")) == "4F7KM-9QX2T"
