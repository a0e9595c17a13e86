"""The head of a document: number, date and title; and what both of its ends share."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.nesting import Node
from dondoc.intake.document.phrases import PREAMBLE, RANKS, RECIPIENTS, TITLE_ENDS
from dondoc.intake.document.proposal import Recipient, Signer
from dondoc.intake.document.source import Piece
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import Pattern, any_of, norm, squeeze

_NUMBER = re.compile(r"^S[ốo]\s*:?\s*([^\n]{0,60}?/[^\n\s]{2,40})\s*$|^S[ốo]\s*:\s*([^\n]{0,60})$")
_ISSUED = Pattern(r"(?:^|,\s*|\s)(ngày\s*[\d.…]{0,4}\s*tháng\s*[\d.…]{0,4}\s*năm\s*(?:20\d{2}|[\d.…]{0,4}))\s*$")


@dataclass(slots=True)
class Ends:
    """What stands at the ends, and which nodes it was read from."""

    title: str = ""
    kind: str = ""
    number: str = ""
    issued: str = ""
    issuer: str = ""
    signer: Signer | None = None
    recipients: list[Recipient] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    is_plan: bool = False
    """Whether its title calls it a plan; a resolution may hold works, too."""


def lines_of(node: Node) -> list[Piece]:
    """The lines of a node; of a table those of its first rows' cells."""
    if not node.rows:
        return [node.piece]
    return [
        cell.piece.part(at, at + len(line))
        for row in node.rows[:4]
        for cell in row.cells
        for at, line in split_lines(cell.piece.text)
    ]


def split_lines(text: str) -> list[tuple[int, str]]:
    """The lines of a text that say something, each with the place it begins at."""
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return [each for each in found if each[1].strip()]


def read_head(nodes: list[Node], ends: Ends) -> None:
    """Read title, kind, number and date into `ends`."""
    plan, any_kind = _kind_patterns()
    titles: list[int] = []
    for place, node in enumerate(nodes[:400]):
        if node.rows and not (is_layout(node) or len(node.rows) == 1):
            continue
        for line in lines_of(node):
            low = norm(squeeze(line.text))
            _number_and_date(line.text, low, ends, place)
            if node.rows or node.mark or len(low) > 400 or id(node) in ends.used:
                continue
            found = plan.match(low)
            if found and (line.text[: found.end()].isupper() or low == found.group().strip()):
                titles.append(place)
            elif not titles and any_kind.fullmatch(low) and line.text.isupper():
                ends.kind = ends.kind or low
    if titles:
        _title(nodes, titles[0], ends)
    else:
        _title_of_decision(nodes, ends)
    ends.is_plan = bool(ends.title)
    if not ends.title and (named := _resolution(nodes)) is not None:
        _title(nodes, named, ends)
    if not ends.title:
        _title_of_tracker(nodes, ends)


def _title_of_tracker(nodes: list[Node], ends: Ends) -> None:
    """What a table calls itself in capitals above it: "BẢNG THEO DÕI NHIỆM VỤ NĂM 2026"."""
    first = next((at for at, node in enumerate(nodes) if node.rows and not is_layout(node)), 0)
    above = nodes[max(0, first - 6) : first]
    for place, node in enumerate(above):
        if not node.rows and node.piece.text.isupper() and _TRACKER.match(norm(node.piece.text)):
            ends.title = squeeze(node.piece.text)
            ends.used.add(id(node))
            return
        below = above[place + 1] if place + 1 < len(above) else None
        if below and norm(node.piece.text).strip() == "phụ lục" and _TRACKER.match(norm(below.piece.text)):
            ends.title = squeeze(f"{node.piece.text} {below.piece.text}")
            ends.used |= {id(node), id(below)}
            return


_TRACKER = Pattern(r"(?:bảng|biểu|sổ|danh mục|danh sách|lịch|phân công|theo dõi|tổng hợp)\s+\S+\s")


def _resolution(nodes: list[Node]) -> int | None:
    """Where a resolution, a directive or a notice of conclusions names itself."""
    for at, node in enumerate(nodes[:40]):
        low = norm(node.piece.text)
        concludes = at + 1 < len(nodes) and norm(nodes[at + 1].piece.text[:20]).startswith("kết luận")
        if _RESOLUTION.fullmatch(low) or (low == "thông báo" and concludes):
            return at
    return None


_RESOLUTION = Pattern(r"(?:nghị quyết|chỉ thị|kết luận)(?:\s+số\s*:?\s*\S{1,40})?")


