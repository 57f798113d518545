"""What the tests are handed: a server that answers, where it is and where it came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


class NoServer(RuntimeError):
    """No way to a server was open; the message lists every way and why it was closed."""


class Unavailable(Exception):
    """One way to a server is closed on this machine; the next one is tried."""


class Control(Protocol):
    """Whatever can stop a server and start it again, on the same port and with the same data."""

    def start(self) -> object: ...

    def stop(self) -> None: ...

    def kill(self) -> None: ...


@dataclass(frozen=True)
class Server:
    """
    A running MySQL or RabbitMQ.

    `stop`, `kill` and `start` work on servers that were started for the tests. One that was found through
    `CLINIC_TEST_*_URL` belongs to somebody else and refuses: ask for `mysql(folder, private=True)` instead.
    """

    kind: str  # "mysql" | "rabbitmq"
    url: str
    product: str  # "MySQL" | "MariaDB" | "RabbitMQ"
    version: str
    way: str
    control: Control | None = field(default=None, repr=False, compare=False)
    passed_over: tuple[str, ...] = field(default=(), repr=False, compare=False)  # better ways, why closed

    @property
    def is_fallback(self) -> bool:
        """True for a MariaDB: it answers on MySQL's wire, but it is not what production runs."""
        return self.product == "MariaDB"

    def start(self) -> None:
        """Start again after `stop` or `kill`; return when it answers."""
        self._ours().start()

    def stop(self) -> None:
        """Stop in good order; return when it is gone. Its data stays."""
        self._ours().stop()

    def kill(self) -> None:
        """
        Kill with SIGKILL; return when it is gone. What was on disk stays.

        RabbitMQ writes half a second late which quorum queues it has: one that was declared just before never
        answers again, its messages with it. Wait a second between declaring and killing.
        """
        self._ours().kill()

    def _ours(self) -> Control:
        if self.control is None:
            raise RuntimeError(f"this {self.product} was not started here ({self.way}), so it is left alone")
        return self.control

    def __str__(self) -> str:
        return f"{self.product} {self.version} ({self.way})"
