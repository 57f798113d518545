"""What services may expect of a bus: one suite that both implementations pass, on real servers."""

import asyncio

import pytest
from clinic_common.bus import Subscription
from clinic_common.database import new_id
from clinic_common.sealing import Sealer
from clinic_common.testing import eventually
from toy.house import DELAYS, MADE, OTHER, House, Recorder, dead, ids, message, send, true


@pytest.fixture(params=["inprocess-sqlite", "inprocess-mysql", "rabbitmq"])
def carrier(request):
    return request.param


@pytest.fixture
def foundation(carrier):
    return "sqlite" if carrier == "inprocess-sqlite" else "mysql"


@pytest.fixture
async def house(carrier, database, amqp_url):
    house = House(carrier, database, amqp_url)
    yield house
    await house.close()


async def test_a_message_comes_to_every_reaction_that_wants_it_and_to_no_other(house, database):
    bus = await house.bus()
    first, second, other = Recorder(), Recorder(), Recorder()
    await bus.subscribe(house.reaction("first", first))
    await bus.subscribe(house.reaction("second", second, MADE, OTHER))
    await bus.subscribe(house.reaction("other", other, OTHER))
    made, something = message(database.sealer), message(database.sealer, kind=OTHER)
    await send(bus, made, something)
    await first.saw(made)
    await second.saw(made, something)
    await other.saw(something)
    assert (first.seen, other.seen) == ([made.message_id], [something.message_id])


async def test_a_message_arrives_as_it_was_sent(house, database):
    bus = await house.bus()
    arrived = []

    async def keep(message):
        arrived.append(message)

    await bus.subscribe(house.reaction("keep", keep))
    sent = message(database.sealer, "Zoë 🦊")
    await send(bus, sent)
    await eventually(lambda: true(arrived), every=0.01)
    assert arrived == [sent]
    assert arrived[0].opened(database.sealer).name == "Zoë 🦊"


async def test_an_event_that_nobody_wants_is_handed_over_all_the_same(house, database):
    await send(await house.bus(), message(database.sealer, kind=OTHER))


async def test_many_messages_all_arrive(house, database):
    bus = await house.bus()
    recorder = Recorder()
    await bus.subscribe(house.reaction("note", recorder))
    many = [message(database.sealer) for _ in range(300)]
    await send(bus, *many)
    await recorder.saw(*many)


async def test_a_message_is_kept_for_a_reaction_that_cannot_work_until_its_process_is_back(house, database):
    before = await house.bus(delays=(0.2, 0.2))
    failing, fine = Recorder(lambda _: True), Recorder()
    await before.subscribe(house.reaction("note", failing))
    sent = message(database.sealer)
    await send(before, sent)
    await failing.saw(sent)
    await before.close()
    after = await house.bus(delays=(0.2, 0.2))
    await after.subscribe(house.reaction("note", fine))
    await fine.saw(sent)


async def test_a_failing_reaction_is_tried_again_after_growing_delays_and_then_given_up(house, database):
    bus = await house.bus()
    recorder = Recorder(lambda _: True)
    await bus.subscribe(house.reaction("note", recorder))
    sent = message(database.sealer)
    await send(bus, sent)
    [letter] = await dead(bus, "toy.note")
    pauses = [later - sooner for sooner, later in zip(recorder.times, recorder.times[1:], strict=False)]
    assert len(pauses) == len(DELAYS)
    for pause, delay in zip(pauses, DELAYS, strict=True):
        assert delay * 0.95 <= pause < delay + 1.5
    assert (letter.queue, letter.attempts, letter.message) == ("toy.note", len(DELAYS) + 1, sent)
    assert "ValueError" in letter.reason
    assert "Ada" not in letter.reason


async def _counts(bus, waiting, dead):
    return await bus.depth("toy.note") == (waiting, dead)


async def test_a_dead_letter_can_be_looked_at_often_and_replayed_alone_or_with_all(house, database):
    bus = await house.bus(delays=(0.02,))
    broken = True
    recorder = Recorder(lambda _: broken)
    await bus.subscribe(house.reaction("note", recorder))
    letters = [message(database.sealer) for _ in range(3)]
    await send(bus, *letters)
    for _ in range(3):
        assert ids(letter.message for letter in await dead(bus, "toy.note", 3)) == ids(letters)
    assert len(await bus.dead_letters("toy.note", limit=2)) == 2
    await eventually(lambda: _counts(bus, 0, 3))
    broken = False
    recorder.seen.clear()
    assert await bus.replay("toy.note", message_id=letters[1].message_id) == 1
    await recorder.saw(letters[1])
    assert await bus.replay("toy.note", message_id=new_id()) == 0
    assert await bus.replay("toy.note") == 2
    await recorder.saw(*letters)
    assert sorted(recorder.seen) == sorted(letter.message_id for letter in letters)
    assert await bus.dead_letters("toy.note") == []