def _title_of_decision(nodes: list[Node], ends: Ends) -> None:
    """The plan a decision approves where it has no title of its own: "Phê duyệt Kế hoạch …" below QUYẾT ĐỊNH."""
    for node in nodes[:40]:
        found = None if node.rows or node.mark else _APPROVES.match(norm(node.piece.text))
        if found and len(node.piece.text) < 400 and _kind_patterns()[0].match(norm(node.piece.text), found.end()):
            ends.title = squeeze(node.piece.text[found.end() :]).strip('"“”')
            ends.kind = ends.kind or "quyết định"
            ends.used.add(id(node))
            return


_APPROVES = Pattern(r"(?:về việc\s+|v/v\s+)?(?:phê duyệt|ban hành|về việc phê duyệt|về việc ban hành|về)\s+[\"“]?")


def _number_and_date(text: str, low: str, ends: Ends, place: int) -> None:
    if place > 30:
        return
    if not ends.number and (found := _NUMBER.match(squeeze(text))):
        ends.number = (found.group(1) or found.group(2) or "").strip()
    if not ends.issued and len(low) < 90 and (issued := _ISSUED.search(low)):
        ends.issued = squeeze(text)[issued.start(1) : issued.end(1)]


def _kind_patterns() -> tuple[Pattern, Pattern]:
    kinds = words().kinds
    return Pattern(rf"{any_of(kinds.plan)}(?!\w)"), Pattern(any_of([*kinds.heads, *kinds.plan]))


def _title(nodes: list[Node], place: int, ends: Ends) -> None:
    parts = [nodes[place].piece.text]
    kind = _kind_patterns()[0].match(norm(parts[0])) or _kind_patterns()[1].match(norm(parts[0]))
    ends.kind = kind.group() if kind else norm(parts[0])[:40]
    ends.used.add(id(nodes[place]))
    first = nodes[place]
    for node, after in zip(nodes[place + 1 : place + 7], nodes[place + 2 : place + 8], strict=False):
        text = node.piece.text
        bare = len(parts[0]) < 30 or (len(parts[0]) < 70 and parts[0].isupper() and not text.isupper())
        enclosed = _ENCLOSED.match(norm(after.piece.text)) is not None
        goes_on = (
            len(parts) == 1
            and bare
            and text[:1] != "("
            and (_is_subject(text, node.style == first.style == "bold") or enclosed)
        )
        if len(parts) > 1 and _is_issuer(text, parts[-1]):
            break
        if (
            node.mark
            or node.rows
            or (TITLE_ENDS.match(norm(text)) and not goes_on and not text[:1].islower())
            or len(text) > 320
        ):
            break
        if (first.bold and not node.bold and text[:1].isupper() and len(parts) > 1) or (
            text.endswith((".", ":", ";")) and len(parts) > 1
        ):
            break
        if len(" ".join(parts)) > 60 and not node.bold and len(text) > 160:
            break
        parts.append(text)
        ends.used.add(id(node))
    ends.title = squeeze(" ".join(parts))


def _is_subject(text: str, bold: bool) -> bool:
    """Whether a line below a bare "KẾ HOẠCH" is its subject, though it begins as a preamble does."""
    low = norm(text)
    return bold or (_CARRIES_OUT.match(low) is not None and not PREAMBLE.match(low) and not text.endswith((":", ";")))


_ENCLOSED = Pattern(r"\((?:ban hành )?(?:kèm|cùng) theo\s")
_CARRIES_OUT = Pattern(r"(?:thực hiện|triển khai|thi hành)\s")


def _is_issuer(text: str, last: str) -> bool:
    """Whether a line names who issues the document: in capitals below a subject that is not, or an office alone."""
    return text.isupper() and (not last.isupper() or norm(text).strip(" ,") in {"chính phủ", "thủ tướng chính phủ"})


def is_layout(node: Node) -> bool:
    """Whether a table only sets two blocks side by side (head, signature)."""
    return (
        bool(node.rows)
        and len(node.rows) <= 6
        and max(len(row.cells) for row in node.rows) <= 3
        and any(
            RECIPIENTS.match(norm(cell.piece.text[:20]))
            or "độc lập" in norm(cell.piece.text)
            or "doc lap" in norm(cell.piece.text)
            or RANKS.match(norm(cell.piece.text[:40]))
            for row in node.rows
            for cell in row.cells
        )
    )
