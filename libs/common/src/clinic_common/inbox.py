"""Reactions: each event changes a service once, however often the bus brings it."""

import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from clinic_contracts.base import Event
from sqlalchemy import delete, select, tuple_
from sqlalchemy.exc import IntegrityError

from . import telemetry
from .bus import Message, Subscription
from .database import Database, Session, is_duplicate, utc_now
from .tables import INBOX

log = structlog.get_logger(__name__)

KEPT_FOR = timedelta(days=30)
"""How long a message is remembered as done; longer than any bus keeps one."""


React = Callable[[Session, Any], Awaitable[None]]


@dataclass(frozen=True)
class Reaction:
    """What one service does when one of these events happened elsewhere."""

    name: str
    types: frozenset[str]
    react: React


class Reactions:
    """Door 2 of a service: events come in here, each led to one command."""

    def __init__(self, service: str) -> None:
        self.service = service
        self.all: dict[str, Reaction] = {}

    def on(self, *events: type[Event]) -> Callable[[React], React]:
        """Register `async def do_something(session, event)` for these events; its name names its queue."""

        def register(react: React) -> React:
            name = react.__name__
            if name in self.all:
                raise TypeError(f"{self.service} has two reactions called {name}")
            types = frozenset(event.wire_name for event in events)
            self.all[name] = Reaction(name, types, react)
            return react

        return register

    def subscriptions(self, database: Database) -> list[Subscription]:
        """One queue each, worked on against this database."""
        return [
            Subscription(self.service, reaction.name, reaction.types, _handler(reaction, database), database)
            for reaction in self.all.values()
        ]


class _AlreadyDone(Exception):
    """The inbox knows the message."""


async def _once(session: Session, reaction: Reaction, message: Message, event: Event) -> None:
    try:
        known = {"reaction": reaction.name, "message_id": message.message_id, "received_at": utc_now()}
        await session.execute(INBOX.insert(), known)
    except IntegrityError as error:
        if is_duplicate(error):
            raise _AlreadyDone from error
        raise
    await reaction.react(session, event)


def _handler(reaction: Reaction, database: Database) -> Callable[[Message], Awaitable[None]]:
    service = database.service

    async def handle(message: Message) -> None:
        started = time.perf_counter()
        outcome = "failed"
        request = message.headers.get("request_id", str(message.message_id))
        with telemetry.continued(message.headers.get("traceparent"), request):
            try:
                event = message.opened(database.sealer)
                with telemetry.span(f"{service}.{reaction.name}"):
                    await database.run(_once, reaction, message, event)
                outcome = "done"
            except _AlreadyDone:
                outcome = "repeated"
            except Exception as error:
                log.warning(
                    "reaction failed",
                    service=service,
                    reaction=reaction.name,
                    error=telemetry.describe(error),
                )
                raise
            finally:
                telemetry.REACTION_SECONDS.labels(service, reaction.name, outcome).observe(
                    time.perf_counter() - started
                )
            if outcome == "done":
                delay = (utc_now() - message.occurred_at).total_seconds()
                telemetry.EVENT_DELAY_SECONDS.labels(service, reaction.name).observe(max(delay, 0))
                log.info("reaction", service=service, reaction=reaction.name, type=message.type)

    return handle


async def forget_old(session: Session, *, now: datetime) -> None:
    """Remove what was done long ago, a bounded number at a time."""
    key = (INBOX.c.reaction, INBOX.c.message_id)
    old = (await session.execute(select(*key).where(INBOX.c.received_at < now - KEPT_FOR).limit(1000))).all()
    if old:
        await session.execute(delete(INBOX).where(tuple_(*key).in_([tuple(row) for row in old])))
