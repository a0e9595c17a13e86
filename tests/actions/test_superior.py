"""A superior who hears of a late unit puts that off or redirects it; it is done once, told, and taken back."""

from collections.abc import Callable
from datetime import date

import pytest

from dondoc.actions.extend import grant
from dondoc.actions.ledger import lines, to_come
from dondoc.actions.remind import remind_due
from dondoc.actions.superior import hold, redirect, take_back
from dondoc.model import Audit, LetterKind, Person, Reminder, SuperiorOrder
from dondoc.rules.ledger import Coming
from dondoc.rules.refusal import Refused
from dondoc.store.page_ledger import Search
from dondoc.store.transaction import Actor, reading
from tests.actions.rows import chain_is_whole, change, counts, letters, rows
from tests.actions.test_remind import RUNG_DAYS, absent
from tests.cast import ADDRESSES, Cast, assignment_of, at, day, first_round, submit

NOW = at("2024-03-20 09:00")
"""A superior has heard at 07:31."""


@pytest.fixture
def heard(opened: Cast) -> Cast:
    """Of qlkh its deputy has heard that it is overdue."""
    for each in RUNG_DAYS:
        remind_due(opened.office, at(f"{each} 07:31"))
    return opened


def mine(cast: Cast) -> int:
    return assignment_of(cast, first_round(cast)).key


def told_since(cast: Cast, instant: str) -> list[str]:
    return sorted(each.to_address for each in letters(cast) if each.created_at >= at(instant))


def put_off(cast: Cast, until: str = "2024-03-26", now: str = "2024-03-20 09:00", who: str = "deputy") -> SuperiorOrder:
    return hold(cast.office, getattr(cast, who), mine(cast), day(until), "Chờ số liệu của Sở Tư pháp", at(now))


def pass_on(cast: Cast, to: str = "other_deputy") -> SuperiorOrder:
    reason = "Đồng chí phụ trách giúp"
    return redirect(cast.office, cast.deputy, mine(cast), cast.person(to).key, reason, NOW)


def test_what_is_put_off_is_told_to_the_unit_at_once_and_said_again_on_that_day(heard: Cast) -> None:
    put_off(heard)
    officer, head, deputy = ADDRESSES["officer"], ADDRESSES["head"], ADDRESSES["deputy"]
    assert told_since(heard, "2024-03-20 08:00") == [officer, head]
    word = letters(heard)[-1]
    assert "Chờ số liệu của Sở Tư pháp." in word.text and "lùi đến ngày 26/03/2024" in word.text
    for each in ("21", "22", "25"):
        remind_due(heard.office, at(f"2024-03-{each} 07:31"))
    assert deputy not in told_since(heard, "2024-03-20 08:00")
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert told_since(heard, "2024-03-26 07:00") == [deputy]
    assert "đã cho lùi việc báo cáo đến 26/03/2024" in letters(heard)[-1].text
    remind_due(heard.office, at("2024-03-27 07:31"))
    assert told_since(heard, "2024-03-27 07:00") == []
    assert chain_is_whole(heard)


def test_a_day_off_is_waited_out_too(heard: Cast) -> None:
    put_off(heard, "2024-03-23")  # a Saturday
    remind_due(heard.office, at("2024-03-23 08:00"))
    assert told_since(heard, "2024-03-21 00:00") == []
    remind_due(heard.office, at("2024-03-25 07:31"))
    assert told_since(heard, "2024-03-21 00:00") == [ADDRESSES["deputy"]]


def test_what_superiors_have_not_heard_yet_waits_as_well(opened: Cast) -> None:
    for each in RUNG_DAYS[:-1]:
        remind_due(opened.office, at(f"{each} 07:31"))
    put_off(opened, "2024-03-22", "2024-03-19 09:00")
    remind_due(opened.office, at("2024-03-20 07:31"))
    told = told_since(opened, "2024-03-20 07:00")
    assert told == [ADDRESSES["other_deputy"], ADDRESSES["deputy"]]  # of their other units
    assert "Phòng Quản lý Khoa học" not in letters(opened)[-1].text + letters(opened)[-2].text
    remind_due(opened.office, at("2024-03-22 07:31"))
    assert told_since(opened, "2024-03-22 07:00") == [ADDRESSES["deputy"]]


