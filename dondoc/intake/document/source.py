"""The intermediate form: one normalised text of a document and its blocks, each with its place in that text."""

import unicodedata
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class RawCell(BaseModel):
    """A cell as a reader found it. `joined` marks the continuation of a cell that was merged downwards."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    wide: int = Field(default=1, ge=1, le=1000)
    joined: bool = False


class RawBlock(BaseModel):
    """A paragraph (with `text`) or a table row (with `cells` and the number of its table)."""

    model_config = ConfigDict(extra="forbid")

    text: str = ""
    bold: bool = False
    heading: int = 0
    table: int | None = None
    cells: list[RawCell] = Field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the document's text and where it begins."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def part(self, start: int, end: int | None = None) -> "Piece":
        """The part from `start` to `end`, without white space around it."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        return Piece(text.strip(), self.start + start + lead)

    def strip(self, characters: str) -> "Piece":
        """Without `characters` around it."""
        text = self.text.lstrip(characters)
        return Piece(text.rstrip(characters), self.end - len(text))


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row; `column` counts merged columns as many."""

    piece: Piece
    column: int
    wide: int = 1
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a table row of the document."""

    kind: Literal["paragraph", "row"]
    piece: Piece
    bold: bool = False
    heading: int = 0
    table: int = -1
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A document: its normalised text, kept for the review page, and its blocks."""

    text: str
    blocks: list[Block] = field(default_factory=list)


_DROPPED = {ord(each): None for each in "\u00ad\u200b\u200c\u200d\u2060\ufeff\x00"}
_SPACES = {ord(each): " " for each in "\u00a0\u2007\u202f\u3000\t\x0b\x0c\u2028\u2029"}
_WORD_SYMBOLS = {0xF0B7: "•", 0xF0A7: "•", 0xF02D: "-", 0xF0D8: "•", 0xF0FC: "•", 0xF076: "•", 0x2011: "-", 0x2212: "-"}
_CONTROLS = {code: " " for code in range(32) if chr(code) not in "\n"} | {127: " "}
_CLEAN = _CONTROLS | _DROPPED | _SPACES | _WORD_SYMBOLS
_SURROGATES = range(0xD800, 0xE000)


def clean(text: str) -> str:
    """NFC, ordinary spaces, no invisible characters; line breaks stay."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).translate(_CLEAN)
    if any(ord(each) in _SURROGATES for each in text):
        text = "".join("\ufffd" if ord(each) in _SURROGATES else each for each in text)
    lines = [
        " ".join(line.split(" ")).strip() if "  " not in line else " ".join(line.split()) for line in text.split("\n")
    ]
    return "\n".join(line for line in lines if line)


def assemble(raw: list[RawBlock]) -> Source:
    """The blocks in one text: a line (or more) each, cells of a row parted by tabs."""
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    for each in raw:
        block = _row(each, at) if each.table is not None else _paragraph(each, at)
        if block is None:
            continue
        blocks.append(block)
        parts.append(block.piece.text)
        at = block.piece.end + 1
    return Source("\n".join(parts), blocks)


def _paragraph(raw: RawBlock, at: int) -> Block | None:
    text = clean(raw.text)
    return Block("paragraph", Piece(text, at), raw.bold, raw.heading) if text else None


def _row(raw: RawBlock, at: int) -> Block | None:
    cells: list[Cell] = []
    texts: list[str] = []
    column, start = 0, at
    for each in raw.cells:
        text = clean(each.text)
        cells.append(Cell(Piece(text, start), column, each.wide, each.joined))
        texts.append(text)
        start += len(text) + 1
        column += each.wide
    if not any(texts) and not any(cell.joined for cell in cells):
        return None
    return Block(
        "row", Piece("\t".join(texts), at), raw.bold, 0, raw.table if raw.table is not None else -1, tuple(cells)
    )
