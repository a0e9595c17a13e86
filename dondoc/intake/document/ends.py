"""The two ends of a document: number, date and title at its head; recipients and signer at its foot."""

import re
from dataclasses import dataclass, field

from dondoc.intake.document.nesting import Node
from dondoc.intake.document.phrases import RANKS, TITLE_ENDS
from dondoc.intake.document.proposal import Recipient, Signer
from dondoc.intake.document.source import Piece
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import CAPITALS, Pattern, any_of, norm, squeeze

_NUMBER = re.compile(r"^S[ốo]\s*:?\s*([^\n]{0,60}?/[^\n\s]{2,40})\s*$|^S[ốo]\s*:\s*([^\n]{0,60})$")
_ISSUED = Pattern(r"(?:^|,\s*|\s)(ngày\s*[\d.…]{0,4}\s*tháng\s*[\d.…]{0,4}\s*năm\s*(?:20\d{2}|[\d.…]{0,4}))\s*$")
_RECIPIENTS = Pattern(r"[#*_\s]*nơi nhận\s*:?")
_SIGNED = re.compile(r"\((?:Đã ký|đã ký|ký tên|Ký tên|chữ ký)[^()]*\)|\[[^\]]*\]|(?:Đã ký|đã ký)")
_NAME = re.compile(
    rf"(?:(?:PGS|GS|TSKH|TS|ThS|BS|BSCKI{{1,2}}|CKI{{1,2}}|KS|Ths)\.?\s*)*[{CAPITALS}]\w*(?:\s+[{CAPITALS}]\w*){{1,5}}"
)
_NOTE = re.compile(r"\s*\(([^()]*)\)\s*$")


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


def read_ends(root: Node) -> Ends:
    """Read both ends of a document."""
    ends = Ends()
    nodes = [node for node in root.walk() if node is not root]
    _foot(nodes, ends)
    _head(nodes, ends)
    return ends


def _lines(node: Node) -> list[Piece]:
    if not node.rows:
        return [node.piece]
    return [
        cell.piece.part(at, at + len(line))
        for row in node.rows[:4]
        for cell in row.cells
        for at, line in _split(cell.piece.text)
    ]


