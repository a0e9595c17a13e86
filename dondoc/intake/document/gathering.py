"""What a line says for itself: its labels and their values, its unit, and whether it is a work at all."""

import re
from functools import cache

from dondoc.intake.document.brackets import says_only_units
from dondoc.intake.document.columns import Role
from dondoc.intake.document.fields import Fields, is_label, labels_in
from dondoc.intake.document.nesting import Node
from dondoc.intake.document.openings import opening_clause
from dondoc.intake.document.parts import Part
from dondoc.intake.document.phrases import OF_ALL
from dondoc.intake.document.prose import read_work, sentences
from dondoc.intake.document.source import Piece
from dondoc.intake.document.tables import words
from dondoc.intake.document.time import says_only_time, times_in
from dondoc.intake.document.time_in_prose import time_in_sentence
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.verbs import verb_after, verb_left
from dondoc.intake.document.words import Pattern, any_of, norm


def own_fields(node: Node) -> tuple[Fields, list[Node]]:
    """The labels a node itself says, in its text or in lines under it, and its other lines."""
    own = Fields()
    _, values = labels_in(node.body)
    for role, piece in values if not _tells_work(node) else ():
        own.add(role, piece)
    kids: list[Node] = []
    labelled: Node | None = None
    for kid in node.kids:
        if not kid.rows and is_label(kid.body.text) and not (_is_item(kid) or _tells_work(kid)):
            labelled = kid
            _head, values = labels_in(kid.body)
            for role, piece in values:
                own.add(role, piece)
            _nested(kid, values, own)
        elif kid.is_bullet and not kid.kids and says_only_time(kid.body.text) and len(times_in(kid.body.text)) == 1:
            own.add("time", kid.body)
        elif units := _units_in_brackets(kid):
            own.add("units", units)
        elif labelled is not None and _is_value(labelled, kid) and (said := labels_in(labelled.body)[1]):
            own.add(said[-1][0], kid.body)
        else:
            labelled = None
            kids.append(kid)
    return own, kids


# "(Giao Chi cục A thực hiện)" in a line of its own.
_IN_BRACKETS = re.compile(r"\(([^()]{4,200})\)[\s.;]*")


def _units_in_brackets(kid: Node) -> Piece | None:
    inside = _IN_BRACKETS.fullmatch(kid.body.text) if kid.style == "text" and not kid.kids else None
    return kid.body.part(inside.start(1), inside.end(1)) if inside and says_only_units(inside.group(1)) else None


def _is_item(kid: Node) -> bool:
    """A numbered line that looks like a label but gives a unit a work: "4. Kinh phí: Phòng A bố trí …"."""
    numbered = kid.mark is not None and not kid.is_bullet
    said = {role for role, _ in labels_in(kid.body)[1]}
    return numbered and said <= {"other"} and bool(read_work(kid.body).lead)


_A_SENTENCE = 80


def _tells_work(node: Node) -> bool:
    """A label whose value gives the unit its work: "Đơn vị đầu mối: Phòng A chủ trì, phối hợp với B theo dõi …"."""
    _, values = labels_in(node.body)
    if len(values) != 1 or values[0][0] not in {"lead", "units"} or len(values[0][1].text) < _A_SENTENCE:
        return False
    if "chủ trì" not in norm(values[0][1].text):
        return False
    work = read_work(values[0][1])
    return bool(work.lead) and verb_left(work.content.text) and work.content.start > values[0][1].start


def _nested(label: Node, values: list[tuple[Role, Piece]], own: Fields) -> None:
    """Lines under a label belong to it; labels among them stand for themselves."""
    role: Role = values[-1][0] if values else "content"
    for each in label.kids:
        if is_label(each.body.text):
            for inner, piece in labels_in(each.body)[1]:
                own.add(inner, piece)
            _nested(each, labels_in(each.body)[1], own)
        else:
            own.add(role, each.body)
            _nested(each, [(role, each.body)], own)


