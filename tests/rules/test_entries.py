"""What calendars are told: a sequence rises when what is told changes, and never falls."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import DeadlineKind
from dondoc.rules.entries import KEPT, Entry, Reach, Told, tell
from dondoc.texts.calendars import gone

NOW = datetime(2024, 3, 4, 0, 30, tzinfo=UTC)
ENTRY = Entry(
    "a@x", DeadlineKind.DUE, 1, date(2024, 3, 18), "confirmed", "Hạn nộp", "Vì sao\nMở trong Dondoc: x", "x", "III.2"
)
MOVED = replace(ENTRY, day=date(2024, 3, 20))
OFF = replace(ENTRY, status="cancelled")


def look(wanted: list[Entry], before: list[Told], now: datetime = NOW) -> list[Told]:
    return tell(wanted, {each.entry.uid: each for each in before}, gone, now)


def test_what_is_new_begins_at_zero_and_stays_as_it_is_until_it_changes() -> None:
    first = look([ENTRY], [])
    assert first == [Told(ENTRY, 0, NOW)]
    assert look([ENTRY], first, NOW + timedelta(days=9)) == first


def test_a_move_a_cancelling_and_their_undoing_each_raise_the_sequence() -> None:
    seen = look([ENTRY], [])
    for step, entry in enumerate((MOVED, ENTRY, OFF, ENTRY), 1):
        at = NOW + timedelta(hours=step)
        seen = look([entry], seen, at)
        assert seen == [Told(entry, step, at)]


def test_what_is_no_longer_there_is_called_off_once_and_comes_back_with_a_higher_sequence() -> None:
    seen = look([], look([ENTRY], []), NOW)
    assert [(each.entry.status, each.sequence) for each in seen] == [("cancelled", 1)]
    assert "không còn trong lịch" in seen[0].entry.description and "Mở trong Dondoc: x" in seen[0].entry.description
    assert look([], seen, NOW + timedelta(days=1)) == seen
    assert look([ENTRY], seen)[0].sequence == 2


def test_what_was_called_off_is_told_for_a_year_so_that_programs_remove_it() -> None:
    seen = look([OFF], look([ENTRY], []), NOW)
    assert look([OFF], seen, NOW + KEPT) == seen
    assert look([OFF], seen, NOW + KEPT + timedelta(seconds=1)) == []


def test_nobody_hears_of_a_round_that_was_called_off_before_anybody_heard_of_it() -> None:
    assert look([OFF], []) == []


@given(st.lists(st.sampled_from([ENTRY, MOVED, OFF, None]), min_size=1))
def test_a_sequence_never_falls_and_rises_exactly_with_what_is_told(course: list[Entry | None]) -> None:
    seen: list[Told] = []
    for step, entry in enumerate(course):
        after = look([entry] if entry else [], seen, NOW + timedelta(minutes=step))
        for old, new in zip(seen, after, strict=True) if seen else ():
            assert new.sequence == old.sequence + (new.entry != old.entry)
            assert (new.changed_at > old.changed_at) == (new.entry != old.entry)
        seen = after


def test_a_reach_shows_only_its_own() -> None:
    one, all_ = Reach(frozenset({1})), Reach(everything=True)
    due, compile_, sign, send = DeadlineKind
    assert one.hears(due, 1) and one.hears(compile_, 1)
    assert not any((one.hears(due, 2), one.hears(due, None), one.hears(sign, None), one.hears(send, None)))
    assert all_.hears(due, None) and not all_.hears(due, 1)
    assert all(all_.hears(kind, None) for kind in (compile_, sign, send))
    assert Reach(signs=True).hears(sign, None) and not Reach(signs=True).hears(send, None)


def test_an_entry_is_stored_and_read_back_and_one_of_another_release_is_only_another_one() -> None:
    data = ENTRY.as_data()
    assert Entry.from_data(data) == ENTRY
    older = {name: value for name, value in data.items() if name != "category"} | {"colour": "lam"}
    assert Entry.from_data(older) == replace(ENTRY, category="")
