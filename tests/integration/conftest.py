"""`clinic`: a running clinic, once in one process on SQLite, once in six on MySQL and RabbitMQ."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from .clinic import Clinic, many_processes, one_process


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the stories of one foundation on one worker: they share its processes, and the broker's queues."""
    for item in items:
        if item.path.parent != Path(__file__).parent:
            continue
        many = "[many" in item.nodeid or any(item.iter_markers("many_processes"))
        group = "many processes" if many else item.path.stem if "fuzz" in item.nodeid else "one process"
        item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="session", params=["one", "many"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The same stories run on both foundations; processes live as long as the test session."""
    folder = tmp_path_factory.mktemp(request.param)
    with (one_process if request.param == "one" else many_processes)(folder) as clinic:
        yield clinic
