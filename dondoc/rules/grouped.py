"""Work in groups, so that one transaction is not too large and nobody's letter is split over two."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def grouped(hearers: Mapping[K, Collection[int]], size: int) -> list[list[K]]:
    """What is to be told (with the people who hear it) in groups of about `size`.

    Everything that one person hears is in one group, which may so become larger.
    """
    parents: dict[int, int] = {}

    def root(person: int) -> int:
        while (parent := parents.setdefault(person, person)) != person:
            parents[person] = parents[parent] = parents.setdefault(parent, parent)
            person = parents[person]
        return person

    for people in hearers.values():
        first, *others = people or (0,)
        for other in others:
            parents[root(other)] = root(first)
    bound: dict[Hashable, list[K]] = {}
    for thing, people in hearers.items():
        # What nobody hears is bound to nothing.
        bound.setdefault(root(next(iter(people))) if people else (thing,), []).append(thing)
    groups: list[list[K]] = []
    for together in bound.values():
        if groups and len(groups[-1]) + len(together) <= size:
            groups[-1].extend(together)
        else:
            groups.append(together)
    return groups
