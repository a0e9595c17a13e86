"""A newer document against the plan as it runs: what is new, changed or gone."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from dondoc.intake.document.as_plan import quote_of
from dondoc.intake.document.proposal import Obligation
from dondoc.intake.document.words import norm, squeeze

_SAME, _ALIKE, _SURE = 96, 70, 90
_SAME_REF = 15
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


def pairs(before: Sequence[Known], after: Sequence[Obligation], certain: bool = False) -> dict[int, Known]:
    """Which obligation of the plan each proposed one is: what says the same first, then the most alike.

    The same ref counts for much; `certain` pairs only what says nearly the same, whatever its ref.
    """
    olds, news = [norm(each.content) for each in before], [norm(each.content) for each in after]
    found: dict[int, int] = {}
    for ranked in (_equal, _certain if certain else _similar):
        places = [place for place in range(len(news)) if place not in found]
        left = [at for at in range(len(olds)) if at not in found.values()]
        scores = (
            (score + _SAME_REF * (before[at].ref == after[place].ref), place, at)
            for place in places
            for at in left
            if (score := ranked(olds[at], news[place], before[at].ref == after[place].ref))
        )
        for _, place, at in sorted(scores, reverse=True):
            if place not in found and at in left:
                found[place] = at
                left.remove(at)
    return {place: before[at] for place, at in found.items()}


def _equal(one: str, other: str, same_ref: bool) -> float:
    return 100.0 * (one == other)


def _similar(one: str, other: str, same_ref: bool) -> float:
    return fuzz.token_set_ratio(one, other, score_cutoff=_ALIKE - _SAME_REF * same_ref)


def _certain(one: str, other: str, same_ref: bool) -> float:
    """Short texts inside long ones have no other words than those; what is certain is as long, too."""
    return fuzz.token_sort_ratio(one, other, score_cutoff=_SURE)


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
