"""Events leave only if their transaction committed, and then for certain; nothing holds up the rest."""

import asyncio
import time
from datetime import timedelta

import pytest
from clinic_common import outbox
from clinic_common.bus import Subscription
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import new_id, utc_now
from clinic_common.errors import Refusal
from clinic_common.inbox import INBOX
from clinic_common.outbox import OUTBOX, Relay, backlog
from clinic_common.testing import eventually
from sqlalchemy import func, select, update
from toy import NameTaken, Seen, make_thing
from toy.house import Recorder, message


class FickleBus(InProcessBus):
    """A bus that is away, or does not take some messages, as long as it is told so."""

    def __init__(self):
        super().__init__()
        self.away, self.refuses, self.batches, self.taken = False, lambda _: False, [], []

    async def is_up(self):
        return not self.away

    async def publish(self, messages):
        self.batches.append(len(messages))
        refused = [self.refuses(message) for message in messages]
        self.taken += [message for message, no in zip(messages, refused, strict=True) if not no]
        return [ConnectionError() if no else None for no in refused]


@pytest.fixture
async def fickle():
    bus = FickleBus()
    yield bus
    await bus.close()


async def things(database, *names):
    for name in names:
        await database.run(make_thing, name=name, patient_id=new_id())


async def waiting(database):
    return (await database.read(backlog))[0]


async def rows(session):
    return list((await session.execute(select(OUTBOX).order_by(OUTBOX.c.position))).all())


async def test_nothing_leaves_if_the_transaction_is_rolled_back(database, emitted):
    await things(database, "Ada")
    with pytest.raises(NameTaken):
        await things(database, "Ada")

    async def emits_and_fails(session):
        await make_thing(session, name="Eve", patient_id=new_id())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.run(emits_and_fails)
    assert [event.name for event in await emitted()] == ["Ada"]


async def test_bodies_in_the_outbox_are_sealed(database):
    await things(database, "Ada Lovelace")
    [row] = await database.read(rows)
    assert b"Ada" not in row.body
    assert b"Ada" not in repr(row).encode()


async def test_two_relays_never_get_the_same_row_while_the_lease_holds(database):
    async def many(session):
        for number in range(outbox.BATCH * 2 + 50):
            await make_thing(session, name=f"{number}", patient_id=new_id())

    await database.run(many)
    batches = await asyncio.gather(*(database.run(outbox.claim, now=utc_now()) for _ in range(6)))
    # A relay that meets locked rows passes over them; whatever was handed out was handed out once.
    positions = [row.position for batch in batches for row in batch]
    assert len(positions) == len(set(positions))
    while batch := await database.run(outbox.claim, now=utc_now()):
        positions += [row.position for row in batch]
    assert len(positions) == len(set(positions)) == outbox.BATCH * 2 + 50


async def test_a_row_whose_relay_died_leaves_when_the_lease_ends(database, fickle):
    await things(database, "Ada")
    claimed_at = utc_now()
    assert len(await database.run(outbox.claim, now=claimed_at)) == 1
    assert await database.run(outbox.claim, now=claimed_at + outbox.LEASE - timedelta(seconds=1)) == []
    assert len(await database.run(outbox.claim, now=claimed_at + outbox.LEASE + timedelta(seconds=1))) == 1


async def test_a_row_that_cannot_leave_waits_longer_each_time_and_holds_up_nobody(database, fickle):
    await things(database, "first", "second")
    stuck = (await database.read(rows))[0].message_id
    fickle.refuses = lambda message: message.message_id == stuck
    relay = Relay(database, fickle)
    assert await relay.pass_on()
    assert [message.message_id for message in fickle.taken] == [(await database.read(rows))[1].message_id]
    assert not await relay.pass_on()
    pauses = []
    for _ in range(3):
        [row, _] = await database.read(rows)
        pauses.append((row.available_at - utc_now()).total_seconds())
        await database.run(make_due)
        await relay.pass_on()
    assert 0 < pauses[0] < pauses[1] < pauses[2]
    fickle.refuses = lambda _: False
    await database.run(make_due)
    assert await relay.pass_on()
    assert await waiting(database) == 0


async def make_due(session):
    await session.execute(update(OUTBOX).values(available_at=utc_now()))


async def test_rows_stay_while_the_bus_is_away_and_leave_in_batches_when_it_is_back(database, fickle):
    async def many(session):
        for number in range(450):
            await make_thing(session, name=f"{number}", patient_id=new_id())

    await database.run(many)
    fickle.away = True
    relay = Relay(database, fickle)
    assert not await relay.pass_on()
    assert (await waiting(database), fickle.batches) == (450, [])
    fickle.away = False
    while await relay.pass_on():
        pass
    assert (await waiting(database), fickle.batches) == (0, [100, 100, 100, 100, 50])
    assert len({message.message_id for message in fickle.taken}) == 450


