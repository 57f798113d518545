"""Buses under test, each as if in a process of its own, and what is sent over them."""

import time
from contextlib import suppress

import aio_pika
from clinic_common.bus import Message, Subscription, sealed_body
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.bus.rabbitmq import EVENTS, RabbitBus
from clinic_common.database import new_id, utc_now
from clinic_common.testing import eventually

from . import ThingMade

MADE = ThingMade.wire_name
OTHER = "toy.something_else.v1"
DELAYS = (0.05, 0.15, 0.4)


class House:
    """Buses of one suite, each as if in a process of its own, one after the other or together."""

    def __init__(self, carrier, database, amqp_url):
        self.carrier, self.database, self.amqp_url = carrier, database, amqp_url
        self.prefix = f"test-{new_id()}."
        self._buses, self._delays, self.queues = [], set(), set()

    async def bus(self, delays=DELAYS):
        if self.carrier == "rabbitmq":
            bus = RabbitBus(self.amqp_url, name="test", prefix=self.prefix, retry_delays=delays)
            self._delays |= {int(delay * 1000) for delay in delays}
        else:
            bus = InProcessBus(retry_delays=delays)
        self.adopt(bus)
        await bus.open()
        assert await bus.is_up()
        return bus

    def adopt(self, bus):
        """Close this bus at the end, too."""
        self._buses.append(bus)

    def expect(self, queue, delays):
        """Clear up after a queue that another process makes."""
        self.queues.add(queue)
        self._delays |= {int(delay * 1000) for delay in delays}

    def reaction(self, name, handle, *types):
        self.queues.add(f"toy.{name}")
        return Subscription("toy", name, frozenset(types or (MADE,)), handle, self.database)

    async def close(self):
        for bus in self._buses:
            await bus.close()
        if self.carrier != "rabbitmq":
            return
        async with await aio_pika.connect(self.amqp_url) as connection:
            for queue in self.queues:
                for name in (queue, f"{queue}.dead"):
                    await self._gone(connection, "queue_delete", name)
            for delay in self._delays:
                for delete in ("queue_delete", "exchange_delete"):
                    await self._gone(connection, delete, f"clinic.delay.{delay}")
            await self._gone(connection, "exchange_delete", EVENTS)

    async def _gone(self, connection, delete, name):
        with suppress(aio_pika.exceptions.AMQPError):
            async with connection.channel() as channel:
                await getattr(channel, delete)(self.prefix + name)


class Recorder:
    """A handler that remembers what it was brought, and fails as long as it is told to."""

    def __init__(self, failing=lambda message: False):
        self.failing, self.seen, self.times = failing, [], []

    async def __call__(self, message):
        self.seen.append(message.message_id)
        self.times.append(time.monotonic())
        if self.failing(message):
            raise ValueError("cannot be done: Ada Lovelace")

    async def saw(self, *messages, within=10.0):
        wanted = {message.message_id for message in messages}
        await eventually(lambda: true(wanted <= set(self.seen)), within=within, every=0.01)


async def true(value):
    return value


def message(sealer, name="Ada", *, kind=MADE):
    message_id = new_id()
    body = sealed_body(ThingMade(thing_id=new_id(), name=name), message_id, sealer)
    return Message(message_id, kind, utc_now(), "toy", body, {"request_id": "r1"})


async def send(bus, *messages):
    assert await bus.publish(messages) == [None] * len(messages)


async def dead(bus, queue, count=1):
    return await eventually(lambda: _dead(bus, queue, count), every=0.02)


async def _dead(bus, queue, count):
    found = await bus.dead_letters(queue)
    return found if len(found) == count else None


def ids(messages):
    return {message.message_id for message in messages}
