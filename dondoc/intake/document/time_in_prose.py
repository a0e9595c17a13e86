"""The time a sentence gives its work."""

import itertools
import re

from dondoc.intake.document.phrases import BETWEEN_ROUNDS, NOT_OF_THE_WORK, WHEN_IT_HAPPENS
from dondoc.intake.document.proposal import Time, TimeKind
from dondoc.intake.document.time import DATED, RANK, Found, main_kind, periods_in, time_of_words, times_in
from dondoc.intake.document.words import Pattern, norm


def time_in_sentence(sentence: str) -> tuple[Time | None, tuple[int, int]]:
    """The time a sentence gives its work, with the more precise words as its text, and where they stand."""
    found = [each for each in times_in(sentence) if _counts_in_prose(each, sentence)]
    if not found:
        return None, (0, 0)
    groups = _rounds(_grouped(found, norm(sentence)), norm(sentence))
    counted = any(_counts(group) for group in groups)
    best = min(groups, key=lambda group: _precision(group, counted))
    start, end = best[0].start, best[-1].end
    end += _rest_of_bracket(sentence[start:end], sentence[end:])
    written = sentence[start:end]
    every = [each for group in groups for each in group]
    time = time_of_words(written, best, norm(written))
    time.kind = min(main_kind(every, rhythm=False), main_kind(best), key=RANK.index)
    if time.kind is TimeKind.RECURRING:
        time.period = periods_in(
            " ".join(
                norm(sentence)[each.start : each.end]
                for each in every
                if each.kind is TimeKind.RECURRING or each.name == "date"
            )
        )
    time.also = [sentence[group[0].start : group[-1].end] for group in groups if group is not best]
    return time, (start, end)


def _counts_in_prose(found: Found, sentence: str) -> bool:
    """Weak words ("năm 2026", "hằng năm", "đột xuất") are no time where they only describe something."""
    low = norm(sentence)
    if found.name == "vague" or found.kind is TimeKind.UNKNOWN:
        return False
    head = low[max(0, found.start - 30) : found.start]
    if found.name == "ad_hoc" and WHEN_IT_HAPPENS.match(low, found.start):
        return _says_when(head, low, found)
    if _only_describes(head, low, found):
        return False
    if found.name in {"season", "school", "year"} and found.kind is TimeKind.WINDOW and not found.word:
        # What is done "dịp Tết" mostly tells of the work.
        strong = re.search(r"(?:trong|vào)\s+$", head) is not None and not low.startswith(("dịp", "tết"), found.start)
        leads_up = found.name == "year" and low.startswith("trong năm") and low[found.end : found.end + 1] != ","
        return strong and not leads_up
    if found.name in {"stage", "periodic", "ad_hoc", "continuous", "whole_year", "half"} and not found.word:
        return bool(
            NOT_OF_THE_WORK.search(head) is None
            or (found.name == "continuous" and head.rstrip().endswith("cập nhật"))
            or (found.name == "ad_hoc" and ("định kỳ" in head or _ON_ASKING.search(low[found.start : found.end])))
            or (found.name == "periodic" and _said_of_report(low, found))
        )
    return True


_ON_ASKING = Pattern(r"\skhi\s|yêu cầu của\s")


def _says_when(head: str, low: str, found: Found) -> bool:
    """Not in "phân luồng giao thông khi có thiên tai", which tells of the work, but in "; khi có sự cố huy động …"."""
    begins = not head.strip() or head.rstrip()[-1:] in {";", ",", ":", ".", "(", "-"}
    ends = low[found.end : found.end + 1] in {"", ".", ";", ")"}
    return begins or (ends and _ON_CALL.search(low, found.start) is not None)


# "không dồn giải ngân vào cuối năm"
_END_OF_YEAR = Pattern(r"(?:cuối|đầu|giữa)\s+năm")


def _only_describes(head: str, low: str, found: Found) -> bool:
    """Whether words of a rhythm only tell how often at most, or of whose programme: "giám sát hằng năm của Ban …"."""
    if found.name == "periodic" and not found.word:
        return low.startswith((" của ban", " của hđnd", " của tỉnh"), found.end)
    if found.name == "whole_year" and not found.word and _END_OF_YEAR.match(low, found.start):
        return True
    at_most = found.name == "times_a" and head.rstrip().endswith("không quá")
    return at_most or (found.name == "ad_hoc" and low.startswith("khi cần", found.start))


