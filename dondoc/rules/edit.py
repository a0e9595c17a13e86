"""The drafter's changes: lines of text led back into paragraphs, so that what a unit said keeps its source."""

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from dondoc.rules.clean import clean, paragraphs_of
from dondoc.rules.refusal import Refused
from dondoc.rules.report import CLOSING, OPENING, Paragraph, ReportModel, blocks
from dondoc.rules.sign import ReportState

_DASH = re.compile(r"^(?:\s*[-–•+]\s+)+")
_SPACES = re.compile(r"\s+")
ALIKE = 0.5
"""How alike two lines must be for the one to be a change of the other."""


def may_edit(state: ReportState) -> None:
    """A report is edited until it is signed; one on its way up comes back for that."""
    if state not in {ReportState.DRAFT, ReportState.SENT_BACK, ReportState.FOR_SIGN_OFF}:
        raise Refused("signed_not_edited")


def as_lines(paragraphs: Iterable[Paragraph]) -> list[str]:
    """Paragraphs as lines to edit; a dash item begins with its dash."""
    return [f"- {each.text}" if each.bullet else each.text for each in _single_lines(paragraphs)]


def led_back(paragraphs: Sequence[Paragraph], lines: Iterable[str]) -> tuple[Paragraph, ...]:
    """Lines as paragraphs.

    An unchanged line is its paragraph again. A changed one keeps the sources and says that it was edited. A new one has
    no source and is visibly the drafter's.
    """
    old = list(_single_lines(paragraphs))
    new = [line for line in lines if line.strip()]
    keys = [_key(each) for each in as_lines(old)]
    opcodes = SequenceMatcher(None, keys, [_key(line) for line in new], False).get_opcodes()
    in_place = {place for kind, start, end, *_ in opcodes if kind == "equal" for place in range(start, end)}
    moved: dict[str, list[int]] = {}
    for place in range(len(old) - 1, -1, -1):
        if place not in in_place:
            moved.setdefault(keys[place], []).append(place)
    result: list[Paragraph] = []
    for kind, old_from, old_to, new_from, new_to in opcodes:
        if kind == "equal":
            result += old[old_from:old_to]
        else:
            result += _changed(old, range(old_from, old_to), new[new_from:new_to], moved)
    return tuple(result)


def edited(model: ReportModel, changes: Mapping[str, str]) -> ReportModel:
    """The report with the text of some blocks changed, and of "subject" and "legal_basis".

    Raises Refused for an empty opening, closing or subject.
    """
    for name in (OPENING, CLOSING, "subject"):
        if name in changes and not changes[name].strip():
            raise Refused("block_empty", f"block-{name}")

    def change(name: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        if name not in changes:
            return paragraphs
        found = led_back(paragraphs, changes[name].splitlines())
        return found if name != CLOSING else _joined(paragraphs, found)

    update: dict[str, object] = {}
    if "subject" in changes:
        update["subject"] = _SPACES.sub(" ", changes["subject"]).strip()
    if "legal_basis" in changes:
        lines = (_SPACES.sub(" ", line).strip() for line in changes["legal_basis"].splitlines())
        update["legal_basis"] = tuple(line for line in lines if line)
    return model.with_blocks(change).model_copy(update=update)


def keeping_own(old: ReportModel, new: ReportModel) -> ReportModel:
    """A newly compiled report with the sections that only the drafter writes, as they stood before."""
    written = {block.heading: block.paragraphs for block in blocks(old) if block.own and block.paragraphs}
    own = {block.name: block.heading for block in blocks(new) if block.own}

    def keep(name: str, paragraphs: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
        return written.get(own[name], paragraphs) if name in own else paragraphs

    return new.with_blocks(keep)


def _single_lines(paragraphs: Iterable[Paragraph]) -> Iterable[Paragraph]:
    for paragraph in paragraphs:
        lines = paragraphs_of(paragraph.text)
        if len(lines) < 2:
            yield paragraph
        else:
            yield from (
                paragraph.model_copy(update={"text": line, "bullet": paragraph.bullet and not place})
                for place, line in enumerate(lines)
            )


def _joined(old: tuple[Paragraph, ...], found: tuple[Paragraph, ...]) -> tuple[Paragraph, ...]:
    """The closing is one paragraph, however many lines were typed."""
    if len(found) == 1:
        return found
    text = "\n".join(each.text for each in found)
    return (old[0].model_copy(update={"text": text, "made": None, "edited": bool(old[0].sources)}),)


def _key(line: str) -> str:
    """What makes two lines the same: not their spaces, nor how their letters are composed, nor what no paper shows."""
    said = clean(line)
    return ("- " if _DASH.match(said + " ") else "") + _DASH.sub("", said + " ").strip()


def _changed(
    old: Sequence[Paragraph], places: Sequence[int], new: Sequence[str], moved: dict[str, list[int]]
) -> list[Paragraph]:
    """New lines in the place of old ones.

    One that stood elsewhere has moved; another is a change of the old line that is most like it, in order; the rest are
    the drafter's own.
    """
    result, free = [], list(places)
    for line in new:
        if elsewhere := moved.get(_key(line)):
            place = elsewhere.pop()
            free = [each for each in free if each != place]
            result.append(old[place])
            continue
        text, bullet = _SPACES.sub(" ", _DASH.sub("", line)).strip(), bool(_DASH.match(line))
        best, back = max(((_ratio(old[each].text, text), -each) for each in free), default=(0.0, 0))
        if best < ALIKE:
            result.append(Paragraph(text=text, bullet=bullet))
            continue
        result.append(_rewritten(old[-back], text, bullet))
        free = [each for each in free if each > -back]
    return result


def _ratio(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, one, other, False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _rewritten(old: Paragraph, text: str, bullet: bool) -> Paragraph:
    if _key(old.text) == _key(text):
        return old.model_copy(update={"bullet": bullet})
    # A sentence that compiling made is the drafter's own once it was changed: compiling again leaves it alone.
    return old.model_copy(update={"text": text, "bullet": bullet, "made": None, "edited": bool(old.sources)})
