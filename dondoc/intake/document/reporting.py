"""Reporting clauses: who reports to whom and when, as the content says."""

import re
from typing import Literal

from dondoc.intake.document.proposal import Obligation, Reporting, Unit
from dondoc.intake.document.time_in_prose import time_in_sentence
from dondoc.intake.document.unit_words import begins_unit
from dondoc.intake.document.units import list_units
from dondoc.intake.document.words import Pattern, norm

_DIRECT = Pattern(r"báo cáo trực tiếp")
_ADVISES = Pattern(r"tham mưu[^.;]{0,120}?báo cáo")
_REPORTS = Pattern(
    r"(?:báo cáo|gửi báo cáo|gửi)\s+(?:trực tiếp\s+)?(?:kết quả\s+[^.;,]{0,60}?\s*)?(?:(?:về|cho|gửi|với|lên|tới)\s+)?"
)
_REPORT = Pattern(r"báo cáo|tổng hợp|sơ kết|tổng kết")
_LONGEST_UNIT = 160


def reporting_in(made: Obligation) -> list[Reporting]:
    """Who reports to whom and when, as the content says."""
    text = made.content
    low = norm(text)
    found: list[Reporting] = []
    for each in re.finditer(r"[^.;]+", text):
        clause, low_clause = each.group().strip(), low[each.start() : each.end()]
        if not (_REPORT.search(low_clause) and "báo cáo" in low_clause):
            continue
        said = _REPORTS.search(low_clause)
        to = _addressees(each.group()[said.end() :]) if said else []
        manner = _manner(low_clause)
        time, _ = time_in_sentence(clause)
        found.append(
            Reporting(
                text=clause, by=[unit.name for unit in made.lead], to=to, time=time.text if time else "", manner=manner
            )
        )
    return found


def _manner(low: str) -> Literal["direct", "advises", "plain"]:
    if _DIRECT.search(low):
        return "direct"
    return "advises" if _ADVISES.search(low) else "plain"


_ENDS = Pattern(
    r"\s+(?:theo|trước|định kỳ|kết quả|về|để|khi|hằng|hàng|chậm nhất|xem xét|qua|đúng|kịp thời|tình hình|việc|trong|\()"
)


def _addressees(text: str) -> list[str]:
    if not begins_unit(text):
        return []
    end = _ENDS.search(norm(text), 3)
    return [
        unit.name
        for unit in list_units(text[: end.start()] if end else text)
        if isinstance(unit, Unit) and len(unit.name) < _LONGEST_UNIT
    ]
