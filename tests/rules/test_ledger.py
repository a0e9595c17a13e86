"""What is still to come of a ladder: by the sender's own rule, never a promise of its own."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from dondoc.rules.ledger import Coming, ahead
from dondoc.rules.remind import Course, Hearer, Rung, Said, Tone
from dondoc.rules.workdays import Calendar
from tests.rules.values import HOURS

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
LADDER = (
    Rung("due", 0, Tone.DUE, (Hearer.OFFICER,)),
    Rung("before", -2, Tone.REMINDER, (Hearer.OFFICER,)),
    Rung("after", 2, Tone.ESCALATION, (Hearer.LEADER,)),
)
COURSE = Course(date(2024, 3, 4), date(2024, 3, 18), Calendar({}), HOURS)


def at(day: int, hour: int = 7, minute: int = 30) -> datetime:
    return datetime(2024, 3, day, hour, minute, tzinfo=ZONE)


def told(said: set[str], turn: datetime | None, now: datetime, paused: bool = False) -> list[tuple[str, int, Coming]]:
    found = ahead(LADDER, COURSE, {code: Said(now) for code in said}, turn, now, paused)
    return [(each.rung.code, each.at.astimezone(ZONE).day, each.coming) for each in found]


def test_rungs_to_come_stand_in_the_order_of_their_days_and_what_is_said_is_left_out() -> None:
    assert told(set(), at(14), at(12)) == [
        ("before", 14, Coming.WILL),
        ("due", 18, Coming.WILL),
        ("after", 20, Coming.WILL),
    ]
    assert told({"before", "due", "after"}, None, at(21)) == []


def test_a_look_that_was_put_off_puts_off_what_it_would_say() -> None:
    assert told({"before"}, at(19), at(18, 8))[0] == ("due", 19, Coming.WILL)


def test_a_rung_that_is_due_goes_at_the_next_look_or_waits_while_the_flow_is_paused() -> None:
    assert told({"before"}, at(18), at(18, 8))[0] == ("due", 18, Coming.DUE)
    assert told({"before"}, at(18), at(18, 8), paused=True)[0] == ("due", 18, Coming.PAUSED)


def test_without_a_next_turn_the_schedule_rests() -> None:
    assert told({"before", "due"}, None, at(21)) == [("after", 20, Coming.RESTS)]


def test_while_the_warning_is_held_a_superior_waits_for_the_decision() -> None:
    ladder = (Rung("warn", 1, Tone.WARNING, (Hearer.OFFICER,)), LADDER[2])
    found = ahead(ladder, COURSE, {"warn": Said(at(19), held=True)}, at(22), at(20), False)
    assert [(each.rung.code, each.at, each.coming) for each in found] == [("after", at(22), Coming.WAITS)]
