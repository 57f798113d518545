"""The servers as containers, where a Docker engine answers."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .greetings import Greeting, wait_for_greeting
from .private import free_port
from .server import Server, Unavailable

MYSQL_IMAGE = ("CLINIC_TEST_MYSQL_IMAGE", "mysql:9")
RABBITMQ_IMAGE = ("CLINIC_TEST_RABBITMQ_IMAGE", "rabbitmq:3-management")
MYSQL_COMMAND = [
    "mysqld",
    "--skip-name-resolve",  # or it asks for our name before it greets, and waits where nobody answers
    "--skip-log-bin",
    "--max-connections=500",
    "--character-set-server=utf8mb4",
    "--performance-schema=OFF",
    "--innodb-buffer-pool-size=256M",
    "--innodb-flush-log-at-trx-commit=2",
]


@dataclass
class Containerised:
    """Stops and starts one container. Its port is a fixed one, so it is the same afterwards."""

    container: Any  # docker.models.containers.Container, imported only if there is a Docker engine
    url: str
    patience: float = 120

    def start(self) -> Greeting:
        self.container.start()  # does nothing to one that runs
        try:
            return wait_for_greeting(self.url, seconds=self.patience, alive=self.is_running)
        except Unavailable as error:
            last_words = self.container.logs(tail=5).decode(errors="replace").strip()
            raise Unavailable(f"{error}; its last words: {last_words}") from error

    def stop(self) -> None:
        self.container.stop(timeout=20)

    def kill(self) -> None:
        self.container.kill()
        self.container.wait()

    def is_running(self) -> bool:
        self.container.reload()
        return bool(self.container.status == "running")


@contextlib.contextmanager
def mysql(_folder: Path) -> Iterator[Server]:
    """Start MySQL in a container."""
    env = {"MYSQL_ALLOW_EMPTY_PASSWORD": "yes"}
    with _container(MYSQL_IMAGE, "mysql", "mysql://root@{host}:{port}/", 3306, env, MYSQL_COMMAND) as server:
        yield server


@contextlib.contextmanager
def rabbitmq(_folder: Path) -> Iterator[Server]:
    """Start RabbitMQ in a container."""
    # The node's name holds the host's, and its data folder holds the node's: a restart must find it again.
    env = {"RABBITMQ_NODENAME": "clinic@localhost"}
    with _container(RABBITMQ_IMAGE, "rabbitmq", "amqp://guest:guest@{host}:{port}/", 5672, env, None) as server:
        yield server


@contextlib.contextmanager
def _container(
    image: tuple[str, str], kind: str, url: str, inner: int, env: dict[str, str], command: list[str] | None
) -> Iterator[Server]:
    # Images named by the caller are local ones as a rule, and then the helper image that testcontainers wants
    # for clearing up (ryuk) cannot be had either. Without a registry, that is what it would fail on.
    if image[0] in os.environ:
        os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
    try:
        from testcontainers.core.container import DockerContainer
    except ImportError as error:
        raise Unavailable("testcontainers is not installed") from error
    name, port = os.environ.get(*image), free_port()
    try:
        wanted = DockerContainer(name).with_bind_ports(inner, port)
        for key, value in env.items():
            wanted = wanted.with_env(key, value)
        started = (wanted.with_command(command) if command else wanted).start()
    except Exception as error:  # Docker's client raises whatever its transport does: no engine, no image, no network
        raise Unavailable(f"{type(error).__name__}: {str(error)[:200]}") from error
    try:
        address = url.format(host=started.get_container_host_ip(), port=port)
        control = Containerised(started.get_wrapped_container(), address)
        product, version = control.start()
        yield Server(kind, address, product, version, f"testcontainers, {name}", control)
    finally:
        started.stop()
