"""Units are renamed, merged, split and dissolved on a day: open work goes to the successor, history keeps the name."""

import pytest

from dondoc.actions import submit as submitting
from dondoc.actions.hand_over import hand_over_due
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.actions.undo import undo
from dondoc.actions.units import NewUnit, UnitChange, UnitWanted, change_units
from dondoc.model import Assignment, ObligationUnit, Part, Period, Role, Unit
from dondoc.rules.refusal import Refused
from dondoc.store.due import due_flows
from dondoc.store.rounds import one_assignment, round_facts
from dondoc.store.transaction import reading
from tests.actions.rows import chain_is_whole, change, counts, everything, letters, rows
from tests.cast import Cast, assignment_of, at, day, first_round, open_round, submit, whole_content

pytestmark = pytest.mark.slow
NOW, ON = at("2024-03-07 09:00"), "2024-03-11"
NEW = NewUnit("Phòng Chuyển đổi số", "CĐS")


def wanted(cast: Cast, kind: UnitChange, *codes: str, new: tuple[NewUnit, ...] = (), into: str = "") -> UnitWanted:
    ids = tuple(cast.unit(code).key for code in codes)
    return UnitWanted(kind, ids, day(ON), new, cast.unit(into).key if into else None)


def save(cast: Cast, change_: UnitWanted, who: str = "administrator") -> int:
    return change_units(cast.office, getattr(cast, who), change_, "sắp xếp bộ máy", "12/QĐ-UBND", NOW).key


def test_thanh_tra_so_ends_and_its_open_work_goes_to_the_office_the_day_after(cast: Cast) -> None:
    """Luật Thanh tra 84/2025/QH15: the sample agency's Thanh tra Sở ends on 30/06/2025."""
    period = open_round(cast, at("2024-12-10 08:00"))
    ttra, vp = cast.unit("ttra"), cast.unit("vp")
    with reading(cast.office.engine) as session:
        assert due_flows(session, at("2025-06-30 23:59")) & {"open"} == set()
        assert "open" in due_flows(session, at("2025-07-01 07:30"))
    assert hand_over_due(cast.office, at("2025-06-30 17:00")) == 0
    assert hand_over_due(cast.office, at("2025-07-01 07:30")) > 0
    assert hand_over_due(cast.office, at("2025-07-01 07:31")) == 0
    carried = assignment_of(cast, period, "ttra")
    assert (carried.unit_id, carried.carried_by_id) == (ttra.key, vp.key)
    with reading(cast.office.engine) as session:
        facts = one_assignment(session, cast.agency_id, carried.key)
        round_ = round_facts(session, period.key, cast.agency_id)
    assert facts and facts.unit_name == "Thanh tra Sở (nay do Văn phòng Sở thực hiện)"
    assert round_ and round_.lead.code == "vp"
    assert chain_is_whole(cast)


def test_the_successors_people_are_reminded_and_answer_with_those_who_came_over(opened: Cast) -> None:
    save(opened, wanted(opened, UnitChange.DISSOLVE, "qlkh", into="qlcn"))
    now = at("2024-03-11 07:30")
    hand_over_due(opened.office, now)
    remind_due(opened.office, now)
    told = next(letter for letter in letters(opened) if letter.to_address == "chuyen-vien-qlcn@mau.example")
    assert "Phòng Quản lý Khoa học (nay do Phòng Quản lý Công nghệ và Chuyên ngành thực hiện)" in told.text
    period, mine = first_round(opened), assignment_of(opened, first_round(opened), "qlkh").key
    with pytest.raises(Refused, match="not_allowed"):
        submitting.submit(opened.office, opened.officer_of("vp"), mine, whole_content(opened, period), now)
    submitting.submit(opened.office, opened.officer_of("qlcn"), mine, whole_content(opened, period), now)
    save_draft = whole_content(opened, period, "Bổ sung.")
    submitting.submit(opened.office, opened.officer, mine, save_draft, at("2024-03-11 08:00"))


def test_what_was_handed_in_stays_under_the_old_name(opened: Cast) -> None:
    submit(opened, first_round(opened))
    save(opened, wanted(opened, UnitChange.RENAME, "qlkh", new=(NEW,)))
    hand_over_due(opened.office, at("2024-03-11 07:30"))
    assert assignment_of(opened, first_round(opened)).unit_id == opened.unit("qlkh").key


