"""What services may expect of a bus, whichever carries the messages."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from .message import Message, sealed_body

if TYPE_CHECKING:
    from ..database import Database

__all__ = [
    "RETRY_DELAYS", "Bus", "DeadLetter", "Handle", "Message", "Running", "Subscription", "sealed_body",
]  # fmt: skip

RETRY_DELAYS = (0.2, 1.0, 5.0, 30.0, 120.0)
"""Seconds before each further attempt of a reaction that failed; after the last, the message is a dead letter."""


Handle = Callable[[Message], Awaitable[None]]
"""Works on one message; returning means it is done for good, raising means: later again."""


@dataclass(frozen=True)
class Subscription:
    """One reaction's queue: `<service>.<reaction>`, and the event types it wants."""

    service: str
    reaction: str
    types: frozenset[str]
    handle: Handle
    database: "Database"

    @property
    def queue(self) -> str:
        """The queue's name."""
        return f"{self.service}.{self.reaction}"


@dataclass(frozen=True)
class DeadLetter:
    """A message its reaction was never able to work on."""

    queue: str
    message: Message
    attempts: int
    reason: str


class Bus(Protocol):
    """
    Carries messages from outboxes to reactions, at least once, in no promised order.

    `bus_promises` in this package's tests is the whole contract; both implementations pass it.
    """

    async def open(self) -> None:
        """Connect; returns once messages can be published, or raises after a bounded time."""

    async def publish(self, messages: Sequence[Message]) -> list[BaseException | None]:
        """Hand messages over durably; one result each, in order: None, or why it was not taken."""

    async def declare(self, subscription: Subscription) -> None:
        """Make a reaction's queue known without working on it: what is sent from now on is kept for it."""

    async def subscribe(self, subscription: Subscription) -> None:
        """Have every message of these types brought to the handler, durably, also those sent meanwhile."""

    async def listen(
        self, name: str, types: frozenset[str], handle: Handle, *, after_gap: Callable[[], None] = lambda: None
    ) -> None:
        """
        Hear messages of these types while this process lives; nothing is kept for it.

        :param after_gap: called when messages may have passed unheard, because the connection was away
        """

    async def is_up(self) -> bool:
        """Whether messages can be handed over right now."""

    async def depth(self, queue: str) -> tuple[int, int]:
        """How many messages wait for a reaction, and how many it gave up on."""

    async def dead_letters(self, queue: str, *, limit: int = 100) -> list[DeadLetter]:
        """Look at the dead letters of one reaction without taking them."""

    async def replay(self, queue: str, *, message_id: UUID | None = None) -> int:
        """Give one dead letter, or all, to their reaction again; how many went."""

    async def stop_consuming(self) -> None:
        """Take nothing new, and return when what was begun is finished."""

    async def close(self) -> None:
        """Let go of everything."""


class Running:
    """Counts what is being worked on, so that a stop can wait for it."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def begin(self) -> Callable[[], None]:
        """Count one more; call what this returns when it is finished."""
        self._count += 1
        self._idle.clear()
        return self.__exit__

    def __enter__(self) -> None:
        self.begin()

    def __exit__(self, *_: object) -> None:
        self._count -= 1
        if not self._count:
            self._idle.set()

    async def until_idle(self) -> None:
        """Return when nothing is being worked on."""
        await self._idle.wait()
