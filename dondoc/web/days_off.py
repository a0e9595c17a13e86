"""The year's days off and worked days, and a form that sets some by a document."""

from collections.abc import Iterable
from datetime import date

from starlette.responses import Response

from dondoc.actions.calendar_days import DayWanted, change_days
from dondoc.actions.office import Office
from dondoc.rules import access
from dondoc.rules.days_off import special_days
from dondoc.rules.refusal import Refused
from dondoc.web import forms, two_steps
from dondoc.web.desk import Desk, RowId, SignedDesk, must
from dondoc.web.two_steps import Reading, Step, take

FIRST, LAST = 2000, 2100
"""The years that public calendars know."""
ROWS, MOST_ROWS = 2, 20
_WORKS = {"nghi": False, "lam": True, "chung": None}
_MORE = "them-dong"
Row = dict[str, str]


def this_year(desk: SignedDesk) -> Response:
    """On to the year that runs."""
    must(access.administers(desk.viewer))
    return desk.go("days-off", year=desk.today.year)


def show(desk: SignedDesk, year: RowId) -> Response:
    """The days of a year."""
    _must_have(desk, year)
    return _page(desk, year, Step(), [_blank()] * ROWS)


def change(desk: SignedDesk, year: RowId) -> Response:
    """Add lines to the form, show what the days do, or save them."""
    _must_have(desk, year)
    rows = _rows(desk)
    if desk.typed("viec") == _MORE:
        return _page(desk, year, Step(), [*rows, *([_blank()] * ROWS)][:MOST_ROWS])
    reading = Reading(desk)
    wanted = _wanted(reading, rows)
    reading.reason()
    if not desk.typed("document"):
        reading.refuse("document_missing", "document")
    step = Step(reading.problems)
    if not reading.problems:
        step = take(desk, lambda office: _change(desk, office, wanted))
    if step.saved:
        return desk.go("days-off", done="da-doi-lich-nghi", year=min(each.day for each in wanted.values()).year)
    return _page(desk, year, step, rows)


def _must_have(desk: Desk, year: int) -> None:
    must(access.administers(desk.viewer) and FIRST <= year <= LAST)


def _blank() -> Row:
    return {"day": "", "works": "nghi", "name": ""}


def _rows(desk: Desk) -> list[Row]:
    count = sum(f"day-{place}" in desk.form for place in range(MOST_ROWS))
    return [{name: desk.typed(f"{name}-{place}") for name in _blank()} for place in range(count)]


def _wanted(reading: Reading, rows: Iterable[Row]) -> dict[str, DayWanted]:
    """The days by the field in which each was typed; lines without a day are left out."""
    found: dict[str, DayWanted] = {}
    for place, row in enumerate(rows):
        field = f"day-{place}"
        must(row["works"] in _WORKS)
        if not row["day"] and not row["name"]:
            continue
        day = reading.read(lambda r=row, f=field: forms.day(r["day"], f), None)  # type: ignore[misc]
        if day is None:
            continue
        if any(each.day == day for each in found.values()):
            reading.refuse("day_twice", field, day=day)
        found[field] = DayWanted(day, _WORKS[row["works"]], row["name"])
    if not found and not reading.problems:
        reading.refuse("day_missing", "day-0")
    return found


def _change(desk: Desk, office: Office, wanted: dict[str, DayWanted]) -> None:
    try:
        change_days(office, desk.actor, wanted.values(), desk.typed("reason"), desk.typed("document"), desk.now)
    except Refused as refused:
        if refused.field == "day":
            raise Refused(refused.key, _field_of(wanted, refused.values.get("day")), **refused.values) from refused
        raise


def _field_of(wanted: dict[str, DayWanted], day: object) -> str:
    return next((field for field, each in wanted.items() if each.day == day), "day-0")


def _page(desk: Desk, year: int, step: Step, rows: list[Row]) -> Response:
    calendar = desk.calendar
    typed = {name: desk.typed(name) for name in ("reason", "document")}
    return two_steps.page(
        desk,
        "days_off.html",
        step,
        typed,
        year=year,
        rows=rows,
        days=list(special_days(calendar, year)),
        predicted=calendar.is_predicted(date(year, 1, 1)),
        public_basis=calendar.basis,
        first=FIRST,
        last=LAST,
        full=len(rows) >= MOST_ROWS,
    )
