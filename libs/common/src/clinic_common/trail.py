"""The access trail at its source: on disk before the answer leaves, then numbered and told to identity in batches."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from clinic_contracts.trail import AccessesRecorded, AccessRecorded
from pydantic import TypeAdapter
from sqlalchemy import delete, func, insert, select, update

from .database import Database, Session
from .sealing import Sealer
from .tables import ACCESS_COUNTERS, ACCESSES, new_id

_LIST = TypeAdapter(list[AccessRecorded])
_TOGETHER = 200
"""Accesses of many callers that one row holds at most."""
_ROWS, _ENTRIES = 200, 1000
"""What one batch takes over: so many rows at most, and no further row once there are so many entries."""


def _row(accesses: list[AccessRecorded], sealer: Sealer) -> dict[str, Any]:
    row_id = new_id()
    return {
        "id": row_id,
        "entries": sum(len(access.subject_ids) for access in accesses),
        "body": sealer.seal(_LIST.dump_json(accesses), context=f"accesses/{row_id}"),
    }


async def note(session: Session, access: AccessRecorded) -> None:
    """Write down an access in the transaction it happens in."""
    await session.execute(ACCESSES.insert(), _row([access], session.sealer))


class Trail:
    """Writes accesses of many callers together; each returns when its own is on disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[tuple[AccessRecorded, asyncio.Future[None]]] = []
        self._writer: asyncio.Task[None] | None = None

    async def write(self, access: AccessRecorded) -> None:
        """Write down an access that changed nothing; it is committed when this returns."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((access, done))
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._drain())
        await done

    async def _drain(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:_TOGETHER], self._waiting[_TOGETHER:]
            try:
                await self._database.add(ACCESSES, _row([access for access, _ in batch], self._database.sealer))
            except BaseException as error:  # handed to every caller, who must not answer
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                if not isinstance(error, Exception):
                    raise
            else:
                for _, done in batch:
                    if not done.done():
                        done.set_result(None)


async def hand_over(session: Session, *, source: str, now: datetime) -> bool:
    """
    Number the accesses that wait and give them to the outbox, all in one transaction; whether more may wait.

    Whoever numbers holds the counter's row, so one number is given once, in order, and none is left out. What
    commits later than a row that was written after it is simply numbered later.
    """
    last = await _locked_counter(session, source)
    waiting = (await session.execute(select(ACCESSES).order_by(ACCESSES.c.id).limit(_ROWS))).all()
    entries, taken = 0, []
    for row in waiting:
        taken.append(row)
        entries += row.entries
        if entries >= _ENTRIES:
            break
    if not taken:
        return False
    accesses = [
        access
        for row in taken
        for access in _LIST.validate_json(session.sealer.open(row.body, context=f"accesses/{row.id}"))
    ]
    session.emit(AccessesRecorded(source=source, first=last + 1, accesses=accesses, occurred_at=now))
    await session.execute(delete(ACCESSES).where(ACCESSES.c.id.in_([row.id for row in taken])))
    counter = update(ACCESS_COUNTERS).where(ACCESS_COUNTERS.c.source == source)
    await session.execute(counter.values(position=last + len(accesses)))
    return len(taken) < len(waiting) or len(waiting) == _ROWS


async def _locked_counter(session: Session, source: str) -> int:
    locked = select(ACCESS_COUNTERS.c.position).where(ACCESS_COUNTERS.c.source == source).with_for_update()
    position = (await session.execute(locked)).scalar()
    if position is None:
        first = insert(ACCESS_COUNTERS).values(source=source, position=0)
        await session.execute(first.prefix_with("IGNORE", dialect="mysql").prefix_with("OR IGNORE", dialect="sqlite"))
        position = (await session.execute(locked)).scalar_one()
    return int(position)


async def waiting_since(session: Session) -> datetime | None:
    """When the oldest access that was not handed over yet was written."""
    oldest = (await session.execute(select(func.min(ACCESSES.c.id)))).scalar()
    return datetime.fromtimestamp((oldest.int >> 80) / 1000, UTC) if oldest else None
