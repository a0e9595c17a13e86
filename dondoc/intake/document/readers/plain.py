"""Text and Markdown → raw blocks: wrapped lines joined, glued headings parted, tables of any writing kept as tables."""

import itertools
import re

from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.marks import BULLETS, mark_of
from dondoc.intake.document.phrases import PREAMBLE, RECIPIENTS
from dondoc.intake.document.readers.columns import spaced_tables
from dondoc.intake.document.readers.piped import unstacked
from dondoc.intake.document.source import RawBlock, RawCell
from dondoc.intake.document.words import Pattern, norm

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
_RUN_OVER = 100
"""Of so many lines one may be longer than where the others were wrapped."""
_SHORTEST_PAGE = 15
_PAGE = re.compile(r"\s*(?:[-–]\s*|[Tt]rang\s+)?(\d{1,3})(?:\s*[-–])?\s*")


def read_text(text: str) -> list[RawBlock]:
    """The raw blocks of a text or Markdown document."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u000c", "\n")
    blocks: list[RawBlock] = []
    tables = 0
    for kind, lines in _stretches(_without_page_numbers(unstacked(text.split("\n")))):
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
    soft = _is_soft(lines)
    lines = _bold_whole(lines) if soft else lines
    width = _wrap_width(lines)
    wrapped = not soft and not width and _is_wrapped(lines)
    blocks: list[RawBlock] = []
    last = ""
    for line in lines:
        if not line.strip(" |\t") or _RULE.fullmatch(line):
            last = ""
            continue
        for place, piece in enumerate(_parted(line)):
            block = _paragraph(piece)
            if not block.text.strip():
                continue
            goes_on = (
                place == 0
                and blocks
                and (
                    continues(last, block, blocks[-1], width)
                    or (soft and _indent(last) <= _FIRST_LINE and _goes_on_softly(block, blocks[-1]))
                    or (wrapped and _is_unfinished(blocks[-1], block) and _goes_on_softly(block, blocks[-1]))
                    if last
                    else _is_cut(blocks[-1]) and _goes_on_softly(block, blocks[-1]) and block.text[:1].islower()
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


_SOFT_FROM = 8
"""So many paragraphs of several lines, parted by blank lines, show that the lines were wrapped."""


def _is_soft(lines: list[str]) -> bool:
    """Whether blank lines part the paragraphs, as in Markdown, so that a mere line end parts nothing."""
    runs = [list(run) for blank, run in itertools.groupby(lines, key=lambda line: not line.strip(" |\t")) if not blank]
    wrapped = [run for run in runs if len(run) > 1]
    inner = [line for run in wrapped for line in run[1:]]
    marked = sum(mark_of(_unmarked(line.strip())) is not None or begins_label(line) for line in inner)
    return len(wrapped) >= _SOFT_FROM and len(wrapped) * 3 >= len(runs) and marked * 4 <= len(inner)


_WRAPPED_FROM = 20


def _is_wrapped(lines: list[str]) -> bool:
    """Whether many lines go on with the one before, as where a page's own line ends were kept."""
    texts = [line.strip() for line in lines if line.strip(" |\t")]
    going_on = sum(text[0].islower() and mark_of(text) is None for text in texts)
    return len(texts) >= _WRAPPED_FROM and going_on * 6 >= len(texts)


_OPEN_WORDS = Pattern(
    r".*\s(?:và|của|với|cùng|cho|về|các|những|theo|tại|trong|từ|đến|do|giao|cầu|gồm|là|số|ngày|tháng|năm|quý|sở|bộ|ban|"
    r"phòng|cục|vụ|ubnd|ủy ban|hội|trung tâm|trường|công ty|tỉnh|khoản|điều|nghị|quyết định)"
)


_NO_TITLE = 50


def _is_unfinished(before: RawBlock, block: RawBlock) -> bool:
    """Whether a paragraph ends where no sentence or title does: long, or in a word that another must follow."""
    text = before.text.rstrip()
    return block.text.lstrip()[:1].islower() or len(text) >= _NO_TITLE or _OPEN_WORDS.fullmatch(norm(text)) is not None


