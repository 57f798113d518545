"""Waiting a moment for what was made just now elsewhere: the news of it comes by event, in milliseconds."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

_JUST = timedelta(minutes=1)


def was_just_made(id: UUID, *, now: datetime) -> bool:
    """Whether a UUIDv7 is so young that what it names may not have been heard of yet (RFC 9562 5.7)."""
    if id.version != 7:
        return False
    made_at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=id.int >> 80)
    return abs(now - made_at) <= _JUST


async def until_heard_of(known: Callable[[], Awaitable[bool]], id: UUID, *, within: float, now: datetime) -> None:
    """
    Wait until something is known here, if it may have been made just now.

    No transaction is open meanwhile; whatever is still unknown then is refused by the command.

    :param known: looks whether it is known
    :param within: seconds to wait at most
    """
    deadline = asyncio.get_running_loop().time() + within
    pause = 0.02
    while not await known():
        left = deadline - asyncio.get_running_loop().time()
        if left <= 0 or not was_just_made(id, now=now):
            return
        await asyncio.sleep(min(pause, left))
        pause *= 2
