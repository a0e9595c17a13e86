"""An agency's file with a fault, and the files it names."""

from pathlib import Path

import pytest

from dondoc.intake.plan_file import read_agency
from dondoc.paths import data_file
from tests.cast import AGENCY_FILE
from tests.intake.faults import fault_of_agency, fault_of_plan, line_of, spoilt


def test_the_sample_agency_is_whole() -> None:
    data = read_agency(AGENCY_FILE)
    assert len(data.file.unit) == 7
    assert len(data.file.person) == 19
    assert data.regimes.keys() == {"nd-09-2019", "tt-06-2025-ttcp", "tt-47-2025-bkhcn", "calendar-months"}


@pytest.mark.parametrize(
    ("old", "new", "key", "help_"),
    [
        ('email = "van-thu@mau.example"', 'email = "van-thu@mau"', "person[4].email", "name@host.domain"),
        ('email = "van-thu@mau.example"', 'email = "quan-tri@mau.example"', "person[5].email", "is there twice"),
        ('code = "qlkh"', 'code = "vp"', "unit[3].code", "is there twice"),
        ('successor = "vp"', 'successor = "vpp"', "unit[2].successor", "did you mean 'vp'?"),
        ("valid_to = 2025-06-30", "valid_to = 2002-06-30", "unit[2].valid_to", "is before valid_from"),
        ('kind = "head", unit = "qlkh"', 'kind = "head", unit = "qlkx"', "person[10].roles", "did you mean"),
        ('kind = "head", unit = "qlkh"', 'kind = "head"', "person[10].roles", "needs a unit"),
        ('kind = "division"', 'kind = "phòng"', "unit[1].kind", "division"),
        ('office_hours = ["07:30", "17:00"]', 'office_hours = ["7:30", "17:00"]', "agency.office_hours", '"07:30"'),
        ('office_hours = ["07:30", "17:00"]', 'office_hours = ["17:00", "07:30"]', "agency.office_hours", "earlier"),
        ('time_zone = "Asia/Ho_Chi_Minh"', 'time_zone = "Asia/Quang_Tri"', "agency.time_zone", "Asia/Ho_Chi_Minh"),
        ('calendar = "vn"', 'report_ladder = "standard"\ncalendar = "vn"', "agency.report_ladder", "without offset"),
        ('calendar = "vn"', 'calendar = "nirgends"', "agency.calendar", "nirgends.toml"),
        ('regimes = ["nd-09-2019",', 'regimes = ["nd-08",', "agency.regimes", "nd-08.toml"),
        ('roles = [{ kind = "clerk", unit = "vp" }]', "roles = []", "person[4].roles", "at least 1"),
        (
            'roles = [{ kind = "clerk", unit = "vp" }]', 'roles = [{ kind = "clerk" }, { kind = "clerk" }]',
            "person[4].roles", "is there twice",
        ),
        ('country = "VN"', 'country = "LA"', "agency.country", "is of VN; make them agree"),
        ("sample = true", "smaple = true", "agency.smaple", "correct its name"),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key_and_says_what_to_write(
    tmp_path: Path, old: str, new: str, key: str, help_: str
) -> None:
    path = spoilt(tmp_path, AGENCY_FILE, old, new)
    told = fault_of_agency(path)
    assert f": {key}" in told
    assert help_ in told
    if path.read_text(encoding="utf-8").count(new) == 1:
        assert told.startswith(f"{path}:{line_of(path, new)}:")


@pytest.mark.parametrize(
    ("folder", "name", "old", "new", "told"),
    [
        ("calendars", "vn", "day = 2026-01-10", "day = 2026-01-02", "is there twice"),
        ("regimes", "nd-09-2019", "{basis}", "{grund}", "grund"),
        ("regimes", "nd-09-2019", 'round = "quarter-1"', 'round = "quarter"', "is not a round"),
        ("regimes", "nd-09-2019", 'round = "quarter-1"', 'round = "quarter-5"', "is not a round"),
        ("regimes", "nd-09-2019", "from_month = -1", "from_month = -2", "from_month"),
    ],
)
def test_a_fault_in_an_operators_own_calendar_or_regime_is_found_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, name: str, old: str, new: str, told: str
) -> None:
    own = tmp_path / "config" / folder
    own.mkdir(parents=True)
    path = spoilt(own, data_file("config", folder, f"{name}.toml"), old, new)
    monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path / "config"))
    fault = fault_of_agency(AGENCY_FILE)
    assert fault.startswith(f"{path}:")
    assert told in fault


def test_two_rungs_of_one_name_would_be_said_once_and_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = tmp_path / "config" / "ladders"
    own.mkdir(parents=True)
    path = spoilt(own, data_file("config", "ladders", "standard.toml"), 'code = "sau-2"', 'code = "sau-1"')
    monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path / "config"))
    fault = fault_of_plan(data_file("config", "plans", "2024-cai-cach-tu-phap.toml"))
    assert fault.startswith(f"{path}:{line_of(path, 'offset = 2') - 1}:")
    assert "is there twice" in fault
