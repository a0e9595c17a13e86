"""Blocks → outline: which line stands under which, by their marks."""

import re
from collections.abc import Iterator

from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.marks import Mark, mark_of
from dondoc.intake.document.nesting import Node, place
from dondoc.intake.document.source import Block, Piece, Source
from dondoc.intake.document.time import says_only_time
from dondoc.intake.document.words import CAPITALS

_GLUED_LIST = re.compile(rf"(?<=[^\s\d.])\s*(?=1\.\s*[{CAPITALS}])")
_LONGEST_HEADING = 160
_OF_A_MONTH = 6
"""The rank of a heading that is nothing but a time in capitals: "THÁNG 02"."""


def outline(source: Source) -> Node:
    """The document as a tree; its root has no text."""
    root = Node(Piece("", 0), Piece("", 0))
    path: list[Node] = [root]
    before: Node | None = None
    for node in _nodes(source):
        if before is not None and _is_title_of(before, node):
            before.body, before.piece = node.piece, _spanning(before.piece, node.piece)
            before = None
            continue
        place(node, path)
        before = node
    for each in list(root.walk()):
        _labels_to_their_works(each)
    return root


def _labels_to_their_works(node: Node) -> None:
    """Dashes that are works and labels by turns ("- Work - Chủ trì: A - Work - Chủ trì: B"): labels go under works."""
    bullets = [kid for kid in node.kids if kid.is_bullet]
    said = [_label_role(kid) for kid in bullets]
    if len({*said} - {None}) == 0 or None not in said or max(said.count(role) for role in said if role) < 2:
        return
    first = said.index(None)
    turns = sum(role is None and last is not None for last, role in zip(said[first:], said[first + 1 :], strict=False))
    if not turns or any(said[:first]):
        return
    kept: list[Node] = []
    work: Node | None = None
    for kid in node.kids:
        label = kid.is_bullet and _label_role(kid) is not None
        if label and work is not None:
            kid.parent = work
            work.kids.append(kid)
        else:
            work = kid if kid.is_bullet else None
            kept.append(kid)
    node.kids = kept


def _label_role(node: Node) -> str | None:
    head, colon, _ = node.body.text.partition(":")
    role = role_of_label(head) if colon else None
    return role if role not in {"content", "other", "number"} else None


def _is_title_of(head: Node, node: Node) -> bool:
    """Whether a line is the title of the bare "Phần I" above it."""
    text = node.piece.text
    bare = head.style in {"part", "roman", "upper"} and not head.body.text
    return bare and not node.rows and not node.mark and (text.isupper() or node.bold or len(text) < 100)


def _spanning(first: Piece, last: Piece) -> Piece:
    return Piece(first.text + "\n" + last.text, first.start)


def _nodes(source: Source) -> Iterator[Node]:
    table: Node | None = None
    for block in source.blocks:
        if block.kind == "row":
            if table is None or table.rows[0].table != block.table:
                if table is not None:
                    yield table
                table = Node(block.piece, block.piece)
            table.rows.append(block)
            continue
        if table is not None:
            yield table
            table = None
        yield from _lines(block)
    if table is not None:
        yield table


def _lines(block: Block) -> Iterator[Node]:
    at = 0
    for line in block.piece.text.split("\n"):
        piece = block.piece.part(at, at + len(line))
        at += len(line) + 1
        if piece.text:
            yield from _glued(piece, block)


def _glued(piece: Piece, block: Block) -> Iterator[Node]:
    mark = mark_of(piece.text)
    if (
        mark
        and mark.style == "roman"
        and len(piece.text) < 400
        and (cut := _GLUED_LIST.search(piece.text, mark.length + 3))
    ):
        yield _node(piece.part(0, cut.start()), block)
        yield _node(piece.part(cut.end()), block)
    else:
        yield _node(piece, block)


def _node(piece: Piece, block: Block) -> Node:
    mark = mark_of(piece.text)
    body = piece.part(mark.length) if mark else piece
    if role_of_label(body.text.partition(":")[0]) is not None and ":" in body.text:
        return Node(piece, body, mark)
    heading = block.heading if len(piece.text) <= _LONGEST_HEADING else 0
    if mark is None and not heading and piece.text.isupper() and says_only_time(piece.text):
        heading = _OF_A_MONTH
    bold = block.bold and len(piece.text) <= _LONGEST_HEADING * 2
    return Node(piece, body, mark, bold, heading)


def ref_of(node: Node) -> str:
    """The path of numbers as written: II.1.a; a number that already holds its parents stands for them."""
    values: list[str] = []
    at: Node | None = node
    while at is not None:
        mark = at.mark
        if (
            mark
            and mark.style in {"roman", "upper", "arabic", "depth", "letter", "bracket"}
            and not (values and _holds(values[0], mark))
        ):
            values.insert(0, mark.value)
        at = at.parent
    return ".".join(values)


def _holds(below: str, mark: Mark) -> bool:
    return mark.style in {"arabic", "depth"} and below.startswith(mark.value + ".")
