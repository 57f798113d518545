"""The bus over RabbitMQ: quorum queues, confirms, delayed retries, dead letters, and coming back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from contextvars import Context
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
_GIVE_BACK_SECONDS = 1.0
_CRASH_LIMIT = 20
"""How often a message may be given back unhandled (its process died) before it is a dead letter."""
_LOOKED_AT = 1_000_000
"""How often a dead letter may be looked at: RabbitMQ counts each look, and since version 4 drops it after 20."""
_NOBODY = UUID(int=0)
Done = Callable[[], None]
_BROKER_AWAY = (
    OSError,
    TimeoutError,
    aio_pika.exceptions.AMQPError,
    aio_pika.exceptions.ChannelInvalidStateError,
)


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


def _attempts(raw: AbstractIncomingMessage) -> int:
    said = str(raw.headers.get("x-attempts", 0))
    return int(said) if said.isdecimal() else 0


def _dead(queue: str, raw: AbstractIncomingMessage) -> DeadLetter:
    reason = str(raw.headers.get("x-reason", "given back"))
    try:
        message = _incoming(raw)
    except (ValueError, TypeError):
        message = Message(_NOBODY, str(raw.type), raw.timestamp or datetime.now(UTC), str(raw.app_id), raw.body)
        reason = "not one of our messages"
    return DeadLetter(queue, message, _attempts(raw), reason)


class RabbitBus:
    """
    Speaks to one broker over one connection, which it keeps or makes again.

    Layout: topic exchange `clinic.events` → one quorum queue per reaction; a failed message goes to a
    fan-out `clinic.delay.<ms>` whose queue gives it back to its own reaction when the time is over;
    after the last attempt to `<queue>.dead`.

    :param prefix: stands before every name at the broker, so that several suites may share one
    :param retry_delays: seconds before each further attempt
    """

    def __init__(self, url: str, *, name: str, prefix: str = "", retry_delays: Sequence[float] = RETRY_DELAYS) -> None:
        self._url, self._name, self._prefix = url, name, prefix
        self._delays = tuple(retry_delays)
        self._subscriptions: list[Subscription] = []
        self._listeners: list[tuple[str, frozenset[str], Handle, Callable[[], None]]] = []
        self._running = Running()
        self._connection: AbstractConnection | None = None
        self._publishing: AbstractChannel | None = None
        self._consuming: AbstractChannel | None = None
        self._consumers: list[tuple[AbstractQueue, str]] = []
        self._connected = asyncio.Event()
        self._lost = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        # Held while consumers are set up, so that none falls between a connection and a subscription.
        self._arranging = asyncio.Lock()
        self._consumes = True
        self._stopped = False

    def _delay(self, seconds: float) -> str:
        return f"{self._prefix}clinic.delay.{int(seconds * 1000)}"

    def _queue(self, subscription: Subscription) -> str:
        return self._prefix + subscription.queue

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        # A task of our own: the library cancels its tasks when a connection is lost, and a transaction
        # should not be cut in two. The empty context keeps one message's trace out of another's.
        task = asyncio.create_task(work, context=Context())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

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
                async with asyncio.timeout(60):
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
        lost = self._lost = asyncio.Event()
        connection = await aio_pika.connect(self._url, timeout=5, client_properties={"connection_name": self._name})
        self._connection = connection
        connection.close_callbacks.add(lambda *_: lost.set())
        # Without on_return_raises a message whose queue is missing would count as handed over.
        self._publishing = await connection.channel(publisher_confirms=True, on_return_raises=True)
        self._consuming = await connection.channel()
        for channel in (self._publishing, self._consuming):
            channel.close_callbacks.add(lambda *_: lost.set())
        await self._consuming.set_qos(prefetch_count=_PREFETCH)
        await self._declare_common()
        async with self._arranging:
            self._consumers = []
            for subscription in self._subscriptions:
                await self._consume(subscription)
            for name, types, handle, after_gap in self._listeners:
                await self._hear(name, types, handle)
                after_gap()
            self._connected.set()

    async def _take_leftovers(self, subscription: Subscription) -> None:
        """
        Go on with what a reaction still owed while the clinic ran in one process.

        A clinic that splits into many processes keeps its schemas; nothing in them is forgotten.
        """
        database = subscription.database
        while not self._stopped:
            await self._connected.wait()
            try:
                for row in await database.read(inprocess.take_all, queue=subscription.queue):
                    message, headers = inprocess.message_of(row), {}
                    queue = self._queue(subscription)
                    if row.dead_at is not None:
                        queue, headers = f"{queue}.dead", {"x-attempts": row.attempts, "x-reason": row.reason}
                    await self._put(queue, _outgoing(message, **headers))
                    await database.run(inprocess.settle, row=row, reason=None, now=datetime.now(UTC))
                return
            except Exception as error:
                log.warning("leftovers wait", queue=subscription.queue, error=telemetry.describe(error))
                await asyncio.sleep(5)

    async def _drop(self) -> None:
        connection, self._connection, self._publishing = self._connection, None, None
        if connection and not connection.is_closed:
            with suppress(*_BROKER_AWAY):
                await asyncio.wait_for(connection.close(), 5)

    async def _declare_common(self) -> None:
        assert self._publishing is not None
        await self._publishing.declare_exchange(self._prefix + EVENTS, aio_pika.ExchangeType.TOPIC, durable=True)
        for seconds in sorted(set(self._delays)):
            name = self._delay(seconds)
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
        dead = f"{self._queue(subscription)}.dead"
        await self._publishing.declare_queue(
            dead, durable=True, arguments={"x-queue-type": "quorum", "x-delivery-limit": _LOOKED_AT}
        )
        queue = await self._publishing.declare_queue(
            self._queue(subscription),
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
            await queue.bind(self._prefix + EVENTS, wire_name)

    async def subscribe(self, subscription: Subscription) -> None:
        """Consume this reaction's queue, now and after every reconnection."""
        async with self._arranging:
            self._subscriptions.append(subscription)
            if self._connected.is_set():
                try:
                    await self._consume(subscription)
                except _BROKER_AWAY:
                    self._lost.set()  # the next connection consumes it
        self._spawn(self._take_leftovers(subscription))

    async def _consume(self, subscription: Subscription) -> None:
        await self.declare(subscription)
        assert self._consuming is not None
        queue = await self._consuming.get_queue(self._queue(subscription))

        async def work(raw: AbstractIncomingMessage) -> None:
            self._spawn(self._attempt(subscription, raw, self._running.begin()))

        if self._consumes:
            self._consumers.append((queue, await queue.consume(work)))

    async def listen(
        self, name: str, types: frozenset[str], handle: Handle, *, after_gap: Callable[[], None] = lambda: None
    ) -> None:
        """Hear these events through a queue that lives as long as the connection."""
        async with self._arranging:
            self._listeners.append((name, types, handle, after_gap))
            if self._connected.is_set():
                try:
                    await self._hear(name, types, handle)
                except _BROKER_AWAY:
                    self._lost.set()

    async def _hear(self, name: str, types: frozenset[str], handle: Handle) -> None:
        assert self._consuming is not None
        queue = await self._consuming.declare_queue("", exclusive=True, auto_delete=True)
        for wire_name in sorted(types):
            await queue.bind(self._prefix + EVENTS, wire_name)

        async def work(raw: AbstractIncomingMessage) -> None:
            try:
                await handle(_incoming(raw))
            except Exception as error:
                log.warning("a listener failed", listener=name, error=telemetry.describe(error))

        self._consumers.append((queue, await queue.consume(work, no_ack=True)))

    async def _attempt(
        self, subscription: Subscription, raw: AbstractIncomingMessage, done: Callable[[], None]
    ) -> None:
        try:
            await self._work_on(subscription, raw)
        except _BROKER_AWAY as error:
            # The connection went away, or the broker would not take the copy: it keeps the message and gives
            # it to somebody again; the inbox knows whether it was done.
            log.warning("could not settle", queue=subscription.queue, error=telemetry.describe(error))
            await asyncio.sleep(_GIVE_BACK_SECONDS)
            with suppress(*_BROKER_AWAY):
                await raw.nack(requeue=True)
        finally:
            done()

    async def _work_on(self, subscription: Subscription, raw: AbstractIncomingMessage) -> None:
        try:
            message = _incoming(raw)
        except (ValueError, TypeError) as error:
            log.error("not one of our messages", queue=subscription.queue, error=telemetry.describe(error))
            await raw.reject(requeue=False)
            return
        try:
            await subscription.handle(message)
        except Exception as error:
            await self._put_off(subscription, _attempts(raw) + 1, message, telemetry.describe(error))
        await raw.ack()

    async def _put_off(self, subscription: Subscription, attempts: int, message: Message, reason: str) -> None:
        copy = _outgoing(message, **{"x-attempts": attempts, "x-reason": reason[:300]})
        queue = self._queue(subscription)
        if attempts > len(self._delays):
            await self._put(f"{queue}.dead", copy)
            telemetry.DEAD_LETTERS.labels(subscription.service, subscription.reaction).inc()
            log.error("dead letter", queue=subscription.queue, type=message.type, reason=reason)
            return
        await self._put(queue, copy, exchange=self._delay(self._delays[attempts - 1]))

    async def _put(self, queue: str, message: aio_pika.Message, *, exchange: str = "") -> None:
        channel = self._publishing
        if channel is None:
            raise ConnectionError("no connection to the broker")
        through = await channel.get_exchange(exchange, ensure=False) if exchange else channel.default_exchange
        await through.publish(message, queue, timeout=_CONFIRM_SECONDS)

    async def publish(self, messages: Sequence[Message]) -> list[BaseException | None]:
        """Publish with confirms, all at once; a message counts as handed over when the broker said so."""
        channel = self._publishing
        if channel is None or not self._connected.is_set():
            return [ConnectionError("no connection to the broker") for _ in messages]
        exchange = await channel.get_exchange(self._prefix + EVENTS, ensure=False)
        # An event nobody reacts to is taken by the broker and dropped: that is what mandatory=False says.
        results = await asyncio.gather(
            *(exchange.publish(_outgoing(m), m.type, mandatory=False, timeout=_CONFIRM_SECONDS) for m in messages),
            return_exceptions=True,
        )
        return [result if isinstance(result, BaseException) else None for result in results]

    async def send_to(self, queue: str, message: Message) -> None:
        """Put a message into one reaction's queue; it is there for certain when this returns."""
        await self._put(self._prefix + queue, _outgoing(message))

    @asynccontextmanager
    async def _graveyard(self, queue: str) -> AsyncIterator[AbstractQueue]:
        """The dead letters of a reaction; those taken and not settled go back when this is left."""
        if self._connection is None or not self._connected.is_set():
            raise ConnectionError("no connection to the broker")
        async with self._connection.channel() as channel:
            try:
                found = await channel.declare_queue(f"{self._prefix}{queue}.dead", passive=True)
            except aio_pika.exceptions.ChannelNotFoundEntity as error:
                raise LookupError(f"no reaction has a queue {queue}") from error
            yield found

    async def depth(self, queue: str) -> tuple[int, int]:
        """As the broker counts: waiting and not yet handed to a consumer, and dead."""
        async with self._graveyard(queue) as dead:
            waiting = await dead.channel.declare_queue(self._prefix + queue, passive=True)
            return waiting.declaration_result.message_count or 0, dead.declaration_result.message_count or 0

    async def dead_letters(self, queue: str, *, limit: int = 100) -> list[DeadLetter]:
        """Look at dead letters; closing the channel gives them back untouched."""
        found: list[DeadLetter] = []
        async with self._graveyard(queue) as dead:
            while len(found) < limit and (raw := await dead.get(fail=False)):
                found.append(_dead(queue, raw))
        return found

    async def replay(self, queue: str, *, message_id: UUID | None = None) -> int:
        """Move dead letters back to their reaction's queue; each is taken out only once it is back there."""
        moved: set[UUID] = set()
        async with self._graveyard(queue) as dead:
            while raw := await dead.get(fail=False):
                message = _dead(queue, raw).message
                if message.message_id in moved:
                    break  # it died again meanwhile
                if message.message_id == _NOBODY or message_id not in (None, message.message_id):
                    continue
                await self.send_to(queue, message)
                await raw.ack()
                moved.add(message.message_id)
        return len(moved)

    async def stop_consuming(self) -> None:
        """Cancel the consumers and wait for the reactions under way."""
        self._consumes = False
        async with self._arranging:
            for queue, tag in self._consumers:
                with suppress(*_BROKER_AWAY):
                    await asyncio.wait_for(queue.cancel(tag), 5)
            self._consumers = []
        await self._running.until_idle()

    async def close(self) -> None:
        """Stop consuming and close the connection."""
        await self.stop_consuming()
        self._stopped = True
        self._lost.set()
        ending = [*self._tasks, *([self._keeper] if self._keeper else [])]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)
        await self._drop()