def _split(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        found.append((at, line))
        at += len(line) + 1
    return [each for each in found if each[1].strip()]


def _head(nodes: list[Node], ends: Ends) -> None:
    plan, any_kind = _kind_patterns()
    titles: list[int] = []
    for place, node in enumerate(nodes[:400]):
        if node.rows and not (is_layout(node) or len(node.rows) == 1):
            continue
        for line in _lines(node):
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


def _title_of_decision(nodes: list[Node], ends: Ends) -> None:
    """The plan a decision approves where it has no title of its own: "Phê duyệt Kế hoạch …" below QUYẾT ĐỊNH."""
    for node in nodes[:40]:
        found = None if node.rows or node.mark else _APPROVES.match(norm(node.piece.text))
        if found and len(node.piece.text) < 400 and _kind_patterns()[0].match(norm(node.piece.text), found.end()):
            ends.title = squeeze(node.piece.text[found.end() :])
            ends.kind = ends.kind or "quyết định"
            ends.used.add(id(node))
            return


_APPROVES = Pattern(r"(?:về việc\s+|v/v\s+)?(?:phê duyệt|ban hành|về việc phê duyệt|về việc ban hành|về)\s+")


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
    kind = _kind_patterns()[0].match(norm(parts[0]))
    ends.kind = kind.group() if kind else norm(parts[0])[:40]
    ends.used.add(id(nodes[place]))
    first = nodes[place]
    for node in nodes[place + 1 : place + 7]:
        text = node.piece.text
        goes_on = len(parts) == 1 and node.bold and first.bold and len(parts[0]) < 30
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


def is_layout(node: Node) -> bool:
    """Whether a table only sets two blocks side by side (head, signature)."""
    return (
        bool(node.rows)
        and len(node.rows) <= 6
        and max(len(row.cells) for row in node.rows) <= 3
        and any(
            _RECIPIENTS.match(norm(cell.piece.text[:20]))
            or "độc lập" in norm(cell.piece.text)
            or "doc lap" in norm(cell.piece.text)
            or RANKS.match(norm(cell.piece.text[:40]))
            for row in node.rows
            for cell in row.cells
        )
    )


def _foot(nodes: list[Node], ends: Ends) -> None:
    place = next(
        (
            at
            for at in range(len(nodes) - 1, -1, -1)
            if any(_RECIPIENTS.match(norm(line.text[:30])) for line in _lines(nodes[at])[:12])
        ),
        -1,
    )
    if place >= 0:
        block = nodes[place]
        ends.used.add(id(block))
        if block.rows:
            _block_of_cells(block, ends)
        else:
            _block_of_lines(nodes, place, ends)
    if ends.signer is None:
        _signer_alone(nodes, place, ends)


def _block_of_cells(block: Node, ends: Ends) -> None:
    names: list[str] = []
    for row in block.rows:
        for cell in row.cells:
            lines = [text for _, text in _split(cell.piece.text)]
            if lines and _RECIPIENTS.match(norm(lines[0])):
                ends.recipients = _recipients(lines)
            else:
                names += lines
    ends.signer = _signer(names)


def _block_of_lines(nodes: list[Node], place: int, ends: Ends) -> None:
    lines = [nodes[place].piece.text]
    names: list[str] = []
    for node in nodes[place + 1 : place + 60]:
        text = node.piece.text
        if node.rows or (node.mark and node.style in {"annex", "roman", "part"}):
            break
        if not names and (
            node.is_bullet
            or (len(lines) > 1 and text[:1].islower())
            or (len(lines) == 1 and not RANKS.match(norm(text)))
        ):
            lines.append(text)
        elif RANKS.match(norm(text)) or names:
            names.append(text)
            if _is_name(text):
                ends.used.add(id(node))
                break
        else:
            break
        ends.used.add(id(node))
    ends.recipients = _recipients(lines)
    ends.signer = _signer(names)


def _signer_alone(nodes: list[Node], place: int, ends: Ends) -> None:
    """A signer whose block stands before the recipients, or where there are none."""
    last = place if place >= 0 else len(nodes)
    tail = nodes[max(0, last - 8) : last]
    for at, node in enumerate(tail):
        lines = [line.text for line in _lines(node)] if not node.rows or is_layout(node) else []
        if lines and RANKS.match(norm(lines[0])) and lines[0].isupper():
            names = lines + [each.piece.text for each in tail[at + 1 :] if not each.rows and len(each.piece.text) < 60]
            ends.signer = _signer(names)
            ends.used |= {id(each) for each in tail[at : at + len(names)]}
            return
    _signer_anywhere(nodes, ends)


def _signer_anywhere(nodes: list[Node], ends: Ends) -> None:
    """A signer in the middle: below the decision, before the plan it issues."""
    for at, node in enumerate(nodes):
        if node.rows or not node.piece.text.isupper() or not RANKS.match(norm(node.piece.text)):
            continue
        block = [each for each in nodes[at : at + 5] if not each.rows and len(each.piece.text) < 60]
        found = _signer([each.piece.text for each in block])
        if found and found.name:
            ends.signer = found
            ends.used |= {
                id(each) for each in block[: next(n for n, e in enumerate(block) if e.piece.text == found.name) + 1]
            }
            return


def _is_name(text: str) -> bool:
    return (_NAME.fullmatch(text.strip()) is not None and not text.isupper()) or (
        _NAME.fullmatch(text.strip()) is not None and not RANKS.match(norm(text))
    )


def _signer(lines: list[str]) -> Signer | None:
    lines = [clean for line in lines if (clean := _SIGNED.sub("", squeeze(line)).strip(" *#"))]
    titles: list[str] = []
    for line in [part for each in lines for part in _title_and_name(each)]:
        if (
            RANKS.match(norm(line))
            or (line.isupper() and not titles)
            or (titles and line.isupper() and len(line.split()) > 4)
        ):
            titles.append(line)
        elif titles and _is_name(line):
            return Signer(title=" ".join(titles), name=line)
    return Signer(title=" ".join(titles)) if titles else None


def _title_and_name(line: str) -> list[str]:
    """A title in capitals and the name behind it, where both stand on one line."""
    found = re.match(rf"((?:[{CAPITALS}.]+\s+)+)(?=[{CAPITALS}]\w*[^\W\d_{CAPITALS}])", line)
    if found is None or not RANKS.match(norm(line)) or not _is_name(line[found.end() :]):
        return [line]
    return [found.group().strip(), line[found.end() :]]


def _recipients(lines: list[str]) -> list[Recipient]:
    found: list[Recipient] = []
    first = _RECIPIENTS.match(norm(lines[0]))
    lines = [lines[0][first.end() :] if first else lines[0], *lines[1:]]
    joined: list[str] = []
    for line in lines:
        text = squeeze(line)
        if (
            joined
            and not text.startswith(("-", "–", "+", "•", "*"))
            and (text[:1].islower() or text.startswith("("))
            and not joined[-1].endswith(";")
        ):
            joined[-1] += " " + text
        elif text:
            joined.append(text)
    for line in [part for each in joined for part in re.split(r";\s+[-–+•]\s*", each)]:
        name = line.strip(" -–+•*;.,")
        note = _NOTE.search(name)
        archive = norm(name).startswith(("lưu", "luu"))
        name = (name[: note.start()] if note and not archive else name).strip(" ;.,")
        if name:
            found.append(Recipient(name=name, purpose=_purpose(note.group(1) if note else "")))
    return found


def _purpose(note: str) -> str:
    low, table = norm(note), words().recipients
    for purpose, marks in (
        ("to_report", table.to_report),
        ("to_carry_out", table.to_carry_out),
        ("to_know", table.to_know),
    ):
        if any(mark in low for mark in marks):
            return purpose
    return ""
