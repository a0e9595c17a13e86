"""An edited Word file led back into the report model, by our paragraph styles.

What stands where we put it comes back as it was; what was changed, added or deleted comes back as Word shows it in the
end; what has no place in the model is listed for a person to decide, never dropped.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dondoc.paper import lead_back_tables as tables
from dondoc.paper.form import Form, addressees, form, part_heading, recipients, section_heading
from dondoc.paper.notation import capital, within
from dondoc.rules.clean import clean
from dondoc.rules.edit import led_back
from dondoc.rules.reading import Strange, StrangeThing, WordFile, WordParagraph, WordTable
from dondoc.rules.report import Paragraph, Part, RecipientLine, ReportModel, Section, blocks

_END = re.compile(r"[\s.;,/]+$")
_DASH = re.compile(r"^\s*[-–•]\s*")
_ROMAN = re.compile(r"^\s*[IVXLC]+\s*[.)]\s*")
_DIGITS = re.compile(r"^\s*\d+\s*[.)]\s*")
_PURPOSE = re.compile(r"^(.*?)\s*\(([^()]*)\)$")
_ADDRESSED = re.compile(r"^\s*Kính gửi\s*:\s*", re.IGNORECASE)
# Filled by the form, the clerk or the chain of sign-off: a change of these is told, and never taken.
_FIXED = {
    "Superior": "superior", "Agency": "agency", "Number": "number_line", "About": "about", "Dateline": "dateline",
    "Urgency": "urgency", "Type": "type_name", "Signer": "signer_name", "Draft Note": "draft_note",
}  # fmt: skip
_IGNORED = {
    "Agency Rule", "Nation", "Motto", "Motto Rule", "Subject Rule", "Section End", "Recipients", "Addressees",
    "Page Number", "Annex Label", "Annex Name", "Annex Belongs", "Annex Note",
    "Bar Label", "Bar Gap",
}  # fmt: skip
_TABLES = {"Table Head", "Table Text", "Table Centre", "Table Figure"}


@dataclass(frozen=True)
class LedBack:
    """The report as the file has it, and what has no place in it."""

    model: ReportModel
    strange: tuple[StrangeThing, ...]


@dataclass
class _Found:
    """What has been read so far, by place."""

    lines: dict[str, list[str]] = field(default_factory=dict)
    parts: list[tuple[str, list[str]]] = field(default_factory=list)
    """Heading of each part, and those of its sections."""
    block: str = "opening"
    strange: list[StrangeThing] = field(default_factory=list)

    def add(self, name: str, text: str) -> None:
        self.lines.setdefault(name, []).append(text)


def lead_back(read: WordFile, base: ReportModel) -> LedBack:
    """`read` as a report that began as `base`: its sentences keep the sources they had there."""
    found = _Found(strange=list(read.strange))
    for item in _unframed(read.items):
        if isinstance(item, WordTable):
            found.strange.append(StrangeThing(kind=Strange.TABLE, text=_table_text(item), block=found.block))
        elif clean(item.text):
            _place(found, item)
    worded = form(base)
    _fixed(found, worded)
    figures, units, strange = tables.led_back(read, base)
    model = _head(found, base).model_copy(
        update={
            "opening": _paragraphs(base, "opening", found.lines.get("opening", [])),
            "parts": _parts(found, base),
            "closing": _closing(found, base),
            "figures": figures,
            "units": units,
        }
    )
    return LedBack(model, (*found.strange, *strange))


def _unframed(items: Iterable[WordParagraph | WordTable]) -> Iterable[WordParagraph | WordTable]:
    """The paragraphs of head and foot, which stand in tables without lines, in their order; the annexes left out."""
    for item in items:
        if isinstance(item, WordParagraph):
            yield item
            continue
        inside = [each for row in item.rows for cell in row for each in cell]
        styles = {each.style for each in inside if each.text.strip()}
        if styles & _TABLES:
            continue
        if styles and not any(style.startswith("[") for style in styles):
            yield from inside
        elif styles:
            yield item


def _table_text(table: WordTable) -> str:
    return "\n".join(" | ".join(" ".join(each.text for each in cell) for cell in row) for row in table.rows)


def _place(found: _Found, item: WordParagraph) -> None:
    text = item.text
    match item.style:
        case "Part":
            found.parts.append((_ROMAN.sub("", clean(text)), []))
            found.block = str(len(found.parts))
        case "Section" if found.parts:
            headings = found.parts[-1][1]
            headings.append(_DIGITS.sub("", clean(text)))
            found.block = f"{len(found.parts)}.{len(headings)}"
        case "Body" | "Bullet" | "Section":
            found.add(found.block, text)
        case style if style in _TABLES or style in _IGNORED:
            pass
        case style if style.startswith("["):
            after = len(found.lines.get(found.block, []))
            found.strange.append(StrangeThing(kind=Strange.STYLE, text=clean(text), block=found.block, after=after))
        case style:
            found.add(style, text)


def _fixed(found: _Found, worded: Form) -> None:
    """Tell of changed places that are not the drafter's."""
    changed = [(name, str(worded[key])) for name, key in _FIXED.items()]  # type: ignore[literal-required]
    changed.append(("Signer Line", " ".join(worded["signer_lines"])))
    for name, was in changed:
        now = " ".join(clean(line) for line in found.lines.get(name, []))
        if now != clean(was):
            found.strange.append(StrangeThing(kind=Strange.FIXED, text=f"{clean(was)} → {now or '–'}"))


