"""The load: unit by week, where it crowds, and which internal deadlines could move."""

from dataclasses import dataclass
from datetime import date, timedelta

from starlette.responses import Response

from dondoc.model import RoleKind, Unit
from dondoc.rules import access
from dondoc.rules.load import Move, Week, counted, crowded, proposals, week_of
from dondoc.store.agency import units as units_of
from dondoc.store.load import LoadRound, load_rounds
from dondoc.web.desk import Desk, RowId, SignedDesk, must


@dataclass(frozen=True)
class CrowdedWeek:
    """A crowded week: its reports with the units that owe all of them, and the moves that would lower it."""

    week: Week
    owing: tuple[tuple[tuple[Unit, ...], tuple[LoadRound, ...]], ...]
    moves: tuple[tuple[Move, LoadRound], ...]
    past: bool

    @property
    def monday(self) -> date:
        """Its first day."""
        return monday(self.week)


def monday(week: Week) -> date:
    """The first day of a week."""
    return date.fromisocalendar(*week, 1)


def now(desk: SignedDesk) -> Response:
    """On to the quarter that runs."""
    _must_see(desk)
    return desk.go("load", year=desk.today.year, quarter=(desk.today.month + 2) // 3)


def show(desk: SignedDesk, year: RowId, quarter: RowId) -> Response:
    """The load of a quarter."""
    _must_see(desk)
    must(1900 <= year <= 9998 and quarter <= 4)
    with desk.reading() as session:
        units = units_of(session, desk.agency.key)
        rounds = load_rounds(session, desk.agency, desk.calendar)
    seen = units if _sees_all(desk) else [unit for unit in units if unit.key in desk.viewer.units()]
    weeks = weeks_of_quarter(year, quarter)
    counts, threshold = counted(each.owed for each in rounds), desk.agency.crowded_week
    shown = [unit for unit in seen if any(counts[unit.key, week] for week in weeks)]
    return desk.page(
        "load.html",
        year=year,
        quarter=quarter,
        before=(year, quarter - 1) if quarter > 1 else (year - 1, 4),
        after=(year, quarter + 1) if quarter < 4 else (year + 1, 1),
        weeks=weeks,
        monday=monday,
        this_week=week_of(desk.today),
        units=shown,
        counts=counts,
        threshold=threshold,
        crowds=_crowds(desk, rounds, {unit.key: unit for unit in seen}, weeks),
        sees_all=_sees_all(desk),
        changes=access.administers(desk.viewer),
    )


def weeks_of_quarter(year: int, quarter: int) -> list[Week]:
    """The weeks that have a day of the quarter, in order."""
    first = date(year, quarter * 3 - 2, 1)
    last = date(year + quarter // 4, quarter * 3 % 12 + 1, 1) - timedelta(days=1)
    day, weeks = first - timedelta(days=first.weekday()), []
    while day <= last:
        weeks.append(week_of(day))
        day += timedelta(days=7)
    return weeks


def _crowds(desk: Desk, rounds: list[LoadRound], units: dict[int, Unit], weeks: list[Week]) -> list[CrowdedWeek]:
    owed, threshold = [each.owed for each in rounds], desk.agency.crowded_week
    moves = proposals(owed, threshold, desk.calendar, desk.today) if _sees_all(desk) else {}
    by_owed = {id(each.owed): each for each in rounds}
    result = []
    for week, crowds in crowded(counted(owed), threshold).items():
        told = _owing(rounds, [units[unit] for unit in crowds if unit in units], week)
        if week in weeks and told:
            found = tuple((move, by_owed[id(move.owed)]) for move in moves.get(week, []))
            result.append(CrowdedWeek(week, told, found, week < week_of(desk.today)))
    return result


def _owing(
    rounds: list[LoadRound], units: list[Unit], week: Week
) -> tuple[tuple[tuple[Unit, ...], tuple[LoadRound, ...]], ...]:
    """The units of a crowded week, those with the same reports on the same days together."""
    found: dict[tuple[tuple[int, date], ...], tuple[list[Unit], tuple[LoadRound, ...]]] = {}
    for unit in sorted(units, key=lambda each: (each.position, each.key)):
        due = _due_in(rounds, unit.key, week)
        alike = tuple((id(each), each.owed.deadlines[unit.key]) for each in due)
        found.setdefault(alike, ([], due))[0].append(unit)
    return tuple((tuple(units), due) for units, due in found.values())


def _due_in(rounds: list[LoadRound], unit: int, week: Week) -> tuple[LoadRound, ...]:
    found = [each for each in rounds if unit in each.owed.deadlines and week_of(each.owed.deadlines[unit]) == week]
    return tuple(sorted(found, key=lambda each: each.owed.deadlines[unit]))


def _sees_all(desk: Desk) -> bool:
    return desk.viewer.is_a(RoleKind.LEADER, RoleKind.ADMINISTRATOR)


def _must_see(desk: Desk) -> None:
    """Leaders and administrators see every unit, a unit's people its own row."""
    must(_sees_all(desk) or desk.viewer.units())
