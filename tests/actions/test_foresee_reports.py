"""A preview and reports that wait: what was said is known in the copy, and a change is looked at for what is signed."""

from dataclasses import replace
from datetime import date

import pytest

from dondoc.actions.adjust import change_rule
from dondoc.actions.calendar_days import DayWanted, change_days
from dondoc.actions.correct import void
from dondoc.actions.dispatch import number
from dondoc.actions.foresee import _future, foresee
from dondoc.actions.office import Office
from dondoc.actions.remind import remind_due
from dondoc.model import Reminder, Report, Scope
from dondoc.rules.adjust import Wanted
from dondoc.store.copy import copy_agency
from dondoc.store.transaction import reading
from tests.actions.rows import rows
from tests.cast import Cast, at, compile_round, first_round

pytestmark = pytest.mark.slow


def look(cast: Cast, *days: str) -> list[str]:
    """Look in the morning of each day; the rungs of reports that were said then."""
    before = {row.key for row in rows(cast, Reminder)}
    for day in days:
        remind_due(cast.office, at(f"2024-03-{day} 07:31"))
    return [row.rung for row in rows(cast, Reminder) if row.key not in before and row.report_id]


def test_the_preview_says_no_rung_again_that_was_said_already(opened: Cast) -> None:
    compile_round(opened, first_round(opened))
    look(opened, "20", "21", "22", "25")
    [report] = rows(opened, Report)
    assert report.next_rung_at is None
    now = at("2024-03-26 10:00")
    wanted = Wanted(Scope.ALL, {"send_day": "25"}, reason="thử")

    def later(office: Office) -> object:
        return change_rule(office, opened.administrator, opened.rule_id, wanted, now)

    seen = foresee(opened.office, opened.agency_id, later, now)
    later(opened.office)
    # What lay before the turn began is its rung now that its day is later; what was said is not said again.
    assert look(opened, "27", "28", "29") == ["draft-1/truoc-1"]
    lines = {line for each in seen.letters if each.after for line in each.after.lines}
    assert {line[1] for line in lines if "draft-1/" in str(line[1]) and "quarter" in line} == {"draft-1/truoc-1"}


def test_the_preview_tells_one_turn_of_issuing_from_another(signed: Cast) -> None:
    cast = signed
    row = number(cast.office, cast.clerk, 1, date(2024, 3, 22), at("2024-03-22 09:00"))
    void(cast.office, cast.clerk, row.key, "ghi nhầm sổ", at("2024-03-22 10:00"))
    with reading(cast.office.engine) as session:
        copied = replace(cast.office, engine=copy_agency(session, cast.agency_id))
    _, seen = _future(copied, cast.agency_id, at("2024-03-22 10:30"))
    codes = {str(line[1]) for fact in seen for line in fact.lines}
    assert {each for each in codes if each.startswith("issue")} >= {"issue-2/den-han", "issue-2/sau-1"}
    assert not any(each.startswith("issue-1") for each in codes)


def test_a_changed_calendar_is_looked_at_for_a_signed_report_too(signed: Cast) -> None:
    now = at("2024-03-21 16:30")
    off = DayWanted(date(2024, 3, 22), False)
    change_days(signed.office, signed.administrator, [off], "Nghỉ bù", "01/TB", now)
    [report] = rows(signed, Report)
    assert report.next_rung_at == now
    remind_due(signed.office, now)
    assert rows(signed, Report)[0].next_rung_at > now
