"""Every test of the tree sees the fixtures of clinic_common.testing and the test run's own servers."""

pytest_plugins = ["clinic_common.testing", "tests.servers.plugin"]
