"""Adjust: what the preview shows is what saving does, and nothing that was said is said again."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.actions.adjust import confirm, preview, save
from dondoc.actions.plan import open_due
from dondoc.actions.remind import remind_due
from dondoc.actions.year import year_table
from dondoc.model import Adjustment, Assignment, Direction, Period, Rule, Standing
from dondoc.rules.adjust import RuleChange
from dondoc.rules.refusal import Refused
from tests.actions.rows import chain_is_whole, counts, letters, next_rungs, rows
from tests.cast import Cast, at, compile_round, first_round, sign_round

SEED = RuleChange(18, Direction.BACK, 22, Direction.BACK)
NOW = at("2024-03-13 09:00")
EARLIER = replace(SEED, due_day=16, send_day=20)
LATER = replace(SEED, due_day=20, send_day=25)
Dates = dict[str, tuple[date, date]]


def dates(cast: Cast) -> Dates:
    """The deadlines of the year as everybody sees them, by round."""
    table = year_table(cast.office, cast.agency_id, 2024, NOW)
    return {cell.period_name: (cell.due_on, cell.send_on) for row in table for cell in row.cells}


def refused(cast: Cast, key: str, change: RuleChange, reason: str = "lý do", who: str = "administrator") -> None:
    before = counts(cast)
    with pytest.raises(Refused, match=key):
        save(cast.office, getattr(cast, who), cast.rule_id, change, reason, NOW)
    assert counts(cast) == before


@pytest.mark.slow
@pytest.mark.parametrize("now", ["2024-03-13 09:00", "2024-03-22 09:00", "2024-03-25 09:00"])
@pytest.mark.parametrize(
    "change",
    [
        EARLIER,
        LATER,
        RuleChange(1, Direction.BACK, 1, Direction.BACK),
        RuleChange(None, Direction.FORWARD, None, Direction.FORWARD),
        RuleChange(16, Direction.NONE, 17, Direction.NONE),
    ],
)
def test_saving_does_what_the_preview_showed(opened: Cast, change: RuleChange, now: str) -> None:
    before, shown = dates(opened), preview(opened.office, opened.administrator, opened.rule_id, change, at(now))
    assert dates(opened) == before
    save(opened.office, opened.administrator, opened.rule_id, change, "Sở Tư pháp đổi hạn", at(now))
    after = dates(opened)
    told = {each.period_name: each for each in shown}
    for name, found in after.items():
        if name not in told and name == "quý I năm 2024":
            assert found == before[name]
            continue
        assert (told[name].before_due, told[name].before_send) == before[name]
        assert (told[name].after_due, told[name].after_send) == found
    assert {period.due_on for period in rows(opened, Period)} == {each.due_on for each in rows(opened, Assignment)}


def test_the_preview_says_why_and_warns(opened: Cast) -> None:
    shown = preview(opened.office, opened.administrator, opened.rule_id, replace(SEED, due_day=15), NOW)
    quarter = next(each for each in shown if each.period_name == "quý I năm 2024")
    assert quarter.opened
    assert any("Điều 8 khoản 5" in warning for warning in quarter.warnings)
    shown = preview(opened.office, opened.administrator, opened.rule_id, replace(SEED, due_day=16), NOW)
    assert "thứ Bảy" in next(each for each in shown if each.opened).due_why


@pytest.mark.parametrize("change", [EARLIER, LATER])
def test_saving_never_sends_again_what_was_said(opened: Cast, change: RuleChange) -> None:
    for look in ("2024-03-04 07:30", "2024-03-11 07:30"):
        remind_due(opened.office, at(look))
    said = {(row.to_address, row.letter_key) for row in letters(opened)}
    for change_back in (change, SEED, change):
        save(opened.office, opened.administrator, opened.rule_id, change_back, "thử", NOW)
        remind_due(opened.office, NOW)
        remind_due(opened.office, NOW)
    keys = [row.letter_key for row in letters(opened)]
    assert len(set(keys)) == len(keys)
    rungs = {key.split(":")[2] for key in keys if key not in {each for _, each in said}}
    assert not rungs & {"mo-ky", "truoc-5"}


def test_a_later_deadline_moves_the_next_reminder_and_the_draft(opened: Cast) -> None:
    for look in ("2024-03-04 07:30", "2024-03-11 07:30"):
        remind_due(opened.office, at(look))
    save(opened.office, opened.administrator, opened.rule_id, LATER, "thử", NOW)
    assert next_rungs(opened) == {at("2024-03-18 07:30")}
    assert first_round(opened).draft_at == at("2024-03-21 07:30")


def test_an_earlier_deadline_may_open_the_next_round_at_once(cast: Cast) -> None:
    now = at("2024-03-01 09:00")
    save(cast.office, cast.administrator, cast.rule_id, replace(SEED, due_day=16), "thử", now)
    assert open_due(cast.office, now) == 1


def test_a_round_under_way_moves_even_where_its_new_dates_have_passed(opened: Cast) -> None:
    now = at("2024-03-21 09:00")
    shown = preview(opened.office, opened.administrator, opened.rule_id, EARLIER, now)
    assert str(next(each for each in shown if each.opened).after_send) == "2024-03-20"
    save(opened.office, opened.administrator, opened.rule_id, EARLIER, "thử", now)
    assert str(first_round(opened).send_on) == "2024-03-20"


def test_a_change_is_kept_with_its_reason_and_noted(opened: Cast) -> None:
    save(opened.office, opened.administrator, opened.rule_id, LATER, "  Theo công văn  ", NOW)
    kept = rows(opened, Adjustment)[0]
    assert (kept.reason, kept.effective_from, kept.made_at) == ("Theo công văn", NOW.date(), NOW)
    assert (kept.before["due_day"], kept.after["due_day"]) == (18, 20)
    assert chain_is_whole(opened)


def test_a_signed_round_keeps_its_dates(opened: Cast) -> None:
    sign_round(opened, compile_round(opened, first_round(opened), NOW), NOW)
    shown = preview(opened.office, opened.administrator, opened.rule_id, LATER, NOW)
    assert "quý I năm 2024" not in {each.period_name for each in shown}
    save(opened.office, opened.administrator, opened.rule_id, LATER, "thử", NOW)
    assert str(first_round(opened).due_on) == "2024-03-18"


@pytest.mark.parametrize(
    ("change", "reason", "key"),
    [
        (LATER, " ", "reason_missing"),
        (SEED, "thử", "nothing_changed"),
        (replace(SEED, due_day=31), "thử", "day_out_of_range"),
        (replace(SEED, send_day=0), "thử", "day_out_of_range"),
        (replace(SEED, due_day=25), "thử", "send_before_due"),
        (replace(SEED, due_day=None), "thử", "send_before_due"),
    ],
)
def test_a_change_that_cannot_be_is_refused(opened: Cast, change: RuleChange, reason: str, key: str) -> None:
    refused(opened, key, change, reason)


@pytest.mark.parametrize("who", ["officer", "lead_officer", "lead_head", "deputy", "director", "clerk"])
def test_only_an_administrator_changes_previews_and_confirms(opened: Cast, who: str) -> None:
    refused(opened, "not_allowed", LATER, who=who)
    with pytest.raises(Refused, match="not_allowed"):
        preview(opened.office, getattr(opened, who), opened.rule_id, LATER, NOW)
    with pytest.raises(Refused, match="not_allowed"):
        confirm(opened.office, getattr(opened, who), opened.rule_id, NOW)


def test_a_rule_that_is_reported_in_other_rounds_has_no_days_of_its_own(opened: Cast) -> None:
    other = next(rule for rule in rows(opened, Rule) if rule.id != opened.rule_id)
    with pytest.raises(Refused, match="not_rounds"):
        save(opened.office, opened.administrator, other.key, LATER, "thử", NOW)
    confirm(opened.office, opened.administrator, other.key, NOW)


def test_a_proposed_rule_is_confirmed_once(opened: Cast) -> None:
    confirm(opened.office, opened.administrator, opened.rule_id, NOW)
    assert next(rule for rule in rows(opened, Rule) if rule.id == opened.rule_id).standing is Standing.CONFIRMED
    with pytest.raises(Refused, match="already_confirmed"):
        confirm(opened.office, opened.administrator, opened.rule_id, NOW)
