"""A change of the calendar moves every deadline that is still open, with its reason, and can be undone."""

import pytest

from dondoc.actions.calendar_days import DayWanted, change_days
from dondoc.actions.remind import remind_due
from dondoc.actions.undo import undo
from dondoc.model import CalendarDay, LetterKind
from dondoc.rules.refusal import Refused
from tests.actions.rows import addresses, chain_is_whole, counts, rows
from tests.cast import Cast, at, compile_round, day, first_round, sign_round

pytestmark = pytest.mark.slow
NOW = at("2024-03-13 09:00")
MONDAY_OFF = [DayWanted(day("2024-03-18"), False, "nghỉ theo Thông báo"), DayWanted(day("2024-03-16"), True)]


def save(cast: Cast, wanted: list[DayWanted] = MONDAY_OFF, document: str = "01/TB-UBND") -> int:
    return change_days(cast.office, cast.administrator, wanted, "hoán đổi ngày nghỉ", document, NOW).key


def test_an_open_deadline_on_a_new_day_off_moves_and_says_on_what_basis(opened: Cast) -> None:
    remind_due(opened.office, at("2024-03-04 07:30"))
    save(opened)
    period = first_round(opened)
    # Saturday the 16th is worked now, so the way back from Monday ends there.
    assert str(period.due_on) == "2024-03-16"
    assert "nghỉ theo Thông báo (01/TB-UBND)" in period.due_why
    assert len(addresses(opened, LetterKind.CHANGED)) == 7
    assert chain_is_whole(opened)


def test_undoing_gives_the_days_and_the_deadlines_back(opened: Cast) -> None:
    before, days = first_round(opened).model_dump(), rows(opened, CalendarDay)
    undo(opened.office, opened.administrator, save(opened), "nhầm", NOW)
    assert first_round(opened).model_dump() == before
    assert [row.model_dump(exclude={"id"}) for row in rows(opened, CalendarDay)] == [
        row.model_dump(exclude={"id"}) for row in days
    ]


def test_a_signed_round_keeps_its_dates(opened: Cast) -> None:
    sign_round(opened, compile_round(opened, first_round(opened), NOW), NOW)
    save(opened)
    assert str(first_round(opened).due_on) == "2024-03-18"


def test_a_round_to_come_moves_as_well(cast: Cast) -> None:
    from dondoc.actions.plan import open_due

    change_days(cast.office, cast.administrator, [DayWanted(day("2024-06-18"), False)], "nghỉ", "02/TB", NOW)
    open_due(cast.office, at("2024-06-10 08:00"))
    assert [str(period.due_on) for period in rows(cast, type(first_round(cast)))][-1] == "2024-06-17"


@pytest.mark.parametrize(
    ("wanted", "document", "key"),
    [
        ([], "01/TB", "day_missing"),
        (MONDAY_OFF, " ", "document_missing"),
        ([DayWanted(day("2024-03-16"), False)], "01/TB", "same_day_rule"),  # a Saturday is off already
        ([DayWanted(day("2024-03-18"), True)], "01/TB", "same_day_rule"),
        ([DayWanted(day("2024-03-18"), None)], "01/TB", "same_day_rule"),
    ],
)
def test_a_day_that_changes_nothing_or_rests_on_nothing_is_refused(
    opened: Cast, wanted: list[DayWanted], document: str, key: str
) -> None:
    before = counts(opened)
    with pytest.raises(Refused, match=key):
        save(opened, wanted, document)
    assert counts(opened) == before


@pytest.mark.parametrize("who", ["officer", "lead_head", "director", "clerk"])
def test_only_an_administrator_changes_the_calendar(opened: Cast, who: str) -> None:
    with pytest.raises(Refused, match="not_allowed"):
        change_days(opened.office, getattr(opened, who), MONDAY_OFF, "lý do", "01/TB", NOW)


def test_one_agencys_calendar_is_not_anothers(opened: Cast) -> None:
    change_days(opened.office, opened.outsider, MONDAY_OFF, "lý do", "01/TB", NOW)
    assert str(first_round(opened).due_on) == "2024-03-18"
