"""Every test of the tree sees the fixtures of clinic_common.testing and the test run's own servers."""

import pytest

import gateway  # noqa: F401  (first: or pytest takes the folder of that name for the package)

pytest_plugins = ["clinic_common.testing", "tests.servers.plugin"]


def pytest_configure(config: pytest.Config) -> None:
    """Several workers share the tests in an order of our own; one alone runs them as they stand."""
    if config.getoption("dist", "no") != "no" or hasattr(config, "workerinput"):
        from tests.order import ByClinicPlugin

        config.pluginmanager.register(ByClinicPlugin())
