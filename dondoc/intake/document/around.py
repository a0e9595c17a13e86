"""Doubts that only the text around a work shows: a time or a name that may go on, a time above that no work took."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from dondoc.intake.document.openings import names_a_body
from dondoc.intake.document.proposal import Obligation, TimeKind, Unused
from dondoc.intake.document.sureness import is_unclear
from dondoc.intake.document.time import times_in, without_citations
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.verbs import verb_after, verb_left
from dondoc.intake.document.words import Pattern, norm, squeeze

_LONGEST = 400
_NEAR = 24
_BEGINS = 8
"""In letters: as much of a work as tells where it begins in its text."""

_BINDING = {TimeKind.DEADLINE, TimeKind.WINDOW, TimeKind.RECURRING, TimeKind.CONTINUOUS}
_OF_THE_PLAN = {"stage", "year", "years", "whole_year"}
"""A span of years in a heading tells of the whole plan, not of one work."""

_OPENS = {"heading", "header_or_group"}
_MAY_SAY = _OPENS | {"no_unit", "introduction", "detail"}


def doubt_by_text_around(found: list[Obligation], unused: Iterable[Unused], text: str) -> None:
    """Add to the obligations what their words, their neighbours' names and unused pieces of `text` make doubtful."""
    names = sorted({squeeze(unit.name) for each in found for unit in (*each.lead, *each.cooperating)})
    alone = {name for each in found for name in _told_alone(each, text)}
    for each in found:
        clause = text[each.span[0] : each.span[1]]
        source, is_row = squeeze(clause), "\t" in clause
        _complete(each, source, names, alone)
        if _time_may_go_on(each, squeeze(each.content) if is_row else source):
            _add(each, "time_cut", "time")
        if _helpers_may_lack(each, source):
            _add(each, "unit_helps", "unit")
        if _name_may_go_on(each, source, names):
            _add(each, "unit_unclear", "unit")
        if not is_row:
            _doubt_prose(each, source)
    for each in _below_a_time(found, sorted(unused, key=lambda piece: piece.span), text):
        _add(each, "time_above", "time")


# What may tell when, though no time was read: "khi trẻ nhập học", "trong Tháng Thanh niên", "07 ngày làm việc".
_TIME_WORDS = Pattern(
    r"(?<!\w)(?:\d{1,3}\s+(?:giờ|ngày|tuần|tháng)(?:\s+làm việc)?(?!\w)|"
    r"(?<!sau )(?<!trước )(?<!từ )(?<!đến )khi\s|(?:sau|trước|ngay|kể từ)\s+(?:khi|mỗi|từng|các)\s|"
    r"(?:tháng|quý|tuần)\s+(?:\d|i|v|cuối|đầu|sau|thanh)|(?:ngày|năm)\s+\d|(?!24/)\d{1,2}/\d{1,2}|"
    r"(?:hằng|hàng|mỗi|từng)\s+(?:ngày|tuần|tháng|quý|năm|học kỳ)(?!\w)|định kỳ|"
    r"(?<!chi )(?<!phí )thường xuyên|đột xuất)"
)


def _doubt_prose(made: Obligation, source: str) -> None:
    """What a sentence may say otherwise than it was read; a row of a table has its columns."""
    if _is_torn(made) or any(_is_no_body(unit.name) for unit in made.lead):
        _add(made, "unit_unclear", "unit")
    if _time_may_describe(made):
        _add(made, "time_cut", "time")
    if not made.time.text and _TIME_WORDS.search(without_citations(norm(source))):
        _add(made, "time_left", "time")


def _add(made: Obligation, doubt: str, field: str) -> None:
    if not any(each.startswith(field) for each in made.doubts):
        made.doubts.append(doubt)


