"""An access is on disk before its answer leaves, and is told to identity once, in order, whatever dies meanwhile."""

import asyncio

import pytest
from clinic_common import trail
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.database import new_id, utc_now
from clinic_common.outbox import OUTBOX, Relay
from clinic_common.tables import ACCESSES
from clinic_contracts.trail import AccessesRecorded, AccessRecorded
from sqlalchemy import select, update


def access(action="get_patient", *, patients=1):
    subjects = [new_id() for _ in range(patients)]
    return AccessRecorded(source="toy", action=action, kind="read", subject_ids=subjects, occurred_at=utc_now())


async def waiting(session):
    return list((await session.execute(select(ACCESSES).order_by(ACCESSES.c.id))).all())


async def hand_over(database):
    return await database.run(trail.hand_over, source="toy", now=utc_now())


async def told(emitted):
    """Every access that was handed over, by its number."""
    batches = await emitted(AccessesRecorded)
    return [(batch.first + at, access.action) for batch in batches for at, access in enumerate(batch.accesses)]


async def test_accesses_at_once_are_written_together_and_each_is_on_disk_when_its_write_returns(database):
    written = trail.Trail(database)
    seen = [access(f"{number}") for number in range(40)]
    await asyncio.gather(*(written.write(each) for each in seen))
    rows = await database.read(waiting)
    assert sum(row.entries for row in rows) == 40
    assert len(rows) < 5
    assert b"toy" not in rows[0].body


async def test_whoever_waits_for_a_write_that_failed_is_told(database):
    written = trail.Trail(database)
    answers = await asyncio.gather(written.write(object()), written.write(object()), return_exceptions=True)
    assert [isinstance(answer, Exception) for answer in answers] == [True, True]
    await written.write(access())
    assert len(await database.read(waiting)) == 1


async def test_an_access_of_a_change_that_was_rolled_back_did_not_happen(database):
    async def change(session):
        await trail.note(session, access())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        await database.run(change)
    assert await database.read(waiting) == []


async def test_accesses_are_numbered_without_a_gap_in_the_order_they_were_written(database, emitted, monkeypatch):
    monkeypatch.setattr(trail, "_ROWS", 4)
    written = trail.Trail(database)
    for number in range(10):
        await written.write(access(f"{number}"))
    assert [await hand_over(database) for _ in range(4)] == [True, True, False, False]
    assert await told(emitted) == [(number + 1, f"{number}") for number in range(10)]
    await written.write(access("10"))
    await hand_over(database)
    assert (await told(emitted))[-1] == (11, "10")
    assert await database.read(waiting) == []


async def test_one_batch_is_bounded_by_the_entries_in_it(database, emitted, monkeypatch):
    monkeypatch.setattr(trail, "_ENTRIES", 50)
    for number in range(3):
        await trail.Trail(database).write(access(f"{number}", patients=40))
    while await hand_over(database):
        pass
    assert [len(batch.accesses) for batch in await emitted(AccessesRecorded)] == [2, 1]


async def test_relays_that_number_at_once_give_each_number_once(database, emitted, monkeypatch):
    monkeypatch.setattr(trail, "_ROWS", 3)
    written = trail.Trail(database)

    async def write(name):
        for number in range(10):
            await written.write(access(f"{name}{number}"))

    async def number():
        for _ in range(6):
            await hand_over(database)

    await asyncio.gather(*(write(name) for name in "abc"), *(number() for _ in range(4)))
    while await hand_over(database):
        pass
    accesses = sorted(await told(emitted))
    assert [number for number, _ in accesses] == list(range(1, 31))
    for name in "abc":
        assert [action for _, action in accesses if action[0] == name] == [f"{name}{number}" for number in range(10)]


async def test_killed_while_numbering_nothing_is_lost_or_numbered_twice(database, emitted):
    await trail.Trail(database).write(access("a"))

    async def die(session):
        await trail.hand_over(session, source="toy", now=utc_now())
        raise RuntimeError("killed here")

    with pytest.raises(RuntimeError):
        await database.run(die)
    await trail.Trail(database).write(access("b"))
    await hand_over(database)
    assert await told(emitted) == [(1, "a"), (2, "b")]


async def test_the_relay_tells_of_accesses_by_itself_and_of_the_last_ones_when_it_stops(database, bus):
    relay = Relay(database, bus)
    await trail.Trail(database).write(access())
    relay.start()
    await trail.Trail(database).write(access())
    await relay.stop()

    async def left(session):
        return list((await session.execute(select(OUTBOX.c.published_at))).scalars())

    assert await database.read(waiting) == []
    assert all(await database.read(left))


async def test_a_row_somebody_laid_hands_on_is_never_told_and_holds_up_no_event(database, service, emitted):
    bus = InProcessBus()
    await trail.Trail(database).write(access())

    async def tamper(session):
        await session.execute(update(ACCESSES).values(body=b"x" * 100))

    await database.run(tamper)
    relay = Relay(database, bus)
    relay.start()
    from toy import ThingMade, make_thing

    await database.run(make_thing, name="Ada", patient_id=new_id())
    await relay.stop()
    await bus.close()
    assert len(await emitted(ThingMade)) == 1
    assert len(await database.read(waiting)) == 1
