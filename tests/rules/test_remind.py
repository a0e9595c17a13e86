"""The ladder: every rung is said once, none early, whatever the pattern of looks."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.rules.remind import Course, Hearer, Rung, Tone, at, due, ladder_from, next_at, spoken
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
