"""The outsider is everything in another agency: here they may do nothing, see nothing and change nothing."""

from collections.abc import Callable

import pytest

from dondoc.actions import adjust, dispatch, draft, remind, review, sign
from dondoc.actions import submit as submitting
from dondoc.actions.foresee import foresee
from dondoc.model import Scope
from dondoc.rules.adjust import Wanted
from dondoc.rules.refusal import Refused
from dondoc.rules.submit import Content
from dondoc.store.transaction import Actor
from tests.actions.rows import everything
from tests.cast import Cast, assignment_of, at, day, first_round

NOW = at("2024-03-21 09:00")
CHANGE = Wanted(Scope.ALL, {"due_day": "20", "send_day": "25"}, reason="thử")


Act = Callable[[Cast, Actor], object]
# One database holds one of everything, so its ids are 1 wherever the first row counts.
ACTS: dict[str, Act] = {
    "save a draft": lambda c, who: submitting.save_draft(c.office, who, _mine(c), Content(), NOW),
    "submit": lambda c, who: submitting.submit(c.office, who, _mine(c), Content(True), NOW),
    "accept": lambda c, who: review.accept(c.office, who, 1, NOW),
    "return": lambda c, who: review.give_back(c.office, who, 1, "lý do", NOW),
    "remind now": lambda c, who: remind.remind_now(c.office, who, _mine(c), NOW),
    "compile": lambda c, who: draft.compile_now(c.office, who, first_round(c).key, NOW),
    "send up": lambda c, who: sign.send_up(c.office, who, 1, NOW),
    "approve": lambda c, who: sign.approve(c.office, who, 1, 1, NOW),
    "send back": lambda c, who: sign.send_back(c.office, who, 1, 1, "lý do", NOW),
    "number": lambda c, who: dispatch.number(c.office, who, 1, day("2024-03-21"), NOW),
    "dispatch": lambda c, who: dispatch.dispatch(c.office, who, 1, {}, NOW),
    "foresee": lambda c, who: foresee(
        c.office, who.agency_id, lambda copy: adjust.change_rule(copy, who, c.rule_id, CHANGE, NOW), NOW
    ),
    "adjust": lambda c, who: adjust.change_rule(c.office, who, c.rule_id, CHANGE, NOW),
    "confirm": lambda c, who: adjust.confirm(c.office, who, c.rule_id, NOW),
}


def _mine(cast: Cast) -> int:
    return assignment_of(cast, first_round(cast)).key


@pytest.mark.parametrize("act", ACTS)
def test_for_the_outsider_nothing_here_exists(sent_up: Cast, act: str) -> None:
    before = everything(sent_up)
    with pytest.raises(Refused, match="not_found"):
        ACTS[act](sent_up, sent_up.outsider)
    assert everything(sent_up) == before


@pytest.mark.parametrize("act", ACTS)
def test_the_outsider_who_claims_to_act_for_this_agency_has_no_role_in_it(sent_up: Cast, act: str) -> None:
    before = everything(sent_up)
    posing = Actor(sent_up.agency_id, sent_up.outsider.person_id, sent_up.outsider.door)
    with pytest.raises(Refused, match="not_allowed"):
        ACTS[act](sent_up, posing)
    assert everything(sent_up) == before


@pytest.mark.parametrize("act", [name for name in ACTS if name != "preview"])
def test_a_flow_does_none_of_what_people_decide(sent_up: Cast, act: str) -> None:
    before = everything(sent_up)
    with pytest.raises(Refused, match="not_allowed"):
        ACTS[act](sent_up, sent_up.flow)
    assert everything(sent_up) == before


def test_a_signed_report_is_numbered_by_its_own_clerk_alone(signed: Cast) -> None:
    for act in ("number", "dispatch"):
        with pytest.raises(Refused, match="not_found"):
            ACTS[act](signed, signed.outsider)
