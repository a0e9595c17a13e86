"""Text and Markdown → raw blocks: wrapped lines joined, glued headings parted, tables of any writing kept as tables."""

import re

from dondoc.intake.document.readers.columns import spaced_tables
from dondoc.intake.document.readers.flat import unflattened
from dondoc.intake.document.readers.piped import unstacked
from dondoc.intake.document.readers.wrapping import (
    FIRST_LINE,
    OF_ROWS,
    bold_whole,
    continues,
    ends_unit_heading,
    goes_on_softly,
    indent,
    is_cut,
    is_soft,
    is_unfinished,
    is_wrapped,
    with_marks,
)
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
# What a page around the document leaves when it is copied: lines of nothing but a link, and whose page it is.
_NAVIGATION = re.compile(r"\s*(?:[-*+•]\s+)?!?\[[^\[\]]*\]\([^()\s]*\)\s*|\s*(?:©|\(c\)|[Cc]opyright\s)\s?.*")
_BREAK = re.compile(r"<br\s*/?>")
_WIDEST = 140
_RUN_OVER = 100
"""Of so many lines one may be longer than where the others were wrapped."""
_SHORTEST_PAGE = 15
_PAGE = re.compile(r"\s*(?:[-–]\s*|[Tt]rang\s+)?(\d{1,3})(?:\s*[-–])?\s*")


def read_text(text: str) -> list[RawBlock]:
    """The raw blocks of a text or Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u000c", "\n")
    blocks: list[RawBlock] = []
    tables = 0
    for kind, lines in _stretches(_without_page_numbers(_lines(text))):
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


def _lines(text: str) -> list[str]:
    """The lines of a text as they were written: parted where they were lost, whole where a copy cut them."""
    return with_marks(unstacked(unflattened(text).split("\n")))


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
    if text.endswith(" |") and text.count("|") >= 1 and not text.startswith("|"):
        return "pipes"
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


_RELATED = re.compile(
    r"[#*\s]*(?:Tin|Các tin|Bài viết|Văn bản)\s+(?:liên quan|khác|mới hơn|cũ hơn|cùng chuyên mục)\s*:?[*\s]*"
)
_DATED = re.compile(r".*\(\d{1,2}/\d{1,2}/20\d\d\)\s*")
_MOST_RELATED = 30


def _without_related(lines: list[str]) -> list[str]:
    """Without the links a portal sets below a document: "Tin liên quan" and titles with their days."""
    at = next((at for at in range(max(0, len(lines) - _MOST_RELATED), len(lines)) if _RELATED.fullmatch(lines[at])), -1)
    below = [line for line in lines[at + 1 :] if line.strip()] if at >= 0 else []
    return lines[:at] if below and all(_DATED.fullmatch(line) for line in below) else lines


def _paragraphs(lines: list[str]) -> list[RawBlock]:
    lines = _without_related(lines)
    soft = is_soft(lines)
    lines = bold_whole(lines) if soft else lines
    width = _wrap_width(lines)
    wrapped = not soft and not width and is_wrapped(lines)
    blocks: list[RawBlock] = []
    last = ""
    for line in lines:
        if not line.strip(" |\t") or _RULE.fullmatch(line) or _NAVIGATION.fullmatch(line):
            last = ""
            continue
        for place, piece in enumerate(_parted(line)):
            block = _paragraph(piece)
            if not block.text.strip():
                continue
            goes_on = (
                place == 0
                and blocks
                and not ends_unit_heading(last, block, width)
                and (
                    continues(last, block, blocks[-1], width)
                    or (soft and indent(last) <= FIRST_LINE and goes_on_softly(block, blocks[-1]))
                    or (wrapped and is_unfinished(blocks[-1], block) and goes_on_softly(block, blocks[-1]))
                    if last
                    else is_cut(blocks[-1]) and goes_on_softly(block, blocks[-1]) and block.text[:1].islower()
                )
            )
            if goes_on:
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
    """Where lines were wrapped by hand; 0 if paragraphs stand in one line each. A few lines may have run over."""
    lengths = sorted(len(line) for line in lines if line.strip())
    if len(lengths) < 8:
        return 0
    widest = lengths[-1 - len(lengths) // _RUN_OVER]
    if widest > _WIDEST:
        return 0
    near = sum(widest * 0.8 <= length <= widest * 1.1 for length in lengths)
    return widest if near >= len(lengths) / 4 else 0


def _without_page_numbers(lines: list[str]) -> list[str]:
    """The lines without numbers that stand alone and count the pages, and a paragraph that runs over the page whole."""
    pages = _page_numbers(lines)
    kept: list[str] = []
    after_page = False
    for place, line in enumerate(lines):
        if place in pages:
            after_page = True
        elif not (after_page and not line.strip()):
            if after_page and line.strip()[:1].islower():
                while kept and not kept[-1].strip():
                    kept.pop()
            kept.append(line)
            after_page = False
    return kept


def _counts_rows(alone: list[tuple[int, int]], at: int) -> bool:
    """Whether a number follows the one before, or leads to the next, so soon that they count rows of a table."""
    place, number = alone[at]
    last = alone[at - 1] if at else (-_SHORTEST_PAGE, 0)
    after = alone[at + 1] if at + 1 < len(alone) else (place + _SHORTEST_PAGE, 0)
    if after[1] == number and after[0] - place <= _TOGETHER:
        return False
    counts_on = number == last[1] + 1 and place - last[0] < _SHORTEST_PAGE
    return counts_on or (after[1] == number + 1 and after[0] - place < _SHORTEST_PAGE)


_TOGETHER = 2
"""The number of a page and that of a row, one right below the other."""


def _page_numbers(lines: list[str]) -> set[int]:
    """Where lines count on, each one more than the one before: "2", then "3" …, or "- 2 -", "Trang 2"."""
    alone = [(place, int(found.group(1))) for place, line in enumerate(lines) if (found := _PAGE.fullmatch(line))]
    if any(line.strip().lower() in OF_ROWS for line in lines):
        alone = [each for at, each in enumerate(alone) if not _counts_rows(alone, at)]
    nearest: dict[int, int] = {}
    chains: dict[int, tuple[int, int, int]] = {}
    for place, number in reversed(alone):
        # How many count on from here, where the last of them stands, and the next.
        following = nearest.get(number + 1, -1)
        many, last, _ = chains.get(following, (0, place, -1))
        chains[place] = many + 1, last, following
        nearest[number] = place
    firsts = [place for place, number in alone if number in {1, 2}]
    spread = [each for each in firsts if chains[each][1] - each >= _SHORTEST_PAGE * (chains[each][0] - 1)]
    at = max(spread, key=lambda each: chains[each][0], default=-1)
    longest: list[int] = []
    while at >= 0:
        longest.append(at)
        at = chains[at][2]
    return set(longest) if len(longest) > 1 else set()
