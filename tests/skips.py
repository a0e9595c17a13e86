"""No test is skipped in silence: the end of every run counts and names them, and DONDOC_NO_SKIPS=1 lets it fail."""

import os

import pytest

NO_SKIPS = os.environ.get("DONDOC_NO_SKIPS") == "1"
WHAT_BRINGS_THEM = "make test-deps"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = _skipped(terminalreporter)
    if not skipped:
        return
    terminalreporter.section(f"{len(skipped)} skipped", red=NO_SKIPS, yellow=not NO_SKIPS)
    for name, reason in skipped:
        terminalreporter.line(f"{name}: {reason}")
    terminalreporter.line(f"What they need comes with: {WHAT_BRINGS_THEM}")
    if NO_SKIPS:
        terminalreporter.line("DONDOC_NO_SKIPS=1: a run with skipped tests fails.")


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if NO_SKIPS and isinstance(reporter, pytest.TerminalReporter) and _skipped(reporter):
        session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED


def _skipped(reporter: pytest.TerminalReporter) -> list[tuple[str, str]]:
    return [(report.nodeid, _reason(report)) for report in reporter.stats.get("skipped", [])]


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    told = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    return told.removeprefix("Skipped: ")