_EVENTS = {TimeKind.AD_HOC, TimeKind.ON_EVENT}
_BEFORE_TIME = Pattern(
    r".*(?<![\w/])(?:\d{1,2}|\d+h\d*|hai|ba|từ|từ nay|đến|trước|sau|ngay|xong|ít nhất|tối thiểu|chậm nhất|định kỳ|"
    r"hằng|hàng|cuối|giữa|giờ|ngày|tháng|quý|tuần|mỗi|sáng|chiều|mùa|đợt|ngay từ|và|hoặc|đến hết)\s*$"
)
_AFTER_TIME = Pattern(
    r"\s*(?:(?:của (?:tháng|quý|năm|tổ chức|cá nhân)|hoặc|đến|hằng|hàng|mỗi|năm|tháng|quý|tuần|lần|\d+)(?!\w)|/\w)"
)


def _time_may_go_on(made: Obligation, content: str) -> bool:
    """Whether words of time stand at once before or behind the time: "06 tháng | trước ngày áp dụng"."""
    at = content.find(made.time.text) if made.time.text else -1
    if at < 0:
        return False
    before, after = content[max(0, at - _NEAR) : at], content[at + len(made.time.text) :]
    if made.time.kind in _EVENTS and after[:1] == " " and after[1:2].islower():
        return True
    return _BEFORE_TIME.match(norm(before)) is not None or _AFTER_TIME.match(norm(after[:_NEAR])) is not None


_WEAK = Pattern(
    r"(?:năm )?20\d\d(?:\s*[-–]\s*20\d\d)?|(?:giai đoạn|nhiệm kỳ|năm học|thời kỳ) .*|(?:từ|trong) năm 20\d\d|"
    r"(?:cuối|đầu|giữa|trong|cả) năm"
)
_SETS_A_TIME = Pattern(r".*(?:trong|từ|đến|vào|thực hiện|hoàn thành)$")
_ENDS_CLAUSE = (".", ";", ",", ":", "(", ")")


def _time_may_describe(made: Obligation) -> bool:
    """Whether a weak time stands in the middle of a clause, where it may tell of the work: "duy trì thường xuyên …"."""
    content, time = squeeze(made.content), made.time
    weak = time.kind is TimeKind.WINDOW and _WEAK.fullmatch(norm(time.text))
    if not time.text or not (weak or time.kind in {TimeKind.CONTINUOUS, TimeKind.AD_HOC}):
        return False
    before, said, after = content.partition(time.text)
    before, after = before.rstrip(), after.lstrip()
    if not said or not before or before[-1] in _ENDS_CLAUSE:
        return False
    # "trao đổi tín chỉ giai đoạn 2027 - 2028" may end in what it trades.
    return after[:1] not in {"", *_ENDS_CLAUSE} or (bool(weak) and not _SETS_A_TIME.match(norm(before[-_NEAR:])))


_HELPS = Pattern(r"(?<!quy chế )(?<!cơ chế )(?<!công tác )(?<!kế hoạch )(?<!chủ động )phối hợp|cùng tham gia")


def _helpers_may_lack(made: Obligation, source: str) -> bool:
    """Whether the text tells of units that help, and none was read; "Phối hợp …" as the work itself tells of none."""
    begins = source.find(made.content[:_BEGINS])
    return not made.cooperating and any(each.start() != begins for each in _HELPS.finditer(norm(source)))


_BARE = {"các cơ quan", "các đơn vị", "các phòng", "các ban", "các ngành", "các tổ chức", "các cơ sở", "các khoa"}
_GOES_ON = re.compile(r"[\s,\-–]*[^\s,]+")


def _name_may_go_on(made: Obligation, source: str, names: list[str]) -> bool:
    """Whether a name ends where the text goes on as with a longer name, or says only "các cơ quan" before more."""
    for unit in (*made.lead, *made.cooperating):
        name = squeeze(unit.name)
        at = source.find(name)
        after = source[at + len(name) :] if at >= 0 else ""
        if norm(name) in _BARE and after[:1] == " " and after[1:2].islower():
            return True
        if after and any(_begins_alike(after, longer[len(name) :]) for longer in _longer(name, names)):
            return True
    return False


