"""Open: a look at what is due; late, double and missed looks change nothing."""

import pytest

from dondoc.actions.draft import compile_now
from dondoc.actions.plan import open_due
from dondoc.model import Assignment, Audit, Part, Period, PeriodKind, Rule, Unit
from dondoc.rules.refusal import Refused
from tests.actions.rows import chain_is_whole, change, counts, next_rungs, rows
from tests.cast import Q1_OPENS, Cast, assignment_of, at, first_round


def test_before_its_day_nothing_opens(cast: Cast) -> None:
    assert open_due(cast.office, at("2024-03-04 07:29")) == 0
    assert rows(cast, Period) == []


def test_on_its_day_a_round_opens_for_every_unit(cast: Cast) -> None:
    assert open_due(cast.office, Q1_OPENS) == 1
    period = first_round(cast)
    assert (period.kind, period.number, period.year) == (PeriodKind.QUARTER, 1, 2024)
    assert (str(period.data_from), str(period.data_to)) == ("2023-12-15", "2024-03-14")
    assert (str(period.due_on), str(period.send_on)) == ("2024-03-18", "2024-03-22")
    assert period.draft_at == at("2024-03-19 07:30")
    assert len(rows(cast, Assignment)) == len(cast.units()) == 7
    assert assignment_of(cast, period, "ttra").part is Part.LEAD
    assert assignment_of(cast, period, "qlkh").part is Part.COOPERATING
    assert next_rungs(cast) == {Q1_OPENS}
    assert chain_is_whole(cast)


def test_a_second_look_opens_nothing(opened: Cast) -> None:
    before = counts(opened)
    assert open_due(opened.office, Q1_OPENS) == 0
    assert open_due(opened.office, at("2024-03-05 07:30")) == 0
    assert counts(opened) == before


def test_a_look_that_comes_days_late_opens_the_round_with_its_own_dates(cast: Cast) -> None:
    assert open_due(cast.office, at("2024-03-11 23:00")) == 1
    period = first_round(cast)
    assert (str(period.opens_on), str(period.due_on)) == ("2024-03-04", "2024-03-18")


def test_after_half_a_year_of_silence_both_rounds_open_at_one_look(cast: Cast) -> None:
    assert open_due(cast.office, at("2024-06-10 08:00")) == 2
    assert [period.kind for period in rows(cast, Period)] == [PeriodKind.QUARTER, PeriodKind.HALF]


def test_the_year_ends_and_nothing_is_left_to_open(cast: Cast) -> None:
    assert open_due(cast.office, at("2024-12-31 08:00")) == 4
    assert open_due(cast.office, at("2025-03-31 08:00")) == 0
    assert all(rule.next_open_at is None for rule in rows(cast, Rule))


def test_the_successor_of_an_ended_unit_gets_one_assignment_and_leads(cast: Cast) -> None:
    lead, heir = cast.unit("ttra"), cast.unit("vp")
    change(cast, Unit, lead.key, valid_to=at("2024-01-31 00:00").date(), successor_id=heir.key)
    open_due(cast.office, Q1_OPENS)
    period = first_round(cast)
    assert assignment_of(cast, period, "vp").part is Part.LEAD
    assert len(rows(cast, Assignment)) == 6
    heirs_officer = cast.officer_of("vp")
    assert compile_now(cast.office, heirs_officer, period.key, at("2024-03-19 09:00")).version == 1
    with pytest.raises(Refused, match="not_allowed"):
        compile_now(cast.office, cast.lead_officer, period.key, at("2024-03-19 09:00"))


def test_the_clock_asks_for_the_next_round_when_one_has_opened(opened: Cast) -> None:
    rule = next(rule for rule in rows(opened, Rule) if rule.id == opened.rule_id)
    assert rule.next_open_at == at("2024-06-04 07:30")


def test_a_rule_that_cannot_open_does_not_keep_the_others_closed(cast: Cast) -> None:
    broken, whole = rows(cast, Rule)[0], cast.rule_id
    spoilt = {"kind": "rounds", "within_id": None, "regime_id": _regime(cast), "period_kinds": ["fortnight"]}
    change(cast, Rule, broken.key, **spoilt, next_open_at=at("2024-01-02 07:30"))
    with pytest.raises(ExceptionGroup, match="fortnight"):
        open_due(cast.office, Q1_OPENS)
    assert [period.obligation_id for period in rows(cast, Period)] == [
        rule.obligation_id for rule in rows(cast, Rule) if rule.id == whole
    ]


def _regime(cast: Cast) -> int | None:
    return next(rule.regime_id for rule in rows(cast, Rule) if rule.id == cast.rule_id)


def test_opening_is_noted_with_its_units(opened: Cast) -> None:
    line = next(line for line in rows(opened, Audit) if line.act == "open")
    assert line.detail["units"] == 7
    assert line.person_id is None
