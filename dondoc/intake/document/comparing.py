"""A newer document against the plan as it runs: what is new, changed or gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from dondoc.intake.document.as_plan import quote_of
from dondoc.intake.document.proposal import Obligation
from dondoc.intake.document.words import norm, squeeze

_SAME, _ALIKE = 96, 70
ChangeKind = Literal["new", "changed", "gone"]


@dataclass(frozen=True)
class Known:
    """An obligation of the running plan."""

    ref: str
    content: str
    time: str
    units: str


@dataclass(frozen=True)
class Change:
    """One difference; `fields` are (name, before, after) of what changed."""

    kind: ChangeKind
    ref: str
    content: str
    fields: tuple[tuple[str, str, str], ...] = ()


def compare(before: Sequence[Known], after: Sequence[Obligation]) -> list[Change]:
    """The differences, in the new document's order; what is gone comes last."""
    paired = pairs(before, after)
    changes: list[Change] = []
    for place, each in enumerate(after):
        old = paired.get(place)
        if old is None:
            changes.append(Change("new", each.ref, each.content))
        elif fields := tuple(_differences(old, each)):
            changes.append(Change("changed", each.ref, each.content, fields))
    kept = {id(each) for each in paired.values()}
    return [*changes, *(Change("gone", each.ref, each.content) for each in before if id(each) not in kept)]


def pairs(before: Sequence[Known], after: Sequence[Obligation]) -> dict[int, Known]:
    """Which obligation of the plan each proposed one is: the most alike first, the same ref counting for much."""
    ranked = sorted(
        (
            (_alike(old.content, each.content) + 15 * (old.ref == each.ref), place, at)
            for place, each in enumerate(after)
            for at, old in enumerate(before)
        ),
        reverse=True,
    )
    found: dict[int, Known] = {}
    taken: set[int] = set()
    for score, place, at in ranked:
        if score >= _ALIKE and place not in found and at not in taken:
            found[place] = before[at]
            taken.add(at)
    return found


def _alike(one: str, other: str) -> float:
    return fuzz.token_set_ratio(norm(one), norm(other))


def _differences(old: Known, new: Obligation) -> list[tuple[str, str, str]]:
    said = [
        ("ref", old.ref, new.ref),
        ("time", old.time, quote_of(new.time)),
        ("units", old.units, new.units_text),
        ("content", old.content, new.content),
    ]
    return [(name, one, other) for name, one, other in said if not _same(one, other)]


def _same(one: str, other: str) -> bool:
    one, other = squeeze(norm(one)).strip(" .;"), squeeze(norm(other)).strip(" .;")
    return one == other or (len(one) > 40 and fuzz.ratio(one, other) >= _SAME)
