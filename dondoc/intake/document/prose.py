"""Works told in sentences: "Giao X chủ trì, phối hợp với Y xây dựng … trước ngày …"."""

import re
from collections.abc import Iterator

from dondoc.intake.document.brackets import (
    Work,
    is_own_work,
    read_bracket,
    read_tail,
    says_only_units,
    time_in_bracket,
    without_time,
)
from dondoc.intake.document.columns import role_of_label
from dondoc.intake.document.helping import helpers_of, only_cooperates, others_cooperate
from dondoc.intake.document.openings import SHORT_TITLE, colon_after_unit, given, is_own, names_a_body, opening_clause
from dondoc.intake.document.phrases import ANOTHER, ELIDED, MUST_BE, WITH, WITH_HELP
from dondoc.intake.document.source import Piece
from dondoc.intake.document.time import says_only_time, times_in
from dondoc.intake.document.time_in_prose import more_binding, time_in_sentence
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.units import list_units, split_roles
from dondoc.intake.document.verbs import LONGEST_SUBJECT, may_be_named, verb_after
from dondoc.intake.document.words import CAPITALS, Pattern, norm

_SENTENCE_END = re.compile(
    rf"(?<=[^\W\d_A-ZĐ][.!?])\s+(?=[\"“]?[{CAPITALS}])|(?<=[\d)%\"”][.!?])\s+(?=[\"“]?[{CAPITALS}])|(?<=[A-ZĐ]{{2}}\.)\s+(?=[{CAPITALS}])|\n"
)
_GIVEN_INSIDE = Pattern(r"(?:(?<!bàn)(?<!chuyển)(?<!họp)[\s,;]|^)(?:giao|do)\s+(?:cho\s+)?")
# "hội chợ do tỉnh tổ chức" tells of the fair; "…, do Sở A thực hiện" gives the work.
_DOES_IT = Pattern(
    r"(?:chủ trì|thực hiện|triển khai|phụ trách|tổ chức thực hiện|đảm nhiệm|đảm nhận|"
    r"làm (?:cơ quan |đơn vị )?đầu mối|chịu trách nhiệm|tham mưu|phối hợp)"
)
COOPERATES_AFTER = Pattern(
    r"\s*,?\s*(?:và\s+)?(?:có trách nhiệm\s+)?"
    r"(?:phối hợp(?:\s+chặt chẽ)?\s+(?:(?:với|cùng)\s*(?:với\s+)?)?|(?<=[ì,]\s)cùng\s+(?:với\s+)?|cùng với\s+)"
)


def sentences(piece: Piece) -> list[Piece]:
    """The sentences of a paragraph, and its clauses where after a semicolon another unit gets a work."""
    found: list[Piece] = []
    at = 0
    for each in _SENTENCE_END.finditer(piece.text):
        found.append(piece.part(at, each.start()))
        at = each.end()
    found.append(piece.part(at))
    return [clause for sentence in found if sentence.text for clause in _clauses(sentence)]


_SHORTEST_CONTENT = 25
_CLAUSE_END = re.compile(r";\s+|,\s+(?=giao\s+(?:cho\s+)?[^\W\d_a-zđ])")


def _clauses(sentence: Piece) -> list[Piece]:
    cuts = [0]
    closes = norm(sentence.text[:20]).startswith("trên đây là ")
    for each in () if closes else _CLAUSE_END.finditer(sentence.text):
        before = sentence.text[cuts[-1] : each.start()]
        if before.count("(") > before.count(")") or (each.group()[0] == "," and not _names_lead(before)):
            continue
        named = before[given(before) :]
        only_units = begins_unit(named) and verb_after(named, 0) < 0
        behind = sentence.text[each.end() :]
        tail = (
            only_cooperates(behind)
            or only_cooperates(behind.partition(";")[0])
            or (says_only_units(behind) and not _names_lead(before))
        )
        if not only_units and not tail and _gives_work(sentence.text[each.end() : each.end() + LONGEST_SUBJECT * 2]):
            cuts.append(each.end())
    ends = [*cuts[1:], len(sentence.text)]
    return [sentence.part(start, end).strip("; ") for start, end in zip(cuts, ends, strict=True)]


def _names_lead(text: str) -> bool:
    return bool(read_work(Piece(text, 0)).lead)


def _gives_work(text: str) -> bool:
    """Whether a clause begins with a unit and what it is to do, or gives one a work further on."""
    start = given(text)
    # "…; mỗi thôn ít nhất 01 cuộc, có ghi biên bản" tells how much.
    if is_own(text[start:]) or norm(text[start : start + 4]) == "mỗi ":
        return False
    if begins_unit(text[start:]) and names_a_body(text[start:]):
        return verb_after(text, start) > start or colon_after_unit(text, start) > 0
    return next(_given_inside(text.partition(";")[0]), None) is not None


