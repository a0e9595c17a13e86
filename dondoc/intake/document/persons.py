"""Persons named beside the units they work in, who answer for the work together with them."""

import re

from dondoc.intake.document.proposal import Unit
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.words import CAPITALS, norm

# "BS. Hà Văn Tuyên", "Ông Phạm Văn Bình", "đ/c Lê Thị Nga": a person, where a unit beside answers for the work.
_TITLES = (
    r"[Ôô]ng|[Bb]à|[Đđ]/[Cc]|[Đđ]ồng chí|[Aa]nh|[Cc]hị|PGS|GS|TSKH|TS|ThS|BS|BSCKI{1,2}|CKI{1,2}|DS|DSCKI{1,2}|"
    r"ĐD|ĐDT|CN|CNĐD|KS|KTV|NHS|LS|Luật sư|Kỹ sư|Bác sĩ|Dược sĩ"
)
_PERSON = re.compile(rf"(?:(?:{_TITLES})\.?\s*)*[{CAPITALS}]\w*(?:\s+[{CAPITALS}]\w*){{1,4}}")


def without_persons(units: list[Unit]) -> list[Unit]:
    """The units without persons, where a unit stands beside them."""
    bodies = [each for each in units if begins_unit(each.name) and not _is_comrade(each.name)]
    persons = [each for each in units if each not in bodies and _PERSON.fullmatch(each.name)]
    return [each for each in units if each not in persons] if bodies else units


def _is_comrade(name: str) -> bool:
    return norm(name).startswith(("đồng chí ", "dong chi "))
