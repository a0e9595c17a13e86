"""A newer document of a plan that runs: its works keep the numbers under which they run."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dondoc.intake.document.as_plan import Choices, unique_refs
from dondoc.intake.document.comparing import Known, pairs
from dondoc.intake.document.proposal import Obligation, Proposal


def with_running_refs(before: Sequence[Known], proposal: Proposal) -> Proposal:
    """The proposal with each work that runs already under its own number, and each new one under a free number.

    Rounds, submissions and reports hang on a work's number; a work that moved from II.2 to II.3 must keep its own.
    """
    found = pairs(before, proposal.obligations)
    written = unique_refs(proposal.obligations)
    taken = {each.ref for each in before}
    obligations: list[Obligation] = []
    for place, each in enumerate(proposal.obligations):
        ref = found[place].ref if place in found else _free(written[place], taken)
        taken.add(ref)
        obligations.append(each.model_copy(update={"ref": ref}))
    return proposal.model_copy(update={"obligations": obligations})


def _free(ref: str, taken: set[str]) -> str:
    """A number that no other work has: as written, else with a number behind."""
    count = 2
    free = ref
    while free in taken:
        free, count = f"{ref}.{count}", count + 1
    return free


def choices_of_running(proposed: Choices, plan: Mapping[str, object]) -> Choices:
    """What a revision may not choose: it is the plan it renews, of the year of that plan."""
    return replace(proposed, code=str(plan["code"]), year=int(str(plan["year"])))
