"""`clinic`: a running clinic, once in one process on SQLite, once in six on MySQL and RabbitMQ."""

from collections.abc import Iterator

import pytest

from .clinic import Clinic, many_processes, one_process


@pytest.fixture(scope="session", params=["one", "many"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The same stories run on both foundations; processes live as long as the test session."""
    folder = tmp_path_factory.mktemp(request.param)
    with (one_process if request.param == "one" else many_processes)(folder) as clinic:
        yield clinic