# What sets a unit to work whatever the plan is about; a plan for disasters tells of disasters in every sentence.
_ON_CALL = Pattern(r"(?:tin báo|tố giác|phản ánh|biến động|vụ việc|dấu hiệu|thay đổi|khiếu nại|đơn thư)")


def _said_of_report(low: str, found: Found) -> bool:
    return re.search(r"báo cáo\s*$", low[: found.start]) is not None and (
        found.end - found.start > 8 or not low.startswith("báo cáo định kỳ")
    )


def _grouped(found: list[Found], low: str) -> list[list[Found]]:
    groups: list[list[Found]] = [[found[0]]]
    for each in found[1:]:
        between = low[groups[-1][-1].end : each.start]
        joins = re.fullmatch(r"\)?\s*(?:và|đến|,|\(|-|–|;)?\s*(?:trước|vào|trong)?\s*", between) is not None
        last = groups[-1][-1]
        joins = joins and not (between.startswith(")") and "(" not in low[groups[-1][0].start : last.end])
        joins = joins and not (";" in between and "periodic" in {each.name, last.name})
        joins = joins and not (each.word and each.name in DATED and "," in between and last.name == "periodic")
        joins = joins and not (each.word and each.name in DATED and last.name in {"stage", "year"} and not last.word)
        events = [each.kind, last.kind].count(TimeKind.ON_EVENT)
        joins = joins and not (";" in between and events == 1) and not ("(" in between and events == 2)
        in_month = last.name == "periodic" and each.name in _MONTHS and between.strip() == "vào"
        same = in_month or each.kind is last.kind or each.name == "periodic" or each.name in DATED or "(" in between
        if joins and same and not (each.kind is TimeKind.AD_HOC or last.kind in {TimeKind.CONTINUOUS, TimeKind.AD_HOC}):
            groups[-1].append(each)
        else:
            groups.append([each])
    return groups


def _rounds(groups: list[list[Found]], low: str) -> list[list[Found]]:
    """Days to report before, one a round, as one expression, though the rounds stand between them."""
    every = [each for group in groups for each in group]
    days = [each for each in every if each.name in DATED and each.word]
    if len(days) < 2 or not all(_next_round(low[one.end : other.start]) for one, other in itertools.pairwise(days)):
        return groups
    first = every.index(days[0])
    if first and low[every[first - 1].end : days[0].start].strip() == "(":
        days = [every[first - 1], *days]  # "định kỳ 6 tháng (trước ngày 05/6) và năm (trước ngày 30/11)"
    before = [group for group in groups if group[-1].end <= days[0].start]
    return [*before, days, *(group for group in groups if group[0].start >= days[-1].end)]


def _next_round(between: str) -> bool:
    """Whether nothing but the name of the next round stands between two days; a rhythm behind a clause is another."""
    return BETWEEN_ROUNDS.fullmatch(between) is not None and not (";" in between and "định kỳ" in between)


_ITS_ROUND = re.compile(r"\s\((?:0?[369] tháng|(?:cả )?năm|quý|tháng)[^()]{0,12}\)")


def _rest_of_bracket(written: str, after: str) -> int:
    """How far a time goes on behind its last word: to the end of its bracket, or over its round in one."""
    if after[:1] == ")" and written.count("(") > written.count(")"):
        return 1
    found = _ITS_ROUND.match(after) if _ITS_ROUND.search(written) else None
    return found.end() if found else 0


_MONTHS = {"months", "month", "range", "quarters"}


def _counts(group: list[Found]) -> bool:
    """Whether words say how often only: "02 lần trong năm", "03 lần/tuần"."""
    return all(each.name == "times_a" for each in group)


def _precision(group: list[Found], counted: bool) -> tuple[int, int, bool]:
    """What sorts the more precise words first: days, then months that tell when what is `counted` is done."""
    dated = any(each.name in DATED for each in group)
    months = counted and all(each.name in _MONTHS and each.kind is TimeKind.WINDOW for each in group)
    bare = len(group) == 1 and group[0].end - group[0].start <= len("định kỳ")
    return (0 if dated or months else 1, min(RANK.index(each.kind) for each in group), bare)


def more_binding(one: Time | None, other: Time | None) -> Time | None:
    """The more binding of two times; the first where they bind alike."""
    return min((each for each in (one, other) if each), key=lambda each: RANK.index(each.kind), default=None)
