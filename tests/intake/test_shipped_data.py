"""Regimes and calendars as data: every shipped file is whole, and another country needs nothing but files."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from dondoc.actions.install import install_agency, install_plan
from dondoc.actions.office import Office
from dondoc.intake.plan_file import read_agency, read_calendar, read_plan, working_days
from dondoc.intake.rule_part import RegimeFacts
from dondoc.intake.toml_file import FileError
from dondoc.model import Direction, Door, PeriodKind, Plan
from dondoc.paths import folders
from dondoc.rules.day_rule import parse_day
from dondoc.rules.recurrence import Days, dates, rounds
from dondoc.store.dates import DatedRound, dated_rounds
from dondoc.store.transaction import Actor, reading
from tests.cast import AGENCY_FILE, PLAN_FILE, at
from tests.rules.values import VIETNAM, windows_of

K = PeriodKind
SHIPPED = folders("config")[-1]
REGIMES = sorted(path.stem for path in (SHIPPED / "regimes").glob("*.toml"))
TT_47 = "tt-47-2025-bkhcn"


def test_every_shipped_regime_is_named_by_the_sample_agency_and_whole() -> None:
    data = read_agency(AGENCY_FILE)
    assert sorted(data.regimes) == REGIMES
    for code, regime in data.regimes.items():
        assert regime.regime.code == code and regime.outline is not None
        assert regime.deadlines is None or regime.deadlines.basis


@pytest.mark.parametrize("path", sorted((SHIPPED / "calendars").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_calendar_is_whole(path: Path) -> None:
    calendar = read_calendar(path.stem)
    assert calendar.calendar.code == path.stem and working_days(calendar).listed(2026)


@pytest.mark.parametrize("path", sorted((SHIPPED / "plans").glob("*.toml")), ids=lambda path: path.stem)
def test_every_shipped_plan_is_whole(path: Path) -> None:
    data = read_agency(AGENCY_FILE)
    assert read_plan(path, [unit.code for unit in data.file.unit], data.regimes, data.days).file.plan.code == path.stem


def test_tt_47_has_monthly_reports_only_where_no_longer_period_takes_their_place() -> None:
    found = rounds(windows_of(TT_47), [K.MONTH, K.QUARTER, K.HALF, K.YEAR], 2026)
    assert [each.number for each in found if each.kind is K.MONTH] == [1, 2, 4, 5, 7, 8, 10, 11]
    assert [(each.kind, each.number) for each in found if each.kind is not K.MONTH] == [
        (K.QUARTER, 1), (K.HALF, 1), (K.QUARTER, 3), (K.YEAR, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("code", ["nd-09-2019", "tt-06-2025-ttcp", TT_47])
@pytest.mark.parametrize(
    ("kinds", "kept"),
    [
        ([K.MONTH, K.QUARTER], ["quarter-1", "quarter-2", "quarter-3", "quarter-4"]),
        ([K.QUARTER, K.HALF], ["quarter-1", "half-1", "quarter-3", "half-2"]),
        ([K.HALF, K.YEAR], ["half-1", "year-1"]),
        ([K.QUARTER, K.HALF, K.NINE_MONTHS, K.YEAR], ["quarter-1", "half-1", "nine_months-1", "year-1"]),
    ],
)
def test_one_period_has_one_report_in_every_set_of_rounds(code: str, kinds: list[K], kept: list[str]) -> None:
    found = rounds(windows_of(code), kinds, 2026)
    closing = [each.data_to for each in found]
    assert len(set(closing)) == len(closing)
    assert [f"{each.kind}-{each.number}" for each in found if each.kind is not K.MONTH] == kept


def test_a_department_under_tt_06_sends_by_the_17th_unless_its_plan_says_otherwise() -> None:
    facts = RegimeFacts.of(read_agency(AGENCY_FILE).regimes["tt-06-2025-ttcp"])
    assert (facts.deadlines["send_day"], facts.valid_from.year) == ("17", 2025)


def test_before_the_15th_against_a_data_close_on_the_14th_is_warned_of() -> None:
    send = parse_day(str(RegimeFacts.of(read_agency(AGENCY_FILE).regimes[TT_47]).deadlines["send_day"]))
    days = Days(parse_day("14"), Direction.BACK, send, Direction.BACK, 10)
    first = rounds(windows_of(TT_47), [K.QUARTER], 2026)[0]
    assert "due_before_data" in dates(days, first, VIETNAM).warnings


def test_calendar_months_run_from_the_first_day_to_the_last() -> None:
    found = rounds(windows_of("calendar-months"), [K.MONTH, K.QUARTER], 2024)
    spans = {(each.kind, each.number): (each.data_from, each.data_to) for each in found}
    assert spans[K.MONTH, 2] == (date(2024, 2, 1), date(2024, 2, 29))
    assert spans[K.QUARTER, 4] == (date(2024, 10, 1), date(2024, 12, 31))


def test_a_plan_of_a_year_in_which_its_regime_did_not_hold_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(PLAN_FILE.read_text(encoding="utf-8").replace('"nd-09-2019"', f'"{TT_47}"'), encoding="utf-8")
    data = read_agency(AGENCY_FILE)
    with pytest.raises(FileError, match=r"rule\.regime: is valid from 2025-01-01, not in 2024"):
        read_plan(path, [unit.code for unit in data.file.unit], data.regimes, data.days)


AGENCY = """
[agency]
code = "somewhere"
name = "Office of Somewhere"
short_name = "Office"
superior = "Somewhere"
symbol = "OS"
place = "Somewhere"
email = "office@somewhere.example"
time_zone = "Asia/Vientiane"
country = "ZZ"
calendar = "zz"
regimes = ["whole-months"]

