"""Remind: every rung of every unit has its row, with one letter a person and day, whatever the clock does."""

from datetime import date, datetime, timedelta

import pytest

from dondoc.actions.held import release
from dondoc.actions.remind import remind_due
from dondoc.model import Absence, Letter, LetterKind, LetterState, Person, Reminder, Role, RoleKind, Rule
from dondoc.store.transaction import bookkeeping
from tests.actions.rows import addresses, chain_is_whole, change, counts, ledger, letters, next_rungs, rows
from tests.cast import ADDRESSES, Q1_OPENS, Cast, assignment_of, at, first_round, submit

OFFICERS = sorted(f"chuyen-vien-{unit}@mau.example" for unit in ("vp", "ttra", "qlkh", "qlcn", "khtc", "tdc", "ttud"))
HEADS = sorted(address.replace("chuyen-vien", "truong") for address in OFFICERS)
RUNG_DAYS = ["2024-03-04", "2024-03-11", "2024-03-14", "2024-03-18", "2024-03-19", "2024-03-20"]


def look(cast: Cast, *instants: str) -> list[int]:
    return [remind_due(cast.office, at(instant)) for instant in instants]


def test_the_opening_goes_to_every_units_officer_and_only_once(opened: Cast) -> None:
    assert look(opened, "2024-03-04 07:30", "2024-03-04 07:30", "2024-03-04 12:00") == [7, 0, 0]
    assert addresses(opened) == OFFICERS
    assert next_rungs(opened) == {at("2024-03-11 07:30")}
    assert chain_is_whole(opened)


def test_nothing_is_said_before_its_time(opened: Cast) -> None:
    assert look(opened, "2024-03-04 07:29") == [0]


def test_a_silent_unit_hears_every_rung_and_then_its_superior_does(opened: Cast) -> None:
    assert look(opened, *(f"{day} 07:31" for day in RUNG_DAYS)) == [7, 7, 7, 14, 14, 2]
    assert next_rungs(opened) == {None}
    last = letters(opened)[-2:]
    assert {letter.to_address for letter in last} == {ADDRESSES["deputy"], ADDRESSES["other_deputy"]}
    assert look(opened, "2024-03-21 07:30", "2024-12-31 07:30") == [0, 0]


def test_every_rung_has_a_row_with_its_letter_or_the_reason_for_none(opened: Cast) -> None:
    submit(opened, first_round(opened), "qlkh", at("2024-03-13 09:00"))
    look(opened, *(f"{day} 07:31" for day in RUNG_DAYS))
    mine = assignment_of(opened, first_round(opened)).key
    told = {(rung, person): sent for _, rung, person, sent in ledger(opened, Reminder.assignment_id == mine)}
    officer, head, deputy = ADDRESSES["officer"], ADDRESSES["head"], ADDRESSES["deputy"]
    assert told == {
        ("mo-ky", officer): False,
        ("truoc-5", officer): False,
        ("truoc-2", officer): False,
        ("den-han", officer): False,
        ("den-han", head): False,
        ("sau-1", officer): False,
        ("sau-1", head): False,
        ("sau-2", deputy): False,
    }
    reasons = {row.reason for row in rows(opened, Reminder, Reminder.assignment_id == mine)}
    assert reasons == {"đã nộp lúc 09:00 ngày 13/03/2024"}


