"""Rows of a table → obligations."""

import re
from collections import Counter
from dataclasses import dataclass

from dondoc.intake.document.fields import Fields
from dondoc.intake.document.grid import Grid, Line
from dondoc.intake.document.making import heading_fields, make
from dondoc.intake.document.marks import mark_of
from dondoc.intake.document.narrative import Walk
from dondoc.intake.document.proposal import Obligation, TimeKind, Unused
from dondoc.intake.document.source import Piece
from dondoc.intake.document.time import says_only_time, times_in
from dondoc.intake.document.unit_headings import is_unit_heading
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.units import is_same
from dondoc.intake.document.words import squeeze

_LETTER = re.compile(r"(?:^|\n)\s*a\s*\)")
_BULLET_LINE = re.compile(r"^\s*(?:[-–—+•]|\d{1,2}[.)]|[a-zđ]\))\s*")


def works_of(grid: Grid, inherited: Fields) -> list[Obligation]:
    """An obligation for each row that states a work."""
    found: list[tuple[_Group, Obligation]] = []
    group, last = _Group(), Fields()
    defaults = inherited
    for line in grid.lines:
        fields = _fields(line)
        if line.is_group:
            number = line.number or _number_in(line)
            group = _Group(number, group.above if number.isdecimal() else number)
            heading = _unnumbered(line)
            if is_unit_heading(heading.text) and not heading.text.isupper():
                fields.units = [heading]
            if says_only_time(heading.text):
                fields.time = [heading]
            defaults = heading_fields(line.cells["content"]).over(fields.over(inherited))
            continue
        fields = _as_above(fields, last).over(defaults)
        last = fields
        parts = _parted(fields)
        for place, part in enumerate(parts):
            number = line.number or _number_in(line)
            letter = _LETTER.search(fields.content[0].text) if fields.content and part is not fields else None
            number = f"{number}.{chr(ord('a') + place)}" if letter and number else number
            doubt = "no_header" if grid.guessed else "time_several" if line.several_times else ""
            made = make(number, _unnumbered(line), part, line.row.piece, doubt)
            made.doubts += [each for each in line.doubts if each not in made.doubts]
            if len(parts) > 1 and len(made.lead) == len(parts):
                # As many units as works in one row: each may have its own.
                made.doubts.append("unit_unclear")
            if len(parts) > 1 and len(times_in(made.time.text)) > 1:
                made.doubts.append("time_several")
            found.append((group, made))
    _with_groups(_in_runs(found))
    return [each for _, each in found]


@dataclass(frozen=True, slots=True)
class _Group:
    """The number of a group row, and of the group with a letter or a Roman number that it stands under."""

    number: str = ""
    above: str = ""


def _fields(line: Line) -> Fields:
    fields = Fields()
    for role in ("lead", "cooperating", "units", "time", "product"):
        if role in line.cells:
            fields.add(role, line.cells[role])
    if "content" in line.cells and not line.is_group:
        fields.content.append(_unnumbered(line))
    return fields


def _as_above(fields: Fields, last: Fields) -> Fields:
    """A cell that says "-nt-" or "như trên" takes the cell above."""
    for role in ("lead", "cooperating", "units", "time", "product"):
        pieces = getattr(fields, role)
        if pieces and is_same(pieces[0].text):
            setattr(fields, role, getattr(last, role))
    return fields


def _number_in(line: Line) -> str:
    mark = mark_of(line.text("content"))
    return mark.value if mark and mark.style in {"arabic", "depth", "roman", "upper", "letter"} else ""


def _unnumbered(line: Line) -> Piece:
    piece = line.cells.get("content", line.row.piece)
    if line.number or not _number_in(line):
        return piece
    mark = mark_of(piece.text)
    return piece.part(mark.length) if mark else piece