[[unit]]
code = "one"
name = "One"
abbreviation = "1"
valid_from = 2020-01-01

[[person]]
name = "A Person"
title = "Head"
email = "head@somewhere.example"
roles = [{ kind = "head", unit = "one" }, { kind = "leader" }]
"""
CALENDAR = """
[calendar]
code = "zz"
country = "ZZ"
basis = "Law 1 of Somewhere"

[[day]]
day = 2024-07-05
works = false
name = "Day of Rain"
basis = "Decree 7 of Somewhere"
"""
REGIME = """
[regime]
code = "whole-months"
name = "Monthly reports"
basis = "Law 2 of Somewhere"
valid_from = 2020-01-01
outline_of = "nd-09-2019"

[window]
from_month = 0
from_day = 1
to_month = 0
to_day = "last"

[deadlines]
basis = "Law 2 of Somewhere, section 3"
due_day = "5 next month"
due_direction = "forward"
send_day = "working day 8 next month"
"""
RULE = """
[obligation.rule]
regime = "whole-months"
periods = ["month"]
standing = "confirmed"
basis = "Law 2 of Somewhere"
"""


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int], Path]:
    """Writes the files of an agency of another country, and its plan of a year."""
    config = tmp_path / "config"
    monkeypatch.setenv("DONDOC_CONFIG", str(config))
    for folder, name, text in (
        ("agencies", "somewhere", AGENCY), ("calendars", "zz", CALENDAR), ("regimes", "whole-months", REGIME),
    ):  # fmt: skip
        (config / folder).mkdir(parents=True)
        (config / folder / f"{name}.toml").write_text(text, encoding="utf-8")

    def plan(year: int) -> Path:
        seed = PLAN_FILE.read_text(encoding="utf-8")
        head = seed[seed.index("[plan]") : seed.index("[[obligation]]")]
        last = seed[seed.rindex("[[obligation]]") : seed.index("[obligation.rule]")]
        for old, new in (
            ("skhcn-quang-tri", "somewhere"), ("year = 2024", f"year = {year}"),
            ('lead = "ttra"', 'lead = "one"'), ('cooperating = ["*"]', ""),
        ):  # fmt: skip
            head, last = head.replace(old, new), last.replace(old, new)
        path = tmp_path / "plan.toml"
        path.write_text(head + last + RULE, encoding="utf-8")
        return path

    return plan


def _installed(office: Office, path: Path) -> list[DatedRound]:
    data = read_agency(folders("config")[0] / "agencies" / "somewhere.toml")
    now = at("2024-01-01 08:00")
    agency = install_agency(office, data, now)
    plan = read_plan(path, ["one"], data.regimes, data.days)
    install_plan(office, Actor(agency.key, None, Door.COMMAND), plan, now)
    with reading(office.engine) as session:
        return dated_rounds(session, agency, Plan.agency_id == agency.key)


@pytest.mark.slow
def test_another_country_needs_only_data(elsewhere: Callable[[int], Path], sqlite_office: Office) -> None:
    found = _installed(sqlite_office, elsewhere(2024))
    assert len(found) == 12
    june = next(each for each in found if each.round.number == 6)
    assert (june.data_to, june.due_raw) == (date(2024, 6, 30), date(2024, 7, 5))
    # Moved off its own day off and the weekend behind it, on its own basis; the deadlines come from its regime.
    assert june.due_on == date(2024, 7, 8)
    assert june.planned.dates.due.off_basis == "Decree 7 of Somewhere"
    assert june.send_on == date(2024, 7, 11)  # the eighth working day, the fifth of July not being one


def test_a_plan_of_a_year_that_the_calendar_does_not_have_is_refused_at_its_year(
    elsewhere: Callable[[int], Path],
) -> None:
    path = elsewhere(2025)
    data = read_agency(folders("config")[0] / "agencies" / "somewhere.toml")
    with pytest.raises(FileError, match=r"plan\.year: is 2025, of which the agency's calendar has no day off"):
        read_plan(path, ["one"], data.regimes, data.days)


@pytest.mark.parametrize(("from_day", "told"), [(2, "leaves days between two rounds"), (28, "leaves days")])
def test_a_regime_whose_windows_leave_a_gap_is_refused_at_the_field(
    elsewhere: Callable[[int], Path], from_day: int, told: str
) -> None:
    config = folders("config")[0]
    path = config / "regimes" / "whole-months.toml"
    path.write_text(REGIME.replace("from_day = 1", f"from_day = {from_day}"), encoding="utf-8")
    with pytest.raises(FileError, match=told) as fault:
        read_agency(config / "agencies" / "somewhere.toml")
    assert f"{path}:11: window.from_day" in str(fault.value)


def test_a_regime_whose_windows_overlap_is_refused_at_the_field(elsewhere: Callable[[int], Path]) -> None:
    config = folders("config")[0]
    path = config / "regimes" / "whole-months.toml"
    path.write_text(REGIME.replace("from_month = 0", "from_month = -1"), encoding="utf-8")
    with pytest.raises(FileError, match="counts days twice"):
        read_agency(config / "agencies" / "somewhere.toml")
