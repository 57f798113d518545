"""Dead letters, looked at and tried again from the command line, on either bus."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from uuid import UUID

from clinic_common.resources import Resources

from .house import NAMES, HouseSettings, describe, settings_of


@asynccontextmanager
async def _standing(name: str) -> AsyncIterator[Resources]:
    """A service's resources with its queues known to the bus, but nothing consumed."""
    service = describe(name)
    resources = Resources.of(settings_of(service, HouseSettings()), service=name)
    try:
        await resources.bus.open()
        for subscription in service.reactions.subscriptions(resources.database):
            await resources.bus.declare(subscription)
        yield resources
    finally:
        await resources.bus.close()
        await resources.database.close()


async def list_dead(queue: str | None, *, say: Callable[[str], None]) -> None:
    """Print the dead letters of one queue, or of all: what, when, how often tried, why. Bodies stay sealed."""
    found = 0
    for name in NAMES:
        async with _standing(name) as resources:
            for subscription in describe(name).reactions.subscriptions(resources.database):
                if queue not in (None, subscription.queue):
                    continue
                for letter in await resources.bus.dead_letters(subscription.queue):
                    found += 1
                    message = letter.message
                    say(
                        f"{letter.queue}  {message.message_id}  {message.type}  {message.occurred_at.isoformat()}"
                        f"  {letter.attempts} attempts  {letter.reason}"
                    )
    say(f"{found} dead letters." if found else "No dead letters.")


async def replay_dead(queue: str, message_id: str | None, *, say: Callable[[str], None]) -> None:
    """Give dead letters back to their reaction."""
    name = queue.partition(".")[0]
    async with _standing(name) as resources:
        try:
            moved = await resources.bus.replay(queue, message_id=UUID(message_id) if message_id else None)
        except LookupError:
            raise SystemExit(f"There is no queue {queue}.") from None
    say(f"{moved} given to {queue} again.")
