"""Both servers at once: the slower one decides how long it takes."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from . import AMQP_URL, MYSQL_URL, mysql, rabbitmq
from .server import Server


@contextlib.contextmanager
def both() -> Iterator[list[Server]]:
    """
    Start MySQL and RabbitMQ side by side in a temporary folder; stop both and remove the folder afterwards.

    :raises NoServer: one of them cannot be had; the other one has been stopped
    """
    with ExitStack() as stack:
        place = stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-servers-"))
        folder = Path(place)
        folder.chmod(0o755)  # the database runs as another user, who must be able to walk through
        # A stack for each: they are entered in two threads, and left one after the other in this one. On
        # Ctrl-C the threads are waited for first (they are entered last), so what they start is stopped too.
        stacks = [stack.enter_context(ExitStack()) for _ in range(2)]
        threads = stack.enter_context(ThreadPoolExecutor(2))
        managers = [mysql(folder / "mysql"), rabbitmq(folder / "rabbitmq")]
        starting = [threads.submit(own.enter_context, manager) for own, manager in zip(stacks, managers, strict=True)]
        # Wait for both before looking at either: a failure must not leave while the other is still starting.
        failures = [error for future in starting if (error := future.exception())]
        if failures:
            raise failures[0]
        yield [future.result() for future in starting]


def variables(servers: list[Server]) -> dict[str, str]:
    """Give the environment variables by which other processes find these servers."""
    return {MYSQL_URL if server.kind == "mysql" else AMQP_URL: server.url for server in servers}
