"""The rules that tests themselves keep: no foreign host, no foreign file, no silent skip, no developer's settings."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.guards import ROOT, ForbiddenInTests


def test_no_test_reaches_a_foreign_host() -> None:
    with pytest.raises(ForbiddenInTests), socket.socket() as attempt:
        attempt.connect(("192.0.2.1", 25))
    with pytest.raises(ForbiddenInTests):
        socket.getaddrinfo("mail.example", 25)


def test_no_test_writes_beside_its_own_folder(tmp_path: Path) -> None:
    with pytest.raises(ForbiddenInTests):
        (ROOT / "written-by-a-test").write_text("")
    (tmp_path / "fine").write_text("")


def test_a_developers_settings_do_not_leak_in() -> None:
    assert [name for name in os.environ if name.startswith("DONDOC_")] == []


SKIPPING = """
import pytest

def test_fine(): pass

@pytest.mark.skip(reason="Chromium is not installed")
def test_left_out(): pass
"""


@pytest.mark.slow
@pytest.mark.parametrize(("asked", "code"), [("", 0), ("1", 1)])
def test_skipped_tests_are_counted_and_named_and_fail_where_that_is_asked(
    tmp_path: Path, asked: str, code: int
) -> None:
    (tmp_path / "test_some.py").write_text(SKIPPING)
    (tmp_path / "conftest.py").write_text("from tests.skips import pytest_sessionfinish, pytest_terminal_summary\n")
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path],
        cwd=ROOT, env={**os.environ, "DONDOC_NO_SKIPS": asked}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == code, ran.stdout
    assert "1 skipped" in ran.stdout
    assert "test_left_out: Chromium is not installed" in ran.stdout
    assert "make test-deps" in ran.stdout
