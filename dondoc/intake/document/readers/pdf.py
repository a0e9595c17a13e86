"""Text PDF → raw blocks: lines joined to paragraphs by their place on the page, ruled tables over pages joined."""

import io
import itertools
import re
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.readers.columns import GAP, Lines, spaced_tables
from dondoc.intake.document.readers.layout import segments
from dondoc.intake.document.readers.plain import in_capitals, read_text
from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.rules.refusal import Refused

_MOST_PAGES = 400
_FEWEST_LETTERS = 20
_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*[-–]?\s*")
_CHAR_WIDTH = 4.0
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
        self._lines: list[tuple[str, bool]] = []

    def pages(self, pdf: Any) -> list[RawBlock]:
        count = min(len(pdf.pages), _MOST_PAGES)
        for page in pdf.pages[:count]:
            self._page(page)
            page.close()
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
        lines = _lines(outside)
        if lines and _PAGE_NUMBER.fullmatch(lines[0][1]):
            lines = lines[1:]
        if lines and _PAGE_NUMBER.fullmatch(lines[-1][1]):
            lines = lines[:-1]
        for table in tables:
            before = [each for each in lines if each[0] < table.bbox[1]]
            lines = [each for each in lines if each[0] >= table.bbox[1]]
            self._text(before)
            self._table(table, words, bool(before))
        self._text(lines)

    def _text(self, lines: list[tuple[float, str, bool]]) -> None:
        if lines:
            self._open = None
        self._lines += [(text, bold) for _, text, bold in lines]

    def _flush(self) -> None:
        if self._lines:
            self.blocks += _paragraphs(self._lines, self._tables)
            self._lines = []

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
        cells.append(RawCell(text="\n".join(text for _, text, _ in _lines(held, 0))))
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


def _lines(words: list[dict[str, Any]], unit: float = _CHAR_WIDTH) -> list[tuple[float, str, bool]]:
    """Words in lines; with `unit` the gaps between them are kept as spaces, so that columns stay visible."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda each: (each["bottom"], each["x0"])):
        if lines and abs(lines[-1][0]["bottom"] - word["bottom"]) < 4:
            lines[-1].append(word)
        else:
            lines.append([word])
    found = []
    for line in lines:
        line.sort(key=lambda each: each["x0"])
        text = line[0]["text"] if not unit else " " * int(line[0]["x0"] / unit) + line[0]["text"]
        for before, word in itertools.pairwise(line):
            gap = word["x0"] - before["x1"]
            # Two spaces part columns of a table, three also blocks side by side.
            hole = "" if not unit or gap <= 8 else "  " if gap <= 12 else "   "
            text = text.ljust(int(word["x0"] / unit)) if hole else text
            text += ("" if hole and text.endswith(hole) else hole or " ") + word["text"]
        found.append((line[0]["top"], text, all("bold" in str(word["fontname"]).lower() for word in line)))
    return found


def _paragraphs(lines: list[tuple[str, bool]], tables: int) -> list[RawBlock]:
    """Lines → paragraphs; flattened tables and blocks side by side as rows."""
    bold = {text.strip() for text, is_bold in lines if is_bold}
    blocks: list[RawBlock] = []
    number = 5000 + tables * 50
    for part in spaced_tables([text for text, _ in lines]):
        number += 1
        if isinstance(part, Lines):
            blocks += _joined([" ".join(piece for _, piece in segments(line, GAP)) for line in part.lines], bold)
        else:
            blocks += [RawBlock(table=number, cells=[RawCell(text=cell) for cell in row]) for row in part]
    return blocks


def _joined(lines: list[str], bold: set[str]) -> list[RawBlock]:
    parted: list[str] = []
    for before, line in zip(["", *lines], lines, strict=False):
        changes = (before.strip() in bold) != (line.strip() in bold) or (in_capitals(line) != in_capitals(before))
        new = mark_of(line.strip()) is not None
        parted += ["", line] if changes or (new and not line[:1].islower()) else [line]
    blocks = read_text("\n".join(parted))
    for block in blocks:
        first = block.text.strip()
        block.bold = any(first.startswith(each) for each in bold if len(each) > 3) and len(first) < 300
    return blocks
