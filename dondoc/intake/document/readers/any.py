"""Any accepted file → raw blocks."""

import itertools
import unicodedata
import zipfile
from collections.abc import Callable, Iterator

from dondoc.intake.document.columns import role_of_header
from dondoc.intake.document.guards import kind_of
from dondoc.intake.document.readers.stacked import Row, stacked_table
from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.rules.refusal import Refused

Reader = Callable[[bytes], list[RawBlock]]
_LONGEST_TABLE = 20_000
_MOST_BLOCKS, _MOST_LETTERS = 30_000, 2_000_000
"""About 800 pages: no plan is as long, and what reads it then has no limit of its own."""
_LONGEST_PARAGRAPH, _LONGEST_CELL, _MOST_COLUMNS = 20_000, 100_000, 1_000


def read_bytes(data: bytes, suffix: str, before: Callable[[], None] = lambda: None) -> list[RawBlock]:
    """The raw blocks of a file's bytes. Raises Refused; runs only in the child process.

    `before` is called when all that reads them is imported, and nothing has been parsed yet.
    """
    reader = _reader(kind_of(data, suffix))
    before()
    try:
        blocks = reader(data)
    except (Refused, MemoryError):
        raise
    except (
        zipfile.BadZipFile,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        EOFError,
        OSError,
        RecursionError,
        AssertionError,
        NotImplementedError,
    ):
        raise Refused("document_damaged", "file") from None
    except Exception as error:
        # Libraries that read foreign bytes raise whatever they like; each of it means the same to a person.
        raise Refused("document_damaged", "file", cause=type(error).__name__) from None
    blocks = _unstacked(_bounded(blocks))
    if not any(each.text.strip() or any(cell.text.strip() for cell in each.cells) for each in blocks):
        raise Refused("document_empty", "file")
    return blocks


def _bounded(blocks: list[RawBlock]) -> list[RawBlock]:
    """The blocks, endless paragraphs in pieces. Raises Refused where it is all too much."""
    letters = sum(len(each.text) + sum(len(cell.text) for cell in each.cells) for each in blocks)
    longest = max((len(cell.text) for each in blocks for cell in each.cells), default=0)
    if len(blocks) > _MOST_BLOCKS or letters > _MOST_LETTERS or longest > _LONGEST_CELL:
        raise Refused("document_too_long", "file")
    return [piece for each in blocks for piece in _pieces(each)]


def _pieces(block: RawBlock) -> Iterator[RawBlock]:
    text = block.text
    while len(text) > _LONGEST_PARAGRAPH:
        end = max(text.rfind(mark, 1, _LONGEST_PARAGRAPH) for mark in ("\n", ". ", "; ", " ")) + 1 or _LONGEST_PARAGRAPH
        yield block.model_copy(update={"text": text[:end]})
        text = text[end:]
    yield block.model_copy(update={"text": text, "cells": block.cells[:_MOST_COLUMNS]})


def _unstacked(blocks: list[RawBlock]) -> list[RawBlock]:
    """Tables whose cells were written as paragraphs, one below the other, as tables."""
    found: list[RawBlock] = []
    at, number = 0, 9000
    while at < len(blocks):
        length = 0
        rows: list[Row] = []
        if blocks[at].table is None and role_of_header(blocks[at].text) == "number":
            # An empty line between paragraphs: each is a cell of its own.
            rest = itertools.takewhile(lambda each: each.table is None, blocks[at : at + _LONGEST_TABLE])
            length, rows = stacked_table([line for each in rest for line in (each.text, "")], 0)
        if not rows:
            found.append(blocks[at])
            at += 1
            continue
        number += 1
        found += [RawBlock(table=number, cells=[RawCell(text=cell) for cell in row]) for row in rows]
        at += (length + 1) // 2
    return found


def _reader(kind: str) -> Reader:
    # Each reader is imported only for its own files: a text plan does not wait for the PDF library.
    if kind == "pdf":
        from dondoc.intake.document.readers.pdf import read_pdf

        return read_pdf
    if kind == "docx":
        from dondoc.intake.document.readers.docx import read_docx

        return read_docx
    if kind == "xlsx":
        from dondoc.intake.document.readers.sheet import read_xlsx

        return read_xlsx
    from dondoc.intake.document.readers.encoding import decode

    if kind == "delimited":
        from dondoc.intake.document.readers.sheet import read_delimited

        return lambda data: read_delimited(decode(data))
    from dondoc.intake.document.readers.plain import read_text

    # Composed letters: the patterns of the reader know no others.
    return lambda data: read_text(unicodedata.normalize("NFC", decode(data)))
