"""Whether what a report was compiled from still stands, and the report with what has changed taken in."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from dondoc.rules.report import Made, Paragraph, ReportModel, Source, blocks
from dondoc.rules.telling import UnitAnswer


class Change(StrEnum):
    """What became of a unit's answer since the report was compiled."""

    NEW_VERSION = "new_version"
    RETURNED = "returned"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class SourceChange:
    """One unit whose answer is not what the report was compiled from; an id of None is no answer."""

    unit: str
    change: Change
    old_id: int | None
    old_version: int
    new_id: int | None
    new_version: int


def every_source(model: ReportModel) -> list[Source]:
    """All sources of a report in reading order, each submission as often as it is used."""
    paragraphs = [paragraph for block in blocks(model) for paragraph in block.paragraphs]
    found = [source for paragraph in paragraphs for source in paragraph.sources]
    return found + [source for figure in model.figures for source in figure.sources]


def changed_sources(model: ReportModel, units: Sequence[UnitAnswer]) -> list[SourceChange]:
    """The units whose answer has changed, in the units' order."""
    used = {source.unit: (source.submission_id, source.version) for source in every_source(model)}
    used |= {row.unit: (row.submission_id, row.version) for row in model.units if row.submission_id}
    # Before its answers bore their ids in the annex, a unit with nothing to report left no trace but its state.
    silent = {row.unit for row in model.units if not row.missing and row.unit not in used}
    found = []
    for unit in units:
        old_id, old_version = used.get(unit.unit, (None, 0))
        if unit.submission_id == old_id or (old_id is None and unit.unit in silent):
            continue
        change = Change.RETURNED if unit.submission_id is None else Change.NEW_VERSION
        change = change if old_id else Change.ARRIVED
        found.append(SourceChange(unit.unit, change, old_id, old_version, unit.submission_id, unit.version))
    return found


def is_stale(paragraph_sources: Iterable[Source], changes: Iterable[SourceChange]) -> bool:
    """Whether one of these sources has changed."""
    stale = {change.old_id for change in changes}
    return any(source.submission_id in stale for source in paragraph_sources)


def refreshed(model: ReportModel, fresh: ReportModel, changes: Sequence[SourceChange]) -> ReportModel:
    """The report with the changed units' words, figures and states taken from a newly compiled one.

    What the drafter wrote, and what was edited of units that have not changed, stays as it is.
    """
    new = {block.name: block.paragraphs for block in blocks(fresh)}

    def take(name: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return _taken(paragraphs, new.get(name, ()), changes)

    return model.with_blocks(take).model_copy(update={"figures": fresh.figures, "units": fresh.units})


def _taken(
    old: tuple[Paragraph, ...], fresh: tuple[Paragraph, ...], changes: Sequence[SourceChange]
) -> tuple[Paragraph, ...]:
    stale = [is_stale(each.sources, changes) for each in old]
    kept = [not gone and each.made in {None, Made.FRAME} for each, gone in zip(old, stale, strict=True)]
    there = {(source.submission_id, source.span) for each, stays in zip(old, kept, strict=True) if stays
             for source in each.sources}  # fmt: skip
    units = {change.unit for change in changes}
    units |= {source.unit for each, gone in zip(old, stale, strict=True) if gone for source in each.sources}
    coming = [each for each in fresh if _comes(each, units, there)]
    place = stale.index(True) if True in stale else len(old)
    before = [each for each, stays in zip(old[:place], kept, strict=False) if stays]
    after = [each for each, stays in zip(old[place:], kept[place:], strict=True) if stays]
    result = [*before, *coming, *after]
    made = [each for each in fresh if each.made in {Made.STANDING, Made.NOTHING}]
    # That nobody told anything is said only where nothing is.
    return tuple([each for each in made if each.made is Made.STANDING or not result] + result)


def _comes(paragraph: Paragraph, units: Collection[str], there: Collection[tuple[int, object]]) -> bool:
    if not any(source.unit in units for source in paragraph.sources):
        return False
    return not any((source.submission_id, source.span) in there for source in paragraph.sources)
