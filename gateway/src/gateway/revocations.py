"""Sign-ins that ended before their token did: heard at once by event, read again now and then to be sure."""

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import structlog
from clinic_common import telemetry
from clinic_common.access import InvalidToken, Principal
from clinic_common.bus import Bus, Message
from clinic_common.errors import Unavailable
from clinic_common.http.middleware import App
from clinic_common.sealing import Sealer
from clinic_contracts.identity import SessionEnded, StaffChanged, StaffDeactivated

from .upstreams import ask

log = structlog.get_logger(__name__)

KEPT_SECONDS = 20 * 60
"""Longer than any access token lives: by then what was revoked has expired anyway."""
_RETRY_SECONDS = (0.1, 0.2, 0.5, 1.0, 2.0)
_FIRST_READ_SECONDS = 3.0

_ENDED, _DEACTIVATED, _CHANGED = SessionEnded.wire_name, StaffDeactivated.wire_name, StaffChanged.wire_name


class _NotBefore(NamedTuple):
    moment: float
    role: str | None
    """The role held since then; None: none, or not known."""


class Revocations:
    """Knows which good-looking tokens are no longer good."""

    def __init__(self, identity: App, *, reread_seconds: float = 30.0) -> None:
        self._identity, self._reread_seconds = identity, reread_seconds
        self._sessions: dict[UUID, float] = {}
        self._staff: dict[UUID, _NotBefore] = {}
        self._known = asyncio.Event()
        self.on_change: list[Callable[[], None]] = []
        """Called after every revocation, for what outlives one request (open event streams)."""

    @asynccontextmanager
    async def kept(self, bus: Bus, sealer: Sealer) -> AsyncIterator[None]:
        """Hear and read revocations while entered; identity may come up later."""

        async def hear(message: Message) -> None:
            self.note(message.opened(sealer))

        await bus.listen("gateway.revocations", frozenset({_ENDED, _DEACTIVATED, _CHANGED}), hear)
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
            self._end_session(event.session_id, moment)
        elif isinstance(event, StaffChanged):
            self._staff_since(event.staff_id, _NotBefore(moment, event.role if event.active else None))
        elif isinstance(event, StaffDeactivated):
            self._staff_since(event.staff_id, _NotBefore(moment, None))
        self._tell()

    def _end_session(self, session_id: UUID, moment: float) -> None:
        self._sessions[session_id] = max(moment, self._sessions.get(session_id, 0.0))

    def _staff_since(self, staff_id: UUID, since: _NotBefore) -> None:
        known = self._staff.get(staff_id)
        # Events may come in any order: the latest fact stands.
        if known is None or since.moment > known.moment:
            self._staff[staff_id] = since

    def _tell(self) -> None:
        for changed in self.on_change:
            changed()

    async def check(self, principal: Principal) -> None:
        """
        Insist that a sign-in still stands.

        :raises InvalidToken: its session ended, or its owner was deactivated or changed after it was issued
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
        since = self._staff.get(principal.staff_id)
        if since is None or principal.issued_at >= since.moment:
            return True
        # Tokens count whole seconds: within the very second of a change, the role tells old from new.
        return principal.issued_at >= math.floor(since.moment) and since.role == principal.role

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
        before = len(self._sessions) + len(self._staff)
        for session in found["sessions"]:
            self._end_session(UUID(session["session_id"]), _seconds(session["ended_at"]))
        for member in found["staff"]:
            self._staff_since(UUID(member["staff_id"]), _NotBefore(_seconds(member["not_before"]), member.get("role")))
        if len(self._sessions) + len(self._staff) != before:
            self._tell()

    def _forget_old(self) -> None:
        horizon = time.time() - KEPT_SECONDS
        self._sessions = {key: moment for key, moment in self._sessions.items() if moment > horizon}
        self._staff = {key: since for key, since in self._staff.items() if since.moment > horizon}


def _seconds(moment: str) -> float:
    return datetime.fromisoformat(moment).timestamp()
