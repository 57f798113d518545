"""Killed between any two steps of outbox and inbox: nothing is lost, and nothing is done twice."""

import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest
from clinic_common.testing import RING
from sqlalchemy import select
from toy import Seen, Thing
from toy.house import House
from toy.mortal import DELAYS, LIVES, POINTS


@pytest.fixture
async def broker(foundation, database, amqp_url):
    """Where the messages go: in process on SQLite, over RabbitMQ on MySQL."""
    house = House("rabbitmq" if foundation == "mysql" else "inprocess", database, amqp_url)
    house.expect("toy.note_thing", delays=DELAYS)
    yield house
    await house.close()


async def test_what_was_committed_has_exactly_one_reaction_wherever_its_process_was_killed(
    foundation, database, database_url, broker
):
    bus_url = broker.amqp_url if foundation == "mysql" else "inprocess:"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "toy.mortal", database_url, RING, bus_url, broker.prefix),
        cwd=Path(__file__).parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    said, errors = await asyncio.wait_for(process.communicate(), 60)
    assert process.returncode == 0, errors.decode()[-3000:]
    died_at = Counter(said.decode().splitlines())
    assert sum(died_at.values()) == LIVES
    assert set(died_at) >= set(POINTS), f"not killed everywhere: {died_at}"

    async def all_of(session):
        made = dict((await session.execute(select(Thing.id, Thing.name))).tuples().all())
        return made, (await session.execute(select(Seen.thing_id, Seen.name))).tuples().all()

    made, seen = await database.read(all_of)
    assert len(made) >= LIVES
    accesses = [(thing_id, name) for thing_id, name in seen if name.startswith("access ")]
    assert Counter(name for _, name in seen if not name.startswith("access ")) == Counter(made.values())
    assert sorted(thing_id for thing_id, _ in accesses) == sorted(made)
    assert {name for _, name in accesses} == {f"access {number + 1}" for number in range(len(made))}
