"""Sentences → obligations: one for each that gives a unit a work; others go on with the one before."""

from dataclasses import dataclass, field

from dondoc.intake.document.brackets import Work, says_only_units, without_time
from dondoc.intake.document.fields import Fields
from dondoc.intake.document.gathering import is_introduction, time_of_all, units_of_all, why_unused
from dondoc.intake.document.making import make_from_work, time_of
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.parts import Part
from dondoc.intake.document.proposal import Obligation, Time, TimeKind, Unused
from dondoc.intake.document.prose import read_work, sentences
from dondoc.intake.document.source import Piece
from dondoc.intake.document.time import read_time, says_only_time, times_in
from dondoc.intake.document.time_in_prose import time_in_sentence
from dondoc.intake.document.units import split_roles
from dondoc.intake.document.verbs import begins_with_verb, ungiven
from dondoc.intake.document.words import Pattern, norm

_BINDING = {TimeKind.DEADLINE, TimeKind.RECURRING}


@dataclass(slots=True)
class Walk:
    """What was found, and what produced nothing."""

    found: list[Obligation] = field(default_factory=list)
    unused: list[Unused] = field(default_factory=list)
    guessed: bool = False
    renamed: list[tuple[Obligation, str]] = field(default_factory=list)
    tables: list[tuple[str, list[Obligation]]] = field(default_factory=list)
    ends: set[int] = field(default_factory=set)
    introduced: list[tuple[int, int, str]] = field(default_factory=list)
    """Where a sentence gave its units to all works of the list below it, and which."""

    def drop(self, piece: Piece, reason: str) -> None:
        """Note a piece that produced nothing."""
        if piece.text:
            self.unused.append(Unused(span=(piece.start, piece.end), reason=reason))


def narrative(
    nodes: list[Node],
    ref: str,
    part: Part | None,
    defaults: Fields,
    done: Walk,
    depth: int,
    details: list[Node] | None = None,
    title: str = "",
) -> None:
    """Sentences: one work for each that gives a unit one; others go on with the work before."""
    last: Obligation | None = None
    untold: Piece | None = None
    for node in nodes:
        if part is None and node.style == "text" and depth == 0 and not ref:
            done.drop(node.piece, "preamble")
            continue
        for place, sentence in enumerate(sentences(node.body)):
            if node.style == "text" and _said_of_all(sentence, ref, done):
                done.drop(sentence, "said_of_all")
                continue
            reason = why_unused(sentence.text, bool(defaults.lead or defaults.units), node.mark is not None)
            if reason or is_introduction(sentence.text) or not any(map(str.isalpha, sentence.text)):
                done.drop(sentence, reason or "introduction")
                continue
            if last is None and title and node.style == "text" and says_only_units(sentence.text):
                last = make_from_work(ref, title, Work(sentence, sentence.part(0, 0)), Fields())
                done.found.append(last)
            work = _given_what(read_work(sentence), untold)
            untold = None
            if last is not None and (_adds_to(last, sentence) or _adds_who(last, work, node)):
                continue
            if work.lead or (node.style != "text" and place == 0 and last is None):
                last = make_from_work(ref, title, work, defaults)
                _customary(last, sentence.text)
                done.found.append(last)
            elif last is not None or (defaults.lead or defaults.units):
                last = _goes_on(last, work, ref, title, defaults, done)
            elif part is Part.ORGANISATION and work.time is not None and done.found and done.found[-1].ref == ref:
                last = _goes_on(done.found[-1], work, ref, title, defaults, done)
            else:
                untold = sentence
                done.drop(sentence, "no_unit")
    if last is not None and details:
        last.content += " " + " ".join(each.body.text for each in details)
        last.span = (last.span[0], max(last.span[1], details[-1].end))


def _given_what(work: Work, untold: Piece | None) -> Work:
    """The work of "Việc này giao X thực hiện" with what the sentence before it tells."""
    if untold is not None and work.lead and _GIVES_IT.match(norm(work.piece.text)):
        work.content = untold
    return work


# "Vận động các hộ di dời chuồng trại … . Việc này giao Trưởng các bản thực hiện": what the sentence before tells.
_GIVES_IT = Pattern(r"(?:việc|nội dung|nhiệm vụ|công việc|phần việc)\s+(?:này|trên|đó)\s+(?:giao|do)\s")


def _said_of_all(sentence: Piece, ref: str, done: Walk) -> bool:
    """Whether a sentence gives its units or its time to all works beside it; they have it then."""
    units, time = units_of_all(sentence.text), time_of_all(sentence.text)
    if units:
        give_units(done.found, ref.rpartition(".")[0], units)
    elif time:
        give_time(done.found, ref.rpartition(".")[0], time)
    return bool(units or time)


