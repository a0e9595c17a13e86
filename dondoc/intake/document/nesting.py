"""Where a line belongs in the outline: below which of the lines before it, told by their marks."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.fields import is_label
from dondoc.intake.document.marks import BULLETS, Mark, is_first
from dondoc.intake.document.source import Block, Piece
from dondoc.intake.document.unit_headings import is_unit_heading
from dondoc.intake.document.words import norm

_TOP = {"annex": 0, "part": 1}


@dataclass(slots=True)
class Node:
    """A line with its mark, what stands under it, and its table if it is one."""

    piece: Piece
    body: Piece
    mark: Mark | None = None
    bold: bool = False
    heading: int = 0
    kids: list["Node"] = field(default_factory=list)
    rows: list[Block] = field(default_factory=list)
    parent: "Node | None" = None

    @property
    def style(self) -> str:
        """The style of its mark; "bold" for an unmarked heading, "text" otherwise, "table", "root"."""
        if self.rows:
            return "table"
        if self.mark:
            return self.mark.style
        return "bold" if self.bold or self.heading else "text"

    @property
    def is_bullet(self) -> bool:
        """Whether a dash or plus begins it."""
        return self.style in BULLETS

    def walk(self) -> Iterator["Node"]:
        """This node and all under it, in order."""
        stack = [self]
        while stack:
            node = stack.pop()
            yield node
            stack.extend(reversed(node.kids))

    @property
    def end(self) -> int:
        """Where the last of what stands under it ends."""
        last = self
        while last.kids:
            last = last.kids[-1]
        return last.rows[-1].piece.end if last.rows else last.piece.end


def place(node: Node, path: list[Node]) -> None:
    """Put a line below the one it belongs to; `path` is the way from the root to the line before it."""
    depth = _depth(node, path)
    del path[depth:]
    node.parent = path[-1]
    path[-1].kids.append(node)
    if node.style not in {"table", "text"} or _is_heading_text(node):
        path.append(node)


def _is_heading_text(node: Node) -> bool:
    return (
        node.style == "text"
        and node.piece.text.endswith(":")
        and len(node.piece.text) < 260
        and role_of_label(node.piece.text) is None
    )


def _depth(node: Node, path: list[Node]) -> int:
    """How many of `path` stay above `node`."""
    style = node.style
    if style in _TOP:
        return next(
            (at for at, each in enumerate(path) if each.style in _TOP and _TOP[each.style] >= _TOP[style]),
            _after_tops(path),
        )
    special = {
        "roman": _depth_of_roman,
        "article": _depth_of_roman,
        "text": _depth_of_text,
        "table": _depth_of_table,
        "bold": _depth_of_bold,
        "depth": _depth_of_numbers,
    }
    return special.get(style, _depth_of_item)(node, path)


def _depth_of_roman(node: Node, path: list[Node]) -> int:
    same = _same_style(path, node.style)
    if not same and node.mark and is_first(node.mark):
        # I. below A. where A., B. … part the document.
        upper = _same_style(path, "upper")
        return upper + 1 if upper else _after_tops(path)
    return same or _after_tops(path)


def _depth_of_table(node: Node, path: list[Node]) -> int:
    return next((at for at in range(len(path), 1, -1) if not path[at - 1].is_bullet), 1)


_SHORT = 100


def _depth_of_item(node: Node, path: list[Node]) -> int:
    same = _same_look(path, node) or _one_before(path, node) or _same_style(path, node.style)
    if not same and node.is_bullet and is_label(node.body.text):
        return _depth_of_label(path)
    if not same:
        return _under_bullets(node, path)
    if node.mark and not node.is_bullet and is_first(node.mark) and path[same].mark != node.mark:
        return _restart(path, same) if path[-1] is not path[same] else same + _opens_list(path[same], node)
    return same


def _same_look(path: list[Node], node: Node) -> int:
    """Where a heading of a list stands above the items of its style: "### 8. Sở B" below "3. Tổ chức kỳ thi"."""
    alike = (at for at in range(len(path) - 1, 0, -1) if path[at].style == node.style and path[at].heading)
    return next(alike, 0) if node.heading else 0


def _one_before(path: list[Node], node: Node) -> int:
    """Where the item stands that `node` counts on from: "8." below the "3." of a list that "7." leads up to."""
    if node.style != "arabic" or node.mark is None or not node.mark.value.isdigit():
        return 0
    value = str(int(node.mark.value) - 1)
    for at in range(len(path) - 1, 0, -1):
        mark = path[at].mark
        if mark and mark.style == "arabic" and mark.value.lstrip("0") == value:
            return at
    return 0


def _opens_list(above: Node, node: Node) -> bool:
    """Whether a list that begins anew right below a heading of its style is that heading's: "7. Sở A" "1. Rà soát"."""
    if above.heading > node.heading == 0 or (above.bold and not node.bold and len(above.piece.text) < _SHORT):
        return True
    return len(above.piece.text) < _SHORT and is_unit_heading(above.body.text)


