"""How often hypothesis plays a property: 40 times among the fast tests, more often where the slow ones run too."""

import pytest
from hypothesis import HealthCheck, settings

FAST = 40
ASKED: list[int] = []
"""How often each property is played in a run with the slow tests."""
_slow_too = {"run": False}


def pytest_configure(config: pytest.Config) -> None:
    """Before tests are collected: whether this run leaves the slow ones out."""
    _slow_too["run"] = "not slow" not in (config.option.markexpr or "")


def examples(number: int) -> settings:
    """So many examples in a run with the slow tests."""
    ASKED.append(number)
    return settings(
        max_examples=number if _slow_too["run"] else FAST, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
