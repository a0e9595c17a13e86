"""The evidence pack: everything from clause to dispatch, and no byte of it can be flipped unseen."""

import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from dondoc.actions.dispatch import dispatch, number
from dondoc.actions.evidence_pack import evidence
from dondoc.model import Audit
from dondoc.paper.pack import Pack, faults, pack
from dondoc.rules.refusal import Refused
from tests.actions.rows import rows
from tests.cast import Cast, at, day

NOW = at("2024-03-21 09:00")


@pytest.fixture
def packed(signed: Cast) -> tuple[Cast, Pack]:
    number(signed.office, signed.clerk, 1, day("2024-03-21"), NOW)
    dispatch(signed.office, signed.clerk, 1, {}, NOW)
    return signed, evidence(signed.office, signed.clerk, 1, NOW)


def content(made: Pack, name: str) -> object:
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        return json.loads(file.read(name))


def test_it_goes_from_the_clause_to_the_dispatch(packed: tuple[Cast, Pack]) -> None:
    cast, made = packed
    clause = content(made, "1-clause.json")
    assert any(item["time_quote"] == "Thường xuyên trong năm" for item in clause["items"])
    letters = content(made, "2-letters.json")["letters"]
    assert {letter["kind"] for letter in letters} >= {"for_sign_off", "for_dispatch", "dispatch"}
    (told,) = content(made, "3-submissions.json")["frozen"]["content"]["submissions"]
    assert told["texts"][0]["text"] == "Kết quả của vp."
    assert [step["capacity"] for step in content(made, "5-signatures.json")["steps"]] == ["own", "own"]
    assert content(made, "6-number.json")[0]["symbol"] == "01/BC-SKHCN"
    assert len(content(made, "7-dispatch.json")) == 3
    with zipfile.ZipFile(io.BytesIO(made.data)) as file:
        assert "papers/pdf-01-BC-SKHCN-2024.pdf" in file.namelist()
    assert faults(made.data, made.seal) == []
    assert rows(cast, Audit)[-1].detail["seal"] == made.seal


def test_the_script_inside_checks_it_offline_with_nothing_but_python(packed: tuple[Cast, Pack], tmp_path: Path) -> None:
    _, made = packed
    path = tmp_path / "pack.zip"
    path.write_bytes(made.data)
    with zipfile.ZipFile(path) as file:
        (tmp_path / "check.py").write_bytes(file.read("check.py"))

    def check(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-S", "check.py", "pack.zip", *arguments]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    good = check(made.seal)
    assert (good.returncode, good.stdout) == (0, f"WHOLE. Seal: {made.seal}\n")
    assert check("0" * 64).returncode == 1
    path.write_bytes(made.data[:-1])
    assert check().returncode == 1


def test_a_flipped_byte_anywhere_in_a_small_pack_is_found() -> None:
    made = pack({"a.json": b"{}", "b/c.txt": "một".encode()})
    assert faults(made.data, made.seal) == []
    for place in range(len(made.data)):
        spoiled = bytearray(made.data)
        spoiled[place] ^= 1 << (place % 8)
        assert faults(bytes(spoiled), made.seal), place


def test_a_flipped_byte_anywhere_in_a_whole_pack_is_found(packed: tuple[Cast, Pack]) -> None:
    _, made = packed
    for place in range(0, len(made.data), len(made.data) // 60):
        spoiled = bytearray(made.data)
        spoiled[place] ^= 0x40
        assert faults(bytes(spoiled), made.seal), place
    assert faults(made.data + b"x", made.seal)
    assert faults(b"PK", made.seal)


def test_a_file_more_or_less_or_renamed_is_found() -> None:
    made = pack({"a": b"1", "b": b"2"})
    for names in ({"a": b"1"}, {"a": b"1", "c": b"2"}, {"b": b"2", "a": b"1"}, {"a": b"1", "b": b"2", "c": b""}):
        assert faults(pack(names).data, made.seal)


def test_before_signature_there_is_none_and_others_get_none(sent_up: Cast) -> None:
    with pytest.raises(Refused, match="evidence_before_signature"):
        evidence(sent_up.office, sent_up.clerk, 1, NOW)
    for who in ("officer", "lead_officer", "director", "outsider"):
        with pytest.raises(Refused, match=r"not_allowed|not_found"):
            evidence(sent_up.office, getattr(sent_up, who), 1, NOW + timedelta(hours=1))