def test_an_answer_meanwhile_ends_it(heard: Cast) -> None:
    put_off(heard)
    submit(heard, first_round(heard), "qlkh", at("2024-03-21 09:00"))
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert told_since(heard, "2024-03-26 07:00") == []
    row = rows(heard, Reminder, Reminder.rung == "hold-1")[0]
    assert row.reason == "đã nộp lúc 09:00 ngày 21/03/2024"


def test_a_new_deadline_keeps_what_was_ordered(heard: Cast) -> None:
    put_off(heard)
    grant(heard.office, heard.lead_officer, mine(heard), date(2024, 3, 21), "thêm thời gian", at("2024-03-20 10:00"))
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert ADDRESSES["deputy"] in told_since(heard, "2024-03-26 07:00")


def test_another_leader_hears_at_once_with_the_reason_and_from_then_on(heard: Cast) -> None:
    pass_on(heard)
    (letter,) = [each for each in letters(heard) if each.created_at == NOW]
    assert letter.to_address == ADDRESSES["other_deputy"]
    assert "chuyển việc này để Ông/Bà theo dõi" in letter.text and "Đồng chí phụ trách giúp." in letter.text
    assert heard.person("deputy").name in letter.text
    put_off(heard, who="other_deputy")
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert told_since(heard, "2024-03-26 07:00") == [ADDRESSES["other_deputy"]]


def test_before_any_superior_has_heard_only_who_hears_changes(opened: Cast) -> None:
    for each in RUNG_DAYS[:-1]:
        remind_due(opened.office, at(f"{each} 07:31"))
    before = len(letters(opened))
    redirect(
        opened.office, opened.deputy, mine(opened), opened.person("director").key, "Báo cáo thẳng Giám đốc",
        at("2024-03-19 09:00"),
    )  # fmt: skip
    assert len(letters(opened)) == before
    remind_due(opened.office, at("2024-03-20 07:31"))
    director = [each for each in letters(opened) if each.to_address == ADDRESSES["director"]]
    assert len(director) == 1 and "Phòng Quản lý Khoa học" in director[0].text


def test_whom_it_is_redirected_to_may_be_absent_too(heard: Cast) -> None:
    absent(heard, "other_deputy", "director")
    pass_on(heard)
    letter = letters(heard)[-1]
    assert letter.to_address == ADDRESSES["director"]
    assert f"người thay thế ông/bà {heard.person('other_deputy').name}" in letter.text


def test_taking_back_is_told_and_superiors_hear_as_the_ladder_has_it(opened: Cast) -> None:
    for each in RUNG_DAYS[:-1]:
        remind_due(opened.office, at(f"{each} 07:31"))
    order = put_off(opened, "2024-03-29", "2024-03-19 09:00")
    take_back(opened.office, opened.deputy, order.key, at("2024-03-19 15:00"))
    assert "không lùi việc báo cáo lãnh đạo" in letters(opened)[-1].text
    remind_due(opened.office, at("2024-03-20 07:31"))
    mine_to = [each for each in letters(opened) if each.to_address == ADDRESSES["deputy"]]
    assert "Phòng Quản lý Khoa học" in mine_to[-1].text
    with pytest.raises(Refused, match="order_over"):
        take_back(opened.office, opened.deputy, order.key, at("2024-03-21 15:00"))
    assert [each.act for each in rows(opened, Audit) if each.act in {"hold_escalation", "take_back_order"}] == [
        "hold_escalation", "take_back_order",
    ]  # fmt: skip


def test_after_a_redirect_was_taken_back_the_first_superior_hears_again(heard: Cast) -> None:
    order = pass_on(heard)
    take_back(heard.office, heard.deputy, order.key, at("2024-03-20 10:00"))
    put_off(heard, now="2024-03-20 11:00")
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert told_since(heard, "2024-03-26 07:00") == [ADDRESSES["deputy"]]


