"""A document that was reviewed becomes a plan, or renews the one that runs: looked at, then saved."""

from starlette.responses import Response

from dondoc.actions import propose, renew
from dondoc.actions.accepted import accepted_file
from dondoc.intake.document.as_plan import Choices, Office, Open, open_points, plan_of
from dondoc.intake.document.as_toml import plan_toml
from dondoc.intake.document.mending import to_look_at
from dondoc.intake.document.proposal import Proposal
from dondoc.intake.document.recognising import asks
from dondoc.model import PlanProposal
from dondoc.rules.refusal import Refused
from dondoc.texts import documents
from dondoc.web import proposal as review
from dondoc.web import two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.files import saved
from dondoc.web.pages import Problem

LOOK, FILE = "xem", "tep"


def accept(desk: SignedDesk, proposal_id: RowId) -> Response:
    """Make the plan, or look at what it will do first."""
    kept, proposal, office, _ = review.load(desk, proposal_id)
    choices = _typed(desk, review.proposed(desk, kept, proposal, office))
    problems = [_problem(each) for each in _open(desk, proposal, choices, office)]
    if kept.replaces_id and not desk.typed("reason") and desk.typed("viec") != FILE:
        problems.append(Problem.of(Refused("change_reason_missing", "reason")))
    if problems:
        return review.page(desk, proposal_id, problems, choices)
    if desk.typed("viec") == FILE:
        # A plan file without comments: what would be made, for the rehearsal of its whole year.
        text = plan_toml(plan_of(proposal, choices, office, kept.file_name))
        return saved(f"{choices.code}.toml", text.encode())
    if kept.replaces_id:
        return _renew(desk, kept, choices)
    return _make(desk, kept, choices)


def _make(desk: Desk, kept: PlanProposal, choices: Choices) -> Response:
    made: list[int] = []
    number = review.version(desk)
    if desk.typed("viec") == LOOK:
        step = two_steps.take(desk, lambda on: propose.accept(on, desk.actor, kept.key, number, choices, desk.now))
        return review.page(desk, kept.key, step.problems, choices, step=step)
    problems = attempt(
        lambda: made.append(propose.accept(desk.office, desk.actor, kept.key, number, choices, desk.now).key)
    )
    if problems:
        return review.page(desk, kept.key, problems, choices)
    return desk.go("proposal", done="da-lap", proposal_id=kept.key)


def _renew(desk: Desk, kept: PlanProposal, choices: Choices) -> Response:
    """Bring the running plan in line with the document: looked at first, saved then."""
    number, reason, document = review.version(desk), desk.typed("reason"), desk.typed("document")
    step = two_steps.take(
        desk, lambda on: renew.renew(on, desk.actor, kept.key, number, choices, reason, document, desk.now)
    )
    if step.saved:
        return desk.go("plan", done="da-sua-ke-hoach", plan_id=kept.replaces_id)
    return review.page(desk, kept.key, step.problems, choices, step=step)


def _open(desk: Desk, proposal: Proposal, choices: Choices, office: Office) -> list[Open]:
    """What keeps it from being a plan; doubts only as long as nobody said that they may stay."""
    left = open_points(proposal, choices, office)
    if asks(proposal):
        left.insert(0, Open("newer"))
    doubts = len(to_look_at(proposal))
    if doubts and desk.typed("doubts") != "co":
        left.append(Open("doubts", ref=str(doubts)))
    return left


def _problem(each: Open) -> Problem:
    field = f"muc-{each.place}" if each.place is not None else each.key
    return Problem(documents.still_open(each.key, each.ref), field)


def _typed(desk: Desk, proposed: Choices) -> Choices:
    """What was typed into the form of the plan; a number that cannot be read counts as missing."""
    kinds = {str(value) for value in desk.form.getlist("periods")}
    return Choices(
        code=desk.typed("code"),
        agency=proposed.agency,
        year=_number(desk.typed("year"), 2000, 2100),
        report_subject=desk.typed("report_subject"),
        regime=desk.typed("regime"),
        compiling=_number(desk.typed("compiling"), 0, 100_000),
        periods=tuple(kind for kind in review.RHYTHMS if kind.value in kinds),
        due_day=_number(desk.typed("due_day"), 1, 28),
        send_day=_number(desk.typed("send_day"), 1, 28),
        signer_title=desk.typed("signer_title"),
        signer_name=desk.typed("signer_name"),
    )


def _number(typed: str, least: int, most: int) -> int | None:
    plain = typed.isascii() and typed.isdecimal() and len(typed) < 10
    return int(typed) if plain and least <= int(typed) <= most else None


def file(desk: SignedDesk, proposal_id: RowId) -> Response:
    """The accepted plan as a file, for the rehearsal of its year."""
    kept, _, _, _ = review.load(desk, proposal_id)
    must(kept.plan_id)
    with desk.reading() as session:
        made = accepted_file(session, kept)
    must(made)
    assert made is not None
    return saved(f"{made.plan.code}.toml", plan_toml(made).encode())
