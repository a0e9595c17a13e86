"""The chain of sign-off: whose turn it is, and where a report stands (NĐ 30/2020/NĐ-CP art. 10–19)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dondoc.model import Decision
from dondoc.rules.refusal import Refused


class ReportState(StrEnum):
    """Where a report stands; derived from its steps, number and dispatches."""

    DRAFT = "draft"
    FOR_SIGN_OFF = "for_sign_off"
    SENT_BACK = "sent_back"
    SIGNED = "signed"
    NUMBERED = "numbered"
    DISPATCHED = "dispatched"


@dataclass(frozen=True)
class Step:
    """A step of the chain: its person, whether it signs, and what was decided."""

    person_id: int
    signs: bool
    decision: Decision | None = None


def turn(steps: Sequence[Step]) -> Step | None:
    """The step whose turn it is; None when all have decided or one has returned."""
    if any(step.decision is Decision.RETURNED for step in steps):
        return None
    return next((step for step in steps if step.decision is None), None)


def may_decide(steps: Sequence[Step], person_id: int, current: bool, others: Collection[int] = ()) -> Step:
    """The step that this person decides now.

    `current` tells whether the version they looked at is the one sent up: an edit after sending goes back to the start.
    `others` may decide in place of whose turn it is. Raises Refused where it is not their turn or another version
    stands.
    """
    if not current:
        raise Refused("version_changed")
    step = turn(steps)
    if step is None:
        raise Refused("already_decided")
    if person_id not in {step.person_id, *others}:
        raise Refused("not_your_turn")
    return step


def may_send_up(state: ReportState) -> None:
    """Only a draft or a report sent back is sent up."""
    if state not in {ReportState.DRAFT, ReportState.SENT_BACK}:
        raise Refused("already_sent_up")


def may_compile(state: ReportState) -> None:
    """After it is sent up, a report is compiled again only when it was sent back; once signed never."""
    if state not in {ReportState.DRAFT, ReportState.SENT_BACK}:
        raise Refused("not_in_drafting")


def report_state(
    steps: Sequence[Step], sent_up: bool, signed_at: datetime | None, numbered: bool, dispatched: bool
) -> ReportState:
    """The state that follows from the acts; `steps` are those of the current version."""
    if dispatched:
        return ReportState.DISPATCHED
    if numbered:
        return ReportState.NUMBERED
    if signed_at:
        return ReportState.SIGNED
    if any(step.decision is Decision.RETURNED for step in steps):
        return ReportState.SENT_BACK
    return ReportState.FOR_SIGN_OFF if sent_up else ReportState.DRAFT
