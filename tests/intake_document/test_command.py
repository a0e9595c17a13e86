"""The command: JSON as the issue has it, and a file whose open places ask."""

import json
import tomllib
from pathlib import Path

import pytest

from dondoc.intake.document import import_plan
from tests.intake_document.reading import HEAD

BODY = "1. Tổ chức hội nghị tổng kết\n- Đơn vị thực hiện: Văn phòng Sở.\n- Thời gian: Trước ngày 15/12/2026.\n"


def test_json_has_the_promised_shape(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.md"
    path.write_text(HEAD + BODY, encoding="utf-8")
    assert import_plan(path, as_json=True) == 0
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
    assert import_plan(path, out=out) == 0
    written = out.read_text("utf-8")
    data = tomllib.loads(written)
    assert data["plan"]["year"] == 2026
    assert data["plan"]["code"] == "?"
    assert data["obligation"][0]["rule"]["standing"] == "proposed"
    assert "# ? unit without a code: Văn phòng Sở" in written
    assert "1 nhiệm vụ" in capsys.readouterr().out
