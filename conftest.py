"""Every test of the tree sees the fixtures of clinic_common.testing and the test run's own servers."""

import gateway  # noqa: F401  (first: or pytest takes the folder of that name for the package)

pytest_plugins = ["clinic_common.testing", "tests.servers.plugin"]
