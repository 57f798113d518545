"""Accesses are told in numbered batches; in any order, each access is in the trail once, in its place."""

import random
from datetime import timedelta

import pytest
from clinic_common.database import new_id
from clinic_common.sealing import Unsealable
from clinic_contracts.trail import AccessesRecorded
from identity import commands
from identity.models import Chain, EarlyAccesses
from sqlalchemy import select, text

from .conftest import NOON, access
from .test_reactions import entries, prove


def batch(first, count, source="patients"):
    """Accesses number `first` and following; each names its number."""
    accesses = [access(source=source, action=f"{first + at}") for at in range(count)]
    return AccessesRecorded(source=source, first=first, accesses=accesses, occurred_at=NOON)


async def kept(database, source="patients"):
    return [int(entry.action) for entry in await entries(database, source)]


async def waiting(database):
    async def query(session):
        return list((await session.execute(select(EarlyAccesses))).scalars())

    return await database.read(query)


async def test_i17_a_batch_told_twice_is_kept_once(database, deliver):
    await deliver(batch(1, 3), times=2)
    await deliver(batch(4, 2), times=3)
    assert await kept(database) == [1, 2, 3, 4, 5]
    assert (await prove(database)).valid


@pytest.mark.parametrize("seed", range(3))
async def test_i17_batches_in_any_order_and_repeated_make_the_same_chain(database, deliver, seed):
    sizes = [3, 1, 4, 1, 5, 2]
    batches = [batch(1 + sum(sizes[:at]), size) for at, size in enumerate(sizes)]
    others = [batch(1, 2, "billing"), batch(3, 2, "billing")]
    told = batches + others
    random.Random(seed).shuffle(told)
    for each in told:
        await deliver(each, times=2)
    assert await kept(database) == list(range(1, 17))
    assert await kept(database, "billing") == [1, 2, 3, 4]
    assert await waiting(database) == []
    assert (await prove(database)).valid


async def test_i17_what_comes_early_waits_unreadable_and_is_no_entry_yet(database, deliver):
    await deliver(batch(1, 1))
    await deliver(batch(3, 2))
    assert await kept(database) == [1]
    [early] = await waiting(database)
    assert b"actor_name" not in early.body  # long enough that chance does not write it
    await deliver(batch(2, 1))
    assert await kept(database) == [1, 2, 3, 4]


async def test_i17_after_a_failure_the_same_batch_is_added_once(database, deliver):
    async def fail(session):
        await commands.append_accesses(session, batch=batch(1, 2))
        raise RuntimeError("the process was killed here")

    with pytest.raises(RuntimeError):
        await database.run(fail)
    await deliver(batch(1, 2))
    assert await kept(database) == [1, 2]


async def test_i17_accesses_of_a_source_that_was_restored_from_a_backup_are_kept_as_well(database, deliver):
    await deliver(batch(1, 5))
    await deliver(batch(4, 3))
    await deliver(batch(7, 1))
    assert await kept(database) == [1, 2, 3, 4, 5, 4, 5, 6, 7]
    assert (await prove(database)).valid


async def test_i17_a_gap_that_nothing_fills_any_more_holds_the_trail_up_for_some_days_only(database, deliver):
    await deliver(batch(1, 2))
    await deliver(batch(5, 2))
    await deliver(batch(7, 1))
    soon, late = NOON + timedelta(days=1), NOON + commands.trail.WAITS_FOR
    assert await database.run(commands.stop_waiting, source="patients", now=soon) is None
    assert await database.run(commands.stop_waiting, source="patients", now=late) == (3, 4)
    assert await database.run(commands.stop_waiting, source="patients", now=late) is None
    await deliver(batch(8, 1))
    assert await kept(database) == [1, 2, 5, 6, 7, 8]


async def test_what_a_service_of_the_release_before_tells_goes_between(database, deliver):
    await deliver(batch(1, 1))
    await deliver(access(new_id(), action="99"))
    await deliver(batch(2, 1))
    assert await kept(database) == [1, 99, 2]

    async def query(session):
        return (await session.execute(select(Chain.position, Chain.told))).one()

    assert tuple(await database.read(query)) == (3, 2)


async def test_i17_an_early_batch_somebody_laid_hands_on_never_becomes_an_entry(database, deliver):
    await deliver(batch(2, 1))

    async def tamper(session):
        await session.execute(text("UPDATE early_accesses SET first = 3"))

    await database.run(tamper)
    with pytest.raises(Unsealable):
        await deliver(batch(1, 2))
    assert await kept(database) == []
