"""The foot of a document: recipients and signer."""

import re

from dondoc.intake.document.ends import Ends, is_layout, lines_of, split_lines
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.phrases import RANKS, RECIPIENTS
from dondoc.intake.document.proposal import Recipient
from dondoc.intake.document.signing import is_name, signer_of
from dondoc.intake.document.source import Block
from dondoc.intake.document.tables import words
from dondoc.intake.document.words import norm, squeeze

_NOTE = re.compile(r"\s*\(([^()]*)\)\s*$")


def read_foot(nodes: list[Node], ends: Ends) -> None:
    """Read recipients and signer into `ends`; rows of a sheet that hold them are taken from their table."""
    if _below_the_works(nodes, ends):
        return
    place = next(
        (
            at
            for at in range(len(nodes) - 1, -1, -1)
            if any(RECIPIENTS.match(norm(line.text[:30])) for line in lines_of(nodes[at])[:12])
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
        _signed_below(nodes, ends)
    if ends.signer is None:
        _signer_alone(nodes, place, ends)


def _is_dashed(text: str) -> bool:
    return text.lstrip().startswith(("-", "–", "+", "•"))


_FEWEST_WORKS = 3


def _below_the_works(nodes: list[Node], ends: Ends) -> bool:
    """Whether recipients and signer stand in the last rows of a table of works, as in a sheet."""
    for node in reversed(nodes):
        at = next((at for at, row in enumerate(node.rows) if at >= _FEWEST_WORKS and _names_recipients(row)), -1)
        if at >= 0:
            lines: list[str] = []
            names: list[str] = []
            for row in node.rows[at:]:
                _row_of_columns(row, lines, names)
            del node.rows[at:]
            ends.recipients, ends.signer = _recipients(lines), signer_of(names)
            return True
    return False


def _signed_below(nodes: list[Node], ends: Ends) -> None:
    """A signer in the last rows of a sheet without recipients."""
    for node in reversed(nodes):
        tail = node.rows[-_LONGEST_SIGNING:] if len(node.rows) > _FEWEST_WORKS + _LONGEST_SIGNING else []
        at = next((at for at, row in enumerate(tail) if _is_rank(row)), -1)
        if at >= 0:
            rows = tail[at:]
            ends.signer = signer_of(
                [text for row in rows for cell in row.cells for _, text in split_lines(cell.piece.text)]
            )
            del node.rows[len(node.rows) - len(rows) :]
            return


_LONGEST_SIGNING = 6


def _is_rank(row: Block) -> bool:
    """Whether a row holds nothing but a rank in capitals: "KT. GIÁM ĐỐC"."""
    texts = [cell.piece.text.strip() for cell in row.cells if cell.piece.text.strip()]
    return len(texts) == 1 and texts[0].isupper() and RANKS.match(norm(texts[0])) is not None


def _names_recipients(row: Block) -> bool:
    return any(RECIPIENTS.match(norm(cell.piece.text[:30])) for cell in row.cells)


def _block_of_cells(block: Node, ends: Ends) -> None:
    told: list[str] = []
    names: list[str] = []
    for row in block.rows:
        for cell in row.cells:
            lines = [text for _, text in split_lines(cell.piece.text)]
            if lines and RECIPIENTS.match(norm(lines[0])):
                told += lines
            else:
                # Recipients may have run into the signer's column.
                told += [text for text in lines if told and _is_dashed(text)]
                names += [text for text in lines if not _is_dashed(text)]
    ends.recipients = _recipients(told) if told else []
    ends.signer = signer_of(names)


def _block_of_lines(nodes: list[Node], place: int, ends: Ends) -> None:
    first, beside = _beside(nodes[place].piece.text, signed=False)
    lines, names = [first], [beside] if beside else []
    named = False
    for node in nodes[place + 1 : place + 60]:
        text, beside = _beside(node.piece.text, signed=bool(names)) if not named else (node.piece.text, "")
        if node.rows and not named and _is_columns(node):
            alone = len(lines) == 1 and not names
            for row in node.rows:
                _row_of_columns(row, lines, names)
            ends.used.add(id(node))
            if alone and _has_archive(lines):
                break
            continue
        if node.rows or (node.mark and node.style in {"annex", "roman", "part"}) or (named and _has_archive(lines)):
            break
        if _is_recipient(node, lines, names):
            lines.append(text)
        elif not named and (RANKS.match(norm(text)) or names):
            names.append(text)
            named = is_name(text)
        else:
            break
        if beside:
            names.append(beside)
            named = is_name(beside)
        ends.used.add(id(node))
    ends.recipients = _recipients(lines)
    signs = any(RANKS.match(norm(name)) for name in names)
    ends.signer = signer_of([*_above(nodes, place, ends), *names]) if signs else None


def _above(nodes: list[Node], place: int, ends: Ends) -> list[str]:
    """The signer's first line, where his column was read before "Nơi nhận:"."""
    before = nodes[place - 1] if place else None
    if before is None or before.rows or not before.piece.text.isupper() or not RANKS.match(norm(before.piece.text)):
        return []
    ends.used.add(id(before))
    return [before.piece.text]


# A recipient and, in the column beside it, an office in capitals or a name: "- Sở Nội vụ; PHÓ GIÁM ĐỐC".
_RECIPIENT_ENDS = re.compile(r"(?<=[;:.,)])\s+(?=\S)")


def _beside(text: str, *, signed: bool) -> tuple[str, str]:
    """A line of recipients and what stands beside it of the signer, whose column was read into the same line.

    A name is looked for only where the office stood beside a line before (`signed`).
    """
    if RECIPIENTS.match(norm(text[:30])) or _is_dashed(text):
        for found in _RECIPIENT_ENDS.finditer(text):
            rest = text[found.end() :]
            if (rest.isupper() and " " in rest and RANKS.match(norm(rest))) or (signed and is_name(rest)):
                return text[: found.start()], rest
    return text, ""


_LONGEST_LINE = 120


def _is_columns(node: Node) -> bool:
    """Whether rows are recipients and signer side by side, below or beside "Nơi nhận:"."""
    texts = [
        text for row in node.rows for cell in row.cells for _, text in split_lines(cell.piece.text) if text.strip()
    ]
    told = [text for text in texts if _is_dashed(text) or RANKS.match(norm(text))]
    return bool(told) and all(len(text) < _LONGEST_LINE for text in texts)


def _row_of_columns(row: Block, lines: list[str], names: list[str]) -> None:
    for cell in row.cells:
        for _, text in split_lines(cell.piece.text):
            told = _is_dashed(text) or RECIPIENTS.match(norm(text[:30]))
            (lines if told else names).append(text)


def _is_recipient(node: Node, lines: list[str], names: list[str]) -> bool:
    """Whether a line belongs to the recipients; the signer's lines may stand between them, as two columns read."""
    text = node.piece.text
    if node.is_bullet:
        return not (names and _has_archive(lines))
    if RANKS.match(norm(text)):
        return False
    if len(lines) == 1:
        return not names
    cut = lines[-1].rstrip()[-1:] not in {";", ".", ",", ")", "/"} and not text.isupper() and not is_name(text)
    return text[:1].islower() or (cut and text.rstrip()[-1:] in {";", "."})


def _has_archive(lines: list[str]) -> bool:
    return any(norm(line).lstrip(" -–+•*").startswith(("lưu", "luu")) for line in lines)


def _signer_alone(nodes: list[Node], place: int, ends: Ends) -> None:
    """A signer whose block stands before the recipients, or where there are none."""
    last = place if place >= 0 else len(nodes)
    tail = nodes[max(0, last - 8) : last]
    for at, node in enumerate(tail):
        lines = _signing_lines(node)
        if lines and RANKS.match(norm(lines[0])) and lines[0].isupper():
            names = lines + [each.piece.text for each in tail[at + 1 :] if not each.rows and len(each.piece.text) < 60]
            ends.signer = signer_of(names)
            ends.used |= {id(each) for each in tail[at : at + len(names)]}
            return
    _signer_anywhere(nodes, ends)


def _signing_lines(node: Node) -> list[str]:
    """The lines of a block that may sign; of two signers side by side the right one signs last."""
    if not node.rows:
        return [line.text for line in lines_of(node)]
    right = [text for _, text in split_lines(node.rows[-1].cells[-1].piece.text)]
    if right and RANKS.match(norm(right[0])):
        return right
    return [line.text for line in lines_of(node)] if is_layout(node) else []


def _signer_anywhere(nodes: list[Node], ends: Ends) -> None:
    """A signer in the middle: below the decision, before the plan it issues."""
    for at, node in enumerate(nodes):
        if node.rows or not node.piece.text.isupper() or not RANKS.match(norm(node.piece.text)):
            continue
        block = [each for each in nodes[at : at + 5] if not each.rows and len(each.piece.text) < 60]
        found = signer_of([each.piece.text for each in block])
        if found and found.name:
            ends.signer = found
            last = next((n for n, each in enumerate(block) if each.piece.text.endswith(found.name)), 0)
            ends.used |= {id(each) for each in block[: last + 1]}
            return


def _recipients(lines: list[str]) -> list[Recipient]:
    found: list[Recipient] = []
    first = RECIPIENTS.match(norm(lines[0]))
    lines = [lines[0][first.end() :] if first else lines[0], *lines[1:]]
    joined: list[str] = []
    for line in lines:
        text = squeeze(line)
        if (
            joined
            and not text.startswith(("-", "–", "+", "•", "*"))
            and (text[:1].islower() or text.startswith("(") or joined[-1].startswith(("-", "–", "+")))
            and not joined[-1].endswith((";", "."))
        ):
            joined[-1] += " " + text
        elif text:
            joined.append(text)
    for line in [part for each in joined for part in re.split(r"[;,]\s+[-–+•]\s*", each)]:
        name = line.strip(" -–+•*;.,")
        note = _NOTE.search(name)
        name = (name[: note.start()] if note else name).strip(" ;.,")
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
