"""The command: JSON as the issue has it, and a file whose open places ask."""

import json
import tomllib
from pathlib import Path

import pytest

from dondoc.commands import UsageError
from dondoc.commands.plan_import import import_plan
from dondoc.paths import data_file
from tests.intake_document.reading import HEAD

BODY = "1. Tổ chức hội nghị tổng kết\n- Đơn vị thực hiện: Văn phòng Sở.\n- Thời gian: Trước ngày 15/12/2026.\n"


def test_json_has_the_promised_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.md"
    path.write_text(HEAD + BODY, encoding="utf-8")
    import_plan(path, None, None, as_json=True, year=None)
    read = json.loads(capsys.readouterr().out)
    assert {"title", "signer", "recipients", "obligations", "questions", "unused"} <= set(read)
    (made,) = read["obligations"]
    assert (made["ref"], made["lead"], made["cooperating"]) == ("I.1", ["Văn phòng Sở"], [])
    assert (made["time"]["text"], made["time"]["kind"], made["time"]["to"]) == (
        "Trước ngày 15/12/2026",
        "deadline",
        "2026-12-15",
    )
    assert all({"span", "reason"} == set(each) for each in read["unused"])


def test_the_file_is_toml_and_asks_for_what_is_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "plan.md", tmp_path / "proposal.toml"
    path.write_text(HEAD + BODY, encoding="utf-8")
    import_plan(path, None, out, as_json=False, year=None)
    written = out.read_text("utf-8")
    data = tomllib.loads(written)
    assert data["plan"]["year"] == 2026
    assert (data["plan"]["code"], data["plan"]["agency"]) == ("2026-thu-nghiem", "?")
    assert data["obligation"][0]["rule"]["standing"] == "proposed"
    assert "# ? unit without a code: Văn phòng Sở" in written
    assert "1 nhiệm vụ" in capsys.readouterr().out


def test_a_plan_of_a_year_gone_by_is_remarked_upon_and_asked_about_where_a_year_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.md"
    path.write_text(HEAD.replace("2026", "2019") + BODY.replace("2026", "2019"), encoding="utf-8")
    import_plan(path, None, None, as_json=True, year=None)
    told = capsys.readouterr()
    assert json.loads(told.out)["questions"] == []
    assert "2019 đã qua" in told.err
    import_plan(path, None, None, as_json=True, year=2026)
    assert [each["key"] for each in json.loads(capsys.readouterr().out)["questions"]] == ["year_gone"]


def test_an_agencys_file_serves_as_the_catalogue(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.md"
    path.write_text(HEAD + BODY, encoding="utf-8")
    import_plan(path, data_file("config", "agencies", "skhcn-quang-tri.toml"), None, as_json=True, year=None)
    (made,) = json.loads(capsys.readouterr().out)["obligations"]
    assert made["lead_units"] == [{"name": "Văn phòng Sở", "codes": ["vp"]}]


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.md"
    path.write_text(HEAD + BODY, encoding="utf-8")
    with pytest.raises(UsageError, match=r"--out: .*name another file"):
        import_plan(path, None, tmp_path / "missing" / "out.toml", as_json=False, year=None)
