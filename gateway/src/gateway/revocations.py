"""Sign-ins that ended before their token did: heard at once by event, read again now and then to be sure."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

import structlog
from clinic_common import telemetry
from clinic_common.access import InvalidToken, Principal
from clinic_common.bus import Bus, Message
from clinic_common.errors import Unavailable
from clinic_common.http.middleware import App
from clinic_common.sealing import Sealer
from clinic_contracts.identity import RoleChanged, SessionEnded, StaffChanged, StaffDeactivated

from .upstreams import ask

log = structlog.get_logger(__name__)

K = TypeVar("K")
KEPT_SECONDS = 20 * 60
"""Longer than any access token lives: by then what was revoked has expired anyway."""
_RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
_FIRST_READ_SECONDS = 3.0

_HEARD = frozenset(event.wire_name for event in (SessionEnded, StaffDeactivated, StaffChanged, RoleChanged))


class Revocations:
    """Knows which good-looking tokens are no longer good."""

    def __init__(self, identity: App, *, reread_seconds: float) -> None:
        self._identity, self._reread_seconds = identity, reread_seconds
        self._sessions: dict[UUID, float] = {}
        self._staff: dict[UUID, float] = {}
        self._roles: dict[str, float] = {}
        self._known = asyncio.Event()
        self.on_change: list[Callable[[], None]] = []
        """Called after every revocation, for what outlives one request (open event streams)."""

    @asynccontextmanager
    async def kept(self, bus: Bus, sealer: Sealer) -> AsyncIterator[None]:
        """Hear and read revocations while entered; identity may come up later."""

        async def hear(message: Message) -> None:
            self.note(message.opened(sealer))

        await bus.listen("gateway.revocations", _HEARD, hear)
        reading = asyncio.create_task(self._keep_reading(), name="revocations")
        try:
            yield
        finally:
            reading.cancel()
            with suppress(asyncio.CancelledError):
                await reading

    def note(self, event: Any) -> None:
        """Take in one event of identity."""
        moment = event.occurred_at.timestamp()
        if isinstance(event, SessionEnded):
            _latest(self._sessions, event.session_id, moment)
        elif isinstance(event, RoleChanged):
            _latest(self._roles, event.role, moment)
        else:
            _latest(self._staff, event.staff_id, moment)
        self._tell()

    def _tell(self) -> None:
        for changed in self.on_change:
            changed()

    async def check(self, principal: Principal) -> None:
        """
        Insist that a sign-in still stands.

        :raises InvalidToken: its session ended, or its owner or role was changed after it was issued
        :raises Unavailable: identity has not been reachable since the start, so nobody knows
        """
        if not self._known.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._known.wait(), _FIRST_READ_SECONDS)
            if not self._known.is_set():
                raise Unavailable("Sign-ins cannot be checked right now; try again shortly.")
        if not self.stands(principal):
            raise InvalidToken("This sign-in has ended: sign in again.")

    def stands(self, principal: Principal) -> bool:
        """Whether a sign-in still stands, as far as is known."""
        if principal.session_id in self._sessions:
            return False
        # Identity makes no token that is older than the last change of its owner, or of their role.
        changed = max(self._staff.get(principal.staff_id, 0.0), self._roles.get(principal.role, 0.0))
        return principal.issued_at >= changed

    async def _keep_reading(self) -> None:
        failures = 0
        while True:
            try:
                await self._read()
                self._known.set()
                failures = 0
                pause = self._reread_seconds
            except Exception as error:  # whatever it was, it must go on trying
                pause = _RETRY_SECONDS[min(failures, len(_RETRY_SECONDS) - 1)]
                failures += 1
                log.warning("revocations cannot be read", error=telemetry.describe(error))
            self._forget_old()
            await asyncio.sleep(pause)

    async def _read(self) -> None:
        status, _, found = await ask(self._identity, "GET", "/revocations", seconds=5.0)
        if status != 200:
            raise ConnectionError(f"identity answered {status}")
        before = (dict(self._sessions), dict(self._staff), dict(self._roles))
        for session in found["sessions"]:
            _latest(self._sessions, UUID(session["session_id"]), _seconds(session["ended_at"]))
        for member in found["staff"]:
            _latest(self._staff, UUID(member["staff_id"]), _seconds(member["not_before"]))
        for role in found.get("roles", ()):
            _latest(self._roles, role["role"], _seconds(role["not_before"]))
        if (self._sessions, self._staff, self._roles) != before:
            self._tell()

    def _forget_old(self) -> None:
        horizon = time.time() - KEPT_SECONDS
        self._sessions = {key: moment for key, moment in self._sessions.items() if moment > horizon}
        self._staff = {key: moment for key, moment in self._staff.items() if moment > horizon}
        self._roles = {key: moment for key, moment in self._roles.items() if moment > horizon}


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()


def _latest(moments: dict[K, float], key: K, moment: float) -> None:
    """Events may come in any order: the latest fact stands."""
    moments[key] = max(moment, moments.get(key, 0.0))