def _is_value(label: Node, kid: Node) -> bool:
    """Whether a line is the value of the empty label before it, or one of the units listed below it."""
    if not label.body.text.rstrip().endswith(":") or kid.rows:
        return False
    if kid.is_bullet and label.style == "text":
        return begins_unit(kid.body.text) > 0 and verb_after(kid.body.text, 0) < 0
    return kid.style == "text" and len(kid.piece.text) < 400


def unit_in_text(head: Piece, kids: list[Node], fields: Fields) -> Piece:
    """Where labels name no unit but a sentence does ("… Giao X chủ trì thực hiện; thời gian: …").

    Looks in the work's own text, else in the lines under it.
    """
    for sentence in sentences(head):
        work = read_work(sentence)
        if work.lead:
            fields.lead, fields.units = [], [Piece(work.units_text, sentence.start)]
            return head.part(0, sentence.start - head.start) if sentence.start > head.start + 15 else work.content
    opened = head.text.rfind("(")
    if opened > 0 and ")" not in head.text[opened:] and begins_unit(head.text[opened + 1 :]):
        fields.units = [head.part(opened + 1)]
        return head.part(0, opened)
    for kid in kids:
        said = [read_work(each) for each in sentences(kid.body)] if not kid.rows else []
        if any(each.lead for each in said):
            first = next(each for each in said if each.lead)
            fields.lead, fields.units = [], [Piece(first.units_text, kid.body.start)]
            break
    return head


@cache
def _patterns() -> tuple[Pattern, Pattern, Pattern]:
    table = words().never
    return (
        Pattern(rf"(?:\W\s*)?{any_of(table.legal)}(?!\w)"),
        Pattern(rf"(?:\(?\*+\)?\s*)?{any_of(table.closing)}(?!\w)"),
        Pattern(rf"(?:^|.*\s){any_of(table.introduction)}\s*:$"),
    )


def why_never(low: str) -> str | None:
    """Why a sentence that begins so is never a work; None if it may be one."""
    legal, closing, _ = _patterns()
    return "legal_basis" if legal.match(low) else "closing" if closing.match(low) else None


def why_unused(sentence: str, has_unit: bool, numbered: bool = False) -> str | None:
    """The same of a whole sentence in the body: "Căn cứ Kế hoạch này, các sở … xây dựng …" gives a work.

    So does it without a unit of its own where `has_unit` says that one stands above. What is `numbered` closes nothing.
    """
    low = norm(sentence)
    reason = why_never(low[:160])
    if reason == "legal_basis" and (opening_clause(sentence) or (has_unit and "," in sentence)):
        return None
    if reason is None and _EXHORTS.match(low) and not times_in(sentence) and "báo cáo" not in low:
        return "closing"
    ends = not numbered and sentence.rstrip(" .").endswith("/")
    if reason is None and ends and low.startswith(("yêu cầu", "đề nghị")):
        return "closing"
    return reason or _told_of(low, sentence)


def _told_of(low: str, sentence: str) -> str | None:
    """Why a sentence only tells: of the past, of a target, of money."""
    past, bare = _PAST.match(low), _DATED.sub("", sentence)
    # "Sở A rà soát các văn bản đã ban hành" tells a work: a verb stands before "đã".
    if past and begins_unit(bare) and verb_after(sentence[: past.end() - len(" đã ")], 0) < 0:
        return "past"
    if "trân trọng giới thiệu" in low:
        return "preamble"
    if _NOTIFIES.search(low):
        return "closing"
    if _TARGET.match(low) and not begins_unit(sentence):
        return "target"
    return "funding" if _MONEY.match(low) and not read_work(Piece(sentence, 0)).lead else None


def time_of_all(text: str) -> Piece | None:
    """The time a line gives to all works beside it: "Các nhiệm vụ tại khoản 4 thực hiện trong quý I"."""
    found = times_in(text) if len(text) < _LONGEST_OF_ALL and OF_ALL.match(norm(text).lstrip(" (")) else []
    return Piece(text, 0).part(found[0].start, found[-1].end) if found else None


