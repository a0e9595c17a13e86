"""The commands as an operator types them: what works, and one clear line with exit code 2 for what does not."""

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

AGENCY = "config/agencies/skhcn-quang-tri.toml"
PLAN = "config/plans/2024-cai-cach-tu-phap.toml"


def dondoc(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DONDOC_")}
    environment |= {f"DONDOC_{name.upper()}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-c", "from dondoc.cli import main; main()", *words],
        capture_output=True, text=True, env=environment, timeout=120, check=False,
    )  # fmt: skip


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def assert_refused(told: subprocess.CompletedProcess[str], *says: str) -> None:
    assert told.returncode == 2, told.stdout + told.stderr
    assert "Traceback" not in told.stderr
    assert told.stderr.startswith("dondoc: ")
    assert len(told.stderr.strip().splitlines()) == 1
    for word in says:
        assert word in told.stderr


def changed(tmp_path: Path, old: str, new: str) -> str:
    source = Path(PLAN).read_text(encoding="utf-8")
    assert old in source
    path = tmp_path / "plan.toml"
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    return str(path)


def test_help_names_every_command_without_importing_what_is_heavy() -> None:
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "from dondoc.cli import main; main()", "--help"],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert told.returncode == 0
    commands = (
        "init", "plan", "report", "evidence", "rehearse", "serve", "link", "migrate", "clock", "deploy", "dates",
        "workdays", "adjust", "undo", "changes", "schedules",
    )  # fmt: skip
    for command in commands:
        assert re.search(rf"\b{command}\b", told.stdout)
    for heavy in ("prefect", "sqlalchemy", "pydantic", "fastapi", "jinja2"):
        assert not re.search(rf"\| +{heavy}$", told.stderr, re.MULTILINE), heavy


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('lead = "vp"', 'lead = "vpp"', ("obligation[3].lead", "'vpp' is not a known unit", "did you mean 'vp'")),
        ("due_day = 18", "due_day = 31", ("rule.due_day", "write 1 to 28")),
        ("open_before = 10", "open_befor = 10", ("open_befor", "is not a key")),
        ('email = "so-tu-phap@noi-nhan.example"', 'email = "so tu phap"', ("recipient[2].email", "name@host.domain")),
    ],
)
def test_a_fault_in_a_plan_names_file_line_and_key(tmp_path: Path, old: str, new: str, says: tuple[str, ...]) -> None:
    path = changed(tmp_path, old, new)
    line = next(n for n, text in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1) if new in text)
    assert_refused(dondoc("plan", "check", path), f"{path}:{line}:", *says)


def test_a_faulty_plan_leaves_nothing_installed(tmp_path: Path) -> None:
    path = changed(tmp_path, 'lead = "vp"', 'lead = "vpp"')
    data = str(tmp_path / "data")
    assert_refused(dondoc("init", "--agency", AGENCY, "--plan", path, data=data), "vpp")
    assert dondoc("init", "--agency", AGENCY, "--plan", PLAN, data=data).returncode == 0


def test_an_installation_is_made_once_and_links_are_printed_for_its_people(tmp_path: Path) -> None:
    data = str(tmp_path / "data")
    made = dondoc("init", "--agency", AGENCY, data=data)
    assert "7 units" in made.stdout
    assert_refused(dondoc("init", "--agency", AGENCY, data=data), "skhcn-quang-tri")
    assert "6 obligations" in dondoc("plan", "add", PLAN, data=data).stdout
    assert_refused(dondoc("plan", "add", PLAN, data=data), "2024-cai-cach-tu-phap")
    assert "/vao/" in dondoc("link", "van-thu@mau.example", data=data).stdout
    assert_refused(dondoc("link", "nobody@mau.example", data=data), "nobody@mau.example")
    assert_refused(dondoc("link", "no address", data=data))


def test_a_taken_port_a_wrong_url_and_a_closed_folder_are_one_line_each(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_refused(dondoc("serve", data=str(tmp_path), port=port), "DONDOC_PORT", port)
    assert_refused(dondoc("migrate", data=str(tmp_path), database_url="mysql://host/name"), "DONDOC_DATABASE_URL")
    assert_refused(dondoc("migrate", data=str(tmp_path), database_url="no url"), "DONDOC_DATABASE_URL")
    file = tmp_path / "file"
    file.write_text("")
    assert_refused(dondoc("migrate", data=str(file / "below")), "DONDOC_DATA")


def test_serve_says_what_to_do_where_no_agency_is_installed(tmp_path: Path) -> None:
    assert_refused(dondoc("serve", data=str(tmp_path), port=free_port(), prefect="off"), "dondoc init")


def test_the_mailbox_is_for_loopback_only(tmp_path: Path) -> None:
    data = str(tmp_path)
    assert dondoc("init", "--agency", AGENCY, data=data).returncode == 0
    told = dondoc("serve", data=data, mail="mailbox", host="0.0.0.0", port=free_port(), prefect="off")
    assert_refused(told, "DONDOC_MAIL=mailbox", "127.0.0.1")


def test_a_report_is_written_with_its_sources_and_its_evidence(tmp_path: Path) -> None:
    import json
    import zipfile

    year = tmp_path / "year"
    assert dondoc("rehearse", "--plan", PLAN, "--year", "2024", "--out", str(year)).returncode == 0
    told = dondoc("report", "build", "1", "--out", str(tmp_path / "out"), data=str(year))
    assert told.returncode == 0, told.stderr
    assert len(told.stdout.split()) == 3
    written = json.loads((tmp_path / "out" / "report-1.json").read_text(encoding="utf-8"))
    sourced = [each for each in written["sentences"] if each["sources"]]
    assert sourced and all(source["words"] for each in sourced for source in each["sources"])
    assert all(each["own_words"] is not bool(each["sources"]) for each in written["sentences"])
    told = dondoc("evidence", "1", "--out", str(tmp_path / "pack.zip"), data=str(year))
    assert told.returncode == 0 and "seal" in told.stdout
    with zipfile.ZipFile(tmp_path / "pack.zip") as file:
        (tmp_path / "check.py").write_bytes(file.read("check.py"))
    seal = re.search(r"seal ([0-9a-f]{64})", told.stdout)[1]  # type: ignore[index]
    checked = subprocess.run(
        [sys.executable, "check.py", "pack.zip", seal], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert_refused(
        dondoc("report", "build", "99", "--out", str(tmp_path), data=str(year)), "no report 99", "1, 2, 3, 4"
    )
