"""The chain as data, who stands in, what that does to the signature block; codes of RFC 6238; the five lines."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from dondoc.model import Capacity, StepTask
from dondoc.rules import totp
from dondoc.rules.chain import Mandate, Place, Stand, check_chain, in_force, seats, signature, stands
from dondoc.rules.gist import gist
from dondoc.rules.refusal import Refused
from dondoc.texts.report import gist_lines
from tests.paper.sample import sample

CONTENT, FORM, DEPUTY, SIGN = StepTask
OWN, KT, TL, TUQ, Q = Capacity
WHOLE = [Place(CONTENT), Place(FORM, 7), Place(DEPUTY), Place(SIGN)]


def test_the_chain_asks_everybody_in_turn() -> None:
    assert seats(WHOLE, 1, 2, 3) == [(CONTENT, 1), (FORM, 7), (DEPUTY, 2), (SIGN, 3)]


def test_without_a_deputy_in_charge_or_where_the_deputy_signs_nobody_is_asked_for_that() -> None:
    assert [task for task, _ in seats(WHOLE, 1, None, 3)] == [CONTENT, FORM, SIGN]
    assert [task for task, _ in seats(WHOLE, 1, 3, 3)] == [CONTENT, FORM, SIGN]


def test_a_drafting_unit_without_a_head_sends_nothing_up() -> None:
    with pytest.raises(Refused, match="no_head_to_approve"):
        seats(WHOLE, None, 2, 3)


@pytest.mark.parametrize(
    ("chain", "key"),
    [
        ([Place(CONTENT)], "chain_ends_with_signature"), ([Place(SIGN), Place(CONTENT)], "chain_ends_with_signature"),
        ([Place(CONTENT), Place(CONTENT), Place(SIGN)], "chain_task_twice"),
        ([Place(FORM), Place(SIGN)], "chain_form_unnamed"),
    ],
)  # fmt: skip
def test_a_chain_that_cannot_be_is_refused(chain: list[Place], key: str) -> None:
    with pytest.raises(Refused, match=key):
        check_chain(chain)


def test_an_absent_head_is_stood_in_for_and_an_absent_leader_only_by_another_one() -> None:
    assert stands(CONTENT, 1, {1: 5}, [], []) == [Stand(1, OWN), Stand(5, OWN)]
    assert stands(SIGN, 1, {1: 5}, [5], []) == [Stand(1, OWN), Stand(5, KT)]
    assert stands(SIGN, 1, {1: 5}, [], []) == [Stand(1, OWN)]


def test_a_delegation_says_in_which_capacity_and_only_for_signing() -> None:
    mandates = [Mandate(1, 6, TL), Mandate(9, 8, TUQ)]
    assert stands(SIGN, 1, {1: 6}, [], mandates) == [Stand(1, OWN), Stand(6, TL)]
    assert stands(CONTENT, 1, {}, [], mandates) == [Stand(1, OWN)]


def test_a_delegation_holds_on_both_its_ends_and_not_beyond() -> None:
    given = [(Mandate(1, 2, KT), date(2024, 3, 1), date(2024, 3, 5))]
    held = [bool(in_force(given, date(2024, 3, day))) for day in (1, 5, 6)]
    assert held == [True, True, False]


@pytest.mark.parametrize(
    ("capacity", "lines", "name"),
    [
        (OWN, ("GIÁM ĐỐC",), "Trần A"), (KT, ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê B"),
        (TL, ("TL. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê B"), (TUQ, ("TUQ. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), "Lê B"),
        (Q, ("Q. GIÁM ĐỐC",), "Lê B"),
    ],
)  # fmt: skip
def test_the_capacity_changes_the_signature_block(capacity: Capacity, lines: tuple[str, ...], name: str) -> None:
    block = signature(("GIÁM ĐỐC",), "Trần A", capacity, "Lê B", "Phó Giám đốc")
    assert (block.lines, block.name) == (lines, name)


def test_on_behalf_of_a_collective_stays_above() -> None:
    block = signature(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "A", KT, "B", "Phó Chủ tịch")
    assert block.lines == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")


@pytest.mark.parametrize(
    ("seconds", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_codes_are_those_of_rfc_6238(seconds: int, code: str) -> None:
    assert totp.code(b"12345678901234567890", seconds // 30) == code


def test_a_code_is_taken_once_and_clocks_may_differ_by_a_step() -> None:
    now, secret = datetime(2024, 3, 20, 9, tzinfo=UTC), b"x" * 20
    step = totp.step_of(now)
    assert totp.accepted(secret, totp.code(secret, step), now, 0) == step
    assert totp.accepted(secret, f" {totp.code(secret, step - 1)[:3]} {totp.code(secret, step - 1)[3:]}", now, 0)
    assert totp.accepted(secret, totp.code(secret, step), now, step) is None
    assert totp.accepted(secret, totp.code(secret, step - 2), now, 0) is None
    assert totp.accepted(secret, "không", now, 0) is None


def test_two_people_and_two_installations_have_different_secrets() -> None:
    assert len({totp.secret_of(s, p, n) for s in "ab" for p in (1, 2) for n in "xy"}) == 8


def test_the_lines_that_matter_name_who_is_missing_what_changed_and_what_is_out_of_line() -> None:
    model = sample()
    jumped = model.figures[0].model_copy(update={"value": Decimal(30)})
    changed = model.model_copy(update={"subject": "Khác", "figures": (jumped, *model.figures[1:])})
    lines = gist_lines(gist(changed, model, 2))
    assert "Chưa nộp: Phòng Quản lý Chuyên ngành" in lines[0]
    assert "So với bản 2" in lines[2]
    assert "Số buổi tuyên truyền, phổ biến pháp luật: 30 (trước: 9)" in lines[3]
    assert "Lần đầu" in gist_lines(gist(model))[2]