def time_within(text: Piece) -> Piece | None:
    """The time a work's own words say, where labels beside it say none."""
    for sentence in sentences(text):
        time, (start, end) = time_in_sentence(sentence.text)
        if time:
            return sentence.part(start, end)
    return None


def units_of_all(text: str) -> Piece | None:
    """The units a line gives to all works beside it: "Đơn vị chủ trì các nhiệm vụ trên: Văn phòng Bộ"."""
    found = _UNITS_OF_ALL.match(norm(text)) if len(text) < _LONGEST_OF_ALL else None
    return Piece(text, 0).part(found.end()).strip(" .;") if found and begins_unit(text[found.end() :]) else None


_UNITS_OF_ALL = Pattern(
    r"(?:đơn vị|cơ quan)\s+(?:chủ trì|thực hiện)(?:\s+thực hiện)?\s+(?:các|những)\s+"
    r"(?:nhiệm vụ|nội dung|công việc)[^:;.]*:\s*"
)
_LONGEST_OF_ALL = 200
_GIVES_TIME = Pattern(r"(?:nhiệm vụ|nội dung|công việc|hoạt động|việc)[^.;]*$")


def time_at_end(text: str) -> Piece | None:
    """The time a heading of several works ends in: "Một số nhiệm vụ giao cụ thể trong quý I năm 2026:"."""
    bare = text.rstrip(" :.")
    found = [each for each in times_in(bare) if each.name not in {"year", "years", "stage", "whole_year", "vague"}]
    if not found or found[-1].end < len(bare) or not _GIVES_TIME.search(norm(bare[: found[0].start])):
        return None
    return Piece(text, 0).part(found[-1].start, found[-1].end)


_NOTIFIES = Pattern(r"thông báo (?:để|đến) [^.;]{3,120}(?:biết|được biết)[^.;]{0,30}[./\s]*$")
_EXHORTS = Pattern(
    r"(?:yêu cầu|đề nghị)\s+(?:các|thủ trưởng|giám đốc|trưởng)[^:]{3,160}(?:nghiêm túc|khẩn trương|quan tâm)"
)
_DATED = re.compile(r"^Ngày\s[^,.;:]{3,30},\s+")
_PAST = Pattern(r"(?:ngày\s[^,.;:]{3,30},\s+)?[^,.;:]{3,80}\sđã\s")
_TARGET = Pattern(r"(?:tiếp tục\s+)?phấn đấu\s[^.;]*(?:\d\s*%|đến (?:hết )?năm 20\d\d|tối thiểu|ít nhất|100)")
_MONEY = Pattern(r"(?:nguồn\s+)?kinh phí\s+(?:thực hiện|triển khai|để|được|bảo đảm|đảm bảo|hoạt động|tổ chức|do|từ)")


def is_introduction(text: str) -> bool:
    """Whether a line only leads up to a list."""
    text = text.rstrip()
    low = norm(text[-200:])
    return text.endswith(":") and (len(text) < 60 or _patterns()[2].match(low) is not None or low.endswith("yêu cầu:"))


def is_told_without_units(
    node: Node, texts: list[Node], bullets: list[Node], part: Part | None, fields: Fields
) -> bool:
    """Whether paragraphs tell the work of a numbered title and name nobody: a work without a unit."""
    numbered = node.mark is not None and node.style in {"arabic", "depth", "letter", "bracket"}
    if not numbered or part is not Part.CONTENT or bullets or not texts or fields.lead or fields.units:
        return False
    if norm(node.body.text[:20]).startswith(("nội dung", "noi dung")):
        return False
    told = [each for text in texts for each in sentences(text.body)]
    return not any(read_work(each).lead or why_never(norm(each.text[:160])) for each in told)
