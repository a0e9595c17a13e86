from pathlib import Path

import pytest

from tests.commands.typed import Type, typing


@pytest.fixture
def dondoc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Type:
    """Types a command in an environment whose data folder does not exist yet."""
    monkeypatch.setenv("DONDOC_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("COLUMNS", "200")
    return typing(monkeypatch, capsys)
