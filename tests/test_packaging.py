"""What is installed is whole: templates and config travel with the wheel and are found without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from dondoc import paths

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet"]
    subprocess.run(
        [*pip, "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(ROOT)], check=True, timeout=120
    )
    return next(folder.glob("*.whl"))


def test_the_wheel_holds_every_template_and_configuration_file(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for name in ("templates", "config"):
        for path in (ROOT / name).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"dondoc/_data/{path.relative_to(ROOT).as_posix()}" in inside
    assert {"flows/registry.py", "schedules/clock.py", "dondoc/store/migrations/env.py"} <= inside


def test_an_installed_wheel_checks_the_shipped_plan_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    zipfile.ZipFile(wheel).extractall(site)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DONDOC_")}
    script = (
        "from dondoc.paths import data_file; import dondoc; assert 'site' in dondoc.__file__, dondoc.__file__;"
        "from dondoc.commands import check_plan;"
        "print(check_plan(data_file('config', 'plans', '2024-cai-cach-tu-phap.toml')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment | {"PYTHONPATH": str(site)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "6 obligations, no fault found" in told.stdout, told.stderr


def test_an_operators_own_folder_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own = tmp_path / "plans" / "mine.toml"
    own.parent.mkdir()
    own.write_text("")
    monkeypatch.setenv("DONDOC_CONFIG", str(tmp_path))
    assert paths.data_file("config", "plans", "mine.toml") == own
    assert paths.data_file("config", "ladders", "standard.toml").is_file()
    with pytest.raises(FileNotFoundError, match=str(tmp_path)):
        paths.data_file("config", "plans", "nobody.toml")
