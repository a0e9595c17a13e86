"""Opening the rounds of a year for ten times the units: seconds per unit."""

import tempfile
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import insert
from sqlmodel import col, func, select

from benchmarks.figure import Figure, NotMeasured
from benchmarks.processes import AGENCY, PLAN, seconds
from dondoc.actions.install import install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.actions.plan import open_due
from dondoc.intake.plan_file import read_agency, read_plan
from dondoc.mail.relay import Relay
from dondoc.model import Assignment, Door, Obligation, ObligationUnit, Part, Rule, RuleKind, Unit
from dondoc.store.engine import migrate, open_engine
from dondoc.store.transaction import Actor, bookkeeping, reading

GOAL = 1.3
FEW, MANY = 850, 8500


def measure() -> Figure:
    """The year's rounds opened one by one, few and many units in turn: medians of the rounds."""
    with tempfile.TemporaryDirectory() as folder:
        little: list[float] = []
        much: list[float] = []
        small, large = (_Year(Path(folder) / f"{units}.sqlite", units) for units in (FEW, MANY))
        while small.next_open() and large.next_open():
            little.append(small.open() / FEW)
            much.append(large.open() / MANY)
        for year in (small, large):
            year.check(len(little))
    few, many = median(little) * 1e6, median(much) * 1e6
    what = (
        f"opening each of {len(much)} rounds of a year for {MANY:,} units {many:.0f} µs a unit, "
        f"against {FEW} units {few:.0f} µs a unit"
    )
    return Figure(many / few, GOAL, what)


class _Year:
    """The sample agency and plan with so many units, on the first day of the year."""

    def __init__(self, path: Path, units: int) -> None:
        self.units = units
        self.office = Office(open_engine(f"sqlite:///{path}"), "http://dondoc.example", "secret", Relay("127.0.0.1"))
        migrate(self.office.engine)
        data = read_agency(AGENCY)
        plan = read_plan(PLAN, [unit.code for unit in data.file.unit], data.regimes, data.days)
        begin = datetime(2024, 1, 1, tzinfo=ZoneInfo(data.file.agency.time_zone))
        agency = install_agency(self.office, data, begin)
        install_plan(self.office, Actor(agency.key, None, Door.COMMAND), plan, begin)
        self._add_units(agency.key, units - len(data.file.unit))

    def _add_units(self, agency_id: int, count: int) -> None:
        with bookkeeping(self.office.engine) as session:
            chosen = select(Obligation.id).join(Rule, col(Rule.obligation_id) == col(Obligation.id))
            obligation_id = session.exec(chosen.where(Rule.kind == RuleKind.ROUNDS)).one()
            first = 1 + (session.exec(select(func.max(Unit.id))).one() or 0)
            ids = range(first, first + count)
            session.execute(
                insert(Unit),
                [
                    {
                        "id": unit, "agency_id": agency_id, "code": f"u{unit}", "name": f"u{unit}",
                        "abbreviation": f"u{unit}", "valid_from": date(2020, 1, 1), "position": unit,
                    }
                    for unit in ids
                ],
            )  # fmt: skip
            part = {"agency_id": agency_id, "obligation_id": obligation_id, "part": Part.COOPERATING}
            session.execute(insert(ObligationUnit), [part | {"unit_id": unit} for unit in ids])

    def next_open(self) -> datetime | None:
        """When the next round opens."""
        with reading(self.office.engine) as session:
            return session.exec(select(func.min(Rule.next_open_at))).one()

    def open(self) -> float:
        """How long the next round takes to open."""
        now = self.next_open()
        if now is None:
            raise NotMeasured("no round is left to open")
        return seconds(lambda: open_due(self.office, now + timedelta(minutes=1)))

    def check(self, rounds: int) -> None:
        """Whether every unit has its assignment in every round."""
        with reading(self.office.engine) as session:
            found = session.exec(select(func.count()).select_from(Assignment)).one()
        self.office.engine.dispose()
        if found != rounds * self.units:
            raise NotMeasured(f"{found} assignments where {rounds * self.units} should be")