@pytest.mark.parametrize("who", ["officer", "lead_officer", "other_deputy", "clerk", "administrator", "outsider"])
def test_only_who_hears_as_superior_and_the_director_order(heard: Cast, who: str) -> None:
    before, actor = counts(heard), getattr(heard, who)
    for act in (
        lambda: hold(heard.office, actor, mine(heard), day("2024-03-26"), "lý do", NOW),
        lambda: redirect(heard.office, actor, mine(heard), heard.person("director").key, "lý do", NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()
    assert counts(heard) == before


def test_the_director_may_order_and_nobody_takes_another_ones_order_back(heard: Cast) -> None:
    order = put_off(heard, who="director")
    for who in ("deputy", "administrator", "outsider"):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            take_back(heard.office, getattr(heard, who), order.key, NOW)


Act = Callable[[Cast], object]


@pytest.mark.parametrize(
    ("act", "key", "field"),
    [
        (lambda cast: put_off(cast, "2024-03-20"), "hold_day_past", "until"),
        (lambda cast: put_off(cast, "2024-05-20"), "hold_day_far", "until"),
        (lambda cast: hold(cast.office, cast.deputy, mine(cast), day("2024-03-26"), " ", NOW), "order_reason_missing",
         "reason"),
        (lambda cast: hold(cast.office, cast.deputy, mine(cast), day("2024-03-26"), "a" * 5000, NOW), "text_too_long",
         "reason"),
        (lambda cast: pass_on(cast, "deputy"), "not_another_leader", "to"),
        (lambda cast: pass_on(cast, "clerk"), "not_another_leader", "to"),
        (lambda cast: pass_on(cast, "outsider"), "not_another_leader", "to"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(heard: Cast, act: Act, key: str, field: str) -> None:
    before = counts(heard)
    with pytest.raises(Refused) as refused:
        act(heard)
    assert (refused.value.key, refused.value.field) == (key, field)
    assert counts(heard) == before


def test_one_order_of_a_kind_holds_at_a_time_and_none_for_a_unit_that_is_in(heard: Cast) -> None:
    put_off(heard)
    with pytest.raises(Refused, match="order_in_force"):
        put_off(heard, "2024-03-27")
    submit(heard, first_round(heard), "qlkh", at("2024-03-20 10:00"))
    with pytest.raises(Refused, match="unit_owes_nothing"):
        pass_on(heard)


def test_a_leader_who_has_left_is_redirected_to_no_more(heard: Cast) -> None:
    pass_on(heard)
    put_off(heard)
    change(heard, Person, heard.person("other_deputy").key, active=False)
    remind_due(heard.office, at("2024-03-26 07:31"))
    assert told_since(heard, "2024-03-26 07:00") == [ADDRESSES["deputy"]]


def test_the_ledger_says_who_ordered_what_and_why(heard: Cast) -> None:
    put_off(heard)
    pass_on(heard)
    with reading(heard.office.engine) as session:
        search = Search(unit_id=heard.unit("qlkh").key)
        notes = {note for line in lines(session, heard.agency, search) for note in line.notes}
        ahead = to_come(session, heard.agency, NOW, search)
    name = heard.person("deputy").name
    assert f"{name} đã cho lùi đến 26/03/2024: Chờ số liệu của Sở Tư pháp" in notes
    other = heard.person("other_deputy").name
    assert f"{name} chuyển cho {other}: Đồng chí phụ trách giúp" in notes
    (coming,) = ahead
    assert (coming.coming, coming.people) == (Coming.PUT_OFF, (other,))
    assert coming.said == f"{name} cho lùi đến ngày 26/03/2024: Chờ số liệu của Sở Tư pháp"


def test_a_hold_of_another_agency_does_not_exist(heard: Cast) -> None:
    order = put_off(heard)
    outsider = Actor(heard.outside.key, heard.outsider.person_id, heard.outsider.door)
    with pytest.raises(Refused, match="not_found"):
        take_back(heard.office, outsider, order.key, NOW)
    assert not letters(heard, LetterKind.CHANGED)
