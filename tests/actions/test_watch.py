"""Watch: what is wrong is told to the administrators, once a day at most."""

from datetime import timedelta

import pytest

from dondoc.actions.remind import remind_due
from dondoc.actions.watch import watch
from dondoc.model import FlowName, Letter, LetterKind, LetterState, Person, Run, RunnerKind, RunOutcome
from dondoc.store.transaction import bookkeeping
from tests.actions.rows import addresses, change, counts, letters
from tests.cast import ADDRESSES, Q1_OPENS, Cast, at

NOW = at("2024-03-05 09:00")


def test_where_all_is_well_nobody_is_written_to(cast: Cast) -> None:
    before = counts(cast)
    assert watch(cast.office, NOW) == 0
    assert counts(cast) == before


@pytest.mark.parametrize(
    ("state", "told"),
    [
        (LetterState.FAILED, "không gửi được"),
        (LetterState.EXPIRED, "đã hết hiệu lực"),
        (LetterState.IN_DOUBT, "chưa rõ"),
    ],
)
def test_a_letter_that_came_to_grief_is_told(opened: Cast, state: LetterState, told: str) -> None:
    remind_due(opened.office, Q1_OPENS)
    first, *others = letters(opened)
    change(opened, Letter, first.key, state=state)
    for letter in others:
        change(opened, Letter, letter.key, state=LetterState.SENT, sent_at=Q1_OPENS)
    assert watch(opened.office, NOW) == 1
    letter = letters(opened, LetterKind.WATCH)[0]
    assert letter.to_address == ADDRESSES["administrator"]
    assert f"1 thư {told}" in letter.text.replace("\n", " ")


def test_letters_that_wait_too_long_are_told(opened: Cast) -> None:
    remind_due(opened.office, Q1_OPENS)
    assert watch(opened.office, Q1_OPENS + timedelta(minutes=59)) == 0
    assert watch(opened.office, Q1_OPENS + timedelta(minutes=61)) == 1


def test_a_failed_run_is_told_to_the_administrators_of_every_agency(cast: Cast) -> None:
    run = Run(flow=FlowName.REMIND, runner=RunnerKind.PLAIN, started_at=NOW, ended_at=NOW, outcome=RunOutcome.FAILED)
    with bookkeeping(cast.office.engine) as session:
        session.add(run)
    assert watch(cast.office, NOW) == 3  # the outsider administrates the other agency beside its own
    assert ADDRESSES["administrator"] in addresses(cast, LetterKind.WATCH)


def test_a_unit_that_nobody_hears_for_is_told(opened: Cast) -> None:
    for part in ("officer", "head"):
        change(opened, Person, opened.person(part).key, active=False)
    assert watch(opened.office, NOW) == 1
    assert "1 phòng, đơn vị" in letters(opened, LetterKind.WATCH)[0].text


def test_it_is_told_once_a_day(opened: Cast) -> None:
    remind_due(opened.office, Q1_OPENS)
    looks = ["2024-03-05 09:00", "2024-03-05 09:15", "2024-03-05 23:00", "2024-03-06 00:15"]
    assert [watch(opened.office, at(look)) for look in looks] == [1, 0, 0, 1]


def test_its_own_letters_are_no_trouble(opened: Cast) -> None:
    remind_due(opened.office, Q1_OPENS)
    watch(opened.office, NOW)
    for letter in letters(opened):
        change(opened, Letter, letter.key, state=LetterState.SENT, sent_at=NOW)
    change(opened, Letter, letters(opened, LetterKind.WATCH)[0].key, state=LetterState.FAILED)
    assert watch(opened.office, at("2024-03-06 09:00")) == 0
