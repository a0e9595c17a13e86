"""What tests of rules begin with: the Vietnamese calendar, office hours, the windows of NĐ 09, and strategies."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from dondoc.intake.files import RegimeFile
from dondoc.intake.ladder_file import LadderFile
from dondoc.intake.plan_file import CalendarFile
from dondoc.intake.toml_file import TomlFile
from dondoc.model import Direction, PeriodKind
from dondoc.paths import data_file
from dondoc.rules.day_rule import parse_day
from dondoc.rules.public_days import public_calendar
from dondoc.rules.recurrence import Days, Windows
from dondoc.rules.remind import Rung, ladder_from
from dondoc.rules.workdays import Calendar, Hours, Override

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
HOURS = Hours(ZONE, time(7, 30), time(17))
WEEKENDS = Calendar()
"""A calendar that knows weekends alone."""


def _overrides() -> dict[date, Override]:
    file = TomlFile(data_file("config", "calendars", "vn.toml")).checked(CalendarFile)
    return {each.day: Override(each.works, each.name) for each in file.day}


REGIME = TomlFile(data_file("config", "regimes", "nd-09-2019.toml")).checked(RegimeFile)
VIETNAM = replace(public_calendar("VN"), overrides=_overrides())
DAYS = Days(parse_day("18"), Direction.BACK, parse_day("22"), Direction.BACK, 10)
"""The days of the seed plan's rule."""


def _key(name: str) -> tuple[PeriodKind, int]:
    kind, _, number = name.partition("-")
    return PeriodKind(kind), int(number)


def windows_of(code: str) -> Windows:
    """The windows of a shipped regime."""
    regime = TomlFile(data_file("config", "regimes", f"{code}.toml")).checked(RegimeFile)
    window: dict[str, Any] = regime.window.model_dump()
    replaces = {_key(each.round): tuple(map(_key, each.instead_of)) for each in regime.replaces}
    return Windows(**window, replaces=replaces)


def nd_09() -> Windows:
    """The windows of NĐ 09 as the config has them."""
    return ND_09


ND_09 = windows_of("nd-09-2019")


def standard_ladder() -> tuple[Rung, ...]:
    file = TomlFile(data_file("config", "ladders", "standard.toml")).checked(LadderFile)
    return ladder_from(file.model_dump(mode="json")["rung"])


def local(text: str) -> datetime:
    """An instant by the agency's clocks."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


dates = st.dates(date(2023, 1, 1), date(2027, 12, 31))
directions = st.sampled_from(Direction)
instants = st.datetimes(datetime(2023, 1, 1), datetime(2027, 1, 1)).map(lambda naive: naive.replace(tzinfo=ZONE))  # noqa: DTZ001


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """The real calendar under random overrides; no run of days off gets longer than three weeks."""
    days = draw(st.dictionaries(dates, st.booleans(), max_size=12))
    return replace(VIETNAM, overrides={day: Override(works, "thử") for day, works in days.items()})


monthly = (st.just("last") | st.integers(1, 28).map(str)).map(parse_day)
days_of_rules = st.builds(
    Days,
    due_day=monthly,
    due_direction=directions,
    send_day=monthly,
    send_direction=directions,
    open_before=st.integers(1, 30),
)
DAY = timedelta(days=1)
