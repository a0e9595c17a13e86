"""After downtime: the unit is warned before its superior hears, what is stale waits for a yes, nothing bursts."""

import pytest

from dondoc.actions import remind
from dondoc.actions.held import drop, release, settle
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_now
from dondoc.actions.watch import findings
from dondoc.model import Absence, Assignment, Letter, LetterState, Period, Person, Reminder, Role, RoleKind
from dondoc.rules.refusal import Refused
from dondoc.store import outbox
from dondoc.store.transaction import bookkeeping, reading
from tests.actions.rows import addresses, chain_is_whole, change, letters, next_rungs, rows
from tests.actions.test_remind import HEADS, OFFICERS, absent, look, patient
from tests.cast import ADDRESSES, Cast, assignment_of, at, compile_round, day, first_round, sign_round, submit

LEADERS = {ADDRESSES["deputy"], ADDRESSES["other_deputy"]}
STALE = "2024-03-25 08:00"
"""Four working days after the warning fell due, three after the escalation."""


def held(cast: Cast) -> list[Letter]:
    return [letter for letter in letters(cast) if letter.state is LetterState.HELD]


def written(cast: Cast, since: str) -> set[str]:
    return {letter.to_address for letter in letters(cast) if letter.created_at >= at(since)}


def test_a_superior_does_not_hear_in_the_look_that_warns_the_unit_but_a_working_day_later(opened: Cast) -> None:
    assert look(opened, "2024-03-20 10:00") == [14]
    assert set(addresses(opened)) == {*OFFICERS, *HEADS}
    assert look(opened, "2024-03-20 16:00", "2024-03-21 07:31", "2024-03-21 09:59") == [0, 0, 0]
    assert look(opened, "2024-03-21 10:00") == [2]
    assert written(opened, "2024-03-21 10:00") == LEADERS


def test_a_warning_written_on_a_friday_evening_counts_from_the_monday_on_which_it_goes(opened: Cast) -> None:
    patient(opened, 5)
    assert look(opened, "2024-03-22 18:00", "2024-03-25 07:31", "2024-03-25 16:00") == [14, 0, 0]
    assert look(opened, "2024-03-26 07:31") == [2]


def test_who_has_nobody_to_warn_keeps_no_superior_from_hearing(opened: Cast) -> None:
    with bookkeeping(opened.office.engine) as session:
        for role in rows(opened, Role, Role.agency_id == opened.agency_id):
            if role.unit_id == opened.unit("qlkh").key and role.kind is not RoleKind.LEADER:
                session.delete(role)
    look(opened, "2024-03-20 10:00")
    assert ADDRESSES["deputy"] in addresses(opened)
    assert ADDRESSES["other_deputy"] not in addresses(opened)


def test_an_answer_after_the_warning_keeps_the_superior_from_hearing(opened: Cast) -> None:
    look(opened, "2024-03-20 10:00")
    for unit in opened.units():
        submit(opened, first_round(opened), unit, at("2024-03-20 15:00"))
    assert look(opened, "2024-03-21 10:00") == [0]
    reasons = {row.reason for row in rows(opened, Reminder, Reminder.rung == "sau-2")}
    assert reasons == {"đã nộp lúc 15:00 ngày 20/03/2024"}


def test_what_was_missed_for_too_long_is_written_but_held(opened: Cast) -> None:
    assert look(opened, STALE, "2024-03-25 08:01", "2024-03-26 08:00") == [0, 0, 0]
    assert sorted(letter.to_address for letter in held(opened)) == sorted([*OFFICERS, *HEADS])
    with bookkeeping(opened.office.engine) as session:
        assert outbox.claim(session, at("2024-03-27 08:00"), "an") == []
    assert chain_is_whole(opened)


@pytest.mark.parametrize(("moment", "waits"), [("2024-03-21 10:00", False), ("2024-03-22 10:00", True)])
def test_stale_is_more_than_the_ladders_working_days(opened: Cast, moment: str, waits: bool) -> None:
    look(opened, moment)
    assert bool(held(opened)) is waits


def test_a_round_that_could_only_be_opened_late_has_missed_nothing(opened: Cast) -> None:
    open_due(opened.office, at("2024-06-12 09:00"))  # six working days late, since nothing ran
    half = rows(opened, Period)[-1]
    look(opened, "2024-06-12 09:01")
    mine = [row.letter_id for row in rows(opened, Reminder) if row.letter_id and row.rung != "sau-1"]
    about = {assignment_of(opened, half, unit).key for unit in opened.units()}
    assert {row.assignment_id for row in rows(opened, Reminder) if row.letter_id in mine} == about
    assert {letter.state for letter in letters(opened) if letter.key in mine} == {LetterState.QUEUED}


