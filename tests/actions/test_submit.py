"""Submit, return, submit again, accept: versions never change once submitted."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dondoc.actions.review import accept, give_back
from dondoc.actions.submit import save_draft
from dondoc.actions.submit import submit as submit_as
from dondoc.model import Answer, AnswerSection, Assignment, FigureValue, LetterKind, Period, Submission
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content
from tests.actions.rows import addresses, chain_is_whole, change, counts, letters, rows
from tests.cast import (
    ADDRESSES,
    Cast,
    assignment_of,
    at,
    compile_round,
    first_round,
    sign_round,
    submit,
    whole_content,
)

MARCH_6 = at("2024-03-06 09:00")
LATER = at("2024-03-07 09:00")


def refused(key: str, act: object, *arguments: object) -> None:
    with pytest.raises(Refused, match=key):
        act(*arguments)  # type: ignore[operator]


def test_an_answer_is_stored_word_for_word_with_its_figures(opened: Cast) -> None:
    period = first_round(opened)
    content = replace(whole_content(opened, period, "Mở 2 lớp\n- cho 30 người"))
    figures = dict(content.figures) | {min(content.figures): Decimal("12.5"), max(content.figures): Decimal(0)}
    stored = submit(opened, period, now=MARCH_6, content=replace(content, figures=figures))
    assert (stored.version, stored.submitted_at, stored.nothing_to_report) == (1, MARCH_6, False)
    assert [row.text for row in rows(opened, Answer)] == ["Mở 2 lớp\n- cho 30 người"]
    assert {row.figure_id: row.value for row in rows(opened, FigureValue)} == figures
    assert chain_is_whole(opened)


def test_the_writer_gets_a_receipt(opened: Cast) -> None:
    submit(opened, first_round(opened), now=MARCH_6)
    assert addresses(opened, LetterKind.RECEIPT) == [ADDRESSES["officer"]]


def test_nothing_to_report_is_one_click(opened: Cast) -> None:
    stored = submit(opened, first_round(opened), content=Content(nothing_to_report=True))
    assert stored.nothing_to_report
    assert rows(opened, Answer) == rows(opened, FigureValue) == []


def test_a_draft_is_kept_as_typed_and_becomes_the_submission(opened: Cast) -> None:
    period = first_round(opened)
    key = assignment_of(opened, period).key
    typed = Content(False, {(1, AnswerSection.NEXT): "nửa câu"}, {})
    first = save_draft(opened.office, opened.officer, key, typed, MARCH_6)
    again = save_draft(opened.office, opened.head, key, typed, LATER)
    assert (again.id, again.version, again.submitted_at) == (first.id, 1, None)
    assert submit(opened, period, now=LATER).id == first.id
    assert len(rows(opened, Answer)) == 1


def test_what_is_not_whole_leaves_no_trace(opened: Cast) -> None:
    key = assignment_of(opened, first_round(opened)).key
    before = counts(opened)
    refused("no_result", submit_as, opened.office, opened.officer, key, Content(), MARCH_6)
    assert counts(opened) == before


@pytest.mark.parametrize("who", ["lead_officer", "lead_head", "deputy", "director", "clerk", "administrator"])
def test_only_the_units_own_people_write_for_it(opened: Cast, who: str) -> None:
    key = assignment_of(opened, first_round(opened)).key
    content = whole_content(opened, first_round(opened))
    refused("not_allowed", submit_as, opened.office, getattr(opened, who), key, content, MARCH_6)
    refused("not_allowed", save_draft, opened.office, getattr(opened, who), key, content, MARCH_6)


def test_a_returned_answer_comes_back_with_the_reason_and_is_answered_by_a_new_version(opened: Cast) -> None:
    period = first_round(opened)
    first = submit(opened, period, now=MARCH_6)
    give_back(opened.office, opened.lead_officer, first.key, "  Thiếu số liệu  ", LATER)
    letter = letters(opened, LetterKind.RETURNED)[0]
    assert letter.to_address == ADDRESSES["officer"]
    assert "Thiếu số liệu" in letter.text
    second = submit(opened, period, now=at("2024-03-08 09:00"))
    assert (second.version, second.submitted_at) == (2, at("2024-03-08 09:00"))
    kept = rows(opened, Submission)[0]
    assert (kept.submitted_at, kept.return_reason) == (MARCH_6, "Thiếu số liệu")
    accept(opened.office, opened.lead_officer, second.key, at("2024-03-08 10:00"))


def test_nothing_is_returned_without_a_reason(opened: Cast) -> None:
    first = submit(opened, first_round(opened), now=MARCH_6)
    refused("reason_missing", give_back, opened.office, opened.lead_officer, first.key, " \n", LATER)


def test_an_accepted_answer_is_locked(opened: Cast) -> None:
    period = first_round(opened)
    stored = submit(opened, period, now=MARCH_6)
    accept(opened.office, opened.lead_officer, stored.key, LATER)
    refused("already_accepted", submit, opened, period)
    refused("already_decided", accept, opened.office, opened.lead_officer, stored.key, LATER)
    refused("already_decided", give_back, opened.office, opened.lead_officer, stored.key, "muộn", LATER)


def test_a_version_that_was_replaced_meanwhile_is_neither_accepted_nor_returned(opened: Cast) -> None:
    period = first_round(opened)
    old, new = submit(opened, period, now=MARCH_6), submit(opened, period, now=LATER)
    assert new.version == 2
    refused("version_changed", accept, opened.office, opened.lead_officer, old.key, LATER)
    refused("version_changed", give_back, opened.office, opened.lead_officer, old.key, "thiếu", LATER)
    accept(opened.office, opened.lead_officer, new.key, LATER)


def test_a_draft_is_neither_accepted_nor_returned(opened: Cast) -> None:
    key = assignment_of(opened, first_round(opened)).key
    draft = save_draft(opened.office, opened.officer, key, Content(), MARCH_6)
    refused("not_submitted", accept, opened.office, opened.lead_officer, draft.key, LATER)


@pytest.mark.parametrize("who", ["officer", "head", "deputy", "director", "clerk", "administrator"])
def test_only_the_lead_unit_accepts_and_returns(opened: Cast, who: str) -> None:
    stored = submit(opened, first_round(opened), now=MARCH_6)
    refused("not_allowed", accept, opened.office, getattr(opened, who), stored.key, LATER)
    refused("not_allowed", give_back, opened.office, getattr(opened, who), stored.key, "lý do", LATER)


def test_an_excused_unit_and_a_closed_round_take_no_answer(opened: Cast) -> None:
    period = first_round(opened)
    change(opened, Assignment, assignment_of(opened, period).key, excused_at=MARCH_6)
    refused("assignment_excused", submit, opened, period)
    stored = submit(opened, period, "vp", MARCH_6)
    sign_round(opened, compile_round(opened, period))
    refused("round_closed", submit, opened, period, "tdc")
    refused("round_closed", accept, opened.office, opened.lead_officer, stored.key, LATER)


def test_the_last_answer_brings_the_compiling_forward(opened: Cast) -> None:
    period = first_round(opened)
    *others, last = opened.units()
    for unit in others:
        submit(opened, period, unit, MARCH_6)
    assert rows(opened, Period)[0].draft_at == at("2024-03-19 07:30")
    submit(opened, period, last, LATER)
    assert rows(opened, Period)[0].draft_at == LATER


def test_a_returned_answer_is_waited_for(opened: Cast) -> None:
    period = first_round(opened)
    *others, last = opened.units()
    stored = [submit(opened, period, unit, MARCH_6) for unit in others]
    give_back(opened.office, opened.lead_officer, stored[0].key, "Thiếu", MARCH_6)
    submit(opened, period, last, LATER)
    assert rows(opened, Period)[0].draft_at == at("2024-03-19 07:30")
    submit(opened, period, others[0], at("2024-03-08 09:00"))
    assert rows(opened, Period)[0].draft_at == at("2024-03-08 09:00")
