import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "slow: takes seconds, not milliseconds")
    config.addinivalue_line("markers", "soffice: renders through LibreOffice; skipped loudly where it is absent")
