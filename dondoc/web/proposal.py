"""The review of a plan document: proposals beside the source, confirmed, mended, split, merged, left out."""

from collections.abc import Callable
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Path
from starlette.responses import Response

from dondoc.actions import newer, propose, renew
from dondoc.intake.document import mending
from dondoc.intake.document.as_plan import Choices, Office, choices_for, parts_of
from dondoc.intake.document.comparing import compare
from dondoc.intake.document.mending import Mend
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.renewing import choices_of_running
from dondoc.model import PeriodKind, PlanProposal, ProposalState, Unit
from dondoc.rules import access
from dondoc.store import page_plans, proposals
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.proposal_view import TO_LOOK_AT, view
from dondoc.web.two_steps import Step

Place = Annotated[int, Path(ge=0, le=100_000)]
Start = Annotated[int, Path(ge=0, le=100_000_000)]
RHYTHMS = tuple(
    kind
    for kind in PeriodKind
    if kind not in {PeriodKind.ONCE, PeriodKind.EVENT, PeriodKind.AD_HOC, PeriodKind.THEMATIC}
)
"""The periods that a plan's rounds may have: those that come again by themselves."""


def show(desk: SignedDesk, proposal_id: RowId) -> Response:
    """The review."""
    return page(desk, proposal_id, [])


def mend(desk: SignedDesk, proposal_id: RowId, place: Place) -> Response:
    """Confirm, mend, split, merge or leave out one obligation."""
    must(access.administers(desk.viewer))
    change = partial(_change, desk, proposal_id)
    acts: dict[str, Callable[[], None]] = {
        "luu": partial(_mend, desk, proposal_id, place),
        "dung": partial(change, "confirm", partial(mending.seen, places=[place])),
        "tach": partial(change, "split", partial(mending.split, place=place, content=desk.typed("content"))),
        "gop": partial(change, "merge", partial(mending.merged, place=place)),
        "bo": partial(change, "leave_out", partial(mending.left_out, places=[place])),
    }
    must(desk.typed("viec") in acts)
    return _done(desk, proposal_id, acts[desk.typed("viec")], place)