async def test_a_replayed_message_has_all_its_attempts_again(house, database):
    bus = await house.bus(delays=(0.02, 0.02))
    recorder = Recorder(lambda _: True)
    await bus.subscribe(house.reaction("note", recorder))
    await send(bus, message(database.sealer))
    await dead(bus, "toy.note")
    assert await bus.replay("toy.note") == 1
    await eventually(lambda: true(len(recorder.seen) == 6), every=0.01)
    [letter] = await dead(bus, "toy.note")
    assert letter.attempts == 3


async def test_a_poison_message_does_not_hold_up_the_rest(house, database):
    bus = await house.bus(delays=(0.5, 0.5))
    poison = message(database.sealer)
    recorder = Recorder(lambda message: message.message_id == poison.message_id)
    await bus.subscribe(house.reaction("note", recorder))
    rest = [message(database.sealer) for _ in range(50)]
    await send(bus, poison, *rest)
    await recorder.saw(*rest)
    assert recorder.seen.count(poison.message_id) < 3


async def test_one_failing_reaction_does_not_bring_the_message_to_another_again(house, database):
    bus = await house.bus(delays=(0.02, 0.02))
    failing, fine = Recorder(lambda _: True), Recorder()
    await bus.subscribe(house.reaction("failing", failing))
    await bus.subscribe(house.reaction("fine", fine))
    await send(bus, message(database.sealer))
    await dead(bus, "toy.failing")
    assert len(fine.seen) == 1
    assert await bus.dead_letters("toy.fine") == []


async def test_a_listener_hears_while_it_lives_and_a_failing_one_harms_nobody(house, database):
    bus = await house.bus()
    recorder, hearing, failing = Recorder(), Recorder(), Recorder(lambda _: True)
    await bus.subscribe(house.reaction("note", recorder))
    await bus.listen("failing", frozenset({MADE}), failing)
    await bus.listen("hearing", frozenset({MADE}), hearing)
    sent, unheard = message(database.sealer), message(database.sealer, kind=OTHER)
    await send(bus, sent, unheard)
    for each in (recorder, hearing, failing):
        await each.saw(sent)
    await asyncio.sleep(0.2)
    assert hearing.seen == failing.seen == [sent.message_id]


async def test_a_stop_finishes_what_was_begun_and_takes_nothing_new(house, database):
    bus = await house.bus()
    began, may_end, ended = asyncio.Event(), asyncio.Event(), []

    async def slow(message):
        began.set()
        await may_end.wait()
        ended.append(message.message_id)

    await bus.subscribe(house.reaction("slow", slow))
    sent = message(database.sealer)
    sending = asyncio.create_task(send(bus, sent))
    await asyncio.wait_for(began.wait(), 5)
    stopping = asyncio.create_task(bus.stop_consuming())
    await asyncio.sleep(0.15)
    assert not stopping.done()
    may_end.set()
    await asyncio.wait_for(stopping, 5)
    await sending
    assert ended == [sent.message_id]
    await bus.publish([message(database.sealer)])
    await asyncio.sleep(0.1)
    assert len(ended) == 1


async def test_attempts_are_counted_over_a_restart(house, database):
    delays = (0.02, 0.5, 0.02)
    before = await house.bus(delays)
    first, second = Recorder(lambda _: True), Recorder(lambda _: True)
    await before.subscribe(house.reaction("note", first))
    await send(before, message(database.sealer))
    await eventually(lambda: true(len(first.seen) == 2), every=0.01)
    await before.close()
    after = await house.bus(delays)
    await after.subscribe(house.reaction("note", second))
    [letter] = await dead(after, "toy.note")
    assert (len(first.seen), len(second.seen), letter.attempts) == (2, 2, 4)


async def test_what_does_not_open_or_is_unknown_becomes_a_dead_letter(house, database, service):
    bus = await house.bus(delays=(0.02,))
    [note] = service.reactions.subscriptions(database)
    house.queues.add(note.queue)
    types = note.types | {OTHER}
    await bus.subscribe(Subscription(note.service, note.reaction, types, note.handle, database))
    locked = message(Sealer.from_text(Sealer.new_ring()))
    unknown = message(database.sealer, kind=OTHER)
    await send(bus, locked, unknown)
    reasons = {letter.message.message_id: letter.reason for letter in await dead(bus, note.queue, 2)}
    assert "Unsealable" in reasons[locked.message_id]
    assert "KeyError" in reasons[unknown.message_id]


async def test_a_queue_that_does_not_exist_is_named(house):
    bus = await house.bus()
    with pytest.raises(LookupError, match=r"toy\.nothing"):
        await bus.dead_letters("toy.nothing")
    with pytest.raises(LookupError, match=r"toy\.nothing"):
        await bus.replay("toy.nothing")
