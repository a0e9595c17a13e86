"""The annexes of an edited Word file led back: rows that were changed keep their source and say so."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from dondoc.model import FigureStatus
from dondoc.paper.form import FIGURE_COLUMNS, UNIT_COLUMNS, figure_cells, unit_cells
from dondoc.paper.notation import NONE, status
from dondoc.rules.clean import clean
from dondoc.rules.reading import Strange, StrangeThing, WordFile, WordTable
from dondoc.rules.report import FigureRow, ReportModel, UnitRow

_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NUMBER = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_STATUS = {status(each): each for each in FigureStatus} | {"": None}

Rows = list[list[str]]


def led_back(
    read: WordFile, base: ReportModel
) -> tuple[tuple[FigureRow, ...], tuple[UnitRow, ...], list[StrangeThing]]:
    """Figures and units as the file has them; rows that cannot be read stand as they were, and are told."""
    found = [_cells(item) for item in read.items if isinstance(item, WordTable)]
    strange: list[StrangeThing] = []
    figures = tuple(_figures(_of(found, FIGURE_COLUMNS), base, strange))
    units = tuple(_units(_of(found, UNIT_COLUMNS), base, strange))
    return figures, units, strange


def _cells(table: WordTable) -> Rows:
    return [[clean("\n".join(each.text for each in cell)) for cell in row] for row in table.rows]


def _of(tables: Sequence[Rows], columns: Sequence[str]) -> Rows:
    """The rows below the head of the table with these columns."""
    return next((rows[1:] for rows in tables if rows and rows[0] == list(columns)), [])


def _figures(rows: Rows, base: ReportModel, strange: list[StrangeThing]) -> Iterator[FigureRow]:
    left = {clean(row.name): row for row in reversed(base.figures)}
    in_place = len(rows) == len(base.figures)
    for place, cells in enumerate(rows):
        old = base.figures[place] if in_place else left.get(cells[1] if len(cells) > 1 else "")
        if old and cells[1:] == figure_cells(0, old)[1:]:
            yield old
            continue
        try:
            yield _figure(cells, old)
        except (ValueError, InvalidOperation, KeyError, IndexError):
            strange.append(StrangeThing(kind=Strange.FIGURE, text=" | ".join(cells)))
            if old:
                yield old


def _figure(cells: Sequence[str], old: FigureRow | None) -> FigureRow:
    numbers = [_number(cell) for cell in cells[3:7]]
    values = dict(zip(("value", "previous", "last_year", "cumulative"), numbers, strict=True))
    return FigureRow(
        name=cells[1],
        unit_of_measure=cells[2],
        status=_STATUS[cells[7]],
        sources=old.sources if old else (),
        edited=True,
        **values,
    )


def _number(text: str) -> Decimal | None:
    if text in {NONE, "", "-"}:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return Decimal(text.replace(".", "").replace(",", "."))


def _units(rows: Rows, base: ReportModel, strange: list[StrangeThing]) -> Iterator[UnitRow]:
    left = {clean(row.unit): row for row in base.units}
    in_place = len(rows) == len(base.units)
    for place, cells in enumerate(rows):
        old = base.units[place] if in_place else left.get(cells[1] if len(cells) > 1 else "")
        if old and cells[1:] == unit_cells(0, old)[1:]:
            yield old
            continue
        try:
            yield _unit(cells, old)
        except (ValueError, IndexError):
            strange.append(StrangeThing(kind=Strange.FIGURE, text=" | ".join(cells)))
            if old:
                yield old


def _unit(cells: Sequence[str], old: UnitRow | None) -> UnitRow:
    due = _day(cells[4])
    if due is None:
        raise ValueError(cells[4])
    said = {"unit": cells[1], "state": cells[2], "submitted_on": _day(cells[3]), "due_on": due, "note": cells[5]}
    return old.model_copy(update=said) if old else UnitRow(**said)  # type: ignore[arg-type]


def _day(text: str) -> date | None:
    if text in {NONE, "", "-"}:
        return None
    found = _DAY.fullmatch(text)
    if not found:
        raise ValueError(text)
    return date(int(found[3]), int(found[2]), int(found[1]))
