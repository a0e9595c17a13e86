from dataclasses import replace
from datetime import date

import pytest

from dondoc.rules.replies import Facts, Policy, Reception, absent_until, judge, policy_of, proved, says_nothing
from dondoc.texts.replies import NOTHING, UNTIL

POLICY = Policy(True, ("mx.skhcn.example",), "dmarc")
GOOD = Facts(has_token=True, known=True, proved=True, assignments=1, open=True, too_big=False, empty=False)
SENDER = "binh@skhcn.example"


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ({}, Reception.PROPOSED),
        ({"has_token": False}, Reception.NO_TOKEN),
        ({"known": False}, Reception.WRONG_PERSON),
        ({"proved": False}, Reception.UNPROVEN),
        ({"assignments": 2}, Reception.SEVERAL),
        ({"open": False}, Reception.CLOSED),
        ({"too_big": True}, Reception.TOO_BIG),
        ({"empty": True}, Reception.EMPTY),
        ({"known": False, "proved": False}, Reception.WRONG_PERSON),
    ],
)
def test_token_sender_and_proof_are_all_needed(change: dict[str, object], verdict: Reception) -> None:
    assert judge(replace(GOOD, **change), POLICY) is verdict  # type: ignore[arg-type]


def test_without_a_policy_no_reply_is_taken() -> None:
    assert judge(GOOD, policy_of({})) is Reception.NOT_ACCEPTED
    assert not proved(SENDER, ["mx.skhcn.example; dmarc=pass header.from=skhcn.example"], policy_of({}))
    assert policy_of({"accept": True, "trusted": ["MX.a"], "require": "dkim"}) == Policy(True, ("mx.a",), "dkim")
    assert policy_of({"accept": "yes", "trusted": "mx"}) == Policy()


@pytest.mark.parametrize(
    ("results", "right"),
    [
        (["mx.skhcn.example; dmarc=pass header.from=skhcn.example"], True),
        (["MX.skhcn.example 1; spf=fail; dmarc=pass (p=reject) header.from=SKHCN.example"], True),
        (["mx.skhcn.example; dmarc=fail header.from=skhcn.example"], False),
        (["mx.skhcn.example; dmarc=pass header.from=khac.example"], False),
        (["mx.skhcn.example; dmarc=pass"], False),
        (["mx.skhcn.example; dkim=pass header.d=skhcn.example"], False),
        (["mx.skhcn.example; x=y (dmarc=pass header.from=skhcn.example)"], False),
        (["mx.khac.example; dmarc=pass header.from=skhcn.example"], False),
        (["mx.khac.example; none", "mx.skhcn.example; dmarc=pass header.from=skhcn.example"], False),
        ([], False),
        ([""], False),
    ],
)
def test_only_our_own_servers_topmost_word_counts(results: list[str], right: bool) -> None:
    assert proved(SENDER, results, POLICY) is right


@pytest.mark.parametrize(
    ("signed", "right"),
    [("skhcn.example", True), ("example", False), ("khac.example", False), ("hcn.example", False)],
)
def test_a_signature_must_be_of_the_senders_house(signed: str, right: bool) -> None:
    policy = replace(POLICY, require="dkim")
    assert proved(SENDER, [f"mx.skhcn.example; dkim=pass header.d={signed}"], policy) is right
    assert proved("a@p.skhcn.example", [f"mx.skhcn.example; dkim=pass header.i=@{signed}"], policy) is right


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Không phát sinh", True), ("không phát sinh.", True), ("Báo cáo: không phát sinh trong kỳ", True),
        ("Đơn vị không có phát sinh", True), ("Không phát sinh vướng mắc; đã tổ chức 02 buổi", False), ("", False),
    ],
)  # fmt: skip
def test_nothing_to_report_must_be_all_that_is_said(text: str, right: bool) -> None:
    assert says_nothing(text, NOTHING) is right


@pytest.mark.parametrize(
    ("text", "until"),
    [
        ("Tôi nghỉ phép đến hết ngày 20/03/2024.", date(2024, 3, 20)),
        ("Vắng mặt từ 12/3 đến 15/3", date(2024, 3, 15)),
        ("I am away until 20.03.2024", date(2024, 3, 20)),
        ("nghỉ đến 02/01", None),
        ("nghỉ đến 31/02/2024", None),
        ("nghỉ đến 20/03/2020", None),
        ("nghỉ đến 20/03/2030", None),
        ("đang vắng mặt", None),
    ],
)
def test_the_end_of_an_absence_is_read_only_where_it_is_certain(text: str, until: date | None) -> None:
    assert absent_until(text, date(2024, 3, 12), UNTIL) == until
