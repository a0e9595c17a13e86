"""Text PDF → raw blocks: lines joined to paragraphs by their place on the page, ruled tables over pages joined."""

import io
import time
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from dondoc.intake.document.readers.columns import GAP, Lines, spaced_tables
from dondoc.intake.document.readers.layout import segments
from dondoc.intake.document.readers.pdf_lines import PdfLine, lines_of, without_page_number, wrapped
from dondoc.intake.document.readers.pdf_pages import pages_of
from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.rules.refusal import Refused

_SECONDS = 16.0
"""Of processor time; the child process ends at twenty, and then nobody hears how many pages were too many."""
_WALL_SECONDS = 50.0
_FEWEST_LETTERS = 20
_SETTINGS = {"vertical_strategy": "lines", "horizontal_strategy": "lines", "snap_tolerance": 4}


def read_pdf(data: bytes) -> list[RawBlock]:
    """The raw blocks of a PDF that has text. Raises Refused for scans and locked files."""
    try:
        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return _Reader().pages(pdf)
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Refused("document_encrypted", "file") from None
    except PdfminerException as error:
        locked = any(isinstance(each, PDFPasswordIncorrect | PDFEncryptionError) for each in error.args)
        raise Refused("document_encrypted" if locked else "document_damaged", "file") from None


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[RawBlock] = []
        self._tables = 0
        self._open: tuple[int, int, bool] | None = None
        self._letters = 0
        self._lines: list[PdfLine] = []
        self._wraps: list[bool] = []

    def pages(self, pdf: Any) -> list[RawBlock]:
        count, worked, began = 0, time.process_time(), time.monotonic()
        for page in pages_of(pdf):
            if time.process_time() - worked > _SECONDS or time.monotonic() - began > _WALL_SECONDS:
                raise Refused("document_too_many_pages", "file", read=count, part=max(1, count * 4 // 5))
            self._page(page)
            page.close()
            count += 1
        self._flush()
        if self._letters < _FEWEST_LETTERS * max(1, count):
            raise Refused("document_scan", "file")
        return self.blocks

    def _page(self, page: Any) -> None:
        tables = page.find_tables(_SETTINGS) if len(page.edges) >= 4 else []
        tables = sorted(
            (each for each in tables if len(each.rows) * max(len(row.cells) for row in each.rows) >= 3),
            key=lambda each: each.bbox[1],
        )
        words = page.extract_words(
            x_tolerance=1.5, y_tolerance=3, keep_blank_chars=False, use_text_flow=False, extra_attrs=["fontname"]
        )
        self._letters += sum(len(word["text"]) for word in words)
        outside = [word for word in words if not any(_inside(word, each.bbox) for each in tables)]
        lines = without_page_number(lines_of(outside))
        for table in tables:
            before = [each for each in lines if each.top < table.bbox[1]]
            lines = [each for each in lines if each.top >= table.bbox[1]]
            self._text(before)
            self._table(table, words, bool(before))
        self._text(lines)

    def _text(self, lines: list[PdfLine]) -> None:
        if lines:
            self._open = None
        self._wraps += wrapped(lines, self._lines[-1] if self._lines else None)
        self._lines += lines

    def _flush(self) -> None:
        if self._lines:
            self.blocks += _paragraphs(self._lines, self._wraps, self._tables)
            self._lines, self._wraps = [], []

    def _table(self, table: Any, words: list[dict[str, Any]], after_text: bool) -> None:
        self._flush()
        rows = [_row(row, words) for row in table.rows]
        width = max((len(row) for row in rows), default=0)
        goes_on = self._open is not None and not after_text and self._open[1] == width
        if not goes_on:
            self._tables += 1
            self._open = (1000 + self._tables, width, True)
        assert self._open is not None
        self.blocks += [RawBlock(table=self._open[0], cells=row) for row in rows if row]


def _inside(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _row(row: Any, words: list[dict[str, Any]]) -> list[RawCell]:
    top, bottom = row.bbox[1], row.bbox[3]
    near = [word for word in words if word["bottom"] > top and word["top"] < bottom]
    cells: list[RawCell] = []
    for box in row.cells:
        if box is None:
            cells.append(RawCell(joined=True))
            continue
        # A cell merged downwards has the height of all its rows; its words stand anywhere in it.
        held = [word for word in (near if box[3] <= bottom + 2 else words) if _inside(word, box)]
        cells.append(RawCell(text="\n".join(line.text for line in lines_of(held, 0))))
    return _wide(cells, row)


def _wide(cells: list[RawCell], row: Any) -> list[RawCell]:
    """A missing cell to the right of a box that reaches over it is part of that box."""
    boxes = row.cells
    kept: list[RawCell] = []
    edge = -1.0
    for cell, box in zip(cells, boxes, strict=True):
        if box is None and kept and edge > 0 and not _has_own_column(boxes, edge):
            kept[-1].wide += 1
        else:
            kept.append(cell)
        edge = box[2] if box is not None else edge
    return kept


def _has_own_column(boxes: list[Any], edge: float) -> bool:
    after = [box[0] for box in boxes if box is not None and box[0] >= edge - 1]
    return bool(after) and min(after) > edge + 3


def _paragraphs(lines: list[PdfLine], wraps: list[bool], tables: int) -> list[RawBlock]:
    """Lines → paragraphs; flattened tables and blocks side by side as rows."""
    texts = [line.text for line in lines]
    known = {id(text): (line, wrap) for text, line, wrap in zip(texts, lines, wraps, strict=True)}
    blocks: list[RawBlock] = []
    number = 5000 + tables * 50
    for part in spaced_tables(texts):
        number += 1
        if isinstance(part, Lines):
            blocks += _joined([known[id(text)] for text in part.lines if text.strip()])
        else:
            blocks += [RawBlock(table=number, cells=[RawCell(text=cell) for cell in row]) for row in part]
    return blocks


def _joined(lines: list[tuple[PdfLine, bool]]) -> list[RawBlock]:
    blocks: list[RawBlock] = []
    for line, wraps in lines:
        text = " ".join(piece for _, piece in segments(line.text, GAP))
        if wraps and blocks:
            blocks[-1].text += " " + text
        else:
            blocks.append(RawBlock(text=text, bold=line.bold))
    return blocks
