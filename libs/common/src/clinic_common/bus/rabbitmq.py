"""The bus over RabbitMQ: quorum queues, confirms, delayed retries, dead letters, and coming back."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import aio_pika
import structlog
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage, AbstractQueue

from .. import telemetry
from . import RETRY_DELAYS, DeadLetter, Handle, Message, Running, Subscription, inprocess

log = structlog.get_logger(__name__)

EVENTS = "clinic.events"
_CONFIRM_SECONDS = 10.0
_RECONNECT_SECONDS = (0.2, 0.5, 1.0, 2.0, 5.0)
_PREFETCH = 20
_CRASH_LIMIT = 20
"""How often a message may be given back unhandled (its process died) before it is a dead letter."""


def _delay(seconds: float) -> str:
    return f"clinic.delay.{int(seconds * 1000)}"


def _outgoing(message: Message, **headers: Any) -> aio_pika.Message:
    return aio_pika.Message(
        body=message.body,
        message_id=str(message.message_id),
        type=message.type,
        timestamp=message.occurred_at,
        app_id=message.app_id,
        headers={**message.headers, "occurred_at": message.occurred_at.isoformat(), **headers},
        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
        content_type="application/octet-stream",
    )


def _incoming(raw: AbstractIncomingMessage) -> Message:
    headers = {key: str(value) for key, value in raw.headers.items()}
    exact = headers.pop("occurred_at", None)
    # The AMQP timestamp counts whole seconds; our own header is exact.
    moment = datetime.fromisoformat(exact) if exact else (raw.timestamp or datetime.now(UTC))
    return Message(
        message_id=UUID(str(raw.message_id)),
        type=str(raw.type),
        occurred_at=moment,
        app_id=str(raw.app_id),
        body=raw.body,
        headers={key: headers[key] for key in ("traceparent", "request_id") if key in headers},
    )


class RabbitBus:
    """
    Speaks to one broker over one connection, which it keeps or makes again.

    Layout: topic exchange `clinic.events` → one quorum queue per reaction; a failed message goes to a
    fan-out `clinic.delay.<ms>` whose queue gives it back to its own reaction when the time is over;
    after the last attempt to `<queue>.dead`.
    """

    def __init__(self, url: str, *, name: str) -> None:
        self._url, self._name = url, name
        self._subscriptions: list[Subscription] = []
        self._listeners: list[tuple[str, frozenset[str], Handle]] = []
        self._running = Running()
        self._connection: AbstractConnection | None = None
        self._publishing: AbstractChannel | None = None
        self._consuming: AbstractChannel | None = None
        self._consumers: list[tuple[AbstractQueue, str]] = []
        self._connected = asyncio.Event()
        self._lost = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._stopped = False

    async def open(self) -> None:
        """Begin to connect, and wait a moment for it; a broker that is away is awaited in the background."""
        if self._keeper is None:
            self._keeper = asyncio.create_task(self._keep_connected(), name=f"bus {self._name}")
        with suppress(TimeoutError):
            await asyncio.wait_for(self._connected.wait(), 5)

    async def is_up(self) -> bool:
        """Whether there is a connection to publish on."""
        return self._connected.is_set()

    async def _keep_connected(self) -> None:
        failures = 0
        while not self._stopped:
            try:
                await self._connect()
                failures = 0
                await self._lost.wait()
                log.warning("the broker is gone", bus=self._name)
            except Exception as error:  # whatever it was, a bus that stops trying loses events
                log.warning("the broker does not answer", bus=self._name, error=telemetry.describe(error))
            self._connected.clear()
            await self._drop()
            if not self._stopped:
                await asyncio.sleep(_RECONNECT_SECONDS[min(failures, len(_RECONNECT_SECONDS) - 1)])
                failures += 1

    async def _connect(self) -> None:
        self._lost.clear()
        connection = await aio_pika.connect(self._url, timeout=5, client_properties={"connection_name": self._name})
        self._connection = connection
        connection.close_callbacks.add(lambda *_: self._lost.set())
        self._publishing = await connection.channel(publisher_confirms=True)
        self._consuming = await connection.channel()
        for channel in (self._publishing, self._consuming):
            channel.close_callbacks.add(lambda *_: self._lost.set())
        await self._consuming.set_qos(prefetch_count=_PREFETCH)
        await self._declare_common()
        self._consumers = []
        for subscription in self._subscriptions:
            await self._consume(subscription)
        for name, types, handle in self._listeners:
            await self._hear(name, types, handle)
        await self._take_leftovers()
        self._connected.set()

    async def _take_leftovers(self) -> None:
        """
        Go on with what reactions still owed while the clinic ran in one process.

        A clinic that splits into many processes keeps its schemas; nothing in them is forgotten.
        """
        for database in {id(s.database): s.database for s in self._subscriptions}.values():
            for queue, message, row in await database.read(inprocess.take_all):
                await self.send_to(queue, message)
                await database.run(inprocess.settle, row=row, reason=None, now=datetime.now(UTC))

    async def _drop(self) -> None:
        connection, self._connection, self._publishing = self._connection, None, None
        if connection and not connection.is_closed:
            with suppress(OSError, TimeoutError, aio_pika.exceptions.AMQPError):
                await asyncio.wait_for(connection.close(), 5)

    async def _declare_common(self) -> None:
        assert self._publishing is not None
        await self._publishing.declare_exchange(EVENTS, aio_pika.ExchangeType.TOPIC, durable=True)
        for seconds in RETRY_DELAYS:
            name = _delay(seconds)
            exchange = await self._publishing.declare_exchange(name, aio_pika.ExchangeType.FANOUT, durable=True)
            queue = await self._publishing.declare_queue(
                name,
                durable=True,
                arguments={
                    "x-queue-type": "quorum",
                    "x-message-ttl": int(seconds * 1000),
                    # Expired messages go to the queue named by the routing key they were sent with.
                    "x-dead-letter-exchange": "",
                    "x-dead-letter-strategy": "at-least-once",
                    "x-overflow": "reject-publish",
                },
            )
            await queue.bind(exchange)

    async def declare(self, subscription: Subscription) -> None:
        """Make a reaction's queues, so that events are kept for it from now on."""
        assert self._publishing is not None
        dead = f"{subscription.queue}.dead"
        await self._publishing.declare_queue(dead, durable=True, arguments={"x-queue-type": "quorum"})
        queue = await self._publishing.declare_queue(
            subscription.queue,
            durable=True,
            arguments={
                "x-queue-type": "quorum",
                "x-delivery-limit": _CRASH_LIMIT,
                "x-dead-letter-exchange": "",
                "x-dead-letter-routing-key": dead,
                "x-dead-letter-strategy": "at-least-once",
                "x-overflow": "reject-publish",
            },
        )
        for wire_name in sorted(subscription.types):
            await queue.bind(EVENTS, wire_name)

    async def subscribe(self, subscription: Subscription) -> None:
        """Consume this reaction's queue, now and after every reconnection."""
        self._subscriptions.append(subscription)
        if self._connected.is_set():
            await self._consume(subscription)

    async def _consume(self, subscription: Subscription) -> None:
        await self.declare(subscription)
        assert self._consuming is not None
        queue = await self._consuming.get_queue(subscription.queue)

        async def work(raw: AbstractIncomingMessage) -> None:
            with self._running:
                await self._attempt(subscription, raw)

        self._consumers.append((queue, await queue.consume(work)))

    async def listen(self, name: str, types: frozenset[str], handle: Handle) -> None:
        """Hear these events through a queue that lives as long as the connection."""
        self._listeners.append((name, types, handle))
        if self._connected.is_set():
            await self._hear(name, types, handle)

    async def _hear(self, name: str, types: frozenset[str], handle: Handle) -> None:
        assert self._consuming is not None
        queue = await self._consuming.declare_queue("", exclusive=True, auto_delete=True)
        for wire_name in sorted(types):
            await queue.bind(EVENTS, wire_name)

        async def work(raw: AbstractIncomingMessage) -> None:
            try:
                await handle(_incoming(raw))
            except Exception as error:
                log.warning("a listener failed", listener=name, error=telemetry.describe(error))

        self._consumers.append((queue, await queue.consume(work, no_ack=True)))

    async def _attempt(self, subscription: Subscription, raw: AbstractIncomingMessage) -> None:
        try:
            try:
                message = _incoming(raw)
            except (ValueError, TypeError) as error:
                log.error("not one of our messages", queue=subscription.queue, error=telemetry.describe(error))
                await raw.reject(requeue=False)
                return
            try:
                await subscription.handle(message)
            except Exception as error:
                await self._put_off(subscription, raw, message, telemetry.describe(error))
            await raw.ack()
        except (
            OSError,
            aio_pika.exceptions.AMQPError,
            aio_pika.exceptions.ChannelInvalidStateError,
        ) as error:
            # The connection went away: the broker gives the message to somebody again, the inbox knows it.
            log.warning("could not settle", queue=subscription.queue, error=telemetry.describe(error))

    async def _put_off(
        self, subscription: Subscription, raw: AbstractIncomingMessage, message: Message, reason: str
    ) -> None:
        assert self._publishing is not None
        attempts = int(str(raw.headers.get("x-attempts", 0))) + 1
        copy = _outgoing(message, **{"x-attempts": attempts, "x-reason": reason[:300]})
        if attempts > len(RETRY_DELAYS):
            telemetry.DEAD_LETTERS.labels(subscription.service, subscription.reaction).inc()
            log.error("dead letter", queue=subscription.queue, type=message.type, reason=reason)
            await self._publishing.default_exchange.publish(copy, f"{subscription.queue}.dead")
            return
        exchange = await self._publishing.get_exchange(_delay(RETRY_DELAYS[attempts - 1]), ensure=False)
        await exchange.publish(copy, subscription.queue)

    async def publish(self, messages: Sequence[Message]) -> list[BaseException | None]:
        """Publish with confirms, all at once; a message counts as handed over when the broker said so."""
        channel = self._publishing
        if channel is None or not self._connected.is_set():
            return [ConnectionError("no connection to the broker") for _ in messages]
        exchange = await channel.get_exchange(EVENTS, ensure=False)
        # An event nobody reacts to is taken by the broker and dropped: that is what mandatory=False says.
        results = await asyncio.gather(
            *(exchange.publish(_outgoing(m), m.type, mandatory=False, timeout=_CONFIRM_SECONDS) for m in messages),
            return_exceptions=True,
        )
        return [result if isinstance(result, BaseException) else None for result in results]

    async def send_to(self, queue: str, message: Message) -> None:
        """Put a message into one reaction's queue; it is there for certain when this returns."""
        assert self._publishing is not None
        await self._publishing.default_exchange.publish(_outgoing(message), queue)

    async def dead_letters(self, subscription: Subscription, *, limit: int = 100) -> list[DeadLetter]:
        """Look at dead letters; closing the channel gives them back untouched."""
        assert self._connection is not None
        found: list[DeadLetter] = []
        async with self._connection.channel() as channel:
            dead = await channel.declare_queue(f"{subscription.queue}.dead", passive=True)
            while len(found) < limit and (raw := await dead.get(fail=False)):
                attempts = int(str(raw.headers.get("x-attempts", 0)))
                found.append(
                    DeadLetter(
                        subscription.queue, _incoming(raw), attempts, str(raw.headers.get("x-reason", "given back"))
                    )
                )
        return found

    async def replay(self, subscription: Subscription, *, message_id: UUID | None = None) -> int:
        """Move dead letters back to their reaction's queue; each is taken out only once it is back there."""
        assert self._connection is not None and self._publishing is not None
        moved = 0
        async with self._connection.channel() as channel:
            dead = await channel.declare_queue(f"{subscription.queue}.dead", passive=True)
            for _ in range(dead.declaration_result.message_count or 0):
                raw = await dead.get(fail=False)
                if raw is None:
                    break
                message = _incoming(raw)
                if message_id not in (None, message.message_id):
                    continue
                await self.send_to(subscription.queue, message)
                await raw.ack()
                moved += 1
        return moved

    async def stop_consuming(self) -> None:
        """Cancel the consumers and wait for the reactions under way."""
        for queue, tag in self._consumers:
            with suppress(OSError, TimeoutError, aio_pika.exceptions.AMQPError):
                await asyncio.wait_for(queue.cancel(tag), 5)
        self._consumers = []
        await self._running.until_idle()

    async def close(self) -> None:
        """Stop consuming and close the connection."""
        await self.stop_consuming()
        self._stopped = True
        self._lost.set()
        if self._keeper:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper
        await self._drop()
