"""Letters that came in, and the substitute that an automatic answer proposes: for administrators."""

from collections.abc import Callable
from datetime import UTC, date, datetime

from starlette.responses import Response

from dondoc.actions import away, held_in
from dondoc.mail.incoming_view import view
from dondoc.rules import access
from dondoc.rules.refusal import Refused
from dondoc.store import files, page_incoming
from dondoc.texts.replies import FILES, verdict
from dondoc.web import forms
from dondoc.web.desk import Desk, RowId, SignedDesk, attempt, must
from dondoc.web.letters import without_keys
from dondoc.web.pages import Problem

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def index(desk: SignedDesk) -> Response:
    """What came in, and what became of it; with `xem=cho` only what waits for somebody."""
    must(access.administers(desk.viewer))
    page, waiting = desk.page_number(), desk.request.query_params.get("xem", "") == "cho"
    with desk.reading() as session:
        rows = page_incoming.newest(session, desk.agency.key, page, waiting)
        notices = page_incoming.open_notices(session, desk.agency.key)
        count = page_incoming.waiting(session, desk.agency.key, _EVER)
    told = {row.id: verdict(row.verdict) for row in rows if row.verdict}
    return desk.page(
        "incoming.html", rows=rows[: page_incoming.PAGE], more=len(rows) > page_incoming.PAGE, page=page, told=told,
        notices=notices, waiting=waiting, count=count,
    )  # fmt: skip


def show(desk: SignedDesk, incoming_id: RowId) -> Response:
    """One letter as text, why it was held, and what may be made of it."""
    return _letter(desk, incoming_id, [])


def settle(desk: SignedDesk, incoming_id: RowId) -> Response:
    """Decide on a letter that was held."""
    must(access.administers(desk.viewer))
    act, office, actor = desk.typed("viec"), desk.office, desk.actor
    notices: list[int] = []
    acts: dict[str, Callable[[], object]] = {
        "nhan": lambda: held_in.take(office, actor, incoming_id, desk.number("assignment"), desk.now),
        "tra-ve": lambda: held_in.mark_bounced(office, actor, incoming_id, desk.number("bounced"), desk.now),
        "vang-mat": lambda: notices.append(
            held_in.mark_absent(office, actor, incoming_id, desk.number("absent"), desk.now)
        ),
        "bo-qua": lambda: held_in.dismiss(office, actor, incoming_id, desk.typed("reason"), desk.now),
    }
    if act not in acts:
        return _letter(desk, incoming_id, [Problem.of(Refused("decision_missing"))])
    problems = attempt(acts[act])
    if problems:
        return _letter(desk, incoming_id, problems)
    return desk.go("away", notice_id=notices[0]) if notices else desk.go("incoming", done="da-quyet-dinh-thu")


def _letter(desk: Desk, incoming_id: int, problems: list[Problem]) -> Response:
    must(access.administers(desk.viewer))
    agency_id = desk.agency.key
    with desk.reading() as session:
        row = page_incoming.came(session, agency_id, incoming_id)
        must(row)
        assert row is not None
        seen = view(page_incoming.raw(session, agency_id, incoming_id))
        kept = files.of_incoming(session, agency_id, incoming_id)
        rounds = page_incoming.open_rounds(session, agency_id, desk.hours, desk.today) if row.waits else []
        people = page_incoming.colleagues(session, agency_id, 0) if row.waits else []
    shown = {each.filename for each in kept}
    loose = [(each.filename, len(each.content), each.refused) for each in seen.files if each.filename not in shown]
    return desk.page(
        "incoming_one.html", 422 if problems else 200, row=row, why=verdict(row.verdict) if row.verdict else "",
        headers=seen.headers, own=without_keys(seen.own), whole=without_keys(seen.whole), broken=seen.broken,
        kept=kept, loose=loose, refused=FILES, rounds=rounds, people=people, typed=forms.everything(desk.form),
        sender=row.sender, problems=problems,
    )  # fmt: skip


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
