"""The chain of sign-off as a machine: nothing is signed without every approval of the version that stands."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dondoc.model import Decision
from dondoc.rules.refusal import Refused
from dondoc.rules.sign import ReportState, Step, may_compile, may_decide, may_send_up, report_state, turn

HEAD, LEADER, STRANGER = 1, 2, 3
CHAIN = [Step(HEAD, signs=False), Step(LEADER, signs=True)]
SIGNED_AT = datetime(2024, 3, 20, tzinfo=UTC)


@dataclass
class Desk:
    """A report moved by the rules alone, as the actions do it."""

    version: int = 1
    steps: list[Step] = field(default_factory=list)
    sent_up: bool = False
    signed: bool = False
    approved: set[tuple[int, int]] = field(default_factory=set)

    @property
    def state(self) -> ReportState:
        return report_state(self.steps, self.sent_up, SIGNED_AT if self.signed else None, False, False)

    def compile(self) -> None:
        may_compile(self.state)
        self.version, self.steps, self.sent_up = self.version + 1, [], False

    def send_up(self) -> None:
        may_send_up(self.state)
        self.steps, self.sent_up, self.approved = list(CHAIN), True, set()

    def decide(self, person: int, decision: Decision, version: int) -> None:
        step = may_decide(self.steps, person, current=version == self.version)
        self.steps[self.steps.index(step)] = replace(step, decision=decision)
        if decision is Decision.RETURNED:
            self.sent_up = False
        else:
            self.approved.add((self.version, person))
            self.signed = self.signed or step.signs


decisions = st.tuples(
    st.just("decide"), st.sampled_from([HEAD, LEADER, STRANGER]), st.sampled_from(Decision), st.integers(0, 1)
)
acts = st.lists(st.tuples(st.just("compile")) | st.tuples(st.just("send_up")) | decisions, max_size=25)


@given(acts)
def test_no_sequence_of_acts_signs_without_every_approval_of_that_version(
    sequence: list[tuple[str, int, Decision, int]],
) -> None:
    desk = Desk()
    for name, *arguments in sequence:
        before = replace(desk, steps=list(desk.steps), approved=set(desk.approved))
        try:
            if name == "decide":
                person, decision, behind = arguments
                desk.decide(person, decision, desk.version - behind)
            else:
                getattr(desk, name)()
        except Refused:
            assert desk == before
        if desk.signed:
            assert desk.approved == {(desk.version, HEAD), (desk.version, LEADER)}
            assert desk.state is ReportState.SIGNED
        if before.signed:
            assert desk == before


def test_a_new_version_goes_back_to_the_start() -> None:
    desk = Desk()
    desk.send_up()
    desk.decide(HEAD, Decision.RETURNED, 1)
    desk.compile()
    assert desk.state is ReportState.DRAFT
    assert turn(desk.steps) is None
    with pytest.raises(Refused, match="version_changed"):
        desk.decide(HEAD, Decision.APPROVED, 1)


@pytest.mark.parametrize(
    ("steps", "person", "current", "key"),
    [
        (CHAIN, HEAD, False, "version_changed"),
        (CHAIN, LEADER, True, "not_your_turn"),
        (CHAIN, STRANGER, True, "not_your_turn"),
        ([], HEAD, True, "already_decided"),
        ([replace(CHAIN[0], decision=Decision.RETURNED), CHAIN[1]], LEADER, True, "already_decided"),
        ([replace(step, decision=Decision.APPROVED) for step in CHAIN], LEADER, True, "already_decided"),
    ],
)
def test_who_decides_out_of_turn_is_refused(steps: list[Step], person: int, current: bool, key: str) -> None:
    with pytest.raises(Refused, match=key):
        may_decide(steps, person, current)


def test_turns_go_along_the_chain() -> None:
    assert turn(CHAIN) == CHAIN[0]
    assert turn([replace(CHAIN[0], decision=Decision.APPROVED), CHAIN[1]]) == CHAIN[1]


@pytest.mark.parametrize("state", ReportState)
def test_only_a_draft_or_one_sent_back_is_compiled_and_sent_up(state: ReportState) -> None:
    if state in {ReportState.DRAFT, ReportState.SENT_BACK}:
        may_send_up(state)
        may_compile(state)
        return
    with pytest.raises(Refused, match="already_sent_up"):
        may_send_up(state)
    with pytest.raises(Refused, match="not_in_drafting"):
        may_compile(state)


@pytest.mark.parametrize(
    ("steps", "sent_up", "signed", "numbered", "dispatched", "state"),
    [
        ([], False, False, False, False, ReportState.DRAFT),
        (CHAIN, True, False, False, False, ReportState.FOR_SIGN_OFF),
        ([replace(CHAIN[0], decision=Decision.RETURNED)], False, False, False, False, ReportState.SENT_BACK),
        ([], True, True, False, False, ReportState.SIGNED),
        ([], True, True, True, False, ReportState.NUMBERED),
        ([], True, True, True, True, ReportState.DISPATCHED),
    ],
)
def test_the_state_follows_from_the_acts(
    steps: list[Step], sent_up: bool, signed: bool, numbered: bool, dispatched: bool, state: ReportState
) -> None:
    assert report_state(steps, sent_up, SIGNED_AT if signed else None, numbered, dispatched) is state
