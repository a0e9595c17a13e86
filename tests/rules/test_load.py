"""The load: what crowds a week, and that a proposal lowers it without touching what is not ours to move."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import Direction, PeriodKind
from dondoc.rules.day_rule import parse_day
from dondoc.rules.load import Move, Owed, Week, counted, crowded, proposals, room, week_of
from dondoc.rules.plan import Planned, days_with
from dondoc.rules.recurrence import Days, Round, dates
from dondoc.rules.workdays import Calendar, Override

CALENDAR = Calendar(
    overrides={date(2024, 4, 18): Override(False, "Giỗ Tổ"), date(2024, 4, 30): Override(False, "30/4")}
)
TODAY = date(2024, 4, 1)


def owed(rule_id: int, close: date, due: int, send: int, units: dict[int, int], **flags: bool) -> Owed:
    """A round whose data closes on a day; the deadline and sending lie so many working days behind it."""
    round_ = Round(PeriodKind.ONCE, 1, close.year, close - timedelta(days=29), close, close.month)
    days = Days(
        parse_day(f"{due} working days after close"), Direction.BACK, parse_day(f"{send} working days after close"),
        Direction.BACK, 5, 2, 1,
    )  # fmt: skip
    planned = Planned(round_, dates(days, round_, CALENDAR), days, days)
    on = planned.dates.due.on
    return Owed(rule_id, planned, {unit: on + timedelta(days=more) for unit, more in units.items()}, **flags)


@st.composite
def loads(draw: st.DrawFn) -> list[Owed]:
    return [
        owed(
            rule_id,
            date(2024, 4, 1) + timedelta(days=draw(st.integers(0, 25))),
            due := draw(st.integers(1, 8)),
            due + draw(st.integers(1, 8)),
            draw(st.dictionaries(st.integers(1, 3), st.sampled_from([0, 0, 0, 4]), min_size=1)),
            legal=draw(st.integers(0, 4)) == 0,
            settled=draw(st.integers(0, 6)) == 0,
        )
        for rule_id in range(1, draw(st.integers(2, 9)))
    ]


def after(rounds: list[Owed], *moves: Move) -> Counter[tuple[int, Week]]:
    """The counts once the moves are made."""
    to = {id(move.owed): move.to for move in moves}
    return Counter(
        (unit, week_of(to[id(each)] if id(each) in to and unit in each.movers else deadline))
        for each in rounds
        for unit, deadline in each.deadlines.items()
    )


@given(loads(), st.integers(2, 4))
def test_every_proposal_lowers_the_peak_it_names_and_makes_no_week_crowded(rounds: list[Owed], threshold: int) -> None:
    before = counted(rounds)
    found = proposals(rounds, threshold, CALENDAR, TODAY)
    for week, moves in found.items():
        for move in moves:
            alone = after(rounds, move)
            assert alone[move.unit_id, week] == before[move.unit_id, week] - 1
            assert alone[move.unit_id, week_of(move.to)] < before[move.unit_id, week]
            assert move.after == move.before - 1
    peaks, left = crowded(before, threshold), crowded(after(rounds, *chain(*found.values())), threshold)
    assert all(count <= peaks[week][unit] for week, units in left.items() for unit, count in units.items())


@given(loads(), st.integers(2, 4))
def test_no_proposal_moves_sending_or_a_legal_deadline_or_leaves_less_than_a_working_day(
    rounds: list[Owed], threshold: int
) -> None:
    for move in chain(*proposals(rounds, threshold, CALENDAR, TODAY).values()):
        planned, close = move.owed.planned, move.owed.planned.round.data_to
        moved = dates(days_with(planned.days, {"due_day": str(move.to)}), planned.round, CALENDAR)
        assert (moved.send.on, moved.due.on) == (planned.dates.send.on, move.to)
        assert not move.owed.legal and not move.owed.settled
        # NĐ 09/2019/NĐ-CP art. 8(5): a whole working day lies between data close and deadline.
        between = [close + timedelta(days=n) for n in range(1, (move.to - close).days)]
        assert any(CALENDAR.works(day) for day in between)
        assert TODAY < move.to < planned.dates.compile_on and CALENDAR.works(move.to)


@given(loads(), st.randoms(use_true_random=False))
def test_proposals_do_not_depend_on_the_order_of_rounds(rounds: list[Owed], random: Random) -> None:
    shuffled = random.sample(rounds, len(rounds))
    assert proposals(shuffled, 3, CALENDAR, TODAY) == proposals(rounds, 3, CALENDAR, TODAY)


def three_at_once(**flags: bool) -> list[Owed]:
    return [owed(rule_id, date(2024, 4, 5), 4, 12, {1: 0, 2: 0}, **flags) for rule_id in (1, 2, 3)]


def test_three_reports_in_one_week_crowd_it_and_one_moves_the_shortest_way_into_an_empty_week() -> None:
    rounds = three_at_once()
    week = week_of(date(2024, 4, 11))
    assert crowded(counted(rounds), 3) == {week: {1: 3, 2: 3}}
    (move,) = proposals(rounds, 3, CALENDAR, TODAY)[week]
    assert (move.owed.rule_id, move.owed.due_on, move.to) == (1, date(2024, 4, 11), date(2024, 4, 15))
    assert (move.unit_id, move.before, move.after) == (1, 3, 2)


def test_where_all_deadlines_are_legal_or_gone_up_nothing_is_proposed() -> None:
    week = week_of(date(2024, 4, 11))
    assert proposals(three_at_once(legal=True), 3, CALENDAR, TODAY) == {week: []}
    assert proposals(three_at_once(settled=True), 3, CALENDAR, TODAY) == {week: []}


def test_a_week_that_is_over_is_left_alone() -> None:
    assert proposals(three_at_once(), 3, CALENDAR, date(2024, 4, 15)) == {}


def test_an_extension_moves_only_the_units_own_report() -> None:
    rounds = [*three_at_once()[:2], owed(3, date(2024, 4, 5), 4, 12, {1: 4, 2: 0})]
    assert crowded(counted(rounds), 3) == {week_of(date(2024, 4, 11)): {2: 3}}
    assert rounds[2].movers == [2]


def test_there_is_room_only_between_data_close_and_the_day_of_sending_up() -> None:
    each = three_at_once()[0]
    days = list(room(each, CALENDAR, TODAY))
    assert (days[0], days[-1]) == (date(2024, 4, 9), date(2024, 4, 19))
    assert date(2024, 4, 18) not in days and each.due_on not in days
