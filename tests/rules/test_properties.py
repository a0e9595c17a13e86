"""What holds for every rule of time, whatever windows, days, changes and days off there are."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given
from hypothesis import strategies as st

from dondoc.model import ChangeKind, Direction, PeriodKind, Scope
from dondoc.rules.adjust import in_force
from dondoc.rules.day_rule import Anchors, DayKind, DayRule, named_day, parse_day
from dondoc.rules.explain import steps
from dondoc.rules.plan import RuleValues, timetable
from dondoc.rules.recurrence import MONTHS, Days, Windows, dates, rounds, tiling_fault
from dondoc.rules.refusal import Refused
from dondoc.rules.rrule import from_rrule, to_rrule
from dondoc.rules.workdays import Calendar
from dondoc.texts.dates import explain, why
from tests import thorough
from tests.rules import time_strategies as some
from tests.rules.values import DAY, VIETNAM
from tests.rules.values import dates as any_day
from tests.thorough import examples

K = PeriodKind


@examples(1500)
@given(some.windows, st.sampled_from(some.TILING), some.YEARS)
def test_rounds_of_a_kind_tile_the_years_without_gap_or_overlap(windows: Windows, kind: K, year: int) -> None:
    bare = replace(windows, replaces={})
    assert tiling_fault(bare) is None
    found = [each for every in (year, year + 1) for each in rounds(bare, [kind], every)]
    for before, after in pairwise(found):
        assert after.data_from == before.data_to + DAY
    assert all(each.data_from <= each.data_to for each in found)
    covered = sum((each.data_to - each.data_from).days + 1 for each in found)
    assert covered == (found[-1].data_to - found[0].data_from).days + 1


@examples(1200)
@given(st.sampled_from(some.SHIPPED[:3]), st.sets(st.sampled_from([*MONTHS]), min_size=1), some.YEARS)
def test_one_closing_day_has_one_report_under_every_regime_with_a_replacement_rule(
    windows: Windows, kinds: set[K], year: int
) -> None:
    closing = [each.data_to for each in rounds(windows, kinds, year)]
    assert len(closing) == len(set(closing)) and closing == sorted(closing)
    # And nothing is left out: whatever closes with all kinds closes with the chosen ones too.
    assert set(closing) == {each.data_to for kind in kinds for each in rounds(windows, [kind], year)}


@examples(1500)
@given(some.SOME_CALENDARS, any_day, st.integers(-60, 60).filter(bool))
def test_every_working_day_shift_lands_on_a_working_day(calendar: Calendar, day: date, count: int) -> None:
    shifted = calendar.shift(day, count)
    assert calendar.works(shifted)
    between = (min(day, shifted), max(day, shifted))
    worked = sum(calendar.works(between[0] + DAY * n) for n in range((between[1] - between[0]).days + 1))
    assert worked - calendar.works(day) == abs(count)


@examples(800)
@given(some.SOME_CALENDARS, any_day)
def test_a_day_moves_to_the_nearest_working_day_of_its_direction(calendar: Calendar, day: date) -> None:
    forward, back = calendar.move(day, Direction.FORWARD), calendar.move(day, Direction.BACK)
    assert calendar.works(forward) and calendar.works(back) and back <= day <= forward
    assert not any(calendar.works(back + DAY * n) for n in range(1, (forward - back).days)) or calendar.works(day)
    assert calendar.move(day, Direction.NONE) == day


@examples(1000)
@given(some.SOME_CALENDARS, some.windows, some.days(), some.rule_kinds, some.YEARS)
def test_every_level_has_its_day_in_order_and_none_lies_at_or_before_the_data_close(
    calendar: Calendar, windows: Windows, days: Days, kinds: tuple[K, ...], year: int
) -> None:
    for each in rounds(windows, kinds, year)[::5]:
        when = dates(days, each, calendar)
        assert each.data_to < when.due.on
        assert when.opens_on < when.due.on <= when.compile_on <= when.sign_on <= when.send.on
        assert calendar.works(when.due.on) or days.due_direction is Direction.NONE
        assert calendar.works(when.send.on) or days.send_direction is Direction.NONE
        assert calendar.works(when.opens_on)


@examples(600)
@given(some.rules(), some.SOME_CALENDARS)
def test_every_date_explains_itself_from_its_window_to_its_last_word(rule: RuleValues, calendar: Calendar) -> None:
    for each in list(timetable(rule, calendar))[::4]:
        for level, due in (("due", each.dates.due), ("send", each.dates.send)):
            told = steps(each, level, rule.facts)  # type: ignore[arg-type]
            assert (told[0]["key"], told[-1]["key"]) == ("window", f"final_{level}")
            assert told[-1]["day"] == str(due.on)
            sentences = explain(told)
            assert len(sentences) == len(told) and all(sentence.endswith(".") for sentence in sentences)
            assert f"{due.on:%d/%m/%Y}" in sentences[-1]
            # What moved a date is said in the short form too, and only that.
            assert bool(why(told)) == (due.on != due.raw or any(step["key"] == "changed" for step in told))


@examples(2500)
@given(some.day_rules)
def test_a_day_rule_is_read_as_it_is_written(rule: DayRule) -> None:
    assert parse_day(str(rule)) == rule
    assert parse_day(f"  {str(rule).upper()} ") == rule


@examples(300)
@given(some.rules(), st.data())
def test_a_change_that_is_undone_leaves_the_timetable_as_it_was(rule: RuleValues, data: st.DataObject) -> None:
    added = data.draw(some.changes(rule, 100))
    before, changed = list(timetable(rule, VIETNAM)), replace(rule, changes=(*rule.changes, added))
    kept = [(change.id, None) for change in rule.changes]
    for ends, now in (([(101, 100)], before), ([(101, 100), (102, 101)], list(timetable(changed, VIETNAM)))):
        holding = in_force([*kept, (100, None), *ends])
        folded = replace(changed, changes=tuple(each for each in changed.changes if each.id in holding))
        assert list(timetable(folded, VIETNAM)) == now


@examples(300)
@given(some.rules(), st.data())
def test_a_change_moves_the_rounds_that_it_reaches_and_no_other(rule: RuleValues, data: st.DataObject) -> None:
    added = data.draw(some.changes(rule, 100))
    changed = replace(rule, changes=(*rule.changes, added))
    for before, after in zip(timetable(rule, VIETNAM), timetable(changed, VIETNAM), strict=True):
        if not added.reaches(before.round):
            assert before == after
        elif added.kind is ChangeKind.CANCEL:
            assert after.cancelled == added
        if added.scope is Scope.ONE and added.round != before.round.id:
            assert before.dates == after.dates


rhythms = st.one_of(
    st.tuples(st.sampled_from([*MONTHS]), some.monthly),
    st.tuples(st.just(K.YEAR), some.month_day),
    st.tuples(st.just(K.WEEK), some.weekday),
)


@examples(900)
@given(rhythms, st.integers(2020, 2030))
def test_an_exported_rhythm_names_the_same_days_for_ten_years(rhythm: tuple[K, DayRule], year: int) -> None:
    kind, rule = rhythm
    text = to_rrule(kind, rule)
    assume(text is not None)
    # Weeks of Monday to Sunday: the weekday after the data close is then one a week.
    windows = Windows(0, 1, 0, None, {}, week_from=1)
    every = [each for n in range(10) for each in rounds(windows, [kind], year + n)]
    raw = [named_day(rule, Anchors(each.year, each.last_month, each.data_to), VIETNAM) for each in every]
    begin = datetime.combine(raw[0] - timedelta(days=6), datetime.min.time())
    named = [day.date() for day in rrulestr(str(text), dtstart=begin).between(begin, _end(raw[-1]), inc=True)]
    assert named == raw


def _end(day: date) -> datetime:
    return datetime.combine(day, datetime.max.time())


@examples(1500)
@given(rhythms)
def test_what_was_exported_is_read_back_as_the_same_rhythm(rhythm: tuple[K, DayRule]) -> None:
    kind, rule = rhythm
    text = to_rrule(kind, rule)
    # A recurrence rule does not say to which round a day of the month after belongs, nor that nine months are nine;
    # and a day of December is one of the year's last month.
    assume(text is not None and not rule.months and kind is not K.NINE_MONTHS)
    assume(not (rule.kind is DayKind.MONTH_DAY and (rule.month == 12 or rule.number > 28)))
    assert from_rrule(str(text)) == rhythm


@examples(700)
@given(st.text(alphabet="FREQ=MONTHLYWK;BDSP0123456789-,", max_size=60) | st.text(max_size=40))
def test_any_text_is_a_rhythm_or_refused(text: str) -> None:
    try:
        kind, rule = from_rrule(text)
    except Refused as refused:
        assert refused.key == "no_rhythm"
    else:
        assert kind in MONTHS or kind is K.WEEK
        assert parse_day(str(rule)) == rule


D = date.fromisoformat


@pytest.mark.parametrize(
    ("day", "direction", "moved"),
    [
        ("2024-06-15", Direction.FORWARD, "2024-06-17"),  # a Saturday (domain.md §3)
        ("2024-06-15", Direction.BACK, "2024-06-14"),
        ("2024-06-15", Direction.NONE, "2024-06-15"),
        ("2026-01-02", Direction.FORWARD, "2026-01-05"),  # off by document
        ("2026-01-02", Direction.BACK, "2025-12-31"),
        ("2026-01-10", Direction.FORWARD, "2026-01-10"),  # a Saturday that is worked for it
        ("2026-08-31", Direction.BACK, "2026-08-28"),
        ("2026-08-31", Direction.FORWARD, "2026-09-03"),
        ("2026-08-22", Direction.BACK, "2026-08-22"),
    ],
)
def test_days_off_and_swapped_days_as_the_domain_has_them(day: str, direction: Direction, moved: str) -> None:
    assert VIETNAM.move(D(day), direction) == D(moved)


def test_a_run_with_the_slow_tests_plays_at_least_ten_thousand_times() -> None:
    assert sum(thorough.ASKED) >= 10_000
