"""`clinic`: a running clinic, once in one process on SQLite, once in six on MySQL and RabbitMQ."""

from collections.abc import Iterator

import pytest

from .clinic import Clinic, many_processes, one_process
from .spans import Receiver, receiving


@pytest.fixture(scope="session")
def spans() -> Iterator[Receiver]:
    """The spans all stories brought about."""
    with receiving() as receiver:
        yield receiver


@pytest.fixture(scope="session", params=["one", "many"])
def clinic(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, spans: Receiver
) -> Iterator[Clinic]:
    """The same stories run on both foundations; processes live as long as the test session."""
    folder = tmp_path_factory.mktemp(request.param)
    traced = {"OTLP_ENDPOINT": spans.url, "OTEL_BSP_SCHEDULE_DELAY": "500"}
    with (one_process if request.param == "one" else many_processes)(folder, **traced) as clinic:
        yield clinic
