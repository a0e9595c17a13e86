import pytest
from sqlalchemy import Engine

from tests.flows.cast import Ticking, agency_of


@pytest.fixture
def agency(engine: Engine) -> int:
    """An agency on the database of the test, with nothing in it."""
    return agency_of(engine)


@pytest.fixture
def clock() -> Ticking:
    """A clock that stands until it is moved."""
    return Ticking()