def give_time(found: list[Obligation], ref: str, time: Piece) -> None:
    """A time told below its works is given to those under `ref` that have none of their own."""
    for each in found:
        if ref and each.ref.startswith(ref + ".") and not each.time.text:
            each.time = time_of([time])
            each.doubts = [doubt for doubt in each.doubts if not doubt.startswith("time")]


def give_units(found: list[Obligation], ref: str, units: Piece) -> None:
    """Units told below their works are given to those under `ref` that have none of their own."""
    said = split_roles(units.text)
    for each in found:
        if ref and each.ref.startswith(ref + ".") and not each.lead:
            each.lead, each.units_text = list(said.lead), units.text
            each.doubts = [doubt for doubt in each.doubts if doubt != "no_lead"]


_DONE_WHEN = Pattern(r"(?:thời gian\s+)?(?:thực hiện|triển khai|tổ chức)\s*:?\s+(?:trong\s+|vào\s+)?")


def _adds_to(last: Obligation, sentence: Piece) -> bool:
    """Whether a sentence of nothing but units or a time said what the work before it left open."""
    if not last.lead and says_only_units(sentence.text):
        _carried_out_by(last, sentence)
        return True
    said = _DONE_WHEN.match(norm(sentence.text))
    when = sentence.text[said.end() :] if said else sentence.text
    if not last.time.text and says_only_time(when):
        last.time = read_time(when)
        last.doubts = [doubt for doubt in last.doubts if not doubt.startswith("time")]
        return True
    return False


_DOES_IT = Pattern(
    r"(?:(?:tổ chức )?(?:thực hiện|triển khai)(?: trước)?|tham mưu|"
    r"phối hợp (?:với|cùng)[^;.]*?(?:\s(?:thực hiện|triển khai))?)"
    r"(?=[\s.;]*$|;|,\s+(?:hoàn thành|xong|trước|trong|từ|thời gian|chậm nhất|định kỳ|thường xuyên)(?!\w))"
)


def _adds_who(last: Obligation, work: Work, node: Node) -> bool:
    """Whether the one sentence of an item that names a unit said who does what the first one tells.

    So does a line of its own below the item that says nothing else.
    """
    only_who = _DOES_IT.match(norm(work.content.text)) is not None
    item = node.body.start <= last.span[0] <= node.body.end if node.style != "text" else only_who
    if not item or last.lead or not work.lead or (last.time.text and work.time is not None and not only_who):
        return False
    if sum(bool(read_work(each).lead) for each in sentences(node.body)) > 1:
        return False
    last.lead, last.cooperating, last.units_text = work.lead, work.cooperating, work.units_text
    last.time = last.time if only_who and last.time.text else work.time or last.time
    last.content += ". " + work.piece.text
    last.span = (last.span[0], work.piece.end)
    last.doubts = [each for each in last.doubts if each != "no_lead"]
    return True


def _carried_out_by(made: Obligation, sentence: Piece) -> None:
    """A sentence that only names units says who carries out the work before it."""
    said = split_roles(without_time(ungiven(sentence.text)))
    made.lead, made.cooperating, made.units_text = said.lead, said.cooperating, sentence.text
    made.time = made.time if made.time.text else time_in_sentence(sentence.text)[0] or made.time
    made.span = (made.span[0], sentence.end)
    made.doubts = [each for each in made.doubts if each != "no_lead"]


def _customary(made: Obligation, sentence: str) -> None:
    """A report "theo quy định" says no time, but says so in words worth showing."""
    low = norm(sentence)
    if not made.time.text and "báo cáo" in low and low.rstrip(" .;").endswith("theo quy định"):
        at = low.rindex("theo quy định")
        made.time = Time(text=sentence[at : at + len("theo quy định")])


def _tells_more(last: Obligation, sentence: str) -> bool:
    """Whether a sentence with a subject of its own says when the work before it is done: "Nền tảng vận hành từ …"."""
    return bool(last.lead) and not last.time.text and not _is_elided(sentence)


def _is_elided(sentence: str) -> bool:
    """Whether a sentence leaves its subject out: it begins with a verb or a time."""
    found = times_in(sentence)
    return begins_with_verb(sentence) or bool(found and found[0].start < len("hoàn thành trong "))


def _goes_on(last: Obligation | None, work: Work, ref: str, title: str, defaults: Fields, done: Walk) -> Obligation:
    if last is not None and work.time is not None and _tells_more(last, work.piece.text):
        last.time = work.time
    elif last is None or work.time is not None:
        if last is not None:
            work.lead = last.lead
        made = make_from_work(ref, title, work, defaults)
        done.found.append(made)
        return made
    last.content += ". " + work.piece.text
    last.cooperating = last.cooperating or work.cooperating
    if "time_unclear" not in last.doubts and any(each.kind in _BINDING for each in times_in(work.piece.text)):
        last.doubts.append("time_unclear")
    last.span = (last.span[0], work.piece.end)
    return last
