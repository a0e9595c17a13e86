"""Trackers: XLSX, CSV and TSV → raw rows."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Literal

from openpyxl import load_workbook  # type: ignore[import-untyped]
from openpyxl.utils import range_boundaries  # type: ignore[import-untyped]

from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.intake.document.words import Pattern, norm
from dondoc.rules.refusal import Refused

# Lines above and below a tracker: its title, number, date, notes.
_LINE = Pattern(
    r"(?:kế hoạch|chương trình|phương án|đề án|số\s*:|cập nhật|ghi chú|ngày\s|phụ lục|bảng|danh mục|\(|ubnd|sở|"
    r"liên đoàn|người lập)"
)
_MOST_ROWS, _LONGEST_GAP = 20_000, 1_000
_MOST_COLUMNS = 200
_MERGED = re.compile(rb'<mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')


def read_xlsx(data: bytes) -> list[RawBlock]:
    """Every sheet as one table; a cell merged downwards is marked in the rows it covers."""
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    blocks: list[RawBlock] = []
    begun: set[int] = set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for number, sheet in enumerate(book.worksheets, start=1):
            path = getattr(sheet, "_worksheet_path", "")
            merged = _merges(package.read(path) if path in package.namelist() else b"")
            rows = sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)
            for place, row in _filled(rows, {row for row, _ in merged}):
                cells = [_cell(value, place, column, merged) for column, value in enumerate(row, start=1)]
                blocks += _row(number, cells, number in begun)
                begun |= {number} if sum(bool(cell.text) for cell in cells) >= 3 else set()
    return blocks


def _filled(rows: Iterable[tuple[object, ...]], joined: set[int]) -> Iterator[tuple[int, tuple[object, ...]]]:
    """The rows that hold something, with their numbers, up to a long gap: a colour at the sheet's end is no row."""
    last = 0
    for place, row in enumerate(rows, start=1):
        if place in joined or any(value is not None for value in row):
            last = place
            if place > _MOST_ROWS:
                raise Refused("document_too_long", "file")
            yield place, row
        elif place - last > _LONGEST_GAP:
            return


def _row(number: int, cells: list[RawCell], begun: bool) -> list[RawBlock]:
    """A row without its empty end; a lone text before or between tables is a line of its own."""
    while cells and not cells[-1].text and not cells[-1].joined:
        cells.pop()
    filled = [cell for cell in cells if cell.text]
    if len(filled) == 1 and cells[0].text and (not begun or _LINE.match(norm(filled[0].text))):
        return [RawBlock(text=line, bold=True) for line in filled[0].text.split("\n")]
    return [RawBlock(table=number, cells=cells)] if cells else []


def _merges(xml: bytes) -> set[tuple[int, int]]:
    joined: set[tuple[int, int]] = set()
    for found in _MERGED.finditer(xml):
        left, top, right, bottom = range_boundaries(found.group(1).decode())
        if None in (left, top, right, bottom) or (bottom - top) * (right - left + 1) > 50_000:
            continue
        joined |= {(row, column) for row in range(top + 1, bottom + 1) for column in range(left, right + 1)}
    return joined


def _cell(value: object, row: int, column: int, joined: set[tuple[int, int]]) -> RawCell:
    return RawCell(text=_shown(value), joined=(row, column) in joined)


def _shown(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def read_delimited(text: str) -> list[RawBlock]:
    """A CSV or TSV file as one table."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    head = text[:5000]
    delimiter = max(
        "\t;,|",
        key=lambda each: (
            min((line.count(each) for line in head.splitlines()[:20] if line.strip()), default=0) * 1000
            + head.count(each)
        ),
    )
    # With an odd number of quotes one of them is a stray one, which would swallow the rest of the file.
    stray = text.count('"') % 2 == 1
    csv.field_size_limit(len(text) + 1)
    quoting: Literal[0, 3] = csv.QUOTE_NONE if stray else csv.QUOTE_MINIMAL
    rows = csv.reader(io.StringIO(text), delimiter=delimiter, quoting=quoting)
    blocks: list[RawBlock] = []
    begun = False
    for number, row in enumerate(rows):
        if number >= _MOST_ROWS:
            raise Refused("document_too_long", "file")
        made = _row(1, [RawCell(text=each) for each in row[:_MOST_COLUMNS]], begun)
        begun = begun or any(each.cells for each in made)
        blocks += made
    return blocks