# "giao ban", "giao cho chi đoàn cụ thể": small letters without a name are no unit, but "các sở" are units.
_ANYBODY = re.compile(rf"ban(?!\w)|(?!(?:các|những|từng|mỗi|toàn|tất|ubnd)\s)[^\W{CAPITALS}][^{CAPITALS},;.]{{24}}")


# "giao ban hằng tháng do Chủ tịch UBND tỉnh chủ trì": who chairs a meeting is no unit that does the work.
_CHAIRS = Pattern(
    r"(?:đồng chí\s+)?(?:phó\s+)?(?:chủ tịch|giám đốc|bộ trưởng|thứ trưởng|thủ tướng|bí thư|lãnh đạo)(?!\w)"
)


def _given_inside(text: str) -> Iterator[tuple[int, int, int]]:
    """Where a unit is named after its work: the word before it, its name, and its verb."""
    low = norm(text)
    for each in _GIVEN_INSIDE.finditer(low):
        named = text[each.end() :]
        if not begins_unit(named) or is_own(named) or _ANYBODY.match(named):
            continue
        verb = verb_after(text, each.end())
        if "do" in each.group() and _CHAIRS.match(low, each.end()):
            continue
        tells = "do" in each.group() and low[: each.start() + 1].rstrip()[-1:] not in {",", ";", ""}
        if verb >= 0 and not (tells and not _DOES_IT.match(low, verb)):
            yield each.start(), each.end(), verb


def _behind_label(text: str) -> int:
    """Where a sentence begins behind a label: "Đơn vị đầu mối chủ trì: Phòng A chủ trì, phối hợp với …"."""
    title = SHORT_TITLE.match(text)
    if title is None or role_of_label(title.group().strip(" :")) not in {"lead", "units"}:
        return 0
    return title.end() if begins_unit(text[title.end() :]) and verb_after(text, title.end()) > 0 else 0


_NOTE = Pattern(r"\((?:bổ sung|mới|sửa đổi|điều chỉnh)[^()]{0,20}\)\s*")


def _behind_note(text: str) -> int:
    """Where a sentence begins behind a note: "(bổ sung) Quỹ Bảo vệ môi trường tỉnh nâng …"."""
    note = _NOTE.match(norm(text))
    return note.end() if note else 0


def read_work(sentence: Piece) -> Work:
    """Who does what when, as far as one sentence says."""
    text = sentence.text
    work = Work(sentence, sentence)
    start = given(text) or _behind_label(text) or _behind_note(text)
    begins = 0 if is_own(text[start:]) or MUST_BE.match(norm(text)) else begins_unit(text[start:])
    if not begins and (start := opening_clause(text)):
        begins = begins_unit(text[start:])
    verb = verb_after(text, start, last_resort=True) if begins else -1
    colon = colon_after_unit(text, start) if begins else -1
    if colon > 0 and (verb < 0 or colon < verb):
        work.lead = list_units(text[start:colon])
        work.units_text = text[start:colon]
        work.content = work.piece.part(colon + 1)
        _elided(work, work.content)
    elif verb > start:
        _subject(work, start, verb)
        title = SHORT_TITLE.match(text)
        title = None if title and says_only_time(title.group()) else title
        if title and title.end() <= start and len(without_time(work.content.text)) < _SHORTEST_CONTENT:
            work.content = work.piece.part(0, title.end())
        elif title and title.end() <= start:
            work.title = title.group().strip(" :")
    elif not _elided(work, sentence):
        _inside(work)
    read_bracket(work)
    read_tail(work)
    _cooperates_later(work)
    if work.time is None:
        told, said = time_in_bracket(text), time_in_sentence(text)[0]
        # "hằng quý (trước ngày 20 của tháng cuối quý)" is one time.
        work.time = said if told and said and told.text in said.text else more_binding(told, said)
    return work


def _cooperates_later(work: Work) -> None:
    """Who helps with a further part of the work: "Điều hành xuất khẩu, phối hợp với Bộ A dự báo cung cầu"."""
    text = work.content.text
    if work.cooperating:
        return
    for clause in re.split(r";\s+", work.piece.text)[1:]:
        if work.lead and only_cooperates(clause):
            said = split_roles(helpers_of(clause) or without_time(clause))
            work.cooperating = [*said.lead, *said.cooperating]
            return
    if (helped := WITH_HELP.search(norm(text))) and begins_unit(text[helped.end() :]):
        end = verb_after(text, helped.end())
        work.cooperating = list_units(re.split(r"[.;]", text[helped.end() : end if end > 0 else None])[0].rstrip(" ,"))
        return
    found = WITH.search(norm(text))
    if found is None or found.start() < 3 or not begins_unit(text[found.end() :]):
        return
    clause = re.split(r"[.;]", text[: found.start()])[-1]
    if ANOTHER.search(norm(clause)) or begins_unit(clause.strip()):
        return
    end = verb_after(text, found.end(), last_resort=True)
    if end > 0 and "." not in text[found.end() : end]:
        work.cooperating = list_units(text[found.end() : end].rstrip(" ,để"))
    elif end < 0 and says_only_units(without_time(text[found.end() :].rstrip(" ."))):
        work.cooperating = list_units(without_time(text[found.end() :].rstrip(" .")))


