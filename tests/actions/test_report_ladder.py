"""Who sits on a report is reminded by the same rule as a unit, and their superior hears after a warning."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dondoc.actions.adjust import cancel_round, resume
from dondoc.actions.adjust import pause as pause_rule
from dondoc.actions.dispatch import dispatch, number
from dondoc.actions.edit import refresh
from dondoc.actions.foresee import _future
from dondoc.actions.held import drop, release
from dondoc.actions.remind import remind_due
from dondoc.actions.schedules import pause
from dondoc.actions.sign import approve, send_back, send_up
from dondoc.model import (
    Absence,
    Agency,
    Assignment,
    FlowName,
    Letter,
    LetterState,
    Person,
    Reminder,
    Report,
    SignoffStep,
)
from dondoc.store.copy import copy_agency
from dondoc.store.due import due_flows
from dondoc.store.transaction import bookkeeping, reading
from tests.actions.rows import chain_is_whole, change, letters, rows
from tests.cast import (
    ADDRESSES,
    OPENED,
    SENT_UP,
    SIGNED,
    SIGNED_AT,
    Cast,
    assignment_of,
    at,
    compile_round,
    first_round,
    submit,
)

DEPUTY = "other_deputy"
"""The leader in charge of the lead unit and of the office."""


def look(cast: Cast, *days: str) -> list[tuple[str, str]]:
    """Look in the morning of each day; who was told which rung of a report then, by part and code."""
    before = {row.key for row in of_reports(cast)}
    for day in days:
        remind_due(cast.office, at(f"2024-03-{day} 07:31"))
    return told(cast, before)


def of_reports(cast: Cast) -> list[Reminder]:
    return rows(cast, Reminder, Reminder.report_id != None)  # noqa: E711


def told(cast: Cast, before: set[int] | None = None) -> list[tuple[str, str]]:
    people = {cast.person(part).key: part for part in ADDRESSES if part != "outsider"}
    people |= {each.key: each.email for each in rows(cast, Person) if each.key not in people}
    found = [row for row in of_reports(cast) if row.key not in (before or set()) and row.letter_id]
    return sorted((people[row.person_id], row.rung) for row in found)


def nothing_of_units(cast: Cast) -> None:
    """Leave the units' own reminders aside."""
    for each in rows(cast, Assignment):
        change(cast, Assignment, each.key, next_rung_at=None)


def absent(cast: Cast, who: str, substitute: str) -> None:
    with bookkeeping(cast.office.engine) as session:
        session.add(
            Absence(
                agency_id=cast.agency_id, person_id=cast.person(who).key, substitute_id=cast.person(substitute).key,
                since=date(2024, 3, 1), until=date(2024, 3, 31),
            )
        )  # fmt: skip


def test_a_lead_unit_that_sits_on_a_draft_hears_and_then_its_head_and_deputy(opened: Cast) -> None:
    compile_round(opened, first_round(opened))  # on 19/03; to be sent up by 20/03
    nothing_of_units(opened)
    assert look(opened, "19") == []
    assert look(opened, "20") == [("lead_officer", "draft-1/den-han")]
    assert look(opened, "21") == [("lead_head", "draft-1/sau-1"), ("lead_officer", "draft-1/sau-1")]
    assert look(opened, "22") == [(DEPUTY, "draft-1/sau-2")]
    assert look(opened, "25", "26") == []
    assert rows(opened, Report)[0].next_rung_at is None
    assert chain_is_whole(opened)


