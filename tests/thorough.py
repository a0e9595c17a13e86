"""How often hypothesis plays a property: 15 times among the fast tests, more often where the slow ones run too."""

import pytest
from hypothesis import HealthCheck, settings

FAST = 15
ASKED: list[int] = []
"""How often each property is played in a run with the slow tests."""
_slow_too = {"run": False}


def pytest_configure(config: pytest.Config) -> None:
    """Before tests are collected: whether this run leaves the slow ones out."""
    _slow_too["run"] = "not slow" not in (config.option.markexpr or "")
    if not _slow_too["run"]:
        settings.register_profile("fast", settings.get_profile("dondoc"), max_examples=FAST)
        settings.load_profile("fast")


def examples(number: int) -> settings:
    """So many examples in a run with the slow tests."""
    ASKED.append(number)
    return settings(
        max_examples=number if _slow_too["run"] else FAST, deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
