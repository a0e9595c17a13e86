"""Text and Markdown → raw blocks: wrapped lines joined, glued headings parted, tables of any writing kept as tables."""

import re

from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.marks import BULLETS, mark_of
from dondoc.intake.document.readers.columns import spaced_tables
from dondoc.intake.document.source import RawBlock, RawCell

_GLUED = re.compile(r"\*{4,}")
_BOLD_THEN_MARK = re.compile(r"\*\*(?=\s*(?:[-–+]\s|\d{1,2}\.\s|[a-zđ]\)\s))")
_EMPHASIS = re.compile(
    r"\*{2,}|(?<!\w)_+(?=[^\s_])|(?<=[^\s_])_+(?!\w)|</?(?:b|i|u|strong|em|sup|sub|span|p|center)\s*/?>"
)
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,400})\*(?![\w*])")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>/])")
_HEADING = re.compile(r"\s*(#{1,6})\s+")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}")
_TABLE_RULE = re.compile(r"\s*\|?[\s:\-|+=]+\|?\s*")
_BREAK = re.compile(r"<br\s*/?>")
_WIDEST = 140


def read_text(text: str) -> list[RawBlock]:
    """The raw blocks of a text or Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u000c", "\n")
    blocks: list[RawBlock] = []
    tables = 0
    for kind, lines in _stretches(text.split("\n")):
        if kind == "text":
            for part in spaced_tables(lines):
                if isinstance(part, list):
                    tables += 1
                    blocks += [RawBlock(table=tables, cells=[RawCell(text=cell) for cell in row]) for row in part]
                else:
                    blocks += _paragraphs(part.lines)
        else:
            tables += 1
            blocks += [RawBlock(table=tables, cells=row) for line in lines if (row := _cells(kind, line))]
    return blocks


def _stretches(lines: list[str]) -> list[tuple[str, list[str]]]:
    """Lines in stretches of one kind: "text", "pipes" (Markdown table) or "tabs"."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        kind = _kind(line)
        if found and found[-1][0] == kind:
            found[-1][1].append(line)
        else:
            found.append((kind, [line]))
    return found


def _kind(line: str) -> str:
    text = line.strip()
    if text.startswith("|") and (text.count("|") >= 3 or (text.endswith("|") and len(text) > 2)):
        return "pipes"
    return "tabs" if line.lstrip("\t ").count("\t") >= 2 else "text"


def _cells(kind: str, line: str) -> list[RawCell]:
    if kind == "tabs":
        return [RawCell(text=_unmarked(cell)) for cell in line.split("\t")]
    if _TABLE_RULE.fullmatch(line):
        return []
    inner = line.strip().removeprefix("|").removesuffix("|").replace(r"\|", "\x00")
    return [RawCell(text=_unmarked(_BREAK.sub("\n", cell.replace("\x00", "|")))) for cell in inner.split("|")]


def _unmarked(text: str) -> str:
    return _ESCAPE.sub(r"\1", _ITALIC.sub(r"\1", _EMPHASIS.sub("", text)))


def _paragraphs(lines: list[str]) -> list[RawBlock]:
    width = _wrap_width(lines)
    blocks: list[RawBlock] = []
    last = ""
    for line in lines:
        if not line.strip() or _RULE.fullmatch(line):
            last = ""
            continue
        for place, piece in enumerate(_parted(line)):
            block = _paragraph(piece)
            if not block.text.strip():
                continue
            if place == 0 and blocks and last and continues(last, block, blocks[-1], width):
                blocks[-1].text += " " + block.text.strip()
            else:
                blocks.append(block)
            last = piece.rstrip()
    return blocks


def _parted(line: str) -> list[str]:
    return [part for glued in _GLUED.split(line) for part in _BOLD_THEN_MARK.split(glued)]


def _paragraph(line: str) -> RawBlock:
    heading = _HEADING.match(line)
    rest = line[heading.end() :] if heading else line
    rest = rest.rstrip().removesuffix("\\")
    bold = rest.lstrip().startswith(("**", "__", "_**", "***")) or (
        heading is None and rest.rstrip().endswith("**") and "**" not in rest[:-3]
    )
    return RawBlock(text=_unmarked(rest), bold=bold, heading=len(heading.group(1)) if heading else 0)


def _wrap_width(lines: list[str]) -> int:
    """Where lines were wrapped by hand; 0 if paragraphs stand in one line each."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 8 or lengths[-1] > _WIDEST:
        return 0
    near = sum(length >= lengths[-1] * 0.8 for length in lengths)
    return lengths[-1] if near >= len(lengths) / 4 else 0


def continues(last: str, block: RawBlock, before: RawBlock, width: int) -> bool:
    """Whether a line goes on with the paragraph `before`, whose last line was `last`."""
    text = block.text.strip()
    mark = mark_of(text)
    listed = mark and (mark.style in BULLETS or mark.style not in {"upper", "roman"})
    if begins_label(text) or block.heading or listed:
        return False
    if before.text.rstrip().endswith((".", ";", ":", "./.")) and not (
        width and len(last) >= width * 0.85 and text[:1].islower()
    ):
        return False
    if before.heading or block.bold != before.bold:
        return False
    if text[:1].islower():
        return True
    return bool(width) and len(last) >= width * 0.8 and not in_capitals(text)


def begins_label(line: str) -> bool:
    """Whether a line begins with a label: "Chủ trì: …"."""
    head, colon, _ = line.partition(":")
    return bool(colon) and len(head) < 70 and role_of_label(head) not in {None, "number", "content", "other"}


def in_capitals(line: str) -> bool:
    """Whether a line is a heading in capitals; "II/2027." at a line's start is none."""
    return line.isupper() and sum(len(word) > 1 and word.isalpha() for word in line.split()) > 1
