"""The bus over RabbitMQ while connections break, the broker restarts, and strange things lie in its queues."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, asynccontextmanager

import aio_pika
import pytest
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.bus.rabbitmq import EVENTS, RabbitBus
from clinic_common.database import new_id
from clinic_common.outbox import Relay, backlog
from clinic_common.testing import eventually
from sqlalchemy import func, select
from toy import TOY, Seen, make_thing
from toy.house import DELAYS, House, Recorder, dead, message, send, true
from yarl import URL

from tests.servers import rabbitmq


class Cuttable:
    """A TCP way to the broker that can be cut, closed and opened again."""

    def __init__(self, url):
        self._to = URL(url)
        self._writers, self._server = set(), None

    @asynccontextmanager
    async def opened(self):
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self._port = self._server.sockets[0].getsockname()[1]
        try:
            yield str(self._to.with_host("127.0.0.1").with_port(self._port))
        finally:
            await self.close()

    async def close(self):
        self._server.close()
        self.cut()

    async def open_again(self):
        self._server = await asyncio.start_server(self._join, "127.0.0.1", self._port)

    def cut(self):
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _join(self, reader, writer):
        there, back = await asyncio.open_connection(self._to.host, self._to.port)
        self._writers |= {writer, back}
        await asyncio.gather(_copy(reader, back), _copy(there, writer), return_exceptions=True)


async def _copy(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.transport.abort()


@pytest.fixture
def foundation():
    return "mysql"


@pytest.fixture
async def cuttable(amqp_url):
    return Cuttable(amqp_url)


@pytest.fixture
async def house(database, amqp_url, cuttable):
    async with cuttable.opened() as url:
        house = House("rabbitmq", database, url)
        yield house
        await house.close()


async def test_a_cut_connection_is_made_again_and_nothing_is_lost(house, database, cuttable):
    bus = await house.bus()
    recorder, listener = Recorder(), Recorder()
    await bus.subscribe(house.reaction("note", recorder))
    await bus.listen("hearing", frozenset({"toy.thing_made.v1"}), listener)
    first = message(database.sealer)
    await send(bus, first)
    await recorder.saw(first)
    cuttable.cut()
    await eventually(lambda: _down(bus), every=0.01)
    [refused] = await bus.publish([message(database.sealer)])
    assert isinstance(refused, ConnectionError)
    await eventually(bus.is_up, every=0.01)
    second = message(database.sealer)
    await send(bus, second)
    await recorder.saw(second)
    await listener.saw(first, second)


async def _down(bus):
    return not await bus.is_up()


async def test_a_message_whose_connection_is_cut_while_it_is_worked_on_is_finished_and_comes_again(
    house, database, cuttable
):
    bus = await house.bus()
    began, may_end, finished = asyncio.Event(), asyncio.Event(), []

    async def slow(message):
        began.set()
        await may_end.wait()
        finished.append(message.message_id)

    await bus.subscribe(house.reaction("slow", slow))
    sent = message(database.sealer)
    await send(bus, sent)
    await asyncio.wait_for(began.wait(), 5)
    cuttable.cut()
    await eventually(lambda: _down(bus), every=0.01)
    may_end.set()
    await eventually(lambda: true(finished == [sent.message_id] * 2), every=0.01)
    await eventually(bus.is_up, every=0.01)
    assert await bus.dead_letters("toy.slow") == []


async def test_a_failure_while_the_broker_is_away_is_a_failure_again_later_and_not_forgotten(house, database, cuttable):
    bus = await house.bus()
    began, may_end = asyncio.Event(), asyncio.Event()

    async def failing(message):
        began.set()
        await may_end.wait()
        raise ValueError

    await bus.subscribe(house.reaction("note", failing))
    await send(bus, message(database.sealer))
    await asyncio.wait_for(began.wait(), 5)
    cuttable.cut()
    await eventually(lambda: _down(bus), every=0.01)
    may_end.set()
    await eventually(bus.is_up, every=0.01)
    [letter] = await dead(bus, "toy.note")
    assert letter.attempts == len(DELAYS) + 1


async def test_what_subscribes_while_the_broker_is_away_consumes_when_it_is_back(house, database, cuttable):
    bus = await house.bus()
    await cuttable.close()
    await eventually(lambda: _down(bus), every=0.01)
    recorder = Recorder()
    await bus.subscribe(house.reaction("note", recorder))
    await cuttable.open_again()
    await eventually(bus.is_up, every=0.01)
    sent = message(database.sealer)
    await send(bus, sent)
    await recorder.saw(sent)


async def test_what_subscribes_in_the_very_moment_of_connecting_consumes(house, database):
    bus = RabbitBus(house.amqp_url, name="test", prefix=house.prefix, retry_delays=DELAYS)
    house.adopt(bus)
    opening = asyncio.create_task(bus.open())
    recorders = [Recorder() for _ in range(12)]
    for number, recorder in enumerate(recorders):
        await bus.subscribe(house.reaction(f"r{number}", recorder))
        await asyncio.sleep(0.005)
    await opening
    sent = message(database.sealer)
    await send(bus, sent)
    for recorder in recorders:
        await recorder.saw(sent)


async def test_a_bus_stops_and_closes_also_while_the_broker_is_away(house, database, cuttable):
    bus = await house.bus()
    await bus.subscribe(house.reaction("note", Recorder()))
    await cuttable.close()
    await asyncio.wait_for(bus.stop_consuming(), 5)
    await asyncio.wait_for(bus.close(), 5)
    await cuttable.open_again()


async def test_a_stopped_bus_does_not_consume_again_after_a_reconnection(house, database, cuttable):
    bus = await house.bus()
    recorder = Recorder()
    await bus.subscribe(house.reaction("note", recorder))
    await bus.stop_consuming()
    cuttable.cut()
    await eventually(lambda: _down(bus), every=0.01)
    await eventually(bus.is_up, every=0.01)
    await send(bus, message(database.sealer))
    await asyncio.sleep(0.2)
    assert recorder.seen == []


async def test_a_broker_that_is_away_at_the_start_is_awaited(house, database, cuttable, monkeypatch):
    await cuttable.close()
    bus = RabbitBus(house.amqp_url, name="test", prefix=house.prefix, retry_delays=DELAYS)
    house.adopt(bus)
    opening = asyncio.create_task(bus.open())
    await asyncio.sleep(0.3)
    assert not await bus.is_up()
    await cuttable.open_again()
    await asyncio.wait_for(opening, 5)
    assert await bus.is_up()


async def test_a_foreign_message_is_put_aside_and_hides_nothing(house, database, amqp_url):
    bus = await house.bus(delays=(0.02,))
    broken = True
    recorder = Recorder(lambda _: broken)
    await bus.subscribe(house.reaction("note", recorder))
    async with await aio_pika.connect(amqp_url) as connection, connection.channel() as channel:
        events = await channel.get_exchange(house.prefix + EVENTS)
        odd = {"x-attempts": "a few", "occurred_at": "yesterday"}
        await events.publish(aio_pika.Message(b"{}", headers=odd), "toy.thing_made.v1")
    ours = message(database.sealer)
    await send(bus, ours)
    letters = await dead(bus, "toy.note", 2)
    assert sorted(letter.reason.split()[0] for letter in letters) == ["ValueError", "not"]
    broken = False
    assert await bus.replay("toy.note") == 1
    await recorder.saw(ours)
    [foreign] = await bus.dead_letters("toy.note")
    assert foreign.message.body == b"{}"


async def test_a_copy_the_broker_cannot_route_keeps_the_message_where_it_is(house, database, amqp_url, monkeypatch):
    monkeypatch.setattr("clinic_common.bus.rabbitmq._GIVE_BACK_SECONDS", 0.1)
    bus = await house.bus(delays=())
    recorder = Recorder(lambda _: True)
    await bus.subscribe(house.reaction("note", recorder))
    async with await aio_pika.connect(amqp_url) as connection, connection.channel() as channel:
        await channel.queue_delete(f"{house.prefix}toy.note.dead")
        await send(bus, message(database.sealer))
        await eventually(lambda: true(len(recorder.seen) >= 2), every=0.02)
        await channel.declare_queue(
            f"{house.prefix}toy.note.dead",
            durable=True,
            arguments={"x-queue-type": "quorum", "x-delivery-limit": 1_000_000},
        )
    assert len(await dead(bus, "toy.note")) == 1


async def test_a_clinic_that_splits_takes_along_what_its_reactions_still_owed(house, database):
    together = InProcessBus(retry_delays=(60,))
    dying = InProcessBus(retry_delays=())
    later, never, recorder = message(database.sealer), message(database.sealer), Recorder()
    for bus, sent in ((together, later), (dying, never)):
        await bus.subscribe(house.reaction("note", Recorder(lambda _: True)))
        await send(bus, sent)
        await bus.close()
    split = await house.bus()
    await split.subscribe(house.reaction("note", recorder))
    await recorder.saw(later)
    [letter] = await dead(split, "toy.note")
    assert (letter.message, letter.attempts) == (never, 1)
    assert "ValueError" in letter.reason
    assert recorder.seen == [later.message_id]


@pytest.fixture(scope="module", autouse=True)
def starting_broker(tmp_path_factory):
    """A broker of our own, which takes its seconds to start while the other tests run."""
    with ExitStack() as stack, ThreadPoolExecutor(1) as thread:
        server = rabbitmq(tmp_path_factory.mktemp("broker"), private=True)
        yield thread.submit(stack.enter_context, server)


async def test_a_broker_killed_and_started_again_loses_nothing_and_does_nothing_twice(database, starting_broker):
    server = await asyncio.wrap_future(starting_broker)
    bus = RabbitBus(server.url, name="toy", retry_delays=DELAYS)
    await bus.open()
    for subscription in TOY.reactions.subscriptions(database):
        await bus.subscribe(subscription)
    relay = Relay(database, bus)
    relay.start()
    for number in range(10):
        await database.run(make_thing, name=f"before {number}", patient_id=new_id())
    await eventually(lambda: _seen(database, 10))
    # RabbitMQ notes down once in a while which quorum queues it has: one just declared is lost in a power cut.
    await asyncio.sleep(3)
    await asyncio.to_thread(server.kill)
    for number in range(10):
        await database.run(make_thing, name=f"meanwhile {number}", patient_id=new_id())
    assert (await database.read(backlog))[0] == 10
    await asyncio.to_thread(server.start)
    await eventually(lambda: _seen(database, 20), within=20)
    await relay.stop()
    await bus.close()
    assert (await database.read(backlog))[0] == 0
    assert await database.read(_seen_names) == 20


async def _seen(database, count):
    return await database.read(_seen_names) >= count


async def _seen_names(session):
    total, names = (await session.execute(select(func.count(), func.count(Seen.name.distinct())))).one()
    assert total == names
    return total
