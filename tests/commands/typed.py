"""Commands as an operator types them, run in this process."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from dondoc.cli import main

PLAN = "config/plans/2024-cai-cach-tu-phap.toml"
CODE = "2024-cai-cach-tu-phap"
AGENCY = "config/agencies/skhcn-quang-tri.toml"


@dataclass(frozen=True)
class Told:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.code == 0, self.err
        return json.loads(self.out)


Type = Callable[..., Told]


def typing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Type:
    """A function that types a command."""

    def type_(*words: str) -> Told:
        monkeypatch.setattr(sys, "argv", ["dondoc", *words])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Told(int(ended.value.code or 0), said.out, said.err)

    return type_


def assert_one_line(told: Told, *says: str) -> None:
    assert told.code == 2, told.out + told.err
    assert told.err.startswith("dondoc: ") and told.err.count("\n") == 1
    for word in says:
        assert word in told.err
