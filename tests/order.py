"""Which worker runs what: what takes long begins first, and each foundation's stories stay together."""

import re

import pytest
from xdist.scheduler import LoadScopeScheduling

_STORY = re.compile(r"^tests/(?:integration|web)/.*\[(one|many)\b")
_LONG = ("tests/integration/test_fuzz.py", "tests/house/")


class ByClinic(LoadScopeScheduling):
    """A clinic takes seconds to start: all stories about one go to the same worker; fuzzing is dealt out singly."""

    def _split_scope(self, nodeid: str) -> str:
        if story := _STORY.match(nodeid):
            return story[1]
        return nodeid if nodeid.startswith(_LONG) else nodeid.partition("::")[0]


class ByClinicPlugin:
    """Loaded by the root conftest where pytest-xdist is used."""

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort what takes long to the front, and whole clinics before single services; the rest keeps its order."""

        def rank(item: pytest.Item) -> int:
            if item.nodeid.startswith(_LONG):
                return 0
            return 1 if _STORY.match(item.nodeid) else 2 if item.nodeid.startswith(("tests/", "deploy/")) else 3

        items.sort(key=rank)

    @pytest.hookimpl
    def pytest_xdist_make_scheduler(self, config: pytest.Config, log: object) -> ByClinic:
        """The scheduler of this run."""
        return ByClinic(config, log)
