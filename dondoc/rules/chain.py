"""The chain of sign-off as data, who may act for whom, and what that does to the signature block."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from dondoc.model import Capacity, StepTask
from dondoc.rules.refusal import Refused
from dondoc.rules.report import Signature


@dataclass(frozen=True)
class Place:
    """A step as the agency's chain has it; only the check of form names its person."""

    task: StepTask
    person_id: int | None = None


STANDARD = (Place(StepTask.CONTENT), Place(StepTask.SIGN))
"""The chain of an agency that has set none: the head of the drafting unit, then the leader (art. 10–13)."""


@dataclass(frozen=True)
class Mandate:
    """A delegation in force on a day."""

    giver_id: int
    taker_id: int
    capacity: Capacity


@dataclass(frozen=True)
class Stand:
    """Who may decide a step, and in which capacity."""

    person_id: int
    capacity: Capacity


def seats(chain: Sequence[Place], head: int | None, deputy: int | None, signer: int) -> list[tuple[StepTask, int]]:
    """Who decides in turn. Nobody is asked twice in a row; a unit without a deputy in charge has no such step.

    Raises Refused where the drafting unit has no head.
    """
    result: list[tuple[StepTask, int]] = []
    for place in chain:
        person = {StepTask.CONTENT: head, StepTask.DEPUTY: deputy, StepTask.SIGN: signer}.get(
            place.task, place.person_id
        )
        if place.task is StepTask.CONTENT and person is None:
            raise Refused("no_head_to_approve")
        if person is None or (place.task is StepTask.DEPUTY and person == signer):
            continue
        result.append((place.task, person))
    return result


def check_chain(chain: Sequence[Place]) -> None:
    """Raise Refused for a chain in which nobody signs, or not at the end, or a task stands twice."""
    tasks = [place.task for place in chain]
    if tasks.count(StepTask.SIGN) != 1 or tasks[-1] is not StepTask.SIGN:
        raise Refused("chain_ends_with_signature")
    if len(set(tasks)) != len(tasks):
        raise Refused("chain_task_twice")
    for place in chain:
        if place.task is StepTask.FORM and place.person_id is None:
            raise Refused("chain_form_unnamed", "form_person")


def stands(
    task: StepTask, person_id: int, substitutes: Mapping[int, int], leaders: Iterable[int], mandates: Iterable[Mandate]
) -> list[Stand]:
    """Everybody who may decide a step today, the person themself first.

    An absent person's substitute decides in their place; signing for an absent leader takes another leader (KT.), or a
    delegation that says in which capacity.
    """
    given = {each.taker_id: each.capacity for each in mandates if each.giver_id == person_id}
    found = [Stand(person_id, Capacity.OWN)]
    substitute = substitutes.get(person_id)
    if substitute is not None and substitute not in given:
        if task is not StepTask.SIGN:
            found.append(Stand(substitute, Capacity.OWN))
        elif substitute in set(leaders):
            found.append(Stand(substitute, Capacity.KT))
    if task is StepTask.SIGN:
        found += [Stand(taker, capacity) for taker, capacity in given.items()]
    return found


def signature(lines: Sequence[str], name: str, capacity: Capacity, signer: str, title: str) -> Signature:
    """The signature block of who signs in that capacity (NĐ 30/2020/NĐ-CP art. 13 and Phụ lục I, mục II.7)."""
    *above, head = lines
    title = title.upper()
    match capacity:
        case Capacity.OWN:
            return Signature(lines=tuple(lines), name=name)
        case Capacity.Q:
            return Signature(lines=(*above, f"Q. {head}"), name=signer)
        case _:
            return Signature(lines=(*above, f"{capacity.value.upper()}. {head}", title), name=signer)


def in_force(mandates: Iterable[tuple[Mandate, date, date]], day: date) -> list[Mandate]:
    """The delegations that hold on a day, both ends included."""
    return [mandate for mandate, since, until in mandates if since <= day <= until]
