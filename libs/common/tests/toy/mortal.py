"""
The toy service in a process that is killed again and again, and in the end lives until everything is done.

    python -m toy.mortal <database url> <key ring> <broker url, or inprocess:> <prefix>

Every life is a fork, so it takes no time to be born. Each dies by SIGKILL at one of `POINTS`, which it prints.
"""

import asyncio
import logging
import os
import random
import signal
import sys
from dataclasses import replace
from datetime import timedelta
from itertools import count

import structlog
from clinic_common import outbox, trail
from clinic_common.bus import inprocess
from clinic_common.bus.inprocess import InProcessBus
from clinic_common.bus.rabbitmq import RabbitBus
from clinic_common.database import Database, new_id, utc_now
from clinic_common.inbox import Reactions
from clinic_common.outbox import Relay, backlog
from clinic_common.sealing import Sealer
from clinic_common.testing import eventually
from clinic_contracts.trail import AccessesRecorded, AccessRecorded
from sqlalchemy import func, select

from . import Seen, Thing, ThingMade, make_thing
from . import note_thing as note

POINTS = (
    "making", "committed", "numbering", "claiming", "claimed", "published", "settling", "reacting", "reacted",
    "putting off",
)  # fmt: skip
DELAYS = (0.02, 0.05, 0.1, 0.1) * 4
LIVES = 13


class Fate:
    """Kills this process when it comes to a point for the nth time."""

    def __init__(self, point, nth):
        self._point, self._left = point, nth

    def at(self, point):
        if point == self._point:
            self._left -= 1
            if not self._left:
                self.strike(point)

    def strike(self, point):
        os.write(1, f"{point}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)

    def after(self, work, point):
        async def wrapped(*args, **kwargs):
            result = await work(*args, **kwargs)
            self.at(point)
            return result

        wrapped.__name__ = work.__name__
        return wrapped


def reactions_of(fate):
    reactions = Reactions("toy")

    @reactions.on(ThingMade)
    async def note_thing(session, event):
        if random.random() < 0.25:
            raise ValueError("try me again")
        await note(session, event)
        await session.flush()
        fate.at("reacting")

    @reactions.on(AccessesRecorded)
    async def keep_accesses(session, event):
        for number, access in enumerate(event.accesses, event.first):
            session.add(Seen(thing_id=access.subject_ids[0], name=f"access {number}"))

    return reactions


async def make_seen(session, *, name):
    thing = await make_thing(session, name=name, patient_id=new_id())
    seen = AccessRecorded(source="toy", action="make", kind="write", subject_ids=[thing.id], occurred_at=utc_now())
    await trail.note(session, seen)
    return thing


def bus_of(url, prefix, fate):
    if url == "inprocess:":
        bus = InProcessBus(retry_delays=DELAYS)
    else:
        bus = RabbitBus(url, name="mortal", prefix=prefix, retry_delays=DELAYS)
        bus._put = fate.after(bus._put, "putting off")
    publish = bus.publish

    async def mortal_publish(messages):
        fate.at("claimed")
        results = await publish(messages)
        fate.at("published")
        return results

    bus.publish = mortal_publish
    return bus


async def live(life, fate, database_url, ring, bus_url, prefix, *, for_good=False):
    outbox.LEASE = timedelta(seconds=0.3)
    outbox.POLL_SECONDS = 0.1
    outbox.claim = fate.after(outbox.claim, "claiming")
    outbox.settle = fate.after(outbox.settle, "settling")
    inprocess.park = fate.after(inprocess.park, "putting off")
    trail.hand_over = fate.after(trail.hand_over, "numbering")
    make = fate.after(make_seen, "making")
    database = Database(database_url, service="toy", sealer=Sealer.from_text(ring))
    bus = bus_of(bus_url, prefix, fate)
    await bus.open()
    for subscription in reactions_of(fate).subscriptions(database):
        await bus.subscribe(replace(subscription, handle=fate.after(subscription.handle, "reacted")))
    relay = Relay(database, bus)
    relay.start()

    async def work(worker):
        for number in count():
            await asyncio.sleep(0 if number < 5 else 0.05)
            await database.run(make, name=f"{life}-{worker}-{number}")
            fate.at("committed")

    if for_good:
        await eventually(lambda: database.read(all_done), within=15)
        await relay.stop()
        await bus.close()
        await database.close()
        return
    asyncio.get_running_loop().call_later(10, fate.strike, "at last")
    await asyncio.gather(*(work(worker) for worker in range(4)))


async def all_done(session):
    made = (await session.execute(select(func.count()).select_from(Thing))).scalar_one()
    seen = (await session.execute(select(func.count()).select_from(Seen))).scalar_one()
    waiting, _ = await backlog(session)
    return seen >= made * 2 and not waiting


def main(database_url, ring, bus_url, prefix):
    logging.disable(logging.CRITICAL)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    for life in range(LIVES):
        if os.fork() == 0:
            random.seed()
            fate = Fate(POINTS[life % len(POINTS)], random.randint(1, 2))
            asyncio.run(live(life, fate, database_url, ring, bus_url, prefix))
            os._exit(1)
        _, status = os.wait()
        assert os.WIFSIGNALED(status), f"life {life} ended by itself: {status}"
    asyncio.run(live("last", Fate("", 0), database_url, ring, bus_url, prefix, for_good=True))


if __name__ == "__main__":
    main(*sys.argv[1:])