def _told_alone(made: Obligation, text: str) -> Iterator[str]:
    """The names of a work that no verb of it follows: from labels and cells they are whole."""
    source = squeeze(text[made.span[0] : made.span[1]])
    for unit in (*made.lead, *made.cooperating):
        if f"{squeeze(unit.name)} {made.content[:_BEGINS]}" not in source:
            yield squeeze(unit.name)


def _complete(made: Obligation, source: str, names: list[str], alone: set[str]) -> None:
    """Names that the text goes on as a longer name of the same document does: verbs and commas may part a name."""
    for unit in (*made.lead, *made.cooperating):
        name = squeeze(unit.name)
        at = source.find(name)
        for longer in _longer(name, names) if at >= 0 else ():
            sure = longer in alone or not is_unclear(longer)
            if sure and source.startswith(longer, at) and not source[at + len(longer) :][:1].isalnum():
                made.content = made.content.removeprefix(longer[len(name) :].strip(" ,")).strip(" ,.") or made.title
                unit.name = longer
                break


_MOST_NAMES = 200
"""That begin alike and are compared with one: a document of nothing but "UBND xã …" must not take a minute."""


def _longer(name: str, names: list[str]) -> Iterator[str]:
    first = bisect_left(names, name)
    for place in range(first, min(first + _MOST_NAMES, len(names))):
        if not names[place].startswith(name):
            return
        if names[place] != name and not names[place][len(name)].isalnum():
            yield names[place]


def _begins_alike(after: str, rest: str) -> bool:
    first = _GOES_ON.match(rest)
    return first is not None and after.startswith(first.group())


_NOT_TWO = Pattern(r"(?:tổ chức|kiểm|thanh tra|hội|đoàn|trợ)\s")
_ANYBODY = {"doanh nghiệp", "địa phương", "cơ quan", "đơn vị", "tổ chức", "chủ đầu tư", "nhà trường", "các tỉnh"}


def _is_no_body(name: str) -> bool:
    """Whether a name is that of no known sort of body ("các khu dân cư"), or of anybody ("doanh nghiệp")."""
    return not names_a_body(name) or (name[:1].islower() and norm(name) in _ANYBODY)


def _is_torn(made: Obligation) -> bool:
    """Whether it looks like a piece of a sentence: an open bracket, a unit or a time where work should be."""
    content, low = made.content, norm(made.content)
    names = [unit.name for unit in (*made.lead, *made.cooperating)]
    return (
        any(each.count("(") != each.count(")") for each in (content, *names))
        or bool(made.time.text and low.strip(" .") == norm(made.time.text))
        or (low.startswith(("phối hợp", "và ", "hoặc ")) and not verb_left(content))
        or (
            content[:1].isupper()
            and begins_unit(content) > 0
            and not _NOT_TWO.match(low)
            and verb_after(content, 0) > 0
        )
    )


def _below_a_time(found: list[Obligation], unused: list[Unused], text: str) -> Iterator[Obligation]:
    """Works without a time below an unused line of their section that says one."""
    timeless = sorted((each for each in found if not each.time.text), key=lambda each: each.span)
    starts = [each.span[0] for each in timeless]
    opening = [each.span[0] for each in unused if each.reason in _OPENS]
    told = 0
    for piece in unused if timeless else ():
        start = piece.span[0]
        if piece.reason not in _MAY_SAY or piece.span[1] - start > _LONGEST:
            continue
        place = bisect_left(opening, start + 1)
        end = opening[place] if place < len(opening) else len(text)
        # Pieces and works both go forward: what one line told of, the next need not tell again.
        first, last = max(told, bisect_left(starts, start)), bisect_left(starts, end)
        if first < last and _says_time(text[start : piece.span[1]]):
            yield from timeless[first:last]
            told = last


def _says_time(text: str) -> bool:
    return any(each.kind in _BINDING and each.name not in _OF_THE_PLAN for each in times_in(text))
