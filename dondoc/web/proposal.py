"""The review of a plan document: proposals beside the source, mended, split, merged, left out, and made a plan."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import Path
from starlette.responses import Response

from dondoc.actions import propose, renew
from dondoc.intake.document import mending
from dondoc.intake.document.as_plan import Choices, Office, Open, choices_for, open_points, parts_of, quote_of
from dondoc.intake.document.comparing import compare
from dondoc.intake.document.mending import Mend
from dondoc.intake.document.proposal import Obligation, Proposal
from dondoc.intake.document.renewing import choices_of_running
from dondoc.model import PeriodKind, PlanProposal, ProposalState, Unit
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import proposals
from dondoc.texts import documents
from dondoc.web import two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem
from dondoc.web.two_steps import Step

Place = Annotated[int, Path(ge=0, le=100_000)]
Start = Annotated[int, Path(ge=0, le=100_000_000)]


@dataclass(frozen=True)
class Piece:
    """A stretch of the document: an obligation with its quote, or what gave none."""

    quote: str
    place: int = -1
    obligation: Obligation | None = None
    lead: str = ""
    cooperating: tuple[str, ...] = ()
    time: str = ""
    kind: str = ""
    doubts: tuple[str, ...] = ()
    question: str = ""
    rest: tuple[tuple[int, str, str], ...] = ()
    """Of what gave none: where each piece begins, its text, and why."""


def show(desk: SignedDesk, proposal_id: RowId) -> Response:
    """The review."""
    return _page(desk, proposal_id, [])


def mend(desk: SignedDesk, proposal_id: RowId, place: Place) -> Response:
    """Mend, split, merge or leave out one obligation."""
    must(access.administers(desk.viewer))
    acts: dict[str, Callable[[], None]] = {
        "luu": partial(_mend, desk, proposal_id, place),
        "tach": partial(
            _change, desk, proposal_id, "split", partial(mending.split, place=place, content=desk.typed("content"))
        ),
        "gop": partial(_change, desk, proposal_id, "merge", partial(mending.merged, place=place)),
        "bo": partial(_change, desk, proposal_id, "leave_out", partial(mending.left_out, places=[place])),
    }
    must(desk.typed("viec") in acts)
    return _done(desk, proposal_id, acts[desk.typed("viec")], f"#muc-{place}", place)


def take_up(desk: SignedDesk, proposal_id: RowId, start: Start) -> Response:
    """Make an obligation of a piece that gave none."""
    must(access.administers(desk.viewer))
    changed = partial(_change, desk, proposal_id, "take_up", partial(mending.taken_up, start=start))
    return _done(desk, proposal_id, changed, "")


def leave_out_foreign(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Leave out all obligations that name no unit of the agency."""
    must(access.administers(desk.viewer))
    return _done(desk, proposal_id, partial(_change, desk, proposal_id, "leave_out", _without_foreign), "")


def put_aside(desk: SignedDesk, proposal_id: RowId) -> Response:
    """The document is not wanted."""
    must(access.administers(desk.viewer))
    problems = attempt(lambda: propose.put_aside(desk.office, desk.actor, proposal_id, _version(desk), desk.now))
    return _page(desk, proposal_id, problems) if problems else desk.go("proposals", done="da-bo-de-xuat")


