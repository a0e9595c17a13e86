"""Adjust: one round, one and those after it, or all; what was said is not said again; undone is as if never done."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from dondoc.actions.adjust import cancel_round, change_rule, confirm, pause, resume
from dondoc.actions.foresee import live
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.actions.undo import undo
from dondoc.actions.year import year_table
from dondoc.model import Adjustment, Assignment, LetterKind, Period, Rule, Scope, Standing
from dondoc.rules.adjust import Wanted
from dondoc.rules.refusal import Refused
from dondoc.store.transaction import reading
from tests.actions.rows import addresses, chain_is_whole, counts, letters, next_rungs, rows
from tests.cast import Cast, at, compile_round, first_round, sign_round, submit

NOW = at("2024-03-13 09:00")
Dates = dict[str, tuple[date, date]]


def wanted(scope: Scope = Scope.ALL, round_: str | None = None, reason: str = "theo công văn", **fields: Any) -> Wanted:
    return Wanted(scope, fields, round_, reason=reason)


EARLIER = wanted(due_day="16", send_day="20")
LATER = wanted(due_day="20", send_day="25")
SEED = wanted(due_day="18", send_day="22")


def dates(cast: Cast) -> Dates:
    """The deadlines of the year as everybody sees them, by round; a cancelled one is none."""
    table = year_table(cast.office, cast.agency_id, 2024, NOW)
    return {cell.period_name: (cell.due_on, cell.send_on) for row in table for cell in row.cells if not cell.cancelled}


def due(cast: Cast) -> dict[str, str]:
    return {name: str(days[0]) for name, days in dates(cast).items()}


def save(cast: Cast, change: Wanted, now: object = NOW) -> Adjustment:
    return change_rule(cast.office, cast.administrator, cast.rule_id, change, now)  # type: ignore[arg-type]


def refused(cast: Cast, key: str, change: Wanted, who: str = "administrator") -> None:
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        change_rule(cast.office, getattr(cast, who), cast.rule_id, change, NOW)
    assert counts(cast) == before


def test_a_change_reaches_one_round_or_that_and_those_after_it_or_all(cast: Cast) -> None:
    before = due(cast)
    one = save(cast, wanted(Scope.ONE, "half-1-2024", due_day="20"))
    assert due(cast) == before | {"6 tháng đầu năm 2024": "2024-06-20"}
    undo(cast.office, cast.administrator, one.key, "nhầm", NOW)
    since = save(cast, wanted(Scope.FROM, "nine_months-1-2024", due_day="20"))
    assert due(cast) == before | {"9 tháng đầu năm 2024": "2024-09-20", "năm 2024": "2024-12-20"}
    undo(cast.office, cast.administrator, since.key, "nhầm", NOW)
    save(cast, wanted(due_day="20"))
    assert {day[-2:] for day in due(cast).values()} == {"20"}


def test_a_later_change_wins_over_an_earlier_one_and_undoing_gives_the_earlier_back(cast: Cast) -> None:
    save(cast, wanted(due_day="20"))
    second = save(cast, wanted(Scope.ONE, "half-1-2024", due_day="19"))
    assert due(cast)["6 tháng đầu năm 2024"] == "2024-06-19"
    undo(cast.office, cast.administrator, second.key, "nhầm", NOW)
    assert due(cast)["6 tháng đầu năm 2024"] == "2024-06-20"


@pytest.mark.parametrize("change", [EARLIER, LATER])
def test_saving_never_sends_again_what_was_said(opened: Cast, change: Wanted) -> None:
    for look in ("2024-03-04 07:30", "2024-03-11 07:30"):
        remind_due(opened.office, at(look))
    said = {(row.to_address, row.letter_key) for row in letters(opened)}
    for change_back in (change, SEED, change):
        save(opened, change_back)
        remind_due(opened.office, NOW)
        remind_due(opened.office, NOW)
    keys = [row.letter_key for row in letters(opened)]
    assert len(set(keys)) == len(keys)
    rungs = {key.split(":")[2] for key in keys if key not in {each for _, each in said}}
    assert not rungs & {"mo-ky", "truoc-5"}


def test_who_was_told_a_deadline_hears_once_that_it_moved(opened: Cast) -> None:
    remind_due(opened.office, at("2024-03-04 07:30"))
    told = addresses(opened)
    submit(opened, first_round(opened))
    save(opened, LATER)
    heard = addresses(opened, LetterKind.CHANGED)
    assert heard == [address for address in told if address != "chuyen-vien-qlkh@mau.example"]
    letter = letters(opened, LetterKind.CHANGED)[0]
    assert "20/3/2024" in letter.text and "18/3/2024" in letter.text and "Theo công văn" in letter.text


def test_nobody_hears_of_a_move_who_was_never_told(opened: Cast) -> None:
    save(opened, LATER)
    assert letters(opened, LetterKind.CHANGED) == []


def test_a_later_deadline_moves_the_next_reminder_and_the_draft(opened: Cast) -> None:
    for look in ("2024-03-04 07:30", "2024-03-11 07:30"):
        remind_due(opened.office, at(look))
    save(opened, LATER)
    assert next_rungs(opened) == {at("2024-03-18 07:30")}
    assert first_round(opened).draft_at == at("2024-03-21 07:30")
    period = rows(opened, Period)[0]
    assert {str(each.due_on) for each in rows(opened, Assignment)} == {str(period.due_on)} == {"2024-03-20"}


def test_an_earlier_deadline_may_open_the_next_round_at_once(cast: Cast) -> None:
    now = at("2024-03-01 09:00")
    save(cast, wanted(due_day="16", send_day="20"), now)
    assert open_due(cast.office, now) == 1


def test_a_round_under_way_moves_even_where_its_new_dates_have_passed(opened: Cast) -> None:
    save(opened, EARLIER, at("2024-03-21 09:00"))
    assert str(first_round(opened).send_on) == "2024-03-20"


def test_a_change_is_kept_with_its_reason_and_noted(opened: Cast) -> None:
    save(opened, wanted(reason="  Theo công văn  ", due_day="20", send_day="25"))
    kept = rows(opened, Adjustment)[0]
    assert (kept.reason, kept.effective_from, kept.made_at) == ("Theo công văn", NOW.date(), NOW)
    assert (kept.before["due_day"], kept.after["due_day"]) == ("18", "20")
    assert chain_is_whole(opened)


def test_a_signed_round_keeps_its_dates(opened: Cast) -> None:
    sign_round(opened, compile_round(opened, first_round(opened), NOW), NOW)
    save(opened, LATER)
    assert str(first_round(opened).due_on) == "2024-03-18"
    refused(opened, "round_settled", wanted(Scope.ONE, "quarter-1-2024", due_day="19"))


def test_a_cancelled_round_asks_nobody_and_comes_back_when_that_is_undone(opened: Cast) -> None:
    remind_due(opened.office, at("2024-03-04 07:30"))
    rungs, told = next_rungs(opened), len(letters(opened))
    gone = cancel_round(opened.office, opened.administrator, opened.rule_id, "quarter-1-2024", "không cần nữa", NOW)
    assert next_rungs(opened) == {None} and first_round(opened).cancelled_at == NOW
    assert "quý I năm 2024" not in due(opened)
    assert "hủy" in letters(opened, LetterKind.CHANGED)[0].text
    with pytest.raises(Refused, match="round_cancelled"):
        submit(opened, first_round(opened), now=NOW)
    undo(opened.office, opened.administrator, gone.key, "vẫn cần", NOW)
    assert next_rungs(opened) == rungs and first_round(opened).cancelled_at is None
    assert len(letters(opened)) == told


def test_a_round_that_was_called_off_before_it_opened_never_opens(cast: Cast) -> None:
    cancel_round(cast.office, cast.administrator, cast.rule_id, "quarter-1-2024", "không cần", NOW)
    live(cast.office, NOW, at("2024-12-31 17:00"))
    assert {period.kind.value for period in rows(cast, Period)} == {"half", "nine_months", "year"}


def test_a_pause_is_silence_and_what_fell_due_meanwhile_is_said_when_it_ends(opened: Cast) -> None:
    pause(opened.office, opened.administrator, opened.rule_id, "chờ hướng dẫn", at("2024-03-05 09:00"))
    assert next_rungs(opened) == {None}
    assert remind_due(opened.office, at("2024-03-12 08:00")) == 0
    with pytest.raises(Refused, match="already_paused"):
        pause(opened.office, opened.administrator, opened.rule_id, "nữa", at("2024-03-06 09:00"))
    resume(opened.office, opened.administrator, opened.rule_id, "đã có hướng dẫn", at("2024-03-12 09:00"))
    remind_due(opened.office, at("2024-03-12 09:01"))
    assert len(letters(opened)) == len(set(addresses(opened))) == 7


def test_in_a_pause_no_round_opens_and_afterwards_only_those_that_can_still_be_answered(cast: Cast) -> None:
    pause(cast.office, cast.administrator, cast.rule_id, "tạm dừng", at("2024-02-01 09:00"))
    assert open_due(cast.office, at("2024-06-10 09:00")) == 0
    resume(cast.office, cast.administrator, cast.rule_id, "tiếp tục", at("2024-06-11 09:00"))
    assert open_due(cast.office, at("2024-06-11 09:01")) == 1
    assert [period.kind.value for period in rows(cast, Period)] == ["half"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (wanted(reason=" ", due_day="20"), "change_reason_missing"),
        (SEED, "nothing_changed"),
        (wanted(), "nothing_changed"),
        (wanted(due_day="31"), "day_out_of_range"),
        (wanted(due_day="02-30"), "no_such_day"),
        (wanted(Scope.ONE, "year-1-2024", due_day="2024-02-30"), "no_such_day"),
        (wanted(due_day="ngày mai"), "not_a_day_rule"),
        (wanted(send_day="0"), "day_out_of_range"),
        (wanted(due_day="25"), "send_before_due"),
        (wanted(due_day="last"), "send_before_due"),
        (wanted(due_day="10"), "due_before_data"),
        (wanted(Scope.ONE, "half-1-2024", due_day="2024-06-14"), "due_before_data"),
        (wanted(Scope.ONE, "quarter-2-2024", due_day="20"), "unknown_round"),
        (wanted(Scope.ONE, due_day="20"), "round_missing"),
        (wanted(Scope.FROM, due_day="20"), "round_missing"),
        (wanted(due_direction="sideways"), "unknown_direction"),
        (wanted(colour="red"), "unknown_field"),
        (wanted(data_to="2024-06-10"), "window_of_one"),
        (wanted(Scope.ONE, "half-1-2024", data_from="2024-06-20", data_to="2024-06-10"), "end_before_start"),
        (wanted(open_before=0), "count_out_of_range"),
        (wanted(compile_before=0), "compile_after_sign"),
        (wanted(kinds=[]), "unknown_kinds"),
        (wanted(kinds=["fortnight"]), "unknown_kinds"),
        (wanted(regime="tt-99"), "unknown_regime"),
    ],
)
def test_a_change_that_cannot_be_is_refused(opened: Cast, change: Wanted, key: str) -> None:
    refused(opened, key, change)


def test_a_window_that_overlaps_its_neighbour_or_leaves_a_gap_is_refused(cast: Cast) -> None:
    save(cast, wanted(kinds=["month"]))
    for key, day in (("window_overlap", "2024-04-10"), ("window_gap", "2024-04-20")):
        refused(cast, key, wanted(Scope.ONE, "month-5-2024", data_from=day))


def test_a_rhythm_may_change_from_a_round_on(cast: Cast) -> None:
    save(cast, Wanted(Scope.FROM, {"kinds": ["month"]}, since=date(2024, 7, 1), reason="hằng tháng"))
    assert list(due(cast)) == ["quý I năm 2024", "6 tháng đầu năm 2024", *(f"tháng {n} năm 2024" for n in range(7, 13))]


@pytest.mark.parametrize("who", ["officer", "lead_officer", "lead_head", "deputy", "director", "clerk", "outsider"])
def test_only_an_administrator_changes_undoes_and_confirms(opened: Cast, who: str) -> None:
    made = save(opened, EARLIER)
    refused(opened, "not_allowed|not_found", LATER, who=who)
    for act in (
        lambda: undo(opened.office, getattr(opened, who), made.key, "lý do", NOW),
        lambda: confirm(opened.office, getattr(opened, who), opened.rule_id, NOW),
        lambda: pause(opened.office, getattr(opened, who), opened.rule_id, "lý do", NOW),
        lambda: cancel_round(opened.office, getattr(opened, who), opened.rule_id, "half-1-2024", "lý do", NOW),
    ):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            act()


def test_a_change_is_undone_once_and_an_undoing_can_be_undone(cast: Cast) -> None:
    before = due(cast)
    made = save(cast, LATER)
    after = due(cast)
    undoing = undo(cast.office, cast.administrator, made.key, "nhầm", NOW)
    assert due(cast) == before
    with pytest.raises(Refused, match="already_undone"):
        undo(cast.office, cast.administrator, made.key, "nhầm", NOW)
    undo(cast.office, cast.administrator, undoing.key, "không nhầm", NOW)
    assert due(cast) == after


def test_a_rule_that_is_reported_in_other_rounds_has_no_days_of_its_own(opened: Cast) -> None:
    other = next(rule for rule in rows(opened, Rule) if rule.id != opened.rule_id)
    with pytest.raises(Refused, match="not_rounds"):
        change_rule(opened.office, opened.administrator, other.key, LATER, NOW)
    confirm(opened.office, opened.administrator, other.key, NOW)


def test_a_proposed_rule_is_confirmed_once(opened: Cast) -> None:
    confirm(opened.office, opened.administrator, opened.rule_id, NOW)
    with reading(opened.office.engine) as session:
        rule = session.exec(select(Rule).where(Rule.id == opened.rule_id)).one()
    assert rule.standing is Standing.CONFIRMED
    with pytest.raises(Refused, match="already_confirmed"):
        confirm(opened.office, opened.administrator, opened.rule_id, NOW)