def test_reminders_stop_the_moment_an_answer_is_in(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    submit(opened, first_round(opened), "qlkh", at("2024-03-08 09:00"))
    look(opened, "2024-03-11 07:30")
    assert addresses(opened).count(ADDRESSES["officer"]) == 1


def test_downtime_collapses_to_one_letter_a_person(opened: Cast) -> None:
    assert look(opened, "2024-03-15 10:00") == [7]
    assert addresses(opened) == OFFICERS
    sent = [row for row in rows(opened, Reminder) if row.letter_id]
    assert {row.rung for row in sent} == {"truoc-2"}
    merged = {row.reason for row in rows(opened, Reminder) if not row.letter_id}
    assert merged == {"gộp vào thư nhắc sau cùng đến hạn một lượt"}


@pytest.mark.slow
@pytest.mark.parametrize("days", [[3], [0, 0, 1, 1, 5], [11, 12], [0, 40], [16, 17], list(range(20)) * 2])
def test_whatever_days_the_clock_looks_no_rung_is_lost_or_doubled(opened: Cast, days: list[int]) -> None:
    for day in [*sorted(days), 50]:
        remind_due(opened.office, Q1_OPENS + timedelta(days=day))
    # What was missed for too long waits for a yes, and a superior for the unit's warning.
    for letter in rows(opened, Letter, Letter.state == LetterState.HELD):
        release(opened.office, opened.administrator, letter.key, Q1_OPENS + timedelta(days=50, hours=1))
    for day in range(51, 55):
        remind_due(opened.office, Q1_OPENS + timedelta(days=day))
    found = ledger(opened)
    assert len(found) == len(set(found)) == 7 * (3 + 2 + 2 + 1)
    every_day = [(letter.to_address, _day(letter.not_before)) for letter in letters(opened)]
    assert len(set(every_day)) == len(every_day)


def _day(instant: datetime) -> date:
    return (instant + timedelta(hours=7)).date()


def test_outside_office_hours_a_letter_waits_for_the_next_opening(opened: Cast) -> None:
    look(opened, "2024-03-08 20:00")  # a Friday evening
    assert {letter.not_before for letter in letters(opened)} == {at("2024-03-11 07:30")}


def test_the_superior_gets_one_letter_for_all_units_in_charge(opened: Cast) -> None:
    look(opened, *(f"{day} 07:31" for day in RUNG_DAYS))
    mine = [letter for letter in letters(opened) if letter.to_address == ADDRESSES["deputy"]]
    assert len(mine) == 1
    for unit in ("Phòng Quản lý Khoa học", "Phòng Quản lý Công nghệ và Chuyên ngành"):
        assert unit in mine[0].text
    assert len(mine[0].references) == 3
    assert len({row.assignment_id for row in rows(opened, Reminder, Reminder.letter_id == mine[0].key)}) == 3


def absent(cast: Cast, who: str, substitute: str, since: str = "2024-03-01", until: str = "2024-03-31") -> None:
    with bookkeeping(cast.office.engine) as session:
        session.add(
            Absence(
                agency_id=cast.agency_id,
                person_id=cast.person(who).key,
                substitute_id=cast.person(substitute).key,
                since=date.fromisoformat(since),
                until=date.fromisoformat(until),
            )
        )


def test_during_an_absence_the_substitute_hears_and_is_told_for_whom(opened: Cast) -> None:
    absent(opened, "officer", "clerk")
    look(opened, "2024-03-04 07:30")
    assert ADDRESSES["officer"] not in addresses(opened)
    letter = next(letter for letter in letters(opened) if letter.to_address == ADDRESSES["clerk"])
    assert "Tạ Mẫu Minh" in letter.text


@pytest.mark.parametrize(
    ("since", "until", "heard"), [("2024-03-04", "2024-03-04", False), ("2024-03-05", "2024-03-31", True)]
)
def test_an_absence_counts_on_its_days_alone(opened: Cast, since: str, until: str, heard: bool) -> None:
    absent(opened, "officer", "clerk", since, until)
    look(opened, "2024-03-04 07:30")
    assert (ADDRESSES["officer"] in addresses(opened)) is heard


def test_a_substitute_who_has_left_does_not_hear(opened: Cast) -> None:
    absent(opened, "officer", "clerk")
    change(opened, Person, opened.person("clerk").key, active=False)
    look(opened, "2024-03-04 07:30")
    assert addresses(opened) == OFFICERS


def test_a_head_who_stands_in_for_the_officer_hears_each_rung_once(opened: Cast) -> None:
    absent(opened, "officer", "head")
    assert look(opened, *(f"{day} 07:31" for day in RUNG_DAYS)) == [7, 7, 7, 13, 13, 2]
    mine = assignment_of(opened, first_round(opened)).key
    told = [(rung, person) for _, rung, person, _ in ledger(opened, Reminder.assignment_id == mine)]
    assert told.count(("den-han", ADDRESSES["head"])) == 1


@pytest.mark.parametrize("answered", [False, True])
def test_a_unit_without_an_officer_is_heard_for_by_its_head_once(opened: Cast, answered: bool) -> None:
    if answered:
        submit(opened, first_round(opened), "qlkh", at("2024-03-05 09:00"))
    change(opened, Person, opened.person("officer").key, active=False)
    look(opened, *(f"{day} 07:31" for day in RUNG_DAYS))
    mine = assignment_of(opened, first_round(opened)).key
    told = {(rung, person): sent for _, rung, person, sent in ledger(opened, Reminder.assignment_id == mine)}
    assert [rung for rung, person in told if person == ADDRESSES["head"]] == [
        "den-han", "mo-ky", "sau-1", "truoc-2", "truoc-5",
    ]  # fmt: skip
    assert any(told.values()) is not answered


def test_a_unit_that_nobody_hears_for_keeps_nobody_else_from_hearing(opened: Cast) -> None:
    for part in ("officer", "head"):
        change(opened, Person, opened.person(part).key, active=False)
    assert look(opened, "2024-03-04 07:30") == [6]
    assert look(opened, "2024-03-04 07:30") == [0]


def test_without_a_deputy_in_charge_the_leaders_of_the_agency_hear(opened: Cast) -> None:
    with bookkeeping(opened.office.engine) as session:
        for role in rows(opened, Role, Role.agency_id == opened.agency_id, Role.kind == RoleKind.LEADER):
            if role.unit_id == opened.unit("qlkh").key:
                session.delete(role)
    look(opened, *(f"{day} 07:31" for day in RUNG_DAYS))
    assert ADDRESSES["director"] in addresses(opened)


def test_a_letter_links_to_the_form_and_is_kept_with_the_assignments_thread(opened: Cast) -> None:
    look(opened, "2024-03-04 07:30")
    letter = next(letter for letter in letters(opened) if letter.to_address == ADDRESSES["officer"])
    assert "http://dondoc.example/f/" in letter.text
    look(opened, "2024-03-11 07:30")
    following = letters(opened)[-7:]
    assert letter.references in [each.references for each in following]
    assert letter.message_id not in {each.message_id for each in following}


def test_the_letters_of_one_look_are_one_a_person_even_over_two_rounds(opened: Cast) -> None:
    from dondoc.actions.plan import open_due

    patient(opened, 100)  # so that nothing of the first round is held for a yes
    open_due(opened.office, at("2024-06-04 07:30"))
    assert look(opened, "2024-06-04 07:31", "2024-06-05 07:31") == [7 + 7, 2]
    assert len(set(addresses(opened))) == 16
    assert counts(opened)["letter"] == len(letters(opened, LetterKind.REMINDER))


def patient(cast: Cast, working_days: int) -> None:
    """Let the rule's ladder hold nothing that is missed for less."""
    (rule,) = rows(cast, Rule, Rule.id == cast.rule_id)
    change(cast, Rule, cast.rule_id, ladder=[{**rung, "stale_after": working_days} for rung in rule.ladder])
