"""The second factor: set up, recovery codes that work once, new ones, reset by an administrator with its audit line."""

from datetime import timedelta

import pytest

from dondoc.actions import second_factor as verbs
from dondoc.model import Audit, RecoveryCode, SecondFactor
from dondoc.rules import recovery, totp
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import Actor
from tests.actions.rows import chain_is_whole, counts, rows
from tests.cast import Cast, at

NOW = at("2024-03-20 09:00")
EARLIER = NOW - timedelta(hours=1)


def set_up(cast: Cast, who: str = "director") -> tuple[bytes, list[str]]:
    actor = getattr(cast, who)
    secret = verbs.begin(cast.office, actor, EARLIER)
    return secret, verbs.confirm(cast.office, actor, totp.code(secret, totp.step_of(EARLIER)), EARLIER)


def test_setting_up_gives_ten_codes_of_which_only_hashes_are_kept(cast: Cast) -> None:
    _, codes = set_up(cast)
    assert len(set(codes)) == recovery.HOW_MANY
    kept = rows(cast, RecoveryCode)
    assert {row.code_hash for row in kept} == {
        recovery.hashed(cast.office.secret, cast.director.person_id or 0, code) for code in codes
    }
    told = " ".join(str(line.detail) for line in rows(cast, Audit))
    assert not any(code in told or recovery.normal(code) in told for code in codes)
    assert chain_is_whole(cast)


def test_a_recovery_code_stands_in_once(cast: Cast) -> None:
    _, codes = set_up(cast)
    verbs.verify(cast.office, cast.director, codes[3].lower().replace("-", " "), NOW)
    assert rows(cast, Audit)[-1].detail == {}
    used = next(line for line in reversed(rows(cast, Audit)) if line.act == "recovery_code_used")
    assert used.detail == {"left": 9}
    with pytest.raises(Refused, match="code_wrong"):
        verbs.verify(cast.office, cast.director, codes[3], NOW)
    assert rows(cast, SecondFactor)[0].failures == 1
    verbs.verify(cast.office, cast.director, codes[4], NOW)
    assert rows(cast, SecondFactor)[0].failures == 0


def test_guessing_recovery_codes_is_locked_like_guessing_codes(cast: Cast) -> None:
    _, codes = set_up(cast)
    for place in range(totp.MOST_FAILURES):
        with pytest.raises(Refused, match="code_wrong"):
            verbs.verify(cast.office, cast.director, f"AAAAA-AAAA{place}", NOW)
    with pytest.raises(Refused, match="code_locked"):
        verbs.verify(cast.office, cast.director, codes[0], NOW)
    verbs.verify(cast.office, cast.director, codes[0], NOW + timedelta(minutes=16))


def test_somebody_elses_code_is_wrong(cast: Cast) -> None:
    _, codes = set_up(cast)
    set_up(cast, "deputy")
    with pytest.raises(Refused, match="code_wrong"):
        verbs.verify(cast.office, cast.deputy, codes[0], NOW)


def test_new_codes_take_a_code_and_end_the_old_ones(cast: Cast) -> None:
    secret, old = set_up(cast)
    with pytest.raises(Refused, match="code_missing"):
        verbs.renew(cast.office, cast.director, " ", NOW)
    new = verbs.renew(cast.office, cast.director, totp.code(secret, totp.step_of(NOW)), NOW)
    assert not set(old) & set(new) and len(rows(cast, RecoveryCode)) == recovery.HOW_MANY
    with pytest.raises(Refused, match="code_wrong"):
        verbs.verify(cast.office, cast.director, old[0], NOW)
    again = verbs.renew(cast.office, cast.director, new[0], NOW)
    assert len(again) == recovery.HOW_MANY


def test_a_recovery_code_puts_nothing_in_force_and_confirming_twice_gives_no_codes(cast: Cast) -> None:
    secret, codes = set_up(cast)
    with pytest.raises(Refused, match="second_factor_exists"):
        verbs.confirm(cast.office, cast.director, totp.code(secret, totp.step_of(NOW)), NOW)
    verbs.begin(cast.office, cast.deputy, NOW)
    with pytest.raises(Refused, match="code_wrong"):
        verbs.confirm(cast.office, cast.deputy, codes[0], NOW)


def test_an_administrators_reset_takes_the_codes_too_and_is_noted(cast: Cast) -> None:
    _, codes = set_up(cast)
    verbs.reset(cast.office, cast.administrator, cast.director.person_id or 0, NOW)
    line = rows(cast, Audit)[-1]
    assert (line.act, line.person_id, line.noun_id) == (
        "second_factor_reset", cast.administrator.person_id, cast.director.person_id,
    )  # fmt: skip
    assert rows(cast, RecoveryCode) == [] and rows(cast, SecondFactor) == []
    with pytest.raises(Refused, match="second_factor_missing"):
        verbs.verify(cast.office, cast.director, codes[0], NOW)


@pytest.mark.parametrize("who", ["officer", "director", "clerk", "outsider"])
def test_only_an_administrator_of_the_agency_resets(cast: Cast, who: str) -> None:
    set_up(cast)
    actor: Actor = getattr(cast, who)
    before = counts(cast)
    with pytest.raises(Refused, match=r"not_allowed|not_found"):
        verbs.reset(cast.office, actor, cast.director.person_id or 0, NOW)
    assert counts(cast) == before
