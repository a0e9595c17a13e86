"""More time: a unit asks, its lead grants or declines; the deadline says by whom and why; all of it can be undone."""

from datetime import date

import pytest

from dondoc.actions.extend import ask, decide, excuse, grant
from dondoc.actions.remind import remind_due
from dondoc.actions.undo import undo
from dondoc.model import Adjustment, Assignment, Extension, LetterKind
from dondoc.rules.refusal import Refused
from tests.actions.rows import addresses, chain_is_whole, counts, letters, rows
from tests.cast import Cast, assignment_of, at, compile_round, day, first_round, sign_round, submit

pytestmark = pytest.mark.slow
NOW = at("2024-03-13 09:00")
LATER = day("2024-03-20")


def mine(cast: Cast) -> Assignment:
    return assignment_of(cast, first_round(cast))


def asked(cast: Cast, until: date = LATER) -> Extension:
    return ask(cast.office, cast.officer, mine(cast).key, until, "Cán bộ đi công tác", NOW)


def test_what_is_asked_reaches_the_lead_and_what_is_decided_the_unit(opened: Cast) -> None:
    request = asked(opened)
    assert addresses(opened, LetterKind.EXTENSION_ASKED) == ["chuyen-vien-ttra@mau.example"]
    decide(opened.office, opened.lead_officer, request.key, LATER, "", NOW)
    assert addresses(opened, LetterKind.EXTENSION_DECIDED) == ["chuyen-vien-qlkh@mau.example"]
    assert mine(opened).deadline == LATER
    assert mine(opened).extended_why == (
        "gia hạn đến thứ Tư, 20/03/2024, Đặng Mẫu Lan (Thanh tra Sở) đồng ý: Cán bộ đi công tác"
    )
    assert chain_is_whole(opened)


def test_an_extension_moves_the_reminders_of_this_unit_alone(opened: Cast) -> None:
    for look in ("2024-03-04 07:30", "2024-03-11 07:30"):
        remind_due(opened.office, at(look))
    others = {each.id: each.next_rung_at for each in rows(opened, Assignment) if each.id != mine(opened).id}
    grant(opened.office, opened.lead_officer, mine(opened).key, LATER, "đi công tác", NOW)
    assert mine(opened).next_rung_at == at("2024-03-18 07:30")
    assert {each.id: each.next_rung_at for each in rows(opened, Assignment) if each.id in others} == others
    remind_due(opened.office, at("2024-03-18 08:00"))
    told = next(letter for letter in reversed(letters(opened)) if "qlkh" in letter.to_address)
    assert "20/3/2024" in told.text and "Gia hạn đến thứ Tư, 20/03/2024" in told.text


def test_a_declined_request_leaves_the_deadline_and_says_why(opened: Cast) -> None:
    request = asked(opened)
    with pytest.raises(Refused, match="reason_missing"):
        decide(opened.office, opened.lead_officer, request.key, None, " ", NOW)
    decide(opened.office, opened.lead_officer, request.key, None, "Phải trình ngay", NOW)
    assert mine(opened).extended_to is None
    assert "Phải trình ngay" in letters(opened, LetterKind.EXTENSION_DECIDED)[0].text
    with pytest.raises(Refused, match="already_decided"):
        decide(opened.office, opened.lead_officer, request.key, LATER, "", NOW)


def test_an_extension_is_undone_to_what_was_before_it(opened: Cast) -> None:
    remind_due(opened.office, at("2024-03-04 07:30"))
    first = grant(opened.office, opened.lead_officer, mine(opened).key, day("2024-03-19"), "một ngày", NOW)
    before = mine(opened).model_dump()
    second = grant(opened.office, opened.lead_officer, mine(opened).key, LATER, "thêm một ngày", NOW)
    undo(opened.office, opened.administrator, second.key, "nhầm", NOW)
    assert mine(opened).model_dump() == before
    undo(opened.office, opened.administrator, first.key, "nhầm", NOW)
    assert (mine(opened).deadline, mine(opened).extended_why) == (day("2024-03-18"), "")
    assert addresses(opened, LetterKind.CHANGED) == ["chuyen-vien-qlkh@mau.example"] * 2


def test_an_excused_unit_is_asked_nothing_until_that_is_undone(opened: Cast) -> None:
    made = excuse(opened.office, opened.lead_officer, mine(opened).key, "không có việc", NOW)
    assert mine(opened).next_rung_at is None and mine(opened).excused_at == NOW
    with pytest.raises(Refused, match="assignment_excused"):
        submit(opened, first_round(opened), now=NOW)
    undo(opened.office, opened.administrator, made.key, "nhầm", NOW)
    assert mine(opened).next_rung_at is not None and mine(opened).excused_at is None
    assert [each.kind.value for each in rows(opened, Adjustment)] == ["excuse", "undo"]


@pytest.mark.parametrize(
    ("until", "key"),
    [("2024-03-18", "not_later"), ("2024-03-15", "not_later"), ("2024-03-25", "after_sending")],
)
def test_a_day_that_gives_no_time_or_too_much_is_refused(opened: Cast, until: str, key: str) -> None:
    before = counts(opened)
    with pytest.raises(Refused, match=key):
        asked(opened, day(until))
    assert counts(opened) == before


def test_one_request_waits_at_a_time_and_none_where_nothing_is_owed(opened: Cast) -> None:
    asked(opened)
    with pytest.raises(Refused, match="already_asked"):
        asked(opened)
    submit(opened, first_round(opened), "vp", NOW)
    owed = assignment_of(opened, first_round(opened), "vp")
    with pytest.raises(Refused, match="unit_is_in"):
        ask(opened.office, opened.officer_of("vp"), owed.key, LATER, "muộn", NOW)


def test_a_signed_round_gives_no_more_time(opened: Cast) -> None:
    made = grant(opened.office, opened.lead_officer, mine(opened).key, day("2024-03-19"), "một ngày", NOW)
    sign_round(opened, compile_round(opened, first_round(opened), NOW), NOW)
    with pytest.raises(Refused, match="round_closed"):
        asked(opened)
    with pytest.raises(Refused, match="undo_settled"):
        undo(opened.office, opened.administrator, made.key, "nhầm", NOW)


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "clerk", "administrator", "outsider"])
def test_only_the_lead_unit_grants_and_excuses(opened: Cast, who: str) -> None:
    request, actor = asked(opened), getattr(opened, who)
    for act in (
        lambda: decide(opened.office, actor, request.key, LATER, "", NOW),
        lambda: grant(opened.office, actor, mine(opened).key, LATER, "lý do", NOW),
        lambda: excuse(opened.office, actor, mine(opened).key, "lý do", NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()


@pytest.mark.parametrize("who", ["lead_officer", "deputy", "clerk", "administrator", "outsider"])
def test_only_the_units_own_people_ask(opened: Cast, who: str) -> None:
    with pytest.raises(Refused, match=r"not_allowed|not_found"):
        ask(opened.office, getattr(opened, who), mine(opened).key, LATER, "lý do", NOW)
