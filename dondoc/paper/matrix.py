"""The status matrix as a workbook: units down, rounds across; a list with dates on a second sheet."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from dondoc.paper.notation import short_date
from dondoc.rules.clean import clean

_COLOURS = {"luc": "#E0F0E4", "lam": "#E1ECF7", "vang": "#FDF3D8", "son": "#FBE3E0", "none": "#F2F2EE"}


@dataclass(frozen=True)
class Cell:
    """Where one unit stands in one round: the word, its colour, and the days."""

    unit: str
    round: str
    state: str
    colour: str
    due_on: date
    submitted_on: date | None
    late: bool


def matrix(title: str, units: Sequence[str], rounds: Sequence[str], cells: Sequence[Cell], day: date) -> bytes:
    """An XLSX file of the cells; equal bytes for equal values. Words are written as words, never as formulas."""
    import xlsxwriter  # type: ignore[import-untyped]

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": clean(title), "created": datetime.combine(day, time())})
    head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter", "align": "center"})
    plain = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    tinted = {
        name: book.add_format({"border": 1, "text_wrap": True, "valign": "top", "bg_color": colour})
        for name, colour in _COLOURS.items()
    }
    table = book.add_worksheet("Tổng hợp")
    table.write_string(0, 0, clean(title), book.add_format({"bold": True, "font_size": 14}))
    table.write_row(2, 0, ["Phòng, đơn vị", *map(clean, rounds)], head)
    by_place = {(each.unit, each.round): each for each in cells}
    for row, unit in enumerate(units, start=3):
        table.write_string(row, 0, clean(unit), plain)
        for column, name in enumerate(rounds, start=1):
            each = by_place.get((unit, name))
            table.write_string(row, column, _said(each), tinted[each.colour] if each else plain)
    table.set_column(0, 0, 38)
    table.set_column(1, max(1, len(rounds)), 22)
    table.freeze_panes(3, 1)
    table.set_landscape()
    table.set_paper(9)
    table.fit_to_pages(1, 0)
    table.repeat_rows(2)
    _list(book.add_worksheet("Chi tiết"), cells, head, plain)
    book.close()
    return out.getvalue()


def _said(cell: Cell | None) -> str:
    if cell is None:
        return ""
    when = f"\nnộp {short_date(cell.submitted_on)}" if cell.submitted_on else ""
    return clean(cell.state) + when + (" (trễ hạn)" if cell.late else "")


def _list(sheet: Any, cells: Sequence[Cell], head: Any, plain: Any) -> None:
    write = sheet.write_row
    write(0, 0, ["Kỳ", "Phòng, đơn vị", "Trạng thái", "Hạn nộp", "Ngày nộp", "Trễ hạn"], head)
    for row, each in enumerate(cells, start=1):
        days = short_date(each.due_on), short_date(each.submitted_on)
        write(row, 0, [clean(each.round), clean(each.unit), clean(each.state), *days, "x" if each.late else ""], plain)
    sheet.set_column(0, 1, 34)
    sheet.set_column(2, 5, 16)
    sheet.autofilter(0, 0, max(1, len(cells)), 5)
    sheet.freeze_panes(1, 0)
