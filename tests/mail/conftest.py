"""An agency with three people in it, and a clock that stands still."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from dondoc.model import Agency, Person
from dondoc.store.transaction import bookkeeping

NOW = datetime(2024, 3, 12, 0, 30, tzinfo=UTC)


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def agency(engine: Engine) -> Agency:
    with bookkeeping(engine) as session:
        agency = Agency(
            code="skhcn", name="Sở Khoa học và Công nghệ", short_name="Sở", superior="UBND tỉnh", symbol="SKHCN",
            place="Quảng Trị", email="vanphong@skhcn.example.vn",
        )  # fmt: skip
        session.add(agency)
        session.flush()
        for name in ("An", "Bình", "Cường"):
            session.add(Person(agency_id=agency.key, name=name, title="Chuyên viên", email=f"{name}@x.example"))
    return agency