def _head(found: _Found, base: ReportModel) -> ReportModel:
    subject = " ".join(clean(line) for line in found.lines.get("Subject", []))
    if base.subject[:1].islower():
        subject = within(subject)
    bases = [_END.sub("", clean(line)) for line in found.lines.get("Basis", [])]
    to = [_ADDRESSED.sub("", clean(line)) for line in found.lines.get("Addressee", [])]
    to += [_END.sub("", _DASH.sub("", clean(line))) for line in found.lines.get("Addressee Item", [])]
    same_to = [_END.sub("", _DASH.sub("", line)) for line in addressees(base)] == [_END.sub("", each) for each in to]
    same_basis = [_END.sub("", clean(line)) for line in base.legal_basis] == bases
    names, archive = _recipients(found, base)
    return base.model_copy(
        update={
            "subject": base.subject if capital(clean(base.subject)) == capital(subject) else subject,
            "legal_basis": base.legal_basis if same_basis else tuple(each for each in bases if each),
            "addressees": base.addressees if same_to else tuple(each for each in to if each),
            "recipients": names,
            "archive": archive,
        }
    )


def _recipients(found: _Found, base: ReportModel) -> tuple[tuple[RecipientLine, ...], str]:
    lines = [clean(line) for line in found.lines.get("Recipient", [])]
    if lines == [clean(line) for line in recipients(base)]:
        return base.recipients, base.archive
    names, archive = [], ""
    for line in lines:
        said = _END.sub("", _DASH.sub("", line))
        if said.casefold().startswith("lưu:"):
            archive = said[4:].strip()
        elif said and said.casefold() != "như trên":
            split = _PURPOSE.match(said)
            names.append(RecipientLine(name=split[1], purpose=split[2]) if split else RecipientLine(name=said))
    return tuple(names), archive or base.archive


def _paragraphs(base: ReportModel, name: str, lines: Sequence[str]) -> tuple[Paragraph, ...]:
    """Lines of a block, with the sources that they had; a line that came from another block brings its own along."""
    every = {block.name: block.paragraphs for block in blocks(base)}
    elsewhere = {clean(each.text): each for other, paragraphs in every.items() if other != name for each in paragraphs}
    result = []
    for paragraph in led_back(every.get(name, ()), lines):
        moved = elsewhere.get(clean(paragraph.text)) if not paragraph.sources else None
        result.append(moved.model_copy(update={"bullet": paragraph.bullet}) if moved and moved.sources else paragraph)
    return tuple(result)


def _parts(found: _Found, base: ReportModel) -> tuple[Part, ...]:
    old = {part_heading(1, part.heading)[3:]: (place, part) for place, part in enumerate(base.parts, start=1)}
    result = []
    for place, (heading, sections) in enumerate(found.parts, start=1):
        was, part = old.get(heading.upper(), (place, None))
        if part is None and place <= len(base.parts) and len(found.parts) == len(base.parts):
            part = base.parts[place - 1]
        kept = part.heading if part and part_heading(1, part.heading)[3:] == heading.upper() else heading
        result.append(
            Part(
                heading=kept,
                paragraphs=_paragraphs(base, str(was), found.lines.get(str(place), [])),
                sections=_sections(found, base, place, was, sections),
            )
        )
    return tuple(result)


def _sections(found: _Found, base: ReportModel, place: int, was: int, headings: Sequence[str]) -> tuple[Section, ...]:
    known = base.parts[was - 1].sections if was <= len(base.parts) else ()
    old = {section_heading(1, section.heading)[3:]: number for number, section in enumerate(known, start=1)}
    result = []
    for number, heading in enumerate(headings, start=1):
        before = old.get(heading, number if len(headings) == len(known) else 0)
        section = known[before - 1] if 0 < before <= len(known) else None
        same = section is not None and section_heading(1, section.heading)[3:] == heading
        lines = found.lines.get(f"{place}.{number}", [])
        result.append(
            Section(
                heading=section.heading if section and same else heading,
                paragraphs=_paragraphs(base, f"{was}.{before}", lines),
                own=section.own if section else False,
            )
        )
    return tuple(result)


def _closing(found: _Found, base: ReportModel) -> Paragraph:
    lines = [clean(line) for line in found.lines.get("Closing", [])]
    text = _END.sub("", "\n".join(lines))
    if not text or text == _END.sub("", "\n".join(map(clean, base.closing.text.splitlines()))):
        return base.closing
    return base.closing.model_copy(update={"text": text, "made": None, "edited": bool(base.closing.sources)})