def see(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Confirm some obligations as they are: all doubtful ones that stand on the page."""
    must(access.administers(desk.viewer))
    places = [found for each in desk.form.getlist("muc") if (found := forms.whole(str(each))) is not None]
    must(places)
    return _done(
        desk, proposal_id, partial(_change, desk, proposal_id, "confirm", partial(mending.seen, places=places))
    )


def take_up(desk: SignedDesk, proposal_id: RowId, start: Start) -> Response:
    """Make an obligation of a piece that gave none."""
    must(access.administers(desk.viewer))
    act = partial(_change, desk, proposal_id, "take_up", partial(mending.taken_up, start=start))
    if problems := attempt(act):
        return page(desk, proposal_id, problems)
    made = next(place for place, each in enumerate(load(desk, proposal_id)[1].obligations) if each.span[0] == start)
    return _go(desk, proposal_id, sua=made, anchor=f"muc-{made}")


def leave_out_foreign(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Leave out all obligations that name no unit of the agency."""
    must(access.administers(desk.viewer))
    return _done(desk, proposal_id, partial(_change, desk, proposal_id, "leave_out", _without_foreign))


def say_newer(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Whether it is the newer version of the plan or document that it looks like."""
    must(access.administers(desk.viewer) and desk.typed("ban-moi") in {"co", "khong"})
    act = partial(
        newer.decide, desk.office, desk.actor, proposal_id, version(desk), desk.typed("ban-moi") == "co", desk.now
    )
    return _done(desk, proposal_id, act)


def put_aside(desk: SignedDesk, proposal_id: RowId) -> Response:
    """The document is not wanted."""
    must(access.administers(desk.viewer))
    problems = attempt(lambda: propose.put_aside(desk.office, desk.actor, proposal_id, version(desk), desk.now))
    return page(desk, proposal_id, problems) if problems else desk.go("proposals", done="da-bo-de-xuat")


def _mend(desk: Desk, proposal_id: int, place: int) -> None:
    others = [str(value) for value in desk.form.getlist("cooperating") if isinstance(value, str)]
    typed = Mend(desk.typed("title"), desk.typed("content"), desk.typed("time"), desk.typed("lead"), others)
    propose.mend(desk.office, desk.actor, proposal_id, version(desk), place, typed, desk.now)


def _change(desk: Desk, proposal_id: int, name: str, changed: Callable[[Proposal], Proposal]) -> None:
    propose.change(desk.office, desk.actor, proposal_id, version(desk), name, changed, desk.now)


def _without_foreign(proposal: Proposal) -> Proposal:
    return mending.left_out(proposal, _foreign(proposal))


def _foreign(proposal: Proposal) -> list[int]:
    return [place for place, each in enumerate(proposal.obligations) if parts_of(each) == ("", [])]


def _done(desk: Desk, proposal_id: int, act: Callable[[], None], place: int | None = None) -> Response:
    """Do it, and on: to the next obligation to look at where one was confirmed, else back to where it was done."""
    if problems := attempt(act):
        if place is None:
            return page(desk, proposal_id, problems)
        at = [Problem(each.message, f"muc-{place}") for each in problems]
        return page(desk, proposal_id, at, typed_place=place if desk.typed("viec") != "dung" else None)
    if place is None:
        return _go(desk, proposal_id)
    proposal = load(desk, proposal_id)[1]
    shown = view(proposal, desk.typed("xem"), 1, place)
    if desk.typed("viec") == "dung" or (shown.show == TO_LOOK_AT and place not in shown.doubtful):
        following = shown.next_of(place)
        return _go(desk, proposal_id, muc=following, anchor="lap" if following is None else f"muc-{following}")
    last = len(proposal.obligations) - 1
    return _go(desk, proposal_id, muc=min(place, last), anchor=f"muc-{min(place, last)}")


def _go(desk: Desk, proposal_id: int, anchor: str = "", **query: int | None) -> Response:
    """Back to the page, with the choice of what it shows."""
    answer = desk.go("proposal", done="da-luu-de-xuat", proposal_id=proposal_id)
    kept = {"xem": desk.typed("xem"), **query}
    more = urlencode({name: value for name, value in kept.items() if value not in {"", None}})
    answer.headers["location"] += (f"&{more}" if more else "") + (f"#{anchor}" if anchor else "")
    return answer


def version(desk: Desk) -> int:
    """The version of the proposal that its reader has seen."""
    typed = desk.typed("version")
    must(typed.isascii() and typed.isdecimal() and len(typed) < 10)
    return int(typed)


def load(desk: Desk, proposal_id: int) -> tuple[PlanProposal, Proposal, Office, list[Unit]]:
    """A proposal of the agency, for those who may see it."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        kept = proposals.proposal(session, desk.agency.key, proposal_id)
        must(kept)
        assert kept is not None
        office, units = propose.office_of(session, desk.agency.key), proposals.units(session, desk.agency.key)
    return kept, propose.proposal_of(kept), office, units


def page(
    desk: Desk,
    proposal_id: int,
    problems: list[Problem],
    choices: Choices | None = None,
    typed_place: int | None = None,
    step: Step | None = None,
) -> Response:
    """The page; with `typed_place` the form of that obligation holds what was typed."""
    kept, proposal, office, units = load(desk, proposal_id)
    with desk.reading() as session:
        regimes = proposals.regimes(session, desk.agency.key)
        before = renew.known(session, kept) if kept.replaces_id else []
        runs = page_plans.plan(session, desk.agency.key, kept.replaces_id) if kept.replaces_id else None
        made = page_plans.plan(session, desk.agency.key, kept.plan_id) if kept.plan_id else None
    asked = desk.request.query_params
    edited = typed_place if typed_place is not None else forms.whole(asked.get("sua", ""))
    place = edited if edited is not None else forms.whole(asked.get("muc", ""))
    show = desk.typed("xem") or asked.get("xem", "")
    if (left := [each.field for each in problems if (each.field or "").startswith("muc-")]) and place is None:
        place = forms.whole(str(left[0]).removeprefix("muc-"))
    return desk.page(
        "proposal.html",
        422 if problems else 409 if step and step.stale else 200,
        kept=kept,
        open=kept.state is ProposalState.OPEN,
        proposal=proposal,
        view=view(proposal, show, desk.page_number(), place),
        edited=edited,
        units=units,
        regimes=regimes,
        kinds=RHYTHMS,
        choices=choices or proposed(desk, kept, proposal, office),
        leads=[(place, each) for place, each in enumerate(proposal.obligations) if parts_of(each)[0]],
        foreign=_foreign(proposal),
        runs=runs,
        made=made,
        changes=compare(before, proposal.obligations) if before else [],
        step=step or Step(),
        again=typed_place is not None,
        typed=desk,
        problems=problems,
    )


def proposed(desk: Desk, kept: PlanProposal, proposal: Proposal, office: Office) -> Choices:
    """What is proposed; a newer version is of the plan and year it renews."""
    choices = choices_for(proposal, office)
    if not kept.replaces_id:
        return choices
    with desk.reading() as session:
        return choices_of_running(choices, renew.running(session, kept).model_dump(include={"code", "year"}))