def decide_all(cast: Cast, moment: str) -> None:
    for letter in held(cast):
        release(cast.office, cast.administrator, letter.key, at(moment))


def test_a_held_letter_goes_after_a_yes_with_the_days_as_they_are_then(opened: Cast) -> None:
    look(opened, STALE)
    before = next(letter for letter in held(opened) if letter.to_address == ADDRESSES["officer"])
    assert "đã quá hạn 5 ngày làm việc" in before.text
    assert release(opened.office, opened.administrator, before.key, at("2024-03-27 18:00"))
    (after,) = rows(opened, Letter, Letter.id == before.key)
    assert "đã quá hạn 7 ngày làm việc" in after.text
    assert (after.state, after.not_before) == (LetterState.QUEUED, at("2024-03-28 07:30"))
    assert after.expires_at > after.not_before and after.message_id == before.message_id


def test_the_superior_waits_for_the_yes_to_the_warning_and_then_a_working_day(opened: Cast) -> None:
    look(opened, STALE, "2024-03-27 08:00")
    assert not LEADERS & set(addresses(opened))
    decide_all(opened, "2024-03-27 09:00")
    assert look(opened, "2024-03-27 09:01", "2024-03-28 08:59", "2024-03-28 09:01") == [0, 0, 2]
    assert written(opened, "2024-03-28 09:00") == LEADERS


def test_where_nobody_decides_the_superior_hears_nevertheless_with_the_reason_and_the_warning_stays_held(
    opened: Cast,
) -> None:
    look(opened, STALE)
    waiting = held(opened)
    assert look(opened, "2024-03-28 08:00", "2024-03-28 08:01") == [0, 2]
    assert written(opened, "2024-03-28 08:00") == LEADERS
    assert "chưa có ai quyết định" in letters(opened)[-1].text
    assert held(opened) == waiting


def test_where_the_warning_was_dropped_the_superior_hears_only_after_a_yes(opened: Cast) -> None:
    look(opened, STALE)
    for letter in held(opened):
        drop(opened.office, opened.administrator, letter.key, "đã gọi điện", at("2024-03-25 09:00"))
    look(opened, "2024-03-25 09:01")
    assert {letter.to_address for letter in held(opened)} == LEADERS
    decide_all(opened, "2024-03-26 09:00")
    assert {letter.to_address for letter in letters(opened) if letter.state is LetterState.QUEUED} == LEADERS


def test_a_dropped_letter_leaves_its_reason_and_who_in_the_ledger(opened: Cast) -> None:
    look(opened, STALE)
    letter = held(opened)[0]
    mine = {row.key for row in rows(opened, Reminder, Reminder.letter_id == letter.key)}
    with pytest.raises(Refused, match="drop_reason_missing"):
        drop(opened.office, opened.administrator, letter.key, " ", at("2024-03-25 09:00"))
    drop(opened.office, opened.administrator, letter.key, "đã gọi điện", at("2024-03-25 09:00"))
    found = [row for row in rows(opened, Reminder) if row.key in mine]
    name = opened.person("administrator").name
    assert {row.reason for row in found} == {f"không gửi theo quyết định của {name}: đã gọi điện"}
    (letter,) = rows(opened, Letter, Letter.id == letter.key)
    assert letter.state is LetterState.DROPPED
    for act in (release, lambda *words: drop(*words[:-1], "lại", words[-1])):
        with pytest.raises(Refused, match="letter_not_held"):
            act(opened.office, opened.administrator, letter.key, at("2024-03-25 10:00"))


def test_the_next_rung_speaks_as_usual_and_drops_the_older_held_letter(opened: Cast) -> None:
    patient(opened, 0)  # a ladder that holds whatever was not said on its day
    assert look(opened, "2024-03-12 10:00") == [0]
    older = {letter.key for letter in held(opened)}
    assert len(older) == 7
    assert look(opened, "2024-03-14 07:31") == [7]
    assert {letter.state for letter in rows(opened, Letter) if letter.key in older} == {LetterState.DROPPED}
    reasons = {row.reason for row in rows(opened, Reminder, Reminder.rung == "truoc-5")}
    assert reasons == {"quá hạn gửi nên được giữ lại, sau đó nấc nhắc tiếp theo thay thế"}


@pytest.mark.parametrize("who", ["administrator", "lead_officer", "lead_head"])
def test_an_administrator_or_the_lead_unit_decides(opened: Cast, who: str) -> None:
    look(opened, STALE)
    assert release(opened.office, getattr(opened, who), held(opened)[0].key, at("2024-03-25 09:00"))


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "outsider"])
def test_nobody_else_does(opened: Cast, who: str) -> None:
    look(opened, STALE)
    for act in (release, lambda *words: drop(*words[:-1], "x", words[-1])):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act(opened.office, getattr(opened, who), held(opened)[0].key, at("2024-03-25 09:00"))
    assert len(held(opened)) == 14


