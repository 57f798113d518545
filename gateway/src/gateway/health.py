"""How the whole suite is: each service, its database, the bus, and this process."""

import asyncio
import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from clinic_common.bus import Bus
from clinic_common.http.middleware import App
from clinic_common.service import memory_mb
from pydantic import BaseModel, Field

from .upstreams import UpstreamGone, ask

_STARTED = time.monotonic()
_ASK_SECONDS = 2.0
_REMEMBER_SECONDS = 1.0
"""Anybody may ask; the services are asked only so often."""

Status = Literal["ok", "degraded", "down"]


class ProofHealth(BaseModel):
    """How a proof went the last time, and when it held last; nothing is known before the first."""

    good: bool | None = None
    at: datetime | None = None


class PartHealth(BaseModel):
    """How one service is."""

    status: Status
    database: bool | None = None
    bus: bool | None = None
    uptime_seconds: float | None = None
    memory_mb: float | None = None
    proofs: dict[str, ProofHealth] = Field({}, exclude=True)
    """Shown by the status page."""


class HealthView(BaseModel):
    """How the suite is: `ok`, `degraded` (all answers, something behind them does not) or `down` (a part is)."""

    status: Status
    services: dict[str, PartHealth]
    bus: bool
    uptime_seconds: float
    memory_mb: float


class Health:
    """Asks every service how it is, at most once a second."""

    def __init__(self, upstreams: Mapping[str, App], bus: Bus) -> None:
        self._upstreams, self._bus = upstreams, bus
        self._last: HealthView | None = None
        self._asked_at = float("-inf")
        self._asking = asyncio.Lock()

    async def look(self) -> HealthView:
        """How everything is now, or was a moment ago."""
        async with self._asking:
            if self._last is None or time.monotonic() - self._asked_at > _REMEMBER_SECONDS:
                self._last = await self._look()
                self._asked_at = time.monotonic()
            return self._last

    async def _look(self) -> HealthView:
        parts = await asyncio.gather(*map(_part, self._upstreams.values()))
        bus = await self._bus.is_up()
        services = dict(zip(self._upstreams, parts, strict=True))
        states = {part.status for part in parts} | {"ok" if bus else "degraded"}
        return HealthView(
            status="down" if "down" in states else "degraded" if "degraded" in states else "ok",
            services=services,
            bus=bus,
            uptime_seconds=round(time.monotonic() - _STARTED, 1),
            memory_mb=memory_mb(),
        )


async def _part(upstream: App) -> PartHealth:
    try:
        _, _, told = await ask(upstream, "GET", "/health", seconds=_ASK_SECONDS)
    except (UpstreamGone, OSError):
        return PartHealth(status="down")
    if not isinstance(told, dict) or told.get("status") not in ("ok", "degraded", "down"):
        return PartHealth(status="down")
    known: dict[str, Any] = {name: told[name] for name in PartHealth.model_fields if name in told}
    return PartHealth(**known)
