"""What changes, told to every open screen as it happens: ids only, and only what whoever listens may see."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

import clinic_contracts.billing
import clinic_contracts.identity
import clinic_contracts.notifications
import clinic_contracts.patients
import clinic_contracts.scheduling  # noqa: F401  (importing them fills the catalogue)
from clinic_common.access import Principal
from clinic_common.bus import Bus, Message
from clinic_common.errors import TooMany
from clinic_common.sealing import Sealer
from clinic_contracts.base import CATALOGUE, Event
from clinic_contracts.permissions import Permission as P

from .revocations import Revocations

HEARTBEAT_SECONDS = 15.0
_WAITING = 256
"""Events kept for a client that reads slowly; beyond, it is told to load anew."""
_PER_ACCOUNT = 20
MOST_KEPT, KEPT_SECONDS = 1_000, 300.0
"""Events kept for those who come back, per process."""
_OVERLAP_SECONDS = 2.0
"""Processes hear events in slightly different orders, so a little of what came before is told again."""

SEEN_BY = {
    "patients": P.PATIENTS_READ,
    "scheduling": P.APPOINTMENTS_READ,
    "billing": P.BILLING_READ,
    "notifications": P.MESSAGES_READ,
    "identity": P.STAFF_READ,
}
"""Publisher → the permission its events need here; a publisher not listed is never heard."""


class TooManyScreens(TooMany):
    """Too many live connections of one account: close some first."""


class _Client:
    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self.waiting: deque[bytes] = deque()
        self.wake = asyncio.Event()

    def put(self, line: bytes, *, lost: bytes) -> None:
        if len(self.waiting) >= _WAITING:
            self.waiting.clear()
            line = lost
        self.waiting.append(line)
        self.wake.set()


@dataclass(frozen=True)
class _Kept:
    at: float
    needed: P
    line: bytes
    location_id: UUID | None


def sees(principal: Principal, needed: P, location_id: UUID | None) -> bool:
    """Whether somebody is told an event: they hold its permission, and are not kept to other locations than its."""
    if location_id and principal.locations is not None and location_id not in principal.locations:
        return False
    return principal.may(needed)


class Kept:
    """
    The events of the last minutes, in the order this process heard them, for those whose stream was cut.

    An event's id is its message's, the same in every process, so a client may come back to another one.
    """

    def __init__(self, *, most: int = MOST_KEPT, seconds: float = KEPT_SECONDS) -> None:
        self._most, self._seconds = most, seconds
        self._events: dict[UUID, _Kept] = {}
        self._whole_since = time.time()

    def __len__(self) -> int:
        return len(self._events)

    def add(self, message_id: UUID, needed: P, line: bytes, *, location_id: UUID | None = None) -> None:
        """Keep one more; the oldest goes when there are too many, or when its time has come."""
        self._events.setdefault(message_id, _Kept(time.time(), needed, line, location_id))
        self._drop_old(self._most)

    def begin_anew(self) -> None:
        """Keep nothing of what was: events may have passed unheard since."""
        self._events.clear()
        self._whole_since = time.time()

    def lost(self) -> bytes:
        """What is told to somebody who missed events that are gone: load anew, and go on from here."""
        newest = next(reversed(self._events), "")
        return f"event: lost\nid: {newest}\ndata: {{}}\n\n".encode()

    def since(self, last_event_id: str, principal: Principal) -> bytes:
        """
        Everything after an event that somebody may see, or `lost` if some of it is no longer kept.

        At least once: what was heard within two seconds before is told again.
        """
        self._drop_old(self._most)
        try:
            last = UUID(last_event_id)
        except ValueError:
            return self.lost()
        known = self._events.get(last)
        # An event this process never heard was heard by another one, not before it was made (RFC 9562, 5.7).
        heard_at = known.at if known else (last.int >> 80) / 1000
        ahead = heard_at > time.time() + _OVERLAP_SECONDS
        if (last.version != 7 and not known) or ahead or (not known and heard_at < self._whole_since):
            return self.lost()
        missed = (kept for message_id, kept in self._events.items() if message_id != last)
        return b"".join(
            kept.line
            for kept in missed
            if kept.at >= heard_at - _OVERLAP_SECONDS and sees(principal, kept.needed, kept.location_id)
        )

    def _drop_old(self, most: int) -> None:
        before = time.time() - self._seconds
        while self._events:
            oldest = next(iter(self._events))
            if len(self._events) <= most and self._events[oldest].at >= before:
                return
            self._whole_since = max(self._whole_since, self._events.pop(oldest).at)


class Live:
    """Hears the events of all services and tells them to those who listen."""

    def __init__(self, revocations: Revocations, *, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self._revocations, self._heartbeat = revocations, heartbeat_seconds
        self._clients: set[_Client] = set()
        self.kept_events = Kept()
        self._ended = False
        revocations.on_change.append(self._wake_all)

    @asynccontextmanager
    async def kept(self, bus: Bus, sealer: Sealer) -> AsyncIterator[None]:
        """Hear events while entered; streams end when it is left."""

        async def hear(message: Message) -> None:
            needed = SEEN_BY[message.type.partition(".")[0]]
            event = message.opened(sealer)
            line, location_id = told(message, event), getattr(event, "location_id", None)
            self.kept_events.add(message.message_id, needed, line, location_id=location_id)
            lost = self.kept_events.lost()
            for client in self._clients:
                if sees(client.principal, needed, location_id):
                    client.put(line, lost=lost)

        heard = frozenset(name for name in CATALOGUE if name.partition(".")[0] in SEEN_BY)
        await bus.listen("gateway.live", heard, hear, after_gap=self._after_gap)
        self.kept_events.begin_anew()
        try:
            yield
        finally:
            self.end()

    def end(self) -> None:
        """End every stream, so that a server that stops need not wait for them."""
        self._ended = True
        self._wake_all()

    def _after_gap(self) -> None:
        self.kept_events.begin_anew()
        for client in self._clients:
            client.waiting.clear()
            client.put(self.kept_events.lost(), lost=self.kept_events.lost())

    def _wake_all(self) -> None:
        for client in self._clients:
            client.wake.set()

    def join(self, principal: Principal, *, last_event_id: str | None = None) -> AsyncIterator[bytes]:
        """
        The stream of one client, until their token expires, their sign-in ends, or the gateway stops.

        :param last_event_id: the last event they heard before, on whichever process; what they missed comes first
        :raises TooManyScreens: this account listens often enough already
        """
        if sum(client.principal.staff_id == principal.staff_id for client in self._clients) >= _PER_ACCOUNT:
            raise TooManyScreens()
        return self._stream(_Client(principal), last_event_id)

    async def _stream(self, client: _Client, last_event_id: str | None) -> AsyncIterator[bytes]:
        # Both at once, so that no event falls between what was kept and what is to come.
        self._clients.add(client)
        missed = self.kept_events.since(last_event_id, client.principal) if last_event_id else b""
        try:
            yield b"retry: 2000\n\n"
            if missed:
                yield missed
            while (left := self._left(client)) > 0:
                try:
                    await asyncio.wait_for(client.wake.wait(), min(self._heartbeat, left))
                except TimeoutError:
                    yield b": still here\n\n"
                client.wake.clear()
                if client.waiting and self._left(client) > 0:
                    lines = b"".join(client.waiting)
                    client.waiting.clear()
                    yield lines
        finally:
            self._clients.discard(client)

    def _left(self, client: _Client) -> float:
        if self._ended or not self._revocations.stands(client.principal):
            return 0.0
        return client.principal.expires_at - time.time()


def told(message: Message, event: Event) -> bytes:
    """One event as a line of the stream: its type, the ids in it, its version, when; never anything else."""
    values = {name: getattr(event, name) for name in type(event).model_fields}
    ids = {name: str(value) for name, value in values.items() if name.endswith("_id") and isinstance(value, UUID)}
    data = {"type": message.type, "at": message.occurred_at.isoformat().replace("+00:00", "Z"), "ids": ids}
    if isinstance(values.get("version"), int):
        data["version"] = values["version"]
    return f"id: {message.message_id}\ndata: {json.dumps(data)}\n\n".encode()
