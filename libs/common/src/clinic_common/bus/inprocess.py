"""The bus within one process: reactions are called directly, and what fails is kept in their own schema."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import (
    delete,
    func,
    select,
    update,
)  # fmt: skip
from sqlalchemy.exc import IntegrityError

from .. import telemetry
from ..database import Database, Session, is_duplicate, utc_now
from ..tables import DELIVERIES
from . import RETRY_DELAYS, DeadLetter, Handle, Message, Running, Subscription

log = structlog.get_logger(__name__)


def message_of(row: Any) -> Message:
    """The message a row keeps."""
    return Message(row.message_id, row.type, row.occurred_at, row.app_id, row.body, row.headers)


async def park(
    session: Session, *, queue: str, message: Message, reason: str, now: datetime, delays: Sequence[float]
) -> None:
    """Keep a message whose first attempt failed."""
    try:
        await session.execute(
            DELIVERIES.insert().values(
                queue=queue,
                message_id=message.message_id,
                type=message.type,
                occurred_at=message.occurred_at,
                app_id=message.app_id,
                headers=message.headers,
                body=message.body,
                attempts=1,
                reason=reason[:300],
                due_at=now + timedelta(seconds=delays[0] if delays else 0),
                dead_at=None if delays else now,
            )
        )
    except IntegrityError as error:
        if not is_duplicate(error):
            raise


async def due(session: Session, *, now: datetime) -> list[Any]:
    """The deliveries whose next attempt is due."""
    query = select(DELIVERIES).where(DELIVERIES.c.dead_at.is_(None), DELIVERIES.c.due_at <= now)
    return list((await session.execute(query.order_by(DELIVERIES.c.due_at).limit(100))).all())


async def next_due(session: Session) -> datetime | None:
    """When the next attempt is due, if any is."""
    query = select(func.min(DELIVERIES.c.due_at)).where(DELIVERIES.c.dead_at.is_(None))
    soonest: datetime | None = (await session.execute(query)).scalar()
    return soonest


async def settle(
    session: Session, *, row: Any, reason: str | None, now: datetime, delays: Sequence[float] = RETRY_DELAYS
) -> None:
    """Forget a delivery that was done; plan the next attempt of one that was not, or give it up."""
    this = (DELIVERIES.c.queue == row.queue, DELIVERIES.c.message_id == row.message_id)
    if reason is None:
        await session.execute(delete(DELIVERIES).where(*this))
        return
    dead = row.attempts >= len(delays)
    delay = 0.0 if dead else delays[row.attempts]
    await session.execute(
        update(DELIVERIES)
        .where(*this)
        .values(
            attempts=row.attempts + 1,
            reason=reason[:300],
            due_at=now + timedelta(seconds=delay),
            dead_at=now if dead else None,
        )
    )


async def dead(session: Session, *, queue: str, limit: int) -> list[Any]:
    """The deliveries of one queue that were given up, oldest first."""
    query = select(DELIVERIES).where(DELIVERIES.c.queue == queue, DELIVERIES.c.dead_at.is_not(None))
    return list((await session.execute(query.order_by(DELIVERIES.c.dead_at).limit(limit))).all())


async def depth(session: Session, *, queue: str) -> tuple[int, int]:
    """How many deliveries of one queue are still owed, and how many were given up."""
    counts = select(func.count(), func.count(DELIVERIES.c.dead_at)).where(DELIVERIES.c.queue == queue)
    every, given_up = (await session.execute(counts)).one()
    return every - given_up, given_up


async def revive(session: Session, *, queue: str, message_id: UUID | None, now: datetime) -> int:
    """Make dead deliveries due again, with all their attempts."""
    query = update(DELIVERIES).where(DELIVERIES.c.queue == queue, DELIVERIES.c.dead_at.is_not(None))
    if message_id:
        query = query.where(DELIVERIES.c.message_id == message_id)
    result = await session.execute(query.values(dead_at=None, due_at=now, attempts=0))
    return int(result.rowcount)  # type: ignore[attr-defined]


class InProcessBus:
    """
    Calls the reactions of services in this process.

    The outbox row is the queue: `publish` answers when every reaction has either done its work or has
    the message in its own schema for further attempts. So it is as durable as the databases are.

    :param held: publish nothing until `release`, so that no event passes a service that is still starting
    :param retry_delays: seconds before each further attempt
    """

    def __init__(self, *, held: bool = False, retry_delays: Sequence[float] = RETRY_DELAYS) -> None:
        self._delays = tuple(retry_delays)
        self._subscriptions: list[Subscription] = []
        self._declared: dict[str, Database] = {}
        self._listeners: list[tuple[frozenset[str], Handle]] = []
        self._running = Running()
        self._released = not held
        self._retriers: dict[Database, asyncio.Task[None]] = {}
        self._wakes: dict[Database, asyncio.Event] = {}
        self._stopped = False

    def release(self) -> None:
        """Let messages pass: everybody has subscribed."""
        self._released = True

    async def open(self) -> None:
        """Nothing to connect to."""

    async def is_up(self) -> bool:
        """Whether messages pass."""
        return self._released and not self._stopped

    async def declare(self, subscription: Subscription) -> None:
        """Know where a reaction's messages are kept."""
        self._declared[subscription.queue] = subscription.database

    async def subscribe(self, subscription: Subscription) -> None:
        """Bring messages to this reaction, and go on with what its schema still holds for it."""
        await self.declare(subscription)
        self._subscriptions.append(subscription)
        database = subscription.database
        if database not in self._retriers:
            self._wakes[database] = asyncio.Event()
            self._retriers[database] = asyncio.create_task(self._retry(database))

    async def listen(
        self, name: str, types: frozenset[str], handle: Handle, *, after_gap: Callable[[], None] = lambda: None
    ) -> None:
        """Call this handler with every such message; it has one try. Within one process there are no gaps."""
        self._listeners.append((types, handle))

    async def publish(self, messages: Sequence[Message]) -> list[BaseException | None]:
        """Bring each message to all who want it."""
        if not await self.is_up():
            return [ConnectionError("no messages pass now") for _ in messages]
        return list(await asyncio.gather(*(self._deliver(message) for message in messages)))

    async def _deliver(self, message: Message) -> BaseException | None:
        for types, handle in self._listeners:
            if message.type in types:
                try:
                    await handle(message)
                except Exception as error:
                    log.warning("a listener failed", type=message.type, error=telemetry.describe(error))
        wanted = [s for s in self._subscriptions if message.type in s.types]
        results = await asyncio.gather(*(self._hand_over(s, message) for s in wanted))
        return next((result for result in results if result is not None), None)

    async def _hand_over(self, subscription: Subscription, message: Message) -> BaseException | None:
        with self._running:
            try:
                await self._attempt(subscription, message)
            except Exception as error:
                return await self._park(subscription, message, telemetry.describe(error))
        return None

    async def _park(self, subscription: Subscription, message: Message, reason: str) -> BaseException | None:
        queue, now = subscription.queue, utc_now()
        try:
            await subscription.database.run(
                park, queue=queue, message=message, reason=reason, now=now, delays=self._delays
            )
        except Exception as unkept:
            return unkept
        if not self._delays:
            self._tell_dead(queue, message.type, reason)
        self._wakes[subscription.database].set()
        return None

    def _tell_dead(self, queue: str, type_: str, reason: str) -> None:
        telemetry.DEAD_LETTERS.labels(*queue.split(".", 1)).inc()
        log.error("dead letter", queue=queue, type=type_, reason=reason)

    async def _attempt(self, subscription: Subscription, message: Message) -> None:
        # A task of its own with an empty context: the reaction's trace and request id are the message's.
        task = asyncio.get_running_loop().create_task(_call(subscription.handle, message), context=Context())
        await asyncio.shield(task)

    async def _retry(self, database: Database) -> None:
        wake = self._wakes[database]
        while not self._stopped:
            wake.clear()  # before looking: whoever parks a delivery meanwhile is heard
            try:
                soonest = await self._attempt_due(database)
            except Exception as error:
                log.warning("deliveries are not reachable", service=database.service, error=telemetry.describe(error))
                soonest = None
            pause = 5.0 if soonest is None else (soonest - utc_now()).total_seconds()
            with suppress(TimeoutError):
                await asyncio.wait_for(wake.wait(), min(max(pause, 0.01), 5.0))

    async def _attempt_due(self, database: Database) -> datetime | None:
        for row in await database.read(due, now=utc_now()):
            if self._stopped:
                break
            subscription = next((s for s in self._subscriptions if s.queue == row.queue), None)
            reason: str | None = "no such reaction"
            if subscription:
                try:
                    await self._attempt(subscription, message_of(row))
                    reason = None
                except Exception as error:
                    reason = telemetry.describe(error)
            if reason and row.attempts >= len(self._delays):
                self._tell_dead(row.queue, row.type, reason)
            await database.run(settle, row=row, reason=reason, now=utc_now(), delays=self._delays)
        return await database.read(next_due)

    async def depth(self, queue: str) -> tuple[int, int]:
        """As the reaction's own schema counts."""
        return await self._database_of(queue).read(depth, queue=queue)

    async def dead_letters(self, queue: str, *, limit: int = 100) -> list[DeadLetter]:
        """Look at what was given up."""
        rows = await self._database_of(queue).read(dead, queue=queue, limit=limit)
        return [DeadLetter(queue, message_of(row), row.attempts, row.reason) for row in rows]

    async def replay(self, queue: str, *, message_id: UUID | None = None) -> int:
        """Try dead letters again."""
        database = self._database_of(queue)
        revived = await database.run(revive, queue=queue, message_id=message_id, now=utc_now())
        if database in self._wakes:
            self._wakes[database].set()
        return revived

    def _database_of(self, queue: str) -> Database:
        if queue not in self._declared:
            raise LookupError(f"no reaction has a queue {queue}")
        return self._declared[queue]

    async def stop_consuming(self) -> None:
        """Finish what was begun, begin nothing more."""
        self._stopped = True
        for wake in self._wakes.values():
            wake.set()
        await asyncio.gather(*self._retriers.values())
        await self._running.until_idle()

    async def close(self) -> None:
        """Stop, if that was not done."""
        if not self._stopped:
            await self.stop_consuming()


async def take_all(session: Session, *, queue: str) -> list[Any]:
    """Every delivery one queue still holds, dead ones included."""
    return list((await session.execute(select(DELIVERIES).where(DELIVERIES.c.queue == queue))).all())


async def _call(handle: Handle, message: Message) -> None:
    await handle(message)
