"""`dondoc schedules` as an operator types it."""

import json
from pathlib import Path

import pytest

from tests.commands.test_commands import AGENCY, assert_refused, dondoc

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = str(tmp_path_factory.mktemp("schedules"))
    assert dondoc("init", "--agency", AGENCY, data=folder).returncode == 0
    return folder


def listed(data: str) -> dict[str, dict[str, object]]:
    told = dondoc("schedules", "--json", data=data)
    assert told.returncode == 0, told.stderr
    return {each["flow"]: each for each in json.loads(told.stdout)["flows"]}


def test_every_flow_is_listed_as_lines_and_as_json(data: str) -> None:
    told = dondoc("schedules", data=data)
    assert told.returncode == 0 and "the clock does not run" in told.stdout
    flows = listed(data)
    assert set(flows) == {"open", "remind", "deliver", "draft", "watch", "collect"}
    assert flows["deliver"]["every_seconds"] == 5 and flows["deliver"]["last_run"] is None
    for flow in flows:
        assert f"\n{flow} " in told.stdout


def test_a_flow_is_set_paused_resumed_and_asked_for(data: str) -> None:
    assert dondoc("schedules", "set", "draft", "--every", "120", "--reason", "ít việc", data=data).returncode == 0
    assert dondoc("schedules", "pause", "draft", "--reason", "bảo trì", data=data).returncode == 0
    assert dondoc("schedules", "run", "draft", data=data).returncode == 0
    draft = listed(data)["draft"]
    assert (draft["every_seconds"], draft["configured_seconds"], draft["paused"]) == (120, 60, True)
    assert draft["asked_at"]
    assert_refused(dondoc("schedules", "run", "draft", data=data), "chạy ngay")
    assert dondoc("schedules", "resume", "draft", "--reason", "xong", data=data).returncode == 0
    assert not listed(data)["draft"]["paused"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("set", "remind", "--every", "1", "--reason", "x"), "từ 10 giây đến 1 ngày"),
        (("set", "deliver", "--every", "600", "--reason", "x"), "từ 1 giây đến 5 phút"),
        (("set", "remind", "--every", "90", "--reason", " "), "Ghi lý do"),
        (("pause", "reminder", "--reason", "x"), "is no flow; write one of open, remind"),
        (("pause", "remind", "--reason", "x", "--agency", "khac"), "'khac' is not installed here"),
        (("resume", "remind", "--reason", "x"), "không tạm dừng"),
    ],
)
def test_what_cannot_be_is_one_line(data: str, words: tuple[str, ...], says: str) -> None:
    assert_refused(dondoc("schedules", *words, data=data), says)


def test_with_several_agencies_one_is_named(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    other = tmp_path / "khac.toml"
    other.write_text(Path(AGENCY).read_text(encoding="utf-8").replace("skhcn-quang-tri", "so-khac"), encoding="utf-8")
    for file in (AGENCY, str(other)):
        assert dondoc("init", "--agency", file, data=data).returncode == 0
    assert_refused(dondoc("schedules", data=data), "--agency", "so-khac")
    told = dondoc("schedules", "pause", "open", "--reason", "x", "--agency", "so-khac", data=data)
    assert told.returncode == 0 and told.stdout.startswith("so-khac: ")
    for agency, paused in (("so-khac", True), ("skhcn-quang-tri", False)):
        listed = json.loads(dondoc("schedules", "--json", "--agency", agency, data=data).stdout)
        assert {each["flow"]: each["paused"] for each in listed["flows"]}["open"] is paused
