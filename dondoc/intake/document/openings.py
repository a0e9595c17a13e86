"""Where a sentence names its unit: behind a clause that leads up to it, or behind who gives the work."""

import re

from dondoc.intake.document.phrases import OPENINGS, OWN_PEOPLE
from dondoc.intake.document.tables import words
from dondoc.intake.document.time import says_only_time
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.verbs import LONGEST_SUBJECT, verb_after
from dondoc.intake.document.words import Pattern, norm

GIVEN = Pattern(
    r"(?:riêng(?:\s+đối với)?|(?:trách nhiệm|nhiệm vụ|phần việc) của|đối với|về phía|"
    r"giao(?:\s+nhiệm vụ)?(?:\s+cho)?|đề nghị|phân công|yêu cầu|ủy quyền|mời)\s+(?:trách nhiệm\s+)?"
)


# "Chủ tịch UBND tỉnh yêu cầu Thủ trưởng các sở …": who is told to, not who tells.
_GIVEN_BY = Pattern(
    r"(?:(?:chủ tịch|thường trực|ban thường vụ|lãnh đạo|giám đốc)\s+)?"
    r"(?:ubnd|ủy ban nhân dân|chính phủ|thủ tướng chính phủ|tỉnh ủy|thành ủy|đảng ủy|ban thường vụ|bộ trưởng|"
    r"bộ chính trị|ban bí thư|sở|giám đốc|hiệu trưởng|tổng cục trưởng|cục trưởng)(?:\s[^,.;:()]{0,40}?)?\s"
    r"(?:yêu cầu|giao(?:\s+(?:nhiệm vụ\s+)?cho)?|phân công)\s+(?:đồng chí\s+)?"
)


_LONGEST_OPENING = 420


SHORT_TITLE = re.compile(r"(?:[^:.;()]|\([^()]{1,40}\)){3,100}?:\s+(?=\S)")


def opening_clause(text: str) -> int:
    """How long a clause before the unit is ("Trên cơ sở …, các sở xây dựng …"); 0 where there is none."""
    title = SHORT_TITLE.match(text)
    if title:
        start = given(text, title.end())
        return start if begins_unit(text[start:]) and verb_after(text, start) > start else 0
    if not OPENINGS.match(norm(text[:20])):
        return 0
    for comma in re.finditer(r",\s+", text[:_LONGEST_OPENING]):
        start = comma.end()
        start = given(text, start)
        own = is_own(text[start:])
        if not own and begins_unit(text[start:]) and text.count("(", 0, start) == text.count(")", 0, start):
            verb = verb_after(text, start)
            # A list of papers or units inside the clause has no verb of its own before its next comma's clause.
            if (
                verb > start
                and names_a_body(text[start:])
                and not says_only_time(text[verb:])
                and (
                    says_only_time(text[: comma.start()])
                    or not _in_list(text[max(0, comma.start() - 40) : comma.start()], text[start:])
                )
            ):
                return start
    return 0


def names_a_body(text: str) -> bool:
    """Whether a unit or several begin here, not any collective ("các chỉ tiêu được đo")."""
    table = words().units
    low = norm(text[:60])
    every = next((low[len(each) + 1 :] for each in table.collective if low.startswith(each + " ")), low)
    return every is low or any(every.startswith(each) for each in (*table.heads, *table.collective_goes_on))


_IN_LIST = Pattern(r"(?:phối hợp|của)\s[^,]*$")


# "… bác sĩ từ Sở Y tế, bệnh viện tuyến trên": a list behind such a word goes on.
_AT_A_UNIT = Pattern(r".*\s(?:từ|tại|cho|giữa|ở)\s+")


_OF_AN_ISSUER = Pattern(
    r".*của\s+(?:chính phủ|thủ tướng chính phủ|bộ chính trị|quốc hội|ban bí thư|"
    r"(?:ban thường vụ\s+)?tỉnh ủy|(?:chủ tịch\s+)?ubnd tỉnh)$"
)


_IN_COLLECTIVE = Pattern(r"các\s+(?:sở|bộ|ban|ngành|cấp|đơn vị|địa phương|phòng|xã|cơ quan)(?!\w)[^.;:]*$")


def _in_list(before: str, after: str) -> bool:
    """Whether what stands before a comma goes on behind it: "của Sở A, Sở B"; not "của Chính phủ, các bộ …"."""
    low = norm(before)
    new = begins_unit(after) and norm(after).startswith(("các ", "thủ trưởng ", "bộ trưởng ", "ubnd ", "ủy ban "))
    if after[:1].islower() and not new and _IN_COLLECTIVE.search(low):
        return True
    if after[:1].islower() and (place := _AT_A_UNIT.search(low)) and begins_unit(before[place.end() :]):
        return True
    return _IN_LIST.search(low) is not None and not (new and _OF_AN_ISSUER.match(low))


_THEN = Pattern(r"(?:trên cơ sở đó|đồng thời|sau đó|từ đó|tiếp đó),?\s+")


def given(text: str, at: int = 0) -> int:
    """Where the unit stands behind "giao", "yêu cầu" …, with who gives the work before it or not."""
    low = norm(text)
    then = _THEN.match(low, at)
    at = then.end() if then else at
    by = _GIVEN_BY.match(low, at)
    if by and begins_unit(text[by.end() :]) and not is_own(text[by.end() :]):
        return by.end()
    given = GIVEN.match(low, at)
    # "giao ban công trường" is a meeting.
    return given.end() if given and not text.startswith("ban ", given.end()) else at


def is_own(text: str) -> bool:
    """Whether a text begins with the unit's own people or tools."""
    return text[:1].islower() and OWN_PEOPLE.match(norm(text[:20])) is not None


_OPEN_LIST = Pattern(r"các\s+(?:sở|phòng|ban|cục|vụ|bộ|đơn vị|ngành|chi cục|trung tâm)[^:]{0,25}")


def colon_after_unit(text: str, start: int) -> int:
    """Where a unit's name ends in a colon and its work follows ("Sở Y tế: Là cơ quan đầu mối …")."""
    colon = text.find(":", start, start + LONGEST_SUBJECT)
    if colon > 0 and _OPEN_LIST.fullmatch(norm(text[start:colon])):
        colon = text.find(":", colon + 1, start + LONGEST_SUBJECT)
    if colon < 0 or len(text) - colon < 10 or _OPEN_LIST.fullmatch(norm(text[start:colon])):
        return -1
    return colon
