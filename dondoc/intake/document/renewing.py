"""A newer document of a plan that runs: its works keep the numbers under which they run."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dondoc.intake.document.as_plan import Choices, unique_refs
from dondoc.intake.document.comparing import Known, pairs
from dondoc.intake.document.mending import LEFT_OUT
from dondoc.intake.document.proposal import Obligation, Proposal, Span, Unused
from dondoc.intake.document.words import squeeze


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


def carried(older: Proposal, newer: Proposal) -> Proposal:
    """The newer document with what a person made of the clauses that stand in the older one word for word.

    A clause that was left out there is left out here; nothing is carried to a clause that says anything else.
    """
    made: dict[str, list[Obligation]] = {}
    for each in older.obligations:
        made.setdefault(_clause(older, each.span), []).append(each)
    dropped = {_clause(older, each.span) for each in older.unused if each.reason == LEFT_OUT} - set(made)
    times = Counter(_clause(newer, each.span) for each in newer.obligations)
    asked, settled = {each.ref for each in older.questions if each.ref}, set[str]()
    obligations, unused = list[Obligation](), [*newer.unused]
    for each in newer.obligations:
        clause = _clause(newer, each.span)
        known = made.get(clause, []) if times[clause] == 1 else []
        if not known and clause in dropped:
            unused.append(Unused(span=each.span, reason=LEFT_OUT))
            continue
        if known and asked.isdisjoint(old.ref for old in known):
            settled.add(each.ref)
        obligations += [old.model_copy(update={"ref": each.ref, "span": each.span}) for old in known] or [each]
    refs = {each.ref for each in obligations} - settled
    return newer.model_copy(
        update={
            "obligations": obligations,
            "unused": sorted(unused, key=lambda each: each.span),
            "questions": [each for each in newer.questions if not each.ref or each.ref in refs],
        }
    )


def _clause(proposal: Proposal, span: Span) -> str:
    return squeeze(proposal.text[span[0] : span[1]])


def choices_of_running(proposed: Choices, plan: Mapping[str, object]) -> Choices:
    """What a revision may not choose: it is the plan it renews, of the year of that plan."""
    return replace(proposed, code=str(plan["code"]), year=int(str(plan["year"])))
