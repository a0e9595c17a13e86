"""The text of an own wording as HTML, so that both parts of a letter say the same.

Blank lines part paragraphs; "- " begins an item, four blanks a quotation; a line "Nhãn:" with a link of the letter
below it becomes a button. Only links of the letter itself can be clicked: what people wrote stays text.
"""

import re
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

_ITEM = re.compile(r"\s{0,3}[-•] +(.*)")
_QUOTED = re.compile(r"(?: {4}|\t)\s*(.*)")
_MARKED = re.compile(r"\[([^\[\]\n]{1,60})\] ?(.*)")


def html_of(text: str, links: Collection[str], parts: Any) -> Markup:
    """The paragraphs of `text`, with the macros of `parts` (`templates/email/shared/parts.html`)."""
    blocks = (block.split("\n") for block in re.split(r"\n[ \t]*\n", text.strip("\n")) if block.strip())
    return Markup("\n").join(piece for block in blocks for piece in _block(block, links, parts))


def _block(lines: list[str], links: Collection[str], parts: Any) -> Iterable[Markup]:
    for shape, group in groupby(lines, _shape):
        inside = list(group)
        if shape == "item":
            yield _list([_ITEM.sub(r"\1", line, count=1) for line in inside], links, parts)
        elif shape == "quote":
            yield parts.quoted("\n".join(_QUOTED.sub(r"\1", line, count=1) for line in inside))
        else:
            yield from _paragraphs([line.strip() for line in inside], links, parts)


def _shape(line: str) -> str:
    if _ITEM.fullmatch(line):
        return "item"
    return "quote" if _QUOTED.fullmatch(line) else "words"


def _list(items: list[str], links: Collection[str], parts: Any) -> Markup:
    shown = [_item(item, links, parts) for item in items]
    rows = Markup("\n").join(Markup('<li style="margin:0 0 6px">{}</li>').format(item) for item in shown)
    return Markup('<ul style="margin:0 0 12px;padding:0 0 0 22px">\n{}\n</ul>').format(rows)


def _item(item: str, links: Collection[str], parts: Any) -> Markup:
    label, _, link = item.rpartition(": ")
    return Markup(parts.linked(link.strip(), label)) if label and link.strip() in links else escape(item)


def _paragraphs(lines: list[str], links: Collection[str], parts: Any) -> Iterable[Markup]:
    """Lines of words: a button where one is a link alone, named by the line above it."""
    waiting: list[str] = []
    for line in lines:
        if line not in links:
            waiting.append(line)
            continue
        named = bool(waiting) and waiting[-1].endswith(":")
        label = waiting.pop()[:-1] if named else "Mở liên kết"
        if waiting:
            yield _paragraph(waiting)
            waiting = []
        yield parts.button(line, label)
    if waiting:
        yield _paragraph(waiting)


def _paragraph(lines: list[str]) -> Markup:
    return Markup('<p style="margin:0 0 12px">{}</p>').format(Markup("<br>\n").join(_line(line) for line in lines))


def _line(line: str) -> Markup:
    marked = _MARKED.fullmatch(line)
    return Markup('<span style="font-weight:600">{}</span> – {}').format(*marked.groups()) if marked else escape(line)
