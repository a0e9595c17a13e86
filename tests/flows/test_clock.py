from dataclasses import replace
from datetime import datetime

from dondoc.model import FlowName
from dondoc.rules.schedule import Tick
from schedules.clock import Clock
from tests.flows.cast import Ticking, letter, round_of, schedule

TIMETABLE = {flow: Tick(60) for flow in FlowName} | {FlowName.DELIVER: Tick(5)}


class Hands:
    """Takes what the clock hands on; `busy` flows are refused."""

    def __init__(self) -> None:
        self.got: list[FlowName] = []
        self.busy: set[FlowName] = set()

    def __call__(self, flow: FlowName, tick: Tick, now: datetime) -> bool:
        if flow in self.busy:
            return False
        self.got.append(flow)
        return True

    def take(self) -> set[FlowName]:
        taken = set(self.got)
        assert len(taken) == len(self.got)
        self.got.clear()
        return taken


def clock_of(office, now: Ticking, name: str = "an") -> tuple[Clock, Hands]:
    hands = Hands()
    return Clock(replace(office, name=name), TIMETABLE, hands, now), hands


def test_only_what_is_due_is_handed_on(office, agency, clock):
    ours, hands = clock_of(office, clock)
    letter(office.engine, agency)
    ours.look()
    assert hands.take() == {FlowName.WATCH, FlowName.DELIVER}


def test_no_flow_is_handed_on_twice_within_its_interval(office, agency, clock):
    ours, hands = clock_of(office, clock)
    round_of(office.engine, agency, opens=clock(), drafts=None, rung=clock())
    ours.look()
    assert hands.take() == {FlowName.WATCH, FlowName.OPEN, FlowName.REMIND}
    clock.on(30)
    ours.look()
    assert hands.take() == set()
    clock.on(30)
    ours.look()
    assert hands.take() == {FlowName.WATCH, FlowName.OPEN, FlowName.REMIND}


def test_a_flow_that_is_still_at_it_is_asked_again_at_the_next_look(office, agency, clock):
    ours, hands = clock_of(office, clock)
    letter(office.engine, agency)
    hands.busy = {FlowName.DELIVER}
    ours.look()
    assert hands.take() == {FlowName.WATCH}
    hands.busy.clear()
    clock.on(1)
    ours.look()
    assert hands.take() == {FlowName.DELIVER}


def test_of_two_clocks_one_runs_and_the_other_takes_over_when_it_is_gone(office, agency, clock):
    letter(office.engine, agency)
    first, first_hands = clock_of(office, clock, "an")
    second, second_hands = clock_of(office, clock, "binh")
    first.look()
    second.look()
    assert first_hands.take() and not second_hands.take()
    clock.on(20)  # the first one has died without a word
    second.look()
    first.look()
    assert second_hands.take() and not first_hands.take()
    assert (first.status().leading, second.status().leading) == (False, True)


def test_a_clock_that_resigns_is_followed_at_once_and_looks_no_more(office, agency, clock):
    letter(office.engine, agency)
    first, hands = clock_of(office, clock, "an")
    second, second_hands = clock_of(office, clock, "binh")
    first.look()
    hands.take()
    first.resign()
    clock.on(5)
    first.look()
    second.look()
    assert not hands.take() and FlowName.DELIVER in second_hands.take()


def test_a_changed_schedule_is_in_force_at_the_next_look(office, agency, clock):
    ours, hands = clock_of(office, clock)
    ours.look()
    hands.take()
    schedule(office.engine, agency, FlowName.WATCH, 2)
    clock.on(2)
    ours.look()
    assert hands.take() == {FlowName.WATCH}


def test_a_paused_flow_is_not_handed_on(office, agency, clock):
    schedule(office.engine, agency, FlowName.DELIVER, 5, paused=True)
    letter(office.engine, agency)
    ours, hands = clock_of(office, clock)
    ours.look()
    assert hands.take() == {FlowName.WATCH}
    assert ours.status().next_looks[FlowName.DELIVER] is None


def test_a_clock_whose_database_is_away_says_so_and_goes_on_when_it_is_back(office, agency, clock, monkeypatch):
    ours, hands = clock_of(office, clock)
    with monkeypatch.context() as patch:
        patch.setattr("schedules.clock.due_flows", lambda *_: 1 / 0)
        ours.look()
    assert ours.status().trouble == "ZeroDivisionError: division by zero"
    ours.look()
    assert ours.status().trouble == "" and ours.status().beat == clock()
    assert hands.take() == {FlowName.WATCH}