def test_a_unit_that_answers_meanwhile_is_not_reminded_by_a_yes(opened: Cast) -> None:
    look(opened, STALE)
    submit(opened, first_round(opened), "qlkh", at("2024-03-25 09:00"))
    letter = next(letter for letter in held(opened) if letter.to_address == ADDRESSES["officer"])
    assert not release(opened.office, opened.administrator, letter.key, at("2024-03-25 10:00"))
    (letter,) = rows(opened, Letter, Letter.id == letter.key)
    assert letter.state is LetterState.DROPPED
    mine = rows(opened, Reminder, Reminder.assignment_id == assignment_of(opened, first_round(opened)).key)
    assert "đã nộp lúc 09:00 ngày 25/03/2024" in {row.reason for row in mine}


def test_held_letters_of_answered_units_and_closed_rounds_end_by_themselves(opened: Cast) -> None:
    look(opened, STALE)
    submit(opened, first_round(opened), "qlkh", at("2024-03-25 09:00"))
    assert settle(opened.office, at("2024-03-25 10:00")) == 2  # its officer's and its head's
    sign_round(opened, compile_round(opened, first_round(opened), at("2024-03-25 11:00")), at("2024-03-25 12:00"))
    assert settle(opened.office, at("2024-03-25 13:00")) == 12
    assert settle(opened.office, at("2024-03-25 13:00")) == 0
    assert held(opened) == [] and chain_is_whole(opened)


def test_the_administrators_hear_that_letters_are_held(opened: Cast) -> None:
    look(opened, STALE)
    with reading(opened.office.engine) as session:
        assert any("14 thư nhắc" in found for found in findings(session, opened.agency, at(STALE)))


def days_written(cast: Cast) -> list[tuple[str, str]]:
    local = [
        (letter.to_address, str(letter.not_before.astimezone(at(STALE).tzinfo).date())) for letter in letters(cast)
    ]
    return sorted(local)


def test_a_rung_that_falls_due_for_who_has_a_reminder_today_waits_for_the_next_working_morning(opened: Cast) -> None:
    officer = assignment_of(opened, first_round(opened)).key
    assert remind_now(opened.office, opened.lead_officer, officer, at("2024-03-11 06:30")) == 1
    assert look(opened, "2024-03-11 07:31", "2024-03-11 12:00") == [6, 0]
    assert not rows(opened, Reminder, Reminder.assignment_id == officer, Reminder.rung == "truoc-5")
    assert look(opened, "2024-03-12 07:31") == [1]
    row = rows(opened, Reminder, Reminder.assignment_id == officer, Reminder.rung == "truoc-5")[-1]
    assert (row.due_at, row.recorded_at) == (at("2024-03-11 07:30"), at("2024-03-12 07:31"))
    assert len(set(days_written(opened))) == len(letters(opened))


def test_a_round_that_opens_after_the_mornings_reminders_is_told_the_next_morning(opened: Cast) -> None:
    patient(opened, 100)
    look(opened, "2024-06-04 07:30")  # the first round's, missed until now
    open_due(opened.office, at("2024-06-04 07:40"))
    assert look(opened, "2024-06-04 07:41") == [0]
    # In the morning the officers get it, and the leaders what they waited for.
    assert look(opened, "2024-06-05 07:31") == [7 + 2]
    assert len(set(days_written(opened))) == len(letters(opened))


def test_who_stands_in_for_others_gets_one_letter_that_says_for_whom_each_part_is(opened: Cast) -> None:
    absent(opened, "officer", "lead_officer")
    assert look(opened, "2024-03-04 07:30") == [6]
    (letter,) = [each for each in letters(opened) if each.to_address == ADDRESSES["lead_officer"]]
    name = opened.person("officer").name
    assert letter.text.count(f"thay thế ông/bà {name}") == 1
    # Each part has the link to its form, and the answers that need only one.
    assert letter.text.count("/f/") == 8 and name in letter.html


def test_who_stands_in_for_one_alone_is_told_so_at_the_head_of_the_letter(opened: Cast) -> None:
    with bookkeeping(opened.office.engine) as session:
        for unit in ("qlkh", "qlcn"):
            session.add(
                Absence(
                    agency_id=opened.agency_id, person_id=opened.officer_of(unit).person_id or 0,
                    substitute_id=opened.person("clerk").key, since=day("2024-03-01"), until=day("2024-03-31"),
                )
            )  # fmt: skip
    look(opened, "2024-03-04 07:30")
    (letter,) = [each for each in letters(opened) if each.to_address == ADDRESSES["clerk"]]
    assert letter.text.count("Phần này gửi Ông/Bà") == 2


