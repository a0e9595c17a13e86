from datetime import timedelta
from pathlib import Path

import pytest

from dondoc.intake.timetable_file import load_timetable
from dondoc.intake.toml_file import FileError
from dondoc.model import FlowName, Schedule
from dondoc.paths import data_file
from dondoc.rules.schedule import Tick, next_looks, overlay, to_look
from tests.flows.cast import NOW

ALL = {flow: Tick(60) for flow in FlowName}


def row(flow: FlowName, every: int, paused: bool = False, agency: int = 1) -> Schedule:
    return Schedule(agency_id=agency, flow=flow, every_seconds=every, paused=paused)


def test_the_shipped_timetable_names_every_flow():
    assert load_timetable(data_file("config", "timetable.toml")).keys() == set(FlowName)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ("[open]\nevery_seconds = 0", "open.every_seconds: Input should be greater than or equal to 1"),
        ("[open]\nevery_seconds = '60'", "open.every_seconds: Input should be a valid integer"),
        ("[open]\nevery_seconds = 86401", "open.every_seconds: Input should be less than or equal to 86400"),
        ("[open]\nevery = 60", "open.every: is not a key of this table"),
        ("[opne]\nevery_seconds = 60", "opne: is not a key of this table"),
    ],
)
def test_a_wrong_timetable_is_one_line_that_names_file_and_key(tmp_path: Path, wrong: str, says: str):
    file = tmp_path / "timetable.toml"
    rest = [f"[{flow}]\nevery_seconds = 5" for flow in FlowName if flow is not FlowName.OPEN]
    file.write_text("\n".join([wrong, *rest]))
    with pytest.raises(FileError) as caught:
        load_timetable(file)
    assert str(caught.value).startswith(str(file))
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_flow_that_never_looked_looks_now():
    assert to_look(ALL, {}, NOW) == set(FlowName)


def test_a_flow_looks_again_when_its_interval_has_passed_and_not_before():
    looked = dict.fromkeys(FlowName, NOW)
    assert to_look(ALL, looked, NOW + timedelta(seconds=59)) == set()
    assert to_look(ALL, looked, NOW + timedelta(seconds=60)) == set(FlowName)


def test_looks_that_were_missed_are_made_up_by_one():
    assert to_look(ALL, dict.fromkeys(FlowName, NOW), NOW + timedelta(days=3)) == set(FlowName)


def test_a_clock_that_was_set_back_does_not_stop_the_flows():
    assert to_look(ALL, dict.fromkeys(FlowName, NOW), NOW - timedelta(hours=1)) == set(FlowName)


def test_what_an_administrator_sets_comes_before_the_file():
    assert overlay(ALL, [row(FlowName.DRAFT, 7)], 1)[FlowName.DRAFT] == Tick(7, adjusted=True)


def test_a_paused_flow_does_not_look_and_has_no_next_look():
    paused = overlay(ALL, [row(FlowName.REMIND, 60, paused=True)], 1)
    assert to_look(paused, {}, NOW) == set(FlowName) - {FlowName.REMIND}
    assert next_looks(paused, {}, NOW)[FlowName.REMIND] is None


def test_one_agency_cannot_pause_a_flow_for_another():
    alone = [row(FlowName.REMIND, 600, paused=True)]
    both = [*alone, row(FlowName.REMIND, 900, paused=True, agency=2)]
    assert overlay(ALL, alone, 2)[FlowName.REMIND] == Tick(60, adjusted=True)
    assert overlay(ALL, both, 2)[FlowName.REMIND].paused


def test_the_most_eager_agency_sets_the_interval():
    rows = [row(FlowName.OPEN, 600), row(FlowName.OPEN, 30, agency=2)]
    assert overlay(ALL, rows, 2)[FlowName.OPEN].every_seconds == 30


def test_the_next_look_is_an_interval_after_the_last_or_now():
    looked = {FlowName.OPEN: NOW - timedelta(seconds=20), FlowName.REMIND: NOW - timedelta(days=1)}
    nexts = next_looks(ALL, looked, NOW)
    assert nexts[FlowName.OPEN] == NOW + timedelta(seconds=40)
    assert nexts[FlowName.REMIND] == nexts[FlowName.DRAFT] == NOW