def _when_between(text: str, start: int, verb: int) -> tuple[int, int]:
    """Where the subject ends and the verb stands: "Sở Tư pháp | trong 30 ngày kể từ ngày nhận đơn | rà soát"."""
    times = times_in(text[start:verb])
    if not times or times[0].start <= _SHORTEST_NAME or times[0].name in _OF_NAMES:
        return verb, verb
    after = max(verb, start + times_in(text[start:])[0].end)
    return start + times[0].start, after + len(text[after:]) - len(text[after:].lstrip(" ,"))


_ALSO = re.compile(r"\s(?:còn|cũng|đều|sẽ|luôn)$")


def _subject(work: Work, start: int, verb: int) -> None:
    text = work.piece.text
    ends, verb = _when_between(text, start, verb)
    helped = WITH_HELP.search(norm(text), start)
    if helped and helped.start() <= verb < helped.end() and (behind := verb_after(text, helped.end())) > 0:
        work.cooperating = list_units(text[helped.end() : behind].rstrip(" ,"))
        ends, verb = helped.start(), behind
    subject = _ALSO.sub("", text[start:ends].strip(" ,:"))
    if norm(subject).endswith(" đã"):
        return  # What was done is told.
    at = verb
    low = norm(text)
    if low.startswith(("là", "la"), verb) and not low.startswith(("làm", "lam"), verb):
        work.lead = list_units(subject)
        work.content = work.piece.part(verb)
        work.units_text = subject
        return
    leads = Pattern(
        r"(?:chịu trách nhiệm\s+)?chủ trì(?:\s*,\s*|\s+(?=phối hợp)|\s+và\s+(?=phối hợp))?\s*"
        r"|làm\s+(?:(?:cơ quan|đơn vị)\s+)?đầu mối(?:\s*,)?\s*(?:và\s+)?(?=phối hợp)"
        r"|làm\s+(?:(?:cơ quan|đơn vị)\s+)?đầu mối\s*,\s*(?=[^,.;]{3,80}(?:,[^,.;]{3,80})?\sphối hợp)"
    ).match(low, verb)
    if leads:
        at = leads.end()
    cooperates = COOPERATES_AFTER.match(low, at)
    if leads and (other := others_cooperate(text, at)):
        work.cooperating = list_units(text[at : other[0]])
        at = other[1]
    elif cooperates and begins_unit(text[cooperates.end() :]):
        end = verb_after(text, cooperates.end())
        if end > 0:
            work.cooperating = list_units(text[cooperates.end() : end])
            at = end
        else:
            work.cooperating = list_units(re.split(r"[.;]", text[cooperates.end() :])[0])
    work.unsure = may_be_named(text, start, verb) or _parted_by_comma(text, ends, verb)
    every = list_units(subject)
    helpers = [each for each in every if norm(each.work).startswith("phối hợp")]
    work.lead = [each for each in every if each not in helpers]
    work.cooperating += helpers
    work.content = work.piece.part(ends if at == verb else at)
    work.units_text = text[start:at].strip(" ,")


_BEHIND_COMMA = Pattern(
    r"(?:phối hợp|chủ trì|căn cứ|định kỳ|trước|hằng|hàng|chậm nhất|cùng|có trách nhiệm|chủ động|theo|"
    r"thường xuyên|kịp thời|thực hiện|tiếp tục|là|phải|cần|đồng thời|khẩn trương|sau)(?!\w)"
)


def _parted_by_comma(text: str, ends: int, verb: int) -> bool:
    """Whether a comma stands before the verb, which then may go on with the name ("Học viện A, bồi dưỡng …")."""
    return text[:ends].rstrip().endswith(",") and not _BEHIND_COMMA.match(norm(text), verb)


def _elided(work: Work, piece: Piece) -> bool:
    """A work whose unit stands in the heading above: "Chủ trì, phối hợp với Y xây dựng …"."""
    text = piece.text
    found = ELIDED.match(norm(text))
    if found is None or not begins_unit(text[found.end() :]):
        return False
    end = verb_after(text, found.end())
    if end < 0:
        return False
    work.cooperating = list_units(text[found.end() : end])
    return True


_OF_NAMES = {"vague", "continuous", "ad_hoc"}
_SHORTEST_NAME = 3


def _inside(work: Work) -> None:
    """A unit named after its work: "… giao X thực hiện …, các sở phối hợp"."""
    text = work.piece.text
    for before, start, verb in _given_inside(text):
        _subject(work, start, verb)
        if before > 15 and not text[:before].rstrip().endswith(":"):
            work.content = work.piece if is_own_work(work.content.text) else work.piece.part(0, before)
        tail = re.search(r",\s*([^,;.]{3,80}(?:,[^;.]{3,60})?)\s+phối hợp\s", text[verb:])
        if tail and begins_unit(tail.group(1)):
            work.cooperating = list_units(tail.group(1))
        return
