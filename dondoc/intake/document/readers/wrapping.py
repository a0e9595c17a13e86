"""Whether a line goes on with the one before: lines wrapped by hand, by a page, or anywhere."""

import itertools
import re

from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.marks import BULLETS, mark_of
from dondoc.intake.document.phrases import PREAMBLE, RECIPIENTS
from dondoc.intake.document.source import RawBlock
from dondoc.intake.document.unit_headings import is_unit_heading
from dondoc.intake.document.verbs import begins_with_verb
from dondoc.intake.document.words import Pattern, norm

OF_ROWS = frozenset({"stt", "tt", "số tt", "số thứ tự"})
"""Heads of a column of numbers: below such a line, numbers that stand alone are cells."""
_MARK_ALONE = re.compile(r"(?:[IVX]{1,5}\s?[.)]|\d{1,2}(?:\.\d{1,2}){0,3}\s?[.)]|[a-zđ]\s?\)|[-–+•])")


def with_marks(lines: list[str]) -> list[str]:
    """The lines with marks that stand alone set before the text they mark: "a)" "Rà soát …"."""
    if any(line.strip().lower() in OF_ROWS for line in lines):
        return lines
    kept: list[str] = []
    for line in lines:
        if kept and line.strip() and _MARK_ALONE.fullmatch(kept[-1].strip()) and mark_of(line.strip()) is None:
            kept[-1] = f"{kept[-1].rstrip()} {line.strip()}"
        else:
            kept.append(line)
    return kept


_SOFT_FROM = 8
"""So many paragraphs of several lines, parted by blank lines, show that the lines were wrapped."""


def is_soft(lines: list[str]) -> bool:
    """Whether blank lines part the paragraphs, as in Markdown, so that a mere line end parts nothing."""
    runs = [list(run) for blank, run in itertools.groupby(lines, key=lambda line: not line.strip(" |\t")) if not blank]
    wrapped = [run for run in runs if len(run) > 1]
    inner = [line for run in wrapped for line in run[1:]]
    marked = sum(mark_of(line.strip(" *_")) is not None or begins_label(line) for line in inner)
    return len(wrapped) >= _SOFT_FROM and len(wrapped) * 3 >= len(runs) and marked * 4 <= len(inner)


_WRAPPED_FROM = 20
_ONE_IN = 12


def is_wrapped(lines: list[str]) -> bool:
    """Whether many lines go on with the one before, as where a page's own line ends were kept."""
    texts = [text for line in lines if (text := line.strip(" |\t").strip())]
    going_on = sum(text[0].islower() and mark_of(text) is None for text in texts)
    return len(texts) >= _WRAPPED_FROM and going_on * _ONE_IN >= len(texts)


_OPEN_WORDS = Pattern(
    r"(?:.*\s)?(?:và|của|với|cùng|cho|về|các|những|theo|tại|trong|từ|đến|do|giao|cầu|gồm|là|số|ngày|tháng|năm|quý|sở|bộ|ban|"
    r"phòng|văn phòng|chi nhánh|trước|cục|vụ|ubnd|ủy ban|hội|trung tâm|trường|công ty|tỉnh|khoản|điều|nghị|quyết định)"
)


_NO_TITLE = 50


def is_unfinished(before: RawBlock, block: RawBlock) -> bool:
    """Whether a paragraph ends where no sentence or title does: long, or in a word that another must follow."""
    text = before.text.rstrip()
    return block.text.lstrip()[:1].islower() or len(text) >= _NO_TITLE or _OPEN_WORDS.fullmatch(norm(text)) is not None


def bold_whole(lines: list[str]) -> list[str]:
    """The lines with a bold stretch that runs over line ends whole: "**1. Sở" "Y tế**"."""
    kept: list[str] = []
    for line in lines:
        if kept and kept[-1].strip() and line.strip() and kept[-1].count("**") % 2:
            kept[-1] = f"{kept[-1].rstrip()} {line.strip()}"
        else:
            kept.append(line)
    return kept


def goes_on_softly(block: RawBlock, before: RawBlock) -> bool:
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


def ends_unit_heading(last: str, block: RawBlock, width: int) -> bool:
    """Whether a numbered line only names a unit and its work begins below: "9. Sở Y tế" "Kiểm tra …"."""
    mark = mark_of(last.strip())
    text = block.text.strip()
    return (
        mark is not None
        and mark.style not in BULLETS
        and text[:1].isupper()
        and len(f"{last} {text.split(' ', 1)[0]}") < width * (1 if begins_with_verb(text) else _ROOM_LEFT)
        and is_unit_heading(last.strip()[mark.length :])
    )


_ROOM_LEFT = 0.85
"""The next word would have found room in a line that ends so far before the others."""


def is_cut(before: RawBlock) -> bool:
    """Whether a paragraph ends in the middle of a sentence, as where a page ended: "… có liên quan đến"."""
    text = before.text.rstrip()
    return len(text) >= _LONG and not before.bold and (text[-1:].islower() or text[-1:] == ",")


_LONG = 80


def indent(line: str) -> int:
    """How far a line is set in."""
    return len(line) - len(line.lstrip())


_CENTRED = 6
"""A line set in so much further than the next ends a title."""


FIRST_LINE = 8
"""A line set in further than this is centred."""


_SUBJECTS = ("về việc", "v/v", "ban hành", "triển khai", "thực hiện", "phê duyệt", "về ")


def continues(last: str, block: RawBlock, before: RawBlock, width: int) -> bool:
    """Whether a line goes on with the paragraph `before`, whose last line was `last`."""
    text = block.text.strip()
    mark = mark_of(text)
    listed = mark and (mark.style in BULLETS or mark.style not in {"upper", "roman"})
    listed = listed and not (width and len(last) >= width * 0.75 and _is_rest_of_a_pair(last, text))
    if (begins_label(text) and not _ends_label(last, text)) or block.heading or listed:
        return False
    if before.text.rstrip().endswith((".", ";", ":", "./.")) and not (
        width and len(last) >= width * 0.85 and text[:1].islower()
    ):
        return False
    if before.heading or block.bold != before.bold or PREAMBLE.match(norm(text)):
        return False
    if indent(last) - indent(block.text) > _CENTRED:
        return False
    if text[:1].islower():
        return True
    return bool(width) and len(last) >= width * 0.75 and not in_capitals(text)


def _is_rest_of_a_pair(last: str, text: str) -> bool:
    """Whether a dash at a line's start joins two words: "các tổ chức chính trị" "- xã hội"."""
    rest = text[1:].lstrip()
    joins = text[:1] in {"-", "–"} and rest[:1].islower() and not begins_with_verb(rest)
    return joins and last.rstrip()[-1:].isalpha()


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