def _restart(path: list[Node], same: int) -> int:
    """A list that begins anew at 1 stands below what came last, unless that is the same list."""
    return len(path) if path[-1].style in {"bold", "text", "+"} or path[-1].piece.text.endswith(":") else same


def _same_style(path: list[Node], style: str) -> int:
    return next((at for at in range(len(path) - 1, 0, -1) if path[at].style == style), 0)


def _after_tops(path: list[Node]) -> int:
    return next((at for at in range(len(path), 1, -1) if path[at - 1].style in _TOP), 1)


def _under_bullets(node: Node, path: list[Node]) -> int:
    """A numbered line never stands under a dash that does not lead up to it."""
    if node.is_bullet or node.mark is None:
        return len(path)
    for at in range(len(path), 1, -1):
        each = path[at - 1]
        if not each.is_bullet or each.piece.text.endswith(":"):
            return at
    return 1


def _depth_of_bold(node: Node, path: list[Node]) -> int:
    same = next(
        (at for at in range(len(path) - 1, 0, -1) if path[at].style == "bold" and _rank(path[at]) >= _rank(node)),
        0,
    )
    if same:
        return same
    return next(
        (at for at in range(len(path), 1, -1) if path[at - 1].style in {"roman", "part", "annex", "upper", "bold"}),
        1,
    )


def _rank(node: Node) -> int:
    return node.heading or (0 if node.piece.text.isupper() else 7)


def _depth_of_numbers(node: Node, path: list[Node]) -> int:
    value = node.mark.value if node.mark else ""
    parent = value.rpartition(".")[0]
    for at in range(len(path) - 1, 0, -1):
        mark = path[at].mark
        if mark and mark.style in {"depth", "arabic"}:
            if mark.value == parent or value.startswith(mark.value + "."):
                return at + 1
            if mark.style == "depth" and mark.value.count(".") == value.count("."):
                return at
    return next((at for at in range(len(path), 1, -1) if path[at - 1].style in {"roman", "part", "annex", "upper"}), 1)


def _depth_of_text(node: Node, path: list[Node]) -> int:
    if role_of_label(node.piece.text.partition(":")[0]) is not None and ":" in node.piece.text:
        return _depth_of_label(path)
    if norm(node.piece.text[:12]).startswith(("nơi nhận", "noi nhan")):
        return 1
    return next(
        (at for at in range(len(path), 1, -1) if not path[at - 1].is_bullet and path[at - 1].style != "text"),
        1,
    )


def _depth_of_label(path: list[Node]) -> int:
    """A label after several dashes without labels of their own belongs to what the dashes belong to."""
    if not path[-1].is_bullet or len(path) < 3:
        return len(path)
    before = [each for each in path[-2].kids if each.is_bullet and each is not path[-1]]
    plain = before and not any(role_of_label(kid.body.text.partition(":")[0]) for each in before for kid in each.kids)
    own = any(role_of_label(kid.body.text.partition(":")[0]) for kid in path[-1].kids)
    return len(path) - 1 if plain and not own else len(path)