def test_whose_step_it_is_hears_and_after_a_warning_the_deputy_over_them(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    assert look(sent_up, "20") == []
    assert look(sent_up, "21") == [("lead_head", "approval-1/den-han")]
    assert look(sent_up, "22") == [("lead_head", "approval-1/sau-1")]
    assert look(sent_up, "25") == [(DEPUTY, "approval-1/sau-2")]
    first, warning, escalation = letters(sent_up)
    assert "/ky-duyet/1" in first.text and "được duyệt chậm nhất" in first.text
    assert "báo cáo lãnh đạo cấp trên" in warning.text
    assert "Đã nhắc việc, đôn đốc" in escalation.text and "/du-thao/1" in escalation.text
    assert sent_up.person("lead_head").name in escalation.text
    assert len({letter.subject for letter in letters(sent_up)}) == 1
    assert len({tuple(letter.references) for letter in letters(sent_up)}) == 1


def test_over_a_deputy_stands_the_director_and_over_the_director_nobody(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    change(sent_up, SignoffStep, 1, person_id=sent_up.other_deputy.person_id)
    assert look(sent_up, "21", "22", "25")[-1] == (DEPUTY, "approval-1/sau-1")
    assert ("director", "approval-1/sau-2") in told(sent_up)
    approve(sent_up.office, sent_up.other_deputy, 1, 1, at("2024-03-25 09:00"))
    assert look(sent_up, "26", "27", "28", "29") == [
        ("director", "signature-2/den-han"),
        ("director", "signature-2/sau-1"),
    ]


def test_reminders_stop_the_moment_a_step_is_decided_and_the_next_one_gets_a_working_day(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    assert look(sent_up, "21") == [("lead_head", "approval-1/den-han")]
    approve(sent_up.office, sent_up.lead_head, 1, 1, at("2024-03-21 16:00"))
    assert look(sent_up, "22") == [("director", "signature-2/den-han")]
    approve(sent_up.office, sent_up.director, 1, 1, at("2024-03-22 09:00"))
    assert rows(sent_up, Report)[0].next_rung_at == at("2024-03-25 07:30")


def test_what_was_due_but_not_said_when_a_step_is_decided_has_its_reason(sent_up: Cast) -> None:
    approve(sent_up.office, sent_up.lead_head, 1, 1, at("2024-03-22 09:12"))
    reasons = {(row.rung, row.person_id): row.reason for row in of_reports(sent_up) if "approval" in row.rung}
    head = sent_up.person("lead_head").key
    why = "bước này đã xong lúc 09:12 ngày 22/03/2024"
    assert reasons == {("approval-1/den-han", head): why, ("approval-1/sau-1", head): why}


def test_a_clerk_who_sits_on_a_signed_report_hears_then_the_head_of_the_office_and_its_deputy(signed: Cast) -> None:
    nothing_of_units(signed)
    assert look(signed, "20") == []
    assert look(signed, "21") == [("clerk", "issue-1/truoc-1")]
    assert look(signed, "22") == [("clerk", "issue-1/den-han")]
    assert look(signed, "25") == [("clerk", "issue-1/sau-1"), ("truong-vp@mau.example", "issue-1/sau-1")]
    assert look(signed, "26") == [(DEPUTY, "issue-1/sau-2")]
    head = next(letter for letter in letters(signed) if letter.to_address == "truong-vp@mau.example")
    assert "/phat-hanh/1" not in head.text and "/so-thu/cua-toi" in head.text


def test_numbering_alone_does_not_stop_it_dispatching_does(signed: Cast) -> None:
    nothing_of_units(signed)
    number(signed.office, signed.clerk, 1, date(2024, 3, 20), SIGNED_AT)
    assert look(signed, "21") == [("clerk", "issue-1/truoc-1")]
    dispatch(signed.office, signed.clerk, 1, {}, at("2024-03-21 09:00"))
    assert look(signed, "22", "25", "26") == []
    assert rows(signed, Report)[0].next_rung_at is None


def test_what_comes_back_is_a_new_turn_of_the_lead_unit(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    send_back(sent_up.office, sent_up.lead_head, 1, 1, "Sửa mục II", at("2024-03-20 16:00"))
    assert look(sent_up, "21") == [("lead_officer", "draft-2/den-han")]
    send_up(sent_up.office, sent_up.lead_officer, 1, at("2024-03-21 10:00"), keep=True)
    assert look(sent_up, "22") == [("lead_head", "approval-3/den-han")]


def test_one_letter_a_person_and_day_tells_of_units_and_reports_together(opened: Cast) -> None:
    for day in ("04", "11", "14", "18"):
        remind_due(opened.office, at(f"2024-03-{day} 07:31"))
    mine = assignment_of(opened, first_round(opened), "ttra")
    change(opened, Assignment, mine.key, extended_to=date(2024, 3, 20))
    change(opened, Assignment, mine.key, next_rung_at=at("2024-03-21 07:30"))
    compile_round(opened, first_round(opened))
    before = len(letters(opened))
    look(opened, "21")
    heard = [each for each in letters(opened)[before:] if each.to_address == ADDRESSES["lead_officer"]]
    assert len(heard) == 1
    assert "/du-thao/1" in heard[0].text and "/f/" in heard[0].text
    assert len(heard[0].references) == 2


@pytest.mark.parametrize(
    ("state", "who", "days"),
    [
        (OPENED, "lead_officer", ["20"]),
        (OPENED, "lead_head", ["21"]),
        (OPENED, DEPUTY, ["21", "22"]),
        (SENT_UP, "lead_head", ["21"]),
        (SENT_UP, DEPUTY, ["21", "22", "25"]),
        (SIGNED, "clerk", ["21"]),
    ],
)
def test_whoever_is_absent_the_substitute_hears_and_both_names_are_told(
    playing: Callable[[str], Cast], state: str, who: str, days: list[str]
) -> None:
    cast = playing(state)
    if state == OPENED:
        compile_round(cast, first_round(cast))
    nothing_of_units(cast)
    absent(cast, who, "administrator")
    heard = look(cast, *days)
    assert who not in {part for part, _ in heard} and "administrator" in {part for part, _ in heard}
    row = next(row for row in of_reports(cast) if row.person_id == cast.person("administrator").key)
    assert row.on_behalf_of_id == cast.person(who).key
    (letter,) = rows(cast, Letter, Letter.id == row.letter_id)
    assert f"người thay thế ông/bà {cast.person(who).name}" in letter.text
    assert letter.to_address == ADDRESSES["administrator"]


def test_after_downtime_what_is_stale_is_held_and_a_yes_says_what_is_true_then(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    look(sent_up, "28")
    (held,) = rows(sent_up, Letter, Letter.state == LetterState.HELD)
    assert held.to_address == ADDRESSES["lead_head"]
    assert release(sent_up.office, sent_up.lead_officer, held.key, at("2024-03-28 07:40"))
    assert rows(sent_up, Letter, Letter.id == held.key)[0].state is LetterState.QUEUED
    assert look(sent_up, "29") == [(DEPUTY, "approval-1/sau-2")]


def test_a_held_letter_about_a_step_that_is_decided_says_nothing_any_more(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    look(sent_up, "28")
    (held,) = rows(sent_up, Letter, Letter.state == LetterState.HELD)
    approve(sent_up.office, sent_up.lead_head, 1, 1, at("2024-03-28 08:00"))
    assert not release(sent_up.office, sent_up.lead_officer, held.key, at("2024-03-28 09:00"))
    assert "bước này đã xong" in {row.reason for row in of_reports(sent_up)}


def test_where_the_warning_is_dropped_the_superior_hears_only_after_a_yes(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    look(sent_up, "28")
    (held,) = rows(sent_up, Letter, Letter.state == LetterState.HELD)
    drop(sent_up.office, sent_up.lead_officer, held.key, "đã trao đổi", at("2024-03-28 09:00"))
    look(sent_up, "29")
    (other,) = rows(sent_up, Letter, Letter.state == LetterState.HELD)
    assert other.to_address == ADDRESSES[DEPUTY]


def test_a_held_warning_that_nobody_decides_on_does_not_keep_it_from_the_superior_for_ever(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    look(sent_up, "28")
    held = rows(sent_up, Letter, Letter.state == LetterState.HELD)
    remind_due(sent_up.office, at("2024-04-01 07:31"))
    assert len(letters(sent_up)) == len(held)
    remind_due(sent_up.office, at("2024-04-02 07:31"))
    escalation = letters(sent_up)[-1]
    assert escalation.to_address == ADDRESSES[DEPUTY] and escalation.state is LetterState.QUEUED
    assert "chưa có ai quyết định" in escalation.text
    # What the superior hears does not decide in the place of others: the warning still waits.
    assert rows(sent_up, Letter, Letter.state == LetterState.HELD) == held


def test_an_agency_without_such_a_ladder_reminds_nobody_of_reports(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    change(sent_up, Agency, sent_up.agency_id, report_ladder=[])
    assert look(sent_up, "21", "22", "25") == []
    assert rows(sent_up, Report)[0].next_rung_at is None


def test_an_edit_of_what_was_sent_up_gives_it_back_to_the_lead_unit(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    submit(sent_up, first_round(sent_up), "qlkh", at("2024-03-20 10:00"))
    refresh(sent_up.office, sent_up.lead_officer, 1, 1, at("2024-03-20 15:00"))
    assert look(sent_up, "21") == [("lead_officer", "draft-2/den-han")]


def test_the_clock_sees_a_report_that_waits_and_a_pause_of_the_flow_holds_it_back(sent_up: Cast) -> None:
    nothing_of_units(sent_up)
    with reading(sent_up.office.engine) as session:
        assert FlowName.REMIND not in due_flows(session, at("2024-03-21 07:29"))
        assert FlowName.REMIND in due_flows(session, at("2024-03-21 07:30"))
    pause(sent_up.office, sent_up.administrator, FlowName.REMIND, "bảo trì", SIGNED_AT)
    assert look(sent_up, "21") == []


def test_a_round_that_is_called_off_reminds_nobody_of_its_report(opened: Cast) -> None:
    compile_round(opened, first_round(opened))
    who = opened.office, opened.administrator, opened.rule_id
    cancel_round(*who, "quarter-1-2024", "không cần", at("2024-03-19 10:00"))
    assert look(opened, "20", "21", "22") == []


def test_while_a_rule_is_paused_nobody_is_reminded_of_its_report(opened: Cast) -> None:
    compile_round(opened, first_round(opened))
    who = opened.office, opened.administrator, opened.rule_id
    pause_rule(*who, "chờ hướng dẫn", at("2024-03-19 10:00"))
    assert look(opened, "20") == []
    send_up(opened.office, opened.lead_officer, 1, at("2024-03-20 09:00"))
    assert look(opened, "21") == []
    resume(*who, "có hướng dẫn", at("2024-03-21 10:00"))
    assert look(opened, "22") == [("lead_head", "approval-1/sau-1")]


def test_the_preview_knows_these_rungs_as_well(opened: Cast) -> None:
    compile_round(opened, first_round(opened))
    with reading(opened.office.engine) as session:
        copied = replace(opened.office, engine=copy_agency(session, opened.agency_id))
    _, seen = _future(copied, opened.agency_id, at("2024-03-19 10:00"))
    rungs = {line[1] for fact in seen for line in fact.lines}
    assert {"draft-1/den-han", "draft-1/sau-1", "draft-1/sau-2"} <= rungs


def test_nothing_of_it_reaches_another_agency(sent_up: Cast) -> None:
    look(sent_up, "21", "22", "25")
    outside: list[Any] = rows(sent_up, Reminder, Reminder.agency_id == sent_up.outside.key)
    assert not outside
    assert ADDRESSES["outsider"] not in {letter.to_address for letter in letters(sent_up)}
