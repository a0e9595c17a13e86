"""The mail ledger: searchable for administrators, and for everybody what concerns them and their units."""

from datetime import date
from typing import Any

from starlette.responses import Response

from dondoc.actions.ledger import Line, Next, lines, to_come
from dondoc.model import Agency, LetterState
from dondoc.rules import access
from dondoc.rules.remind import ladder_from
from dondoc.store import page_ledger
from dondoc.store.page_ledger import PAGE, Search
from dondoc.texts.ledger import BAD_DAY
from dondoc.web import words
from dondoc.web.desk import Desk, SignedDesk, must
from dondoc.web.pages import Problem

_LONGEST = 100


def index(desk: SignedDesk) -> Response:
    """The whole ledger of the agency, searched."""
    must(access.administers(desk.viewer))
    return _page(desk, mine=False)


def own(desk: SignedDesk) -> Response:
    """What concerns who is signed in."""
    must(desk.viewer.grants)
    return _page(desk, mine=True)


def _page(desk: Desk, mine: bool) -> Response:
    viewer, problems = desk.viewer, list[Problem]()
    search, typed = _search(desk, problems)
    page = _number(desk, "trang") or 1
    narrowed: list[Any] = [page_ledger.of_person(viewer.person_id, viewer.units())] if mine else []
    asked = search.unit_id or search.period_id
    # The look ahead costs what is open: of one's own units, or of what was searched for.
    row_wise = search.person or search.day or search.reason or search.state
    looks_ahead = (mine or asked) and page == 1 and not row_wise and not problems
    with desk.reading() as session:
        found = [] if problems else lines(session, desk.agency, search, page, *narrowed)
        units_of_mine = viewer.units() if mine else None
        ahead = to_come(session, desk.agency, desk.now, search, units_of_mine) if looks_ahead else []
        rounds, units = page_ledger.rounds(session, desk.agency.key), page_ledger.units(session, desk.agency.key)
    return desk.page(
        "ledger.html",
        422 if problems else 200,
        mine=mine,
        lines=found[:PAGE],
        more=len(found) > PAGE,
        page=page,
        ahead=ahead,
        rungs=_rungs(desk.agency, found, ahead),
        typed=typed,
        rounds=rounds,
        units=units,
        states=list(LetterState),
        problems=problems,
    )


def _search(desk: Desk, problems: list[Problem]) -> tuple[Search, dict[str, str]]:
    query = desk.request.query_params
    names = ("nguoi", "don-vi", "ky", "ngay", "ly-do", "thu")
    typed = {name: query.get(name, "").strip()[:_LONGEST].replace("\x00", "") for name in names}
    day = _day(typed["ngay"])
    if typed["ngay"] and day is None:
        problems.append(Problem(BAD_DAY, "ngay"))
    states = {each.value for each in LetterState}
    return Search(
        person=typed["nguoi"],
        unit_id=_number(desk, "don-vi"),
        period_id=_number(desk, "ky"),
        day=day,
        reason=typed["ly-do"],
        state=LetterState(typed["thu"]) if typed["thu"] in states else None,
    ), typed


def _day(typed: str) -> date | None:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    # Its end is an instant too, in any time zone.
    return day if 1900 <= day.year < 9000 else None


def _number(desk: Desk, name: str) -> int | None:
    typed = desk.request.query_params.get(name, "")
    return (int(typed) or None) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else None


def _rungs(agency: Agency, found: list[Line], ahead: list[Next]) -> dict[tuple[int, str], str]:
    """The words for each rung, by rule: every rule has a ladder of its own, and reports have the agency's."""
    pairs = [(each.entry.facts, each.entry.row.rung) for each in found] + [(each.facts, each.rung) for each in ahead]
    of_reports = ladder_from(agency.report_ladder)
    return {
        (facts.round.rule.key, code): words.rung(code, ladder_from(facts.round.rule.ladder), of_reports)
        for facts, code in pairs
    }