def test_a_renamed_units_people_act_for_the_new_one_and_later_rounds_are_its_own(cast: Cast) -> None:
    save(cast, wanted(cast, UnitChange.RENAME, "qlkh", new=(NEW,)))
    new = next(unit for unit in rows(cast, Unit) if unit.name == NEW.name)
    assert {role.person_id for role in rows(cast, Role, Role.unit_id == new.key)} == {
        role.person_id for role in rows(cast, Role, Role.unit_id == cast.unit("qlkh").key)
    }
    open_due(cast.office, at("2024-06-10 08:00"))
    assert new.key in {each.unit_id for each in rows(cast, Assignment)}
    assert cast.unit("qlkh").key in {each.unit_id for each in rows(cast, Assignment)}  # the round of March


def test_merged_units_answer_once(cast: Cast) -> None:
    save(cast, wanted(cast, UnitChange.MERGE, "qlkh", "qlcn", new=(NEW,)))
    open_due(cast.office, at("2024-06-10 08:00"))
    last = rows(cast, Period)[-1]
    asked = rows(cast, Assignment, Assignment.period_id == last.key)
    assert len(asked) == 6 and sum(each.part is Part.LEAD for each in asked) == 1


def test_a_split_unit_becomes_two_that_both_take_part(cast: Cast) -> None:
    other = NewUnit("Phòng Đổi mới sáng tạo", "ĐMST")
    save(cast, wanted(cast, UnitChange.SPLIT, "qlkh", new=(NEW, other)))
    open_due(cast.office, at("2024-06-10 08:00"))
    last = rows(cast, Period)[-1]
    names = {unit.key: unit.name for unit in rows(cast, Unit)}
    asked = {names[each.unit_id] for each in rows(cast, Assignment, Assignment.period_id == last.key)}
    assert {NEW.name, other.name} <= asked and len(asked) == 8


def test_undone_before_it_takes_effect_everything_is_as_it_was(opened: Cast) -> None:
    tables = ("unit", "role", "obligation_unit", "assignment", "period")
    before = {name: everything(opened)[name] for name in tables}
    made = save(opened, wanted(opened, UnitChange.SPLIT, "qlkh", new=(NEW, NewUnit("Phòng B", "B"))))
    assert {name: everything(opened)[name] for name in tables} != before
    undo(opened.office, opened.administrator, made, "hoãn", NOW)
    assert {name: everything(opened)[name] for name in tables} == before


def test_once_work_was_handed_over_it_is_not_undone(opened: Cast) -> None:
    made = save(opened, wanted(opened, UnitChange.RENAME, "qlkh", new=(NEW,)))
    hand_over_due(opened.office, at("2024-03-11 07:30"))
    with pytest.raises(Refused, match="unit_work_handed_over"):
        undo(opened.office, opened.administrator, made, "nhầm", at("2024-03-11 09:00"))


@pytest.mark.parametrize(
    ("kind", "codes", "new", "into", "key"),
    [
        (UnitChange.RENAME, ("qlkh", "qlcn"), (NEW,), "", "units_do_not_fit"),
        (UnitChange.RENAME, ("qlkh",), (), "", "units_do_not_fit"),
        (UnitChange.MERGE, ("qlkh",), (NEW,), "", "units_do_not_fit"),
        (UnitChange.SPLIT, ("qlkh",), (NEW,), "", "units_do_not_fit"),
        (UnitChange.DISSOLVE, ("qlkh",), (NEW,), "", "units_do_not_fit"),
        (UnitChange.DISSOLVE, ("qlkh",), (), "qlkh", "not_found"),
        (UnitChange.RENAME, ("qlkh",), (NewUnit(" ", "X"),), "", "unit_name_missing"),
        (UnitChange.DISSOLVE, ("ttra",), (), "", "unit_ends_already"),
    ],
)
def test_a_change_that_does_not_fit_is_refused(
    opened: Cast, kind: UnitChange, codes: tuple[str, ...], new: tuple[NewUnit, ...], into: str, key: str
) -> None:
    before = counts(opened)
    with pytest.raises(Refused, match=key):
        save(opened, wanted(opened, kind, *codes, new=new, into=into))
    assert counts(opened) == before


def test_a_unit_cannot_end_before_it_began(opened: Cast) -> None:
    change(opened, Unit, opened.unit("qlkh").key, valid_from=day("2024-04-01"))
    with pytest.raises(Refused, match="end_before_start"):
        save(opened, wanted(opened, UnitChange.RENAME, "qlkh", new=(NEW,)))


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk", "outsider"])
def test_only_an_administrator_changes_units(opened: Cast, who: str) -> None:
    with pytest.raises(Refused, match=r"not_allowed|not_found"):
        save(opened, wanted(opened, UnitChange.RENAME, "qlkh", new=(NEW,)), who)
    assert len(rows(opened, ObligationUnit)) == 6 * 7
