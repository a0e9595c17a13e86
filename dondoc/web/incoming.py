"""Letters that came in, and the substitute that an automatic answer proposes: for administrators."""

from datetime import date

from starlette.responses import Response

from dondoc.actions import away
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import page_incoming
from dondoc.texts.replies import verdict
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.pages import Problem


def index(desk: SignedDesk) -> Response:
    """What came in, and what became of it."""
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        rows = page_incoming.newest(session, desk.agency.key)
        notices = page_incoming.open_notices(session, desk.agency.key)
    told = {row.key: verdict(row.verdict) for row in rows if row.verdict}
    return desk.page("incoming.html", rows=rows, told=told, notices=notices)


def away_notice(desk: SignedDesk, notice_id: RowId) -> Response:
    """A form to name the substitute."""
    return _notice(desk, notice_id, [])


def decide(desk: SignedDesk, notice_id: RowId) -> Response:
    """Record the absence, or that nobody stands in."""
    must(access.administers(desk.viewer))
    days: list[date] = []
    chosen = desk.typed("substitute")
    stands_in = int(chosen) if desk.typed("viec") == "ghi" and chosen.isdecimal() and len(chosen) < 10 else None
    if desk.typed("viec") == "ghi" and stands_in is None:
        return _notice(desk, notice_id, [Problem.of(Refused("substitute_missing", "substitute"))])

    def act() -> None:
        if stands_in is not None:
            days.extend(_day(desk, name) for name in ("since", "until"))
        else:
            days.extend([desk.hours.today(desk.now)] * 2)
        away.decide(desk.office, desk.actor, notice_id, stands_in, days[0], days[1], desk.now)

    problems = attempt(act)
    return _notice(desk, notice_id, problems) if problems else desk.go("incoming", done="da-ghi-vang-mat")


def _day(desk: Desk, name: str) -> date:
    return forms.day(desk.typed(name), name)


def _notice(desk: Desk, notice_id: int, problems: list[Problem]) -> Response:
    must(access.administers(desk.viewer))
    with desk.reading() as session:
        found = page_incoming.notice(session, desk.agency.key, notice_id)
        must(found)
        assert found is not None
        people = page_incoming.colleagues(session, desk.agency.key, found.person.key)
    typed = forms.everything(desk.form) if problems else {}
    return desk.page(
        "away.html", 422 if problems else 200, notice=found.notice, person=found.person, people=people, typed=typed,
        problems=problems,
    )  # fmt: skip
