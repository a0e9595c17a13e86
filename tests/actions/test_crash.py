"""A crash at any line of an act leaves the rows as they were; the next try does all of it."""

from collections.abc import Callable

import pytest

from dondoc.actions import (
    adjust,
    dispatch,
    draft,
    held,
    papers,
    plan,
    remind,
    reminders,
    review,
    schedules,
    sign,
    sign_in,
    sign_letters,
    watch,
)
from dondoc.model import FlowName, Scope
from dondoc.rules.adjust import Wanted
from dondoc.store.transaction import Writing
from tests.actions.rows import chain_is_whole, counts, everything
from tests.cast import ADDRESSES, OPENED, SENT_UP, SIGNED, Cast, at, compile_round, day, first_round, submit

pytestmark = pytest.mark.slow
NOW = at("2024-03-21 09:00")
LATER = at("2024-03-25 09:00")
"""When the reminders of the first round are so late that they are held."""


class Crash(RuntimeError):
    """The process dies here."""


def nothing(cast: Cast) -> None:
    pass


def answered(cast: Cast) -> None:
    submit(cast, first_round(cast))


def drafted(cast: Cast) -> None:
    compile_round(cast, first_round(cast))


def approved(cast: Cast) -> None:
    sign.approve(cast.office, cast.lead_head, 1, 1, NOW)


def numbered(cast: Cast) -> None:
    dispatch.number(cast.office, cast.clerk, 1, day("2024-03-21"), NOW)


def stale(cast: Cast) -> None:
    remind.remind_due(cast.office, LATER)


Step = Callable[[Cast], object]
Playing = Callable[[str], Cast]
CHANGE = Wanted(Scope.ALL, {"due_day": "20", "send_day": "25"}, reason="thử")
# The state a test begins in, what happens before the act, and the act.
ACTS: dict[str, tuple[str, Step, Step]] = {
    "open": (OPENED, nothing, lambda c: plan.open_due(c.office, at("2024-06-04 07:30"))),
    "remind": (OPENED, nothing, lambda c: remind.remind_due(c.office, NOW)),
    "remind now": (OPENED, nothing, lambda c: remind.remind_now(c.office, c.lead_officer, 1, NOW)),
    "submit": (OPENED, nothing, lambda c: submit(c, first_round(c))),
    "accept": (OPENED, answered, lambda c: review.accept(c.office, c.lead_officer, 1, NOW)),
    "return": (OPENED, answered, lambda c: review.give_back(c.office, c.lead_officer, 1, "thiếu", NOW)),
    "draft": (OPENED, nothing, lambda c: draft.draft_due(c.office, NOW)),
    "send up": (OPENED, drafted, lambda c: sign.send_up(c.office, c.lead_officer, 1, NOW)),
    "approve": (SENT_UP, nothing, lambda c: sign.approve(c.office, c.lead_head, 1, 1, NOW)),
    "send back": (SENT_UP, nothing, lambda c: sign.send_back(c.office, c.lead_head, 1, 1, "thiếu", NOW)),
    "sign": (SENT_UP, approved, lambda c: sign.approve(c.office, c.director, 1, 1, NOW)),
    "number": (SIGNED, nothing, lambda c: dispatch.number(c.office, c.clerk, 1, day("2024-03-21"), NOW)),
    "dispatch": (SIGNED, numbered, lambda c: dispatch.dispatch(c.office, c.clerk, 1, {}, NOW)),
    "adjust": (OPENED, nothing, lambda c: adjust.change_rule(c.office, c.administrator, c.rule_id, CHANGE, NOW)),
    "confirm": (OPENED, nothing, lambda c: adjust.confirm(c.office, c.administrator, c.rule_id, NOW)),
    "release": (OPENED, stale, lambda c: held.release(c.office, c.administrator, 1, LATER)),
    "drop": (OPENED, stale, lambda c: held.drop(c.office, c.administrator, 1, "thử", LATER)),
    "pause": (OPENED, nothing, lambda c: schedules.pause(c.office, c.administrator, FlowName.REMIND, "thử", NOW)),
    "run": (OPENED, nothing, lambda c: schedules.run_now(c.office, c.administrator, FlowName.REMIND, NOW)),
    "request a link": (OPENED, nothing, lambda c: sign_in.request_link(c.office, ADDRESSES["officer"], NOW)),
}
MODULES = (adjust, dispatch, draft, plan, reminders, review, sign, sign_in, sign_letters, watch)
WITHOUT_LETTER = {"open", "accept", "number", "adjust", "confirm", "release", "drop", "pause", "run"}


def _crash(*_: object, **__: object) -> None:
    raise Crash("the process dies here")


def _dies(cast: Cast, act: Step) -> None:
    with pytest.raises((Crash, ExceptionGroup)) as caught:
        act(cast)
    error = caught.value
    assert isinstance(error, Crash) or error.subgroup(Crash)  # type: ignore[union-attr]


def begin(playing: Playing, name: str) -> tuple[Cast, Step]:
    """The cast as an act finds it, and the act."""
    state, before_it, act = ACTS[name]
    cast = playing(state)
    before_it(cast)
    return cast, act


@pytest.mark.parametrize("name", ACTS)
def test_a_crash_at_the_audit_line_undoes_the_act(playing: Playing, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    cast, act = begin(playing, name)
    before = everything(cast)
    with monkeypatch.context() as patch:
        patch.setattr(Writing, "_chain", _crash)
        _dies(cast, act)
    assert everything(cast) == before
    act(cast)
    assert counts(cast)["audit"] > len(before["audit"])
    assert chain_is_whole(cast)


@pytest.mark.parametrize("name", [name for name in ACTS if name not in WITHOUT_LETTER])
def test_a_crash_at_the_letter_undoes_the_act(playing: Playing, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    cast, act = begin(playing, name)
    before = everything(cast)
    with monkeypatch.context() as patch:
        from dondoc.actions import submit as submitting

        for module in (*MODULES, submitting):
            for verb in ("post", "post_all"):
                if hasattr(module, verb):
                    patch.setattr(module, verb, _crash)
        _dies(cast, act)
    assert everything(cast) == before
    act(cast)
    assert counts(cast)["letter"] > len(before["letter"])


def test_a_crash_while_papers_are_made_leaves_the_number_free(signed: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(papers, "pdf", _crash)
        _dies(signed, ACTS["number"][2])
    assert dispatch.next_number(signed.office, signed.agency_id, 2024) == 1