def accept(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Make the plan."""
    kept, proposal, office, _ = _load(desk, proposal_id)
    choices = _typed_choices(desk, _proposed(desk, kept, proposal, office))
    left = open_points(proposal, choices, office)
    if kept.replaces_id and not left:
        return _renew(desk, kept, choices)
    made: list[int] = []
    problems = [_problem(each) for each in left] or attempt(
        lambda: made.append(propose.accept(desk.office, desk.actor, kept.key, _version(desk), choices, desk.now).key)
    )
    return _page(desk, proposal_id, problems, choices) if problems else desk.go("plan", done="da-lap", plan_id=made[0])


def _renew(desk: Desk, kept: PlanProposal, choices: Choices) -> Response:
    """Bring the running plan in line with the document: looked at first, saved then."""
    number, reason, document = _version(desk), desk.typed("reason"), desk.typed("document")
    if not reason:
        return _page(desk, kept.key, [Problem.of(Refused("change_reason_missing", "reason"))], choices)
    step = two_steps.take(
        desk, lambda on: renew.renew(on, desk.actor, kept.key, number, choices, reason, document, desk.now)
    )
    if step.saved:
        return desk.go("plan", done="da-sua-ke-hoach", plan_id=kept.replaces_id)
    return _page(desk, kept.key, step.problems, choices, step=step)


def _mend(desk: Desk, proposal_id: int, place: int) -> None:
    others = [str(value) for value in desk.form.getlist("cooperating") if isinstance(value, str)]
    typed = Mend(desk.typed("title"), desk.typed("content"), desk.typed("time"), desk.typed("lead"), others)
    propose.mend(desk.office, desk.actor, proposal_id, _version(desk), place, typed, desk.now)


def _change(desk: Desk, proposal_id: int, name: str, changed: Callable[[Proposal], Proposal]) -> None:
    propose.change(desk.office, desk.actor, proposal_id, _version(desk), name, changed, desk.now)


def _without_foreign(proposal: Proposal) -> Proposal:
    return mending.left_out(proposal, _foreign(proposal))


def _foreign(proposal: Proposal) -> list[int]:
    return [place for place, each in enumerate(proposal.obligations) if parts_of(each) == ("", [])]


def _done(desk: Desk, proposal_id: int, act: Callable[[], None], anchor: str, place: int = -1) -> Response:
    problems = attempt(act)
    if problems:
        at = [Problem(each.message, f"muc-{place}") if place >= 0 else each for each in problems]
        return _page(desk, proposal_id, at, typed_place=place)
    answer = desk.go("proposal", done="da-luu-de-xuat", proposal_id=proposal_id)
    answer.headers["location"] += anchor
    return answer


def _version(desk: Desk) -> int:
    typed = desk.typed("version")
    must(typed.isascii() and typed.isdecimal() and len(typed) < 10)
    return int(typed)


def _load(desk: Desk, proposal_id: int) -> tuple[PlanProposal, Proposal, Office, list[Unit]]:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        kept = proposals.proposal(session, desk.agency.key, proposal_id)
        must(kept)
        assert kept is not None
        office, units = propose.office_of(session, desk.agency.key), proposals.units(session, desk.agency.key)
    return kept, propose.proposal_of(kept), office, units


def _page(
    desk: Desk,
    proposal_id: int,
    problems: list[Problem],
    choices: Choices | None = None,
    typed_place: int = -1,
    step: Step | None = None,
) -> Response:
    kept, proposal, office, units = _load(desk, proposal_id)
    with desk.reading() as session:
        regimes = proposals.regimes(session, desk.agency.key)
        before = renew.known(session, kept) if kept.replaces_id else []
    choices = choices or _proposed(desk, kept, proposal, office)
    return desk.page(
        "proposal.html",
        422 if problems else 409 if step and step.stale else 200,
        kept=kept,
        open=kept.state is ProposalState.OPEN,
        proposal=proposal,
        pieces=_pieces(proposal),
        units=units,
        regimes=regimes,
        kinds=list(PeriodKind),
        choices=choices,
        leads=[(place, each) for place, each in enumerate(proposal.obligations) if parts_of(each)[0]],
        foreign=_foreign(proposal),
        changes=compare(before, proposal.obligations) if before else [],
        step=step or Step(),
        typed_place=typed_place,
        typed=desk,
        problems=problems,
    )


def _proposed(desk: Desk, kept: PlanProposal, proposal: Proposal, office: Office) -> Choices:
    """What is proposed; a newer version is of the plan and year it renews."""
    choices = choices_for(proposal, office)
    if not kept.replaces_id:
        return choices
    with desk.reading() as session:
        return choices_of_running(choices, renew.running(session, kept).model_dump(include={"code", "year"}))


def _pieces(proposal: Proposal) -> list[Piece]:
    """The document in its order: each obligation, and between them what gave none."""
    found: list[Piece] = []
    marks = [(each.span[0], 0, place) for place, each in enumerate(proposal.obligations)]
    marks += [(each.span[0], 1, place) for place, each in enumerate(proposal.unused)]
    rest: list[tuple[int, str, str]] = []
    for _, kind, place in sorted(marks):
        if kind:
            each = proposal.unused[place]
            text = proposal.text[each.span[0] : each.span[1]]
            rest.append((each.span[0], _readable(text), documents.reason(each.reason)))
            continue
        if rest:
            found.append(Piece("", rest=tuple(rest)))
            rest = []
        found.append(_work(proposal, place))
    return [*found, *([Piece("", rest=tuple(rest))] if rest else [])]


def _work(proposal: Proposal, place: int) -> Piece:
    each = proposal.obligations[place]
    lead, others = parts_of(each)
    return Piece(
        quote=_readable(proposal.text[each.span[0] : each.span[1]]),
        place=place,
        obligation=each,
        lead=lead,
        cooperating=tuple(others),
        time=quote_of(each.time),
        kind=documents.time_kind(each.time.kind.value),
        doubts=tuple(documents.doubt(doubt) for doubt in each.doubts),
        question=next((asked.text for asked in proposal.questions if asked.ref and asked.ref == each.ref), ""),
    )


def _readable(text: str) -> str:
    """Cells of a row stand one below the other."""
    return text.replace("\t", "\n").strip()


def _problem(each: Open) -> Problem:
    field = f"muc-{each.place}" if each.place is not None else each.key
    return Problem(documents.still_open(each.key, each.ref), field)


def _typed_choices(desk: Desk, proposed: Choices) -> Choices:
    """What was typed into the form of the plan; a number that cannot be read counts as missing."""
    kinds = {str(value) for value in desk.form.getlist("periods")}
    return Choices(
        code=desk.typed("code"),
        agency=proposed.agency,
        year=_number(desk.typed("year"), 2000, 2100),
        report_subject=desk.typed("report_subject"),
        regime=desk.typed("regime"),
        compiling=_number(desk.typed("compiling"), 0, 100_000),
        periods=tuple(kind for kind in PeriodKind if kind.value in kinds),
        due_day=_number(desk.typed("due_day"), 1, 28),
        send_day=_number(desk.typed("send_day"), 1, 28),
        signer_title=desk.typed("signer_title"),
        signer_name=desk.typed("signer_name"),
    )


def _number(typed: str, least: int, most: int) -> int | None:
    plain = typed.isascii() and typed.isdecimal() and len(typed) < 10
    return int(typed) if plain and least <= int(typed) <= most else None
