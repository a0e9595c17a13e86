"""The year: every obligation with its rounds, those to come as well."""

from collections.abc import Callable
from dataclasses import dataclass

from starlette.responses import Response

from dondoc.actions.year import YearCell, YearRow, year_table
from dondoc.model import RoleKind, Standing
from dondoc.store import page_plans, requests
from dondoc.web.desk import Desk, RowId, SignedDesk, must

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Band:
    """What goes on all year: the months it covers, and the rounds in which it is reported."""

    row: YearRow
    months: range
    points: dict[int, list[YearCell]]

    @property
    def checkpoints(self) -> list[YearCell]:
        """All its rounds in order."""
        return [cell for month in MONTHS for cell in self.points.get(month, [])]


def this_year(desk: SignedDesk) -> Response:
    """On to the year that runs, or the last one that had a plan."""
    with desk.reading() as session:
        year = page_plans.running_year(session, desk.agency.key, desk.today.year)
    return desk.go("year", year=year)


def show(desk: SignedDesk, year: RowId) -> Response:
    """The table of a year: by month at a desk, as a list of months on a phone."""
    must(desk.viewer.grants and 1900 <= year <= 9998)
    rows = seen_rows(desk, year)
    return desk.page(
        "year.html",
        year=year,
        months=MONTHS,
        rows=[(row, in_months(row, year), band_of(row, rows, year)) for row in rows if row.cells],
        bands=[band for row in rows if not row.cells and (band := band_of(row, rows, year))],
        within=[row for row in rows if not row.cells and not row.continuous],
        agenda=agenda(rows, year),
        proposed=[row for row in rows if row.standing is Standing.PROPOSED],
        today=desk.today,
        may_open=_opener(desk),
    )


def seen_rows(desk: Desk, year: int) -> list[YearRow]:
    """The year's rows, but for requests in which none of one's units has a part."""
    with desk.reading() as session:
        hidden = requests.hidden(session, desk.agency.key, desk.viewer)
    return [row for row in year_table(desk.office, desk.agency.key, year, desk.now) if row.plan_id not in hidden]


def _opener(desk: Desk) -> Callable[[YearRow], bool]:
    """Whether who is signed in may open the periods of a row."""
    if desk.viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR):
        return lambda row: True
    with desk.reading() as session:
        led = page_plans.rules_led_by(session, desk.agency.key, desk.viewer.units())
    return lambda row: row.rule_id in led


def in_months(row: YearRow, year: int) -> dict[int, list[YearCell]]:
    """An obligation's rounds by the month of the units' deadline."""
    result: dict[int, list[YearCell]] = {}
    for cell in row.cells:
        if cell.due_on.year == year:
            result.setdefault(cell.due_on.month, []).append(cell)
    return result


def band_of(row: YearRow, rows: list[YearRow], year: int) -> Band | None:
    """The band of an obligation that goes on all year. Its checkpoints: its own rounds, or those it is reported in."""
    if not row.continuous:
        return None
    homes = [each for each in rows if each.plan_id == row.plan_id and each.obligation_ref == row.within]
    home = row if row.cells or not homes else homes[0]
    begins = row.valid_from.month if row.valid_from and row.valid_from.year == year else 1
    ends = row.valid_to.month if row.valid_to and row.valid_to.year == year else 12
    points = {month: [cell for cell in cells if not cell.cancelled] for month, cells in in_months(home, year).items()}
    return Band(row, range(begins, ends + 1), points)


def agenda(rows: list[YearRow], year: int) -> list[tuple[int, list[tuple[YearRow, YearCell]]]]:
    """All rounds of a year by month."""
    months = {month: [(row, cell) for row in rows for cell in in_months(row, year).get(month, [])] for month in MONTHS}
    return [(month, sorted(found, key=lambda pair: pair[1].due_on)) for month, found in months.items() if found]