async def test_a_relay_outlives_a_bus_that_raises(database, bus, monkeypatch):
    monkeypatch.setattr(outbox, "POLL_SECONDS", 0.05)
    recorder = Recorder()
    await bus.subscribe(Subscription("toy", "note", frozenset({"toy.thing_made.v1"}), recorder, database))
    publish, failures = bus.publish, iter([RuntimeError("no channel")])

    async def stumbling(messages):
        if failure := next(failures, None):
            raise failure
        return await publish(messages)

    bus.publish = stumbling
    relay = Relay(database, bus)
    relay.start()
    await things(database, "Ada")
    await eventually(lambda: _length(recorder.seen, 1))
    await relay.stop()


async def _length(found, count):
    return len(found) == count


async def test_a_commit_reaches_its_reaction_in_milliseconds(database, bus):
    arrived = asyncio.Event()

    async def arrive(message):
        arrived.set()

    await bus.subscribe(Subscription("toy", "note", frozenset({"toy.thing_made.v1"}), arrive, database))
    relay = Relay(database, bus)
    relay.start()
    await things(database, "warm-up")
    await asyncio.wait_for(arrived.wait(), 5)
    taken = []
    for number in range(5):
        await asyncio.sleep(0.02)
        arrived.clear()
        await things(database, f"{number}")
        committed = time.perf_counter()
        await asyncio.wait_for(arrived.wait(), 5)
        taken.append(time.perf_counter() - committed)
    await relay.stop()
    # A poll would take up to a second: the nudge is two orders of magnitude quicker.
    assert sorted(taken)[2] < outbox.POLL_SECONDS / 10


async def test_a_relay_that_stops_hands_over_what_is_there(database, fickle):
    relay = Relay(database, fickle)
    relay.start()
    await things(database, *"abc")
    await relay.stop()
    assert (await waiting(database), len(fickle.taken)) == (0, 3)


async def test_events_that_left_are_forgotten_after_days_and_those_that_did_not_never(database, fickle):
    await things(database, "gone")
    await Relay(database, fickle).pass_on()
    await things(database, "waiting")
    await database.run(outbox.forget_old, now=utc_now() + outbox.KEPT_FOR - timedelta(minutes=1))
    assert len(await database.read(rows)) == 2
    await database.run(outbox.forget_old, now=utc_now() + outbox.KEPT_FOR + timedelta(minutes=1))
    [row] = await database.read(rows)
    assert row.published_at is None


async def seen(session):
    return (await session.execute(select(func.count()).select_from(Seen))).scalar_one()


async def remembered(session):
    return (await session.execute(select(func.count()).select_from(INBOX))).scalar_one()


async def test_a_reaction_happens_once_however_often_and_however_much_at_once_its_message_comes(service, database):
    [note] = service.reactions.subscriptions(database)
    sent = message(database.sealer)
    await note.handle(sent)
    await note.handle(sent)
    await asyncio.gather(*(note.handle(sent) for _ in range(5)))
    other = message(database.sealer)
    await asyncio.gather(*(note.handle(other) for _ in range(20)))
    assert (await database.read(seen), await database.read(remembered)) == (2, 2)


async def test_a_reaction_that_failed_may_happen_when_its_message_comes_again(service, database):
    [note] = service.reactions.subscriptions(database)
    poison = message(database.sealer, "poison")
    failures = await asyncio.gather(*(note.handle(poison) for _ in range(8)), return_exceptions=True)
    assert [type(failure) for failure in failures] == [ValueError] * 8
    assert (await database.read(seen), await database.read(remembered)) == (0, 0)


async def test_a_reaction_that_is_refused_is_not_done(database):
    from clinic_common.inbox import Reactions
    from toy import ThingMade

    reactions = Reactions("toy")

    @reactions.on(ThingMade)
    async def refuse(session, event):
        session.add(Seen(thing_id=event.thing_id, name=event.name))
        await session.flush()
        raise NameTaken

    [refused] = reactions.subscriptions(database)
    with pytest.raises(Refusal):
        await refused.handle(message(database.sealer))
    assert (await database.read(seen), await database.read(remembered)) == (0, 0)


async def test_two_reactions_of_one_name_are_refused():
    from clinic_common.inbox import Reactions
    from toy import ThingMade

    reactions = Reactions("toy")

    async def note(session, event): ...

    reactions.on(ThingMade)(note)
    with pytest.raises(TypeError, match="note"):
        reactions.on(ThingMade)(note)