@pytest.mark.parametrize("batch", [1, 2, 3, 500])
def test_nobodys_letter_is_split_however_many_assignments_are_due(
    opened: Cast, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(remind, "BATCH", batch)
    look(opened, "2024-03-04 07:31", "2024-03-19 07:31", "2024-03-20 07:31")
    assert look(opened, "2024-03-20 07:32") == [0]
    everything = days_written(opened)
    assert len(set(everything)) == len(everything) == 7 + 14 + 2
    mine = [letter for letter in letters(opened) if letter.to_address == ADDRESSES["deputy"]]
    assert len(rows(opened, Reminder, Reminder.letter_id == mine[0].key)) == 3


def test_a_word_on_friday_evening_and_one_on_saturday_are_not_two_letters_on_monday(opened: Cast) -> None:
    mine = assignment_of(opened, first_round(opened)).key
    assert remind_now(opened.office, opened.lead_officer, mine, at("2024-03-08 18:00")) == 1
    for moment in ("2024-03-09 09:00", "2024-03-10 20:00", "2024-03-11 06:00"):
        with pytest.raises(Refused, match=r"reminder_waits|reminded_today"):
            remind_now(opened.office, opened.lead_officer, mine, at(moment))
    assert len(letters(opened)) == 1


def test_a_person_who_left_is_still_named_by_a_held_letter(opened: Cast) -> None:
    look(opened, STALE)
    letter = next(letter for letter in held(opened) if letter.to_address == ADDRESSES["officer"])
    change(opened, Person, opened.person("officer").key, active=False)
    assert release(opened.office, opened.administrator, letter.key, at("2024-03-25 09:00"))


def test_a_yes_gives_nobody_a_second_reminder_on_a_day(opened: Cast) -> None:
    patient(opened, 0)
    look(opened, "2024-03-12 10:00")
    mine = assignment_of(opened, first_round(opened), "vp").key
    letter = next(each for each in held(opened) if each.to_address == "chuyen-vien-vp@mau.example")
    other = open_second_round(opened)
    assert remind_now(opened.office, opened.lead_officer, other, at("2024-03-12 11:00")) == 1
    release(opened.office, opened.administrator, letter.key, at("2024-03-12 12:00"))
    (after,) = rows(opened, Letter, Letter.id == letter.key)
    assert after.not_before == at("2024-03-13 07:30") and mine != other


def open_second_round(cast: Cast) -> int:
    """The half-year's round, opened long before its time, as if it were urgent: vp's part in it."""
    open_due(cast.office, at("2024-06-04 07:30"))
    half = rows(cast, Period)[-1]
    assignment = assignment_of(cast, half, "vp")
    for each in rows(cast, Assignment, Assignment.period_id == half.key):
        change(cast, Assignment, each.key, next_rung_at=None)
    return assignment.key


def test_reminders_that_could_not_be_sent_in_time_are_held_and_keep_the_superior_waiting(opened: Cast) -> None:
    assert look(opened, "2024-03-19 07:31") == [14]
    with bookkeeping(opened.office.engine) as session:  # the mail server was away for a week
        assert outbox.claim(session, at("2024-03-26 08:00"), "an") == []
    assert len(held(opened)) == 14
    assert look(opened, "2024-03-26 08:01") == [0]
    decide_all(opened, "2024-03-26 09:00")
    assert look(opened, "2024-03-27 08:59", "2024-03-27 09:00") == [0, 2]
    with bookkeeping(opened.office.engine) as session:
        assert len(outbox.claim(session, at("2024-03-27 09:00"), "an")) == 16


def test_the_lead_units_own_word_that_was_held_goes_after_a_yes_too(opened: Cast) -> None:
    mine = assignment_of(opened, first_round(opened)).key
    remind_now(opened.office, opened.lead_officer, mine, at("2024-03-06 10:00"))
    with bookkeeping(opened.office.engine) as session:
        outbox.claim(session, at("2024-03-10 10:00"), "an")
    (letter,) = held(opened)
    assert release(opened.office, opened.lead_officer, letter.key, at("2024-03-10 11:00"))


def test_what_waited_when_the_round_was_closed_has_its_reason_in_the_ledger(opened: Cast) -> None:
    look(opened, STALE)
    sign_round(opened, compile_round(opened, first_round(opened), at("2024-03-25 11:00")), at("2024-03-25 12:00"))
    settle(opened.office, at("2024-03-25 13:00"))
    # On the second day the clerk hears of the signed report.
    assert look(opened, "2024-03-25 13:00", "2024-03-26 13:00") == [0, 1]
    found = rows(opened, Reminder, Reminder.rung == "sau-2")
    assert {row.reason for row in found} == {"kỳ báo cáo đã khóa"} and len(found) == 7
    assert next_rungs(opened) == {None}
