"""What a person decides about things in a Word file that have no place in the report."""

from collections.abc import Mapping, Sequence

from dondoc.rules.reading import Strange, StrangeThing
from dondoc.rules.refusal import Refused
from dondoc.rules.report import CLOSING, Paragraph, ReportModel, blocks

DROP = "drop"
"""The choice to leave something out; any other choice is the name of a block to put it in."""
NOTES = frozenset({Strange.PICTURE, Strange.FIXED})
"""What cannot be taken in at all: it is told, and there is nothing to choose."""


def to_decide(strange: Sequence[StrangeThing]) -> list[int]:
    """Places of the things that need a choice: those with words that could stand in the report."""
    return [place for place, each in enumerate(strange) if each.kind not in NOTES and each.text.strip()]


def proposed(thing: StrangeThing) -> str:
    """The choice to begin with: a paragraph that stands in a block belongs there; else none."""
    return thing.block if thing.kind is Strange.STYLE and thing.block else ""


def decided(model: ReportModel, strange: Sequence[StrangeThing], choices: Mapping[int, str]) -> ReportModel:
    """The report with the chosen things as the drafter's own words. Raises Refused where one is not decided."""
    names = {block.name for block in blocks(model)} - {CLOSING}
    coming: dict[str, list[StrangeThing]] = {}
    for place in to_decide(strange):
        choice = choices.get(place, "")
        if choice != DROP and choice not in names:
            raise Refused("strange_undecided", f"choice-{place}")
        if choice != DROP:
            coming.setdefault(choice, []).append(strange[place])

    def take(name: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        result = list(paragraphs)
        # From the end, so that the places of those before stay what they were.
        for thing in sorted(coming.get(name, []), key=lambda each: each.after, reverse=True):
            at = thing.after if thing.block == name else len(result)
            result[at:at] = [Paragraph(text=line.strip()) for line in thing.text.splitlines() if line.strip()]
        return tuple(result)

    return model.with_blocks(take)