def _parted(fields: Fields) -> list[Fields]:
    """Several works side by side in one row, where their times or leads stand side by side too."""
    if not fields.content:
        return [fields]
    works = _items(fields.content[0], times=False)
    if len(works) > 2 and works[0].text.endswith(":"):
        works = works[1:]
    if len(works) < 2:
        return [fields]
    sides = {
        role: _beside(getattr(fields, role), len(works)) for role in ("lead", "cooperating", "units", "time", "product")
    }
    if not (sides["time"] or sides["lead"] or sides["units"]):
        return [fields]
    parts = []
    for place, work in enumerate(works):
        part = Fields([work])
        for role, pieces in sides.items():
            setattr(part, role, [pieces[place]] if pieces else getattr(fields, role))
        parts.append(part)
    return parts


def _beside(pieces: list[Piece], count: int) -> list[Piece]:
    items = _items(pieces[0]) if pieces else []
    return items if len(items) == count else []


def _items(piece: Piece, times: bool = True) -> list[Piece]:
    """The items of a cell: its lines that begin with a mark; without marks each line of a time cell."""
    lines: list[Piece] = []
    at = 0
    has_marks = any(_BULLET_LINE.match(text) for text in piece.text.split("\n"))
    for text in piece.text.split("\n"):
        part = piece.part(at, at + len(text))
        at += len(text) + 1
        marked = _BULLET_LINE.match(part.text)
        if marked:
            lines.append(part.part(marked.end()))
        elif lines and (has_marks or not (times and says_only_time(part.text))):
            joined = piece.text[lines[-1].start - piece.start : part.end - piece.start]
            lines[-1] = Piece(joined, lines[-1].start)
        else:
            lines.append(part)
    return lines


def _in_runs(found: list[tuple[_Group, Obligation]]) -> list[tuple[str, Obligation]]:
    """Each row with the number of its group: of the group above where the rows' numbers run on over "1.", "2."."""
    first: dict[_Group, str] = {}
    for group, each in found:
        first.setdefault(group, each.ref)
    run_on = {group.above for group, ref in first.items() if group.number != group.above and ref not in _FIRST}
    return [(group.above if group.above in run_on and group.above else group.number, each) for group, each in found]


_FIRST = {"1", "01", "a", ""}


def _with_groups(found: list[tuple[str, Obligation]]) -> None:
    """Where rows begin again at 1 under numbered groups, the group's number stands before."""
    numbers = Counter(each.ref for group, each in found if each.ref)
    firsts = {group: next(each.ref for own, each in found if own == group) for group in {group for group, _ in found}}
    again = sum(ref in {"1", "01", "a"} for ref in firsts.values()) > 1 or any(
        count > 1
        for ref, count in numbers.items()
        if ref in {"1", "01"} and len({g for g, e in found if e.ref == ref}) > 1
    )
    for group, each in found:
        if again and group and each.ref and not each.ref.startswith(group + "."):
            each.ref = f"{group}.{each.ref}"


def tell_apart(done: Walk) -> None:
    """Where rows of a table have the refs of other works, the table's heading stands before them."""
    rows = [id(each) for _, table in done.tables for each in table]
    for place, (head, table) in enumerate(done.tables):
        others = {each.ref for other, (_, rest) in enumerate(done.tables) if other != place for each in rest}
        if head and any(each.ref and each.ref in others for each in table):
            done.renamed += [(each, f"{head}.{each.ref}") for each in table if each.ref]
    for each, ref in done.renamed:
        each.ref = ref
    if len(rows) >= 3:
        for each in [each for each in done.found if id(each) not in rows and _only_sums_up(each, done)]:
            done.found.remove(each)
            done.unused.append(Unused(span=each.span, reason="said_in_table"))


def _only_sums_up(each: Obligation, done: Walk) -> bool:
    """Whether a work outside the tables has neither a unit of its own nor a day: the tables say who and when."""
    introduced = any(
        start <= each.span[0] < end and each.units_text == squeeze(units) for start, end, units in done.introduced
    )
    days = (
        each.time.dates or each.time.day is not None or each.time.kind not in {TimeKind.CONTINUOUS, TimeKind.RECURRING}
    )
    begins = each.time.text and each.content.startswith(each.time.text)
    named = not each.lead and begins_unit(each.content) and each.content[:1].isupper()
    return (not each.lead or introduced) and not (each.time.text and (days or begins)) and not named
