"""The transactional outbox: events leave only if their transaction committed, and then for certain."""

import asyncio
import time
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import (
    delete,
    func,
    select,
    update,
)  # fmt: skip

from . import telemetry, trail
from .bus import Bus, Message
from .database import Database, Session, utc_now
from .sealing import Unsealable
from .tables import OUTBOX

log = structlog.get_logger(__name__)

BATCH = 100
LEASE = timedelta(seconds=30)
"""How long a relay may take to hand a batch over before another relay tries."""
POLL_SECONDS = 1.0
"""How often a relay looks by itself; a commit nudges it long before."""
KEPT_FOR = timedelta(days=2)
"""How long events that left can still be looked at."""
_BACKOFF = (0.2, 1, 5, 15, 60, 300)


async def claim(session: Session, *, now: datetime) -> list[Any]:
    """Lease the next batch of events to one relay; others pass over them until the lease ends."""
    due = (
        select(OUTBOX)
        .where(OUTBOX.c.published_at.is_(None), OUTBOX.c.available_at <= now)
        .order_by(OUTBOX.c.position)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    rows = list((await session.execute(due)).all())
    if rows:
        positions = [row.position for row in rows]
        await session.execute(
            update(OUTBOX)
            .where(OUTBOX.c.position.in_(positions))
            .values(available_at=now + LEASE, attempts=OUTBOX.c.attempts + 1)
        )
    return rows


async def settle(session: Session, *, left: list[int], failed: dict[int, timedelta], now: datetime) -> None:
    """Mark what left, and say when what did not may be tried again."""
    if left:
        await session.execute(update(OUTBOX).where(OUTBOX.c.position.in_(left)).values(published_at=now))
    for position, delay in failed.items():
        await session.execute(update(OUTBOX).where(OUTBOX.c.position == position).values(available_at=now + delay))


async def forget_old(session: Session, *, now: datetime) -> None:
    """Remove events that left long ago, a bounded number at a time."""
    old = select(OUTBOX.c.position).where(OUTBOX.c.published_at < now - KEPT_FOR).limit(1000)
    positions = list((await session.execute(old)).scalars())
    if positions:
        await session.execute(delete(OUTBOX).where(OUTBOX.c.position.in_(positions)))


async def backlog(session: Session) -> tuple[int, datetime | None]:
    """How many events wait, and since when the oldest."""
    waiting = select(func.count(), func.min(OUTBOX.c.occurred_at)).where(OUTBOX.c.published_at.is_(None))
    count, oldest = (await session.execute(waiting)).one()
    return count, oldest


class Relay:
    """
    Hands the outbox's events to the bus, from the moment it is started until it is stopped.

    Accesses to people's data become events here, every `POLL_SECONDS` in batches.

    No transaction is open while the bus is spoken to. A row that cannot leave waits longer each time
    and never holds up the rest. Killed anywhere, it loses nothing: an event leaves again when its
    lease ends, and the inbox knows it.
    """

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database, self._bus = database, bus
        self._wake = asyncio.Event()
        self._stopping = False
        self._task: asyncio.Task[None] | None = None
        database.nudge = self._wake.set

    def start(self) -> None:
        """Begin to work."""
        self._task = asyncio.create_task(self._work(), name=f"relay {self._database.service}")

    async def stop(self) -> None:
        """Hand over what is there and end."""
        self._stopping = True
        self._wake.set()
        if self._task:
            await self._task

    async def _work(self) -> None:
        measured = 0.0
        while True:
            stopping = self._stopping
            self._wake.clear()
            try:
                if stopping or time.monotonic() - measured > POLL_SECONDS:
                    await self._take_accesses()
                    await self._measure()
                    measured = time.monotonic()
                moved = await self.pass_on()
            except Exception as error:  # whatever it was, a relay that ends loses nothing but sends nothing either
                log.warning("outbox is stuck", service=self._database.service, error=telemetry.describe(error))
                moved = False
            if moved:
                continue
            if stopping:
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), POLL_SECONDS)

    async def pass_on(self) -> bool:
        """Hand one batch over; whether another may be waiting."""
        if not await self._bus.is_up():
            return False
        rows = await self._database.run(claim, now=utc_now())
        if not rows:
            return False
        service = self._database.service
        leaving = [telemetry.Leaving(f"{service} outbox {row.type}", row.headers) for row in rows]
        messages = [
            Message(
                message_id=row.message_id,
                type=row.type,
                occurred_at=row.occurred_at,
                app_id=service,
                body=row.body,
                headers=way.headers,
            )
            for row, way in zip(rows, leaving, strict=True)
        ]
        try:
            results = await self._bus.publish(messages)
        except Exception as error:
            results = [error for _ in messages]
        for way in leaving:
            way.left()
        left = [row.position for row, result in zip(rows, results, strict=True) if result is None]
        failed = {
            row.position: timedelta(seconds=_BACKOFF[min(row.attempts, len(_BACKOFF) - 1)])
            for row, result in zip(rows, results, strict=True)
            if result is not None
        }
        await self._database.run(settle, left=left, failed=failed, now=utc_now())
        telemetry.EVENTS_PUBLISHED.labels(service).inc(len(left))
        if failed:
            reason = next(telemetry.describe(result) for result in results if result is not None)
            log.warning("events could not leave", service=service, events=len(failed), error=reason)
        return bool(left)

    async def _take_accesses(self) -> None:
        service = self._database.service
        oldest = await self._database.read(trail.waiting_since)
        more = oldest is not None
        try:
            while more:
                more = await self._database.run(trail.hand_over, source=service, now=utc_now())
        except Unsealable as error:  # somebody laid hands on a row; the events of others go on
            log.error("accesses cannot be handed over", service=service, error=telemetry.describe(error))
        telemetry.ACCESSES_AGE_SECONDS.labels(service).set((utc_now() - oldest).total_seconds() if oldest else 0)

    async def _measure(self) -> None:
        count, oldest = await self._database.read(backlog)
        service = self._database.service
        telemetry.OUTBOX_PENDING.labels(service).set(count)
        age = (utc_now() - oldest).total_seconds() if oldest else 0
        telemetry.OUTBOX_AGE_SECONDS.labels(service).set(age)