def _bold_whole(lines: list[str]) -> list[str]:
    """The lines with a bold stretch that runs over line ends whole: "**1. Sở" "Y tế**"."""
    kept: list[str] = []
    for line in lines:
        if kept and kept[-1].strip() and line.strip() and kept[-1].count("**") % 2:
            kept[-1] = f"{kept[-1].rstrip()} {line.strip()}"
        else:
            kept.append(line)
    return kept


def _goes_on_softly(block: RawBlock, before: RawBlock) -> bool:
    """The same where blank lines part the paragraphs: only a mark, a label or an end parts lines."""
    text, last = block.text.strip(), before.text.rstrip()
    if (
        PREAMBLE.match(norm(text))
        or RECIPIENTS.match(norm(text))
        or mark_of(text)
        or (begins_label(text) and not text[:1].islower())
        or block.heading
        or before.heading
        or block.bold != before.bold
    ):
        return False
    if in_capitals(text):
        return in_capitals(last) and norm(last).startswith(_SUBJECTS)
    return not last.endswith((".", ":", "./.")) and not in_capitals(last) and (text[:1].islower() or last[-1:] != ";")


def _is_cut(before: RawBlock) -> bool:
    """Whether a paragraph ends in the middle of a sentence, as where a page ended: "… có liên quan đến"."""
    text = before.text.rstrip()
    return len(text) >= _LONG and not before.bold and (text[-1:].islower() or text[-1:] == ",")


_LONG = 80


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


_CENTRED = 6
"""A line set in so much further than the next ends a title."""
_FIRST_LINE = 8
"""A line set in further than this is centred."""
_SUBJECTS = ("về việc", "v/v", "ban hành", "triển khai", "thực hiện", "phê duyệt", "về ")


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


def _page_numbers(lines: list[str]) -> set[int]:
    """Where lines count on, each one more than the one before: "2", then "3" …, or "- 2 -", "Trang 2"."""
    alone = [(place, int(found.group(1))) for place, line in enumerate(lines) if (found := _PAGE.fullmatch(line))]
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


def continues(last: str, block: RawBlock, before: RawBlock, width: int) -> bool:
    """Whether a line goes on with the paragraph `before`, whose last line was `last`."""
    text = block.text.strip()
    mark = mark_of(text)
    listed = mark and (mark.style in BULLETS or mark.style not in {"upper", "roman"})
    if (begins_label(text) and not _ends_label(last, text)) or block.heading or listed:
        return False
    if before.text.rstrip().endswith((".", ";", ":", "./.")) and not (
        width and len(last) >= width * 0.85 and text[:1].islower()
    ):
        return False
    if before.heading or block.bold != before.bold or PREAMBLE.match(norm(text)):
        return False
    if _indent(last) - _indent(block.text) > _CENTRED:
        return False
    if text[:1].islower():
        return True
    return bool(width) and len(last) >= width * 0.75 and not in_capitals(text)


def _ends_label(last: str, text: str) -> bool:
    """Whether a label began in the line before: "- Thời gian" "thực hiện: Quý II"."""
    bare = last.strip()
    mark = mark_of(bare)
    begun = bare[mark.length :] if mark else bare
    return text[:1].islower() and len(begun) < _SHORT_LABEL and begins_label(f"{begun} {text}")


_SHORT_LABEL = 40


def begins_label(line: str) -> bool:
    """Whether a line begins with a label: "Chủ trì: …"."""
    head, colon, _ = line.partition(":")
    return bool(colon) and len(head) < 70 and role_of_label(head) not in {None, "number", "content", "other"}


def in_capitals(line: str) -> bool:
    """Whether a line is a heading in capitals; "II/2027." at a line's start is none."""
    return line.isupper() and sum(len(word) > 1 and word.isalpha() for word in line.split()) > 1
