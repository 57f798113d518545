"""What changes, told to every open screen as it happens: ids only, and only what the role may see."""

import asyncio
import json
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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

    def put(self, line: bytes) -> None:
        if len(self.waiting) >= _WAITING:
            self.waiting.clear()
            line = b"event: lost\ndata: {}\n\n"
        self.waiting.append(line)
        self.wake.set()


class Live:
    """Hears the events of all services and tells them to those who listen."""

    def __init__(self, revocations: Revocations, *, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self._revocations, self._heartbeat = revocations, heartbeat_seconds
        self._clients: set[_Client] = set()
        self._ended = False
        revocations.on_change.append(self._wake_all)

    @asynccontextmanager
    async def kept(self, bus: Bus, sealer: Sealer) -> AsyncIterator[None]:
        """Hear events while entered; streams end when it is left."""

        async def hear(message: Message) -> None:
            needed = SEEN_BY[message.type.partition(".")[0]]
            listening = [client for client in self._clients if client.principal.may(needed)]
            if listening:
                line = told(message, message.opened(sealer))
                for client in listening:
                    client.put(line)

        heard = frozenset(name for name in CATALOGUE if name.partition(".")[0] in SEEN_BY)
        await bus.listen("gateway.live", heard, hear)
        try:
            yield
        finally:
            self.end()

    def end(self) -> None:
        """End every stream, so that a server that stops need not wait for them."""
        self._ended = True
        self._wake_all()

    def _wake_all(self) -> None:
        for client in self._clients:
            client.wake.set()

    def join(self, principal: Principal) -> AsyncIterator[bytes]:
        """
        The stream of one client, until their token expires, their sign-in ends, or the gateway stops.

        :raises TooManyScreens: this account listens often enough already
        """
        if sum(client.principal.staff_id == principal.staff_id for client in self._clients) >= _PER_ACCOUNT:
            raise TooManyScreens()
        return self._stream(_Client(principal))

    async def _stream(self, client: _Client) -> AsyncIterator[bytes]:
        self._clients.add(client)
        try:
            yield b"retry: 2000\n\n"
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
