"""The ladder: every rung is said once, none early, whatever the pattern of looks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.rules.grouped import grouped
from dondoc.rules.remind import (
    Climb,
    Course,
    Hearer,
    Rung,
    Said,
    Step,
    Tone,
    at,
    climb,
    due,
    is_enough,
    is_stale,
    ladder_from,
    next_at,
    next_turn,
    spoken,
    working_days_after,
)
from dondoc.rules.workdays import Calendar
from tests.rules.values import HOURS, VIETNAM, WEEKENDS, calendars, dates, local, standard_ladder

D = date.fromisoformat
LADDER = standard_ladder()
COURSE = Course(D("2024-03-04"), D("2024-03-18"), VIETNAM, HOURS)
CODES = [rung.code for rung in LADDER]


@pytest.mark.parametrize(
    ("code", "when"),
    [
        ("mo-ky", "2024-03-04 07:30"),
        ("truoc-5", "2024-03-11 07:30"),
        ("truoc-2", "2024-03-14 07:30"),
        ("den-han", "2024-03-18 07:30"),
        ("sau-1", "2024-03-19 07:30"),
        ("sau-2", "2024-03-20 07:30"),
    ],
)
def test_when_each_rung_of_the_standard_ladder_is_due(code: str, when: str) -> None:
    assert at(next(rung for rung in LADDER if rung.code == code), COURSE) == local(when)


def test_rungs_count_working_days_over_tet() -> None:
    over_tet = replace(COURSE, deadline=D("2024-02-15"))
    assert at(next(rung for rung in LADDER if rung.code == "truoc-2"), over_tet) == local("2024-02-06 07:30")


looks = st.lists(st.integers(0, 40 * 24 * 60), max_size=30).map(sorted)


def course_of(calendar: Calendar, opens_on: date, working_days: int) -> Course:
    return Course(opens_on, calendar.shift(opens_on, working_days), calendar, HOURS)


@given(calendars(), dates, st.integers(1, 20), looks)
def test_every_rung_is_said_once_and_none_early_whatever_the_looks(
    calendar: Calendar, opens_on: date, working_days: int, minutes: list[int]
) -> None:
    course = course_of(calendar, opens_on, working_days)
    said: list[str] = []
    start = HOURS.start(opens_on)
    for now in [*(start + timedelta(minutes=each) for each in minutes), start + timedelta(days=200)]:
        for rung, when in due(LADDER, course, set(said), now):
            assert when <= now
            said.append(rung.code)
        following = next_at(LADDER, course, set(said))
        assert following is None or following > now
    assert sorted(said) == sorted(CODES)
    assert next_at(LADDER, course, set(said)) is None


@given(calendars(), dates, st.integers(1, 20), st.integers(0, 40 * 24 * 60))
def test_a_second_look_at_the_same_instant_says_nothing(
    calendar: Calendar, opens_on: date, working_days: int, minute: int
) -> None:
    course, now = course_of(calendar, opens_on, working_days), HOURS.start(opens_on) + timedelta(minutes=minute)
    said = {rung.code for rung, _ in due(LADDER, course, set(), now)}
    assert due(LADDER, course, said, now) == []


@given(calendars(), dates, st.integers(1, 20))
def test_rungs_are_due_at_the_opening_of_working_days(calendar: Calendar, opens_on: date, working_days: int) -> None:
    course = course_of(calendar, calendar.shift(opens_on, 1), working_days)
    for rung in LADDER:
        assert HOURS.next_open(at(rung, course), calendar) == at(rung, course)


@given(calendars(), dates)
def test_on_a_deadline_that_stays_on_a_day_off_the_word_comes_while_there_is_time(
    calendar: Calendar, deadline: date
) -> None:
    course = Course(calendar.shift(deadline, -10), deadline, calendar, HOURS)
    rung = next(rung for rung in LADDER if rung.offset == 0)
    said_at = HOURS.next_open(at(rung, course), calendar)
    assert HOURS.today(said_at) <= deadline
    assert calendar.until(HOURS.today(said_at), deadline) == 0


@given(calendars(), dates, st.integers(1, 20))
def test_the_unit_is_warned_a_working_day_before_its_superior_hears(
    calendar: Calendar, opens_on: date, working_days: int
) -> None:
    course = course_of(calendar, opens_on, working_days)
    warning = min(at(rung, course) for rung in LADDER if rung.tone is Tone.WARNING)
    superior = min(at(rung, course) for rung in LADDER if Hearer.LEADER in rung.to)
    assert calendar.until(HOURS.today(warning), HOURS.today(superior)) >= 1


def test_the_standard_ladder_warns_all_of_the_unit_and_escalates_past_it() -> None:
    warning = next(rung for rung in LADDER if rung.tone is Tone.WARNING)
    escalation = next(rung for rung in LADDER if rung.tone is Tone.ESCALATION)
    assert set(warning.to) == {Hearer.OFFICER, Hearer.HEAD}
    assert escalation.to == (Hearer.LEADER,)
    assert LADDER.index(warning) + 1 == LADDER.index(escalation)


def test_after_downtime_the_last_rung_speaks_for_all_that_a_person_would_have_heard() -> None:
    missed = due(LADDER, COURSE, set(), local("2024-03-25 08:00"))
    assert [rung.code for rung, _ in missed] == CODES
    assert [spoken(missed, hearer) for hearer in Hearer] == [LADDER[4], LADDER[4], LADDER[5]]


@given(st.lists(st.sampled_from(LADDER), unique=True), st.sampled_from(Hearer))
def test_who_is_in_no_rung_hears_nothing(rungs: list[Rung], hearer: Hearer) -> None:
    told = spoken([(rung, local("2024-03-18 07:30")) for rung in rungs], hearer)
    assert (told is None) == all(hearer not in rung.to for rung in rungs)
    assert told is None or hearer in told.to


def test_rungs_due_at_once_come_oldest_first_whatever_their_order_in_the_ladder() -> None:
    now = local("2024-03-25 08:00")
    assert due(LADDER[::-1], COURSE, set(), now) == due(LADDER, COURSE, set(), now)


def test_a_new_deadline_moves_what_was_not_said_and_repeats_nothing() -> None:
    later = replace(COURSE, deadline=D("2024-03-25"))
    said = {"mo-ky", "truoc-5", "truoc-2"}
    assert next_at(LADDER, later, said) == local("2024-03-25 07:30")


def test_a_ladder_survives_its_stored_form() -> None:
    stored = [
        {"code": rung.code, "offset": rung.offset, "tone": rung.tone.value, "to": [each.value for each in rung.to]}
        for rung in LADDER
    ]
    assert ladder_from(stored) == LADDER


@pytest.mark.parametrize("wrong", [{}, {"code": "a", "tone": "shout", "to": []}, {"code": "a", "tone": "due"}])
def test_what_is_no_ladder_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError)):
        ladder_from([wrong])


def test_weekends_alone_make_a_calendar_too() -> None:
    course = Course(D("2024-03-04"), D("2024-03-18"), WEEKENDS, HOURS)
    assert isinstance(next_at(LADDER, course, set()), datetime)


def found_at(now: str, said: dict[str, Said] | None = None, course: Course = COURSE) -> Climb:
    return climb(LADDER, course, said or {}, local(now), warns=True)


def test_a_superior_waits_a_working_day_for_the_warning_that_goes_in_the_same_look() -> None:
    found = found_at("2024-03-21 10:00")
    assert [step.rung.code for step in found.steps] == CODES[:-1]
    assert found.waits == {"sau-2": local("2024-03-22 10:00")}
    assert next_turn(LADDER, COURSE, CODES[:-1], found.waits) == local("2024-03-22 10:00")


def test_a_superior_waits_for_the_decision_on_a_held_warning_but_not_for_ever() -> None:
    said = {code: Said(local("2024-03-21 10:00"), held=True) for code in CODES[:-1]}
    found = found_at("2024-03-26 09:59", said)
    assert (found.steps, found.waits) == ((), {"sau-2": local("2024-03-26 10:00")})
    assert next_turn(LADDER, COURSE, CODES[:-1], found.waits) == local("2024-03-26 10:00")
    (step,) = found_at("2024-03-26 10:00", said).steps
    assert step.undecided and not step.needs_yes
    assert not is_stale(step, COURSE, local("2024-03-26 10:00"))


def test_how_long_a_superior_waits_for_a_decision_is_data_of_the_ladder() -> None:
    patient = tuple(replace(rung, decide_within=10) for rung in LADDER)
    said = {code: Said(local("2024-03-21 10:00"), held=True) for code in CODES[:-1]}
    found = climb(patient, COURSE, said, local("2024-03-28 10:00"), warns=True)
    assert found.waits == {"sau-2": local("2024-04-04 10:00")}


def test_until_the_day_that_a_superior_named_no_superior_hears() -> None:
    quiet = replace(COURSE, quiet_until=local("2024-03-25 07:30"))
    said = {code: Said(local("2024-03-19 07:30")) for code in CODES[:-1]}
    assert found_at("2024-03-22 07:30", said, quiet).waits == {"sau-2": local("2024-03-25 07:30")}
    (step,) = found_at("2024-03-25 07:30", said, quiet).steps
    assert not is_stale(step, quiet, local("2024-03-25 07:30"))


def capped(cap: int) -> tuple[Rung, ...]:
    return tuple(replace(rung, cap=cap) for rung in LADDER)


def test_enough_is_enough_but_a_warning_goes_and_superiors_are_counted_apart() -> None:
    ladder = capped(2)
    said = {code: Said(local("2024-03-14 07:30")) for code in ("mo-ky", "truoc-5")}
    assert [is_enough(rung, ladder, said) for rung in ladder] == [True, True, True, True, False, False]
    said |= {"now-20240315": Said(local("2024-03-15 09:00")), "sau-2": Said(local("2024-03-20 07:30"))}
    assert not is_enough(ladder[-1], ladder, said)
    assert is_enough(capped(1)[-1], capped(1), said)


def test_what_nobody_was_told_does_not_count() -> None:
    said = {code: Said(local("2024-03-14 07:30"), told=False) for code in CODES}
    assert not any(is_enough(rung, capped(1), said) for rung in capped(1))


def test_a_ladder_without_a_cap_never_has_enough() -> None:
    said = {f"now-{day}": Said(local("2024-03-14 07:30")) for day in range(100)}
    assert not any(is_enough(rung, LADDER, said) for rung in (replace(rung, cap=None) for rung in LADDER))


def test_without_the_warning_a_superior_hears_only_after_a_yes() -> None:
    said = {code: Said(local("2024-03-19 07:30"), dropped=True) for code in CODES[:-1]}
    (step,) = found_at("2024-03-20 07:30", said).steps
    assert is_stale(step, COURSE, local("2024-03-20 07:30"))


def test_where_nobody_hears_warnings_nothing_is_waited_for() -> None:
    found = climb(LADDER, COURSE, {}, local("2024-03-21 10:00"), warns=False)
    assert [step.rung.code for step in found.steps] == CODES


@given(calendars(), dates, st.integers(1, 20), looks)
def test_whatever_the_looks_a_superior_hears_a_working_day_after_the_warning_and_every_rung_is_said(
    calendar: Calendar, opens_on: date, working_days: int, minutes: list[int]
) -> None:
    course, start = course_of(calendar, opens_on, working_days), HOURS.start(opens_on)
    said: dict[str, Said] = {}
    ends = [start + timedelta(days=each) for each in range(200, 216)]
    for now in [*(start + timedelta(minutes=each) for each in minutes), *ends]:
        for step in climb(LADDER, course, said, now, warns=True).steps:
            if step.rung.escalates:
                assert now >= working_days_after(said["sau-1"].at, 1, course)
                assert calendar.until(HOURS.today(said["sau-1"].at), HOURS.today(now)) >= 1
            said[step.rung.code] = Said(HOURS.next_open(now, calendar))
    assert set(said) == set(CODES)


@pytest.mark.parametrize(
    ("written", "hears"),
    [
        ("2024-03-19 07:30", "2024-03-20 07:30"),
        ("2024-03-19 07:44", "2024-03-20 07:30"),
        ("2024-03-19 16:00", "2024-03-20 16:00"),
        ("2024-03-22 09:00", "2024-03-25 09:00"),
    ],
)
def test_a_working_day_after(written: str, hears: str) -> None:
    assert working_days_after(local(written), 1, COURSE) == local(hears)


@pytest.mark.parametrize(("now", "stale"), [("2024-03-20 16:00", False), ("2024-03-21 07:30", True)])
def test_what_is_more_working_days_late_than_the_ladder_allows_is_stale(now: str, stale: bool) -> None:
    due_on_18th = Step(LADDER[3], local("2024-03-18 07:30"), local("2024-03-18 07:30"))
    assert is_stale(due_on_18th, COURSE, local(now)) is stale


def test_what_could_not_be_said_before_the_round_was_opened_was_not_missed() -> None:
    late = replace(COURSE, opened_at=local("2024-03-13 09:00"))
    (first, *_) = found_at("2024-03-13 09:01", course=late).steps
    assert (first.due_at, first.since) == (local("2024-03-04 07:30"), local("2024-03-13 09:00"))
    assert not is_stale(first, late, local("2024-03-13 09:01"))


hearings = st.dictionaries(st.integers(1, 60), st.frozensets(st.integers(100, 120), max_size=4), max_size=40)


@given(hearings, st.integers(1, 10))
def test_groups_hold_every_assignment_once_and_split_nobody(hearers: dict[int, frozenset[int]], size: int) -> None:
    groups = grouped(hearers, size)
    assert sorted(each for group in groups for each in group) == sorted(hearers)
    for group in groups:
        heard = {person for each in group for person in hearers[each]}
        others = {person for each in hearers if each not in group for person in hearers[each]}
        assert not heard & others


def test_groups_are_filled_as_far_as_nobody_is_split() -> None:
    assert grouped({1: {7}, 2: {8}, 3: {7, 9}, 4: set(), 5: {6}}, 3) == [[1, 3, 2], [4, 5]]
