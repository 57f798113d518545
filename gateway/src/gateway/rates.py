"""How often somebody may call, per address and account: counted in memory, or in Redis for several gateways."""

import hashlib
import hmac
import re
import time
from dataclasses import dataclass
from typing import Any

import structlog
from clinic_common import telemetry
from clinic_common.errors import TooMany

log = structlog.get_logger(__name__)

_FORGET_AT = 20_000
_ANSWERS_IN = 0.25
"""Seconds Redis has to answer; a request is not kept waiting longer."""
_LEFT_ALONE = 5.0
"""Seconds Redis is not asked again after it did not answer."""


class TooManyRequests(TooMany):
    """Too many requests: wait a moment and try again."""


@dataclass(frozen=True)
class Rate:
    """So many calls in so many seconds, written `600/10`."""

    calls: int
    seconds: float

    @classmethod
    def from_text(cls, text: str) -> "Rate":
        """
        Read a rate as settings write it.

        :raises ValueError: it is not written `calls/seconds`
        """
        found = re.fullmatch(r"([1-9]\d{0,8})/([1-9]\d{0,5})", text.strip())
        if not found:
            raise ValueError("rates are written calls/seconds, such as 600/10")
        return cls(int(found[1]), float(found[2]))


class Counted:
    """
    Counts calls by key in windows that begin with a key's first call.

    In this process only, but for what `together` counts for all of them.
    """

    def __init__(self, rate: Rate, *, name: str = "", together: "Together | None" = None) -> None:
        self._rate, self._name, self._together = rate, name, together
        self._windows: dict[object, list[float]] = {}

    async def count(self, key: object) -> None:
        """
        Count one call.

        :raises TooManyRequests: the rate of this key is used up; says how long to wait
        """
        if self._together and (counted := await self._together.count(f"{self._name} {key}", self._rate)):
            calls, left = counted
            if calls > self._rate.calls:
                raise TooManyRequests(retry_after=max(1, round(left + 0.5)))
            return
        self._count_here(key)

    def _count_here(self, key: object) -> None:
        now = time.monotonic()
        window = self._windows.get(key)
        if window is None or window[0] <= now:
            if len(self._windows) >= _FORGET_AT:
                self._forget(now)
            self._windows[key] = [now + self._rate.seconds, 1]
            return
        window[1] += 1
        if window[1] > self._rate.calls:
            raise TooManyRequests(retry_after=max(1, round(window[0] - now + 0.5)))

    def _forget(self, now: float) -> None:
        self._windows = {key: window for key, window in self._windows.items() if window[0] > now}
        # Still too many: addresses are being made up. Begin anew rather than grow without end.
        if len(self._windows) >= _FORGET_AT:
            self._windows.clear()


class Together:
    """
    What all gateways count together, in Redis; whoever asks while it is away counts by themselves.

    :param secret: what keys are hashed with: addresses and accounts are nobody's to read there
    """

    def __init__(self, url: str, *, secret: bytes) -> None:
        # Only where it is set: most clinics run one gateway.
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff

        self._redis: Any = Redis.from_url(
            url, socket_timeout=_ANSWERS_IN, socket_connect_timeout=_ANSWERS_IN, retry=Retry(NoBackoff(), 0)
        )
        self._secret, self._away_until, self._is_away = secret, 0.0, False

    async def count(self, key: str, rate: Rate) -> tuple[int, float] | None:
        """Count one call: how many there were in this window, and how long it still lasts; None while Redis is away."""
        if time.monotonic() < self._away_until:
            return None
        name = "clinic:rate:" + hmac.new(self._secret, key.encode(), hashlib.sha256).hexdigest()
        length = int(rate.seconds * 1000)
        try:
            async with self._redis.pipeline(transaction=True) as asked:
                asked.set(name, 0, px=length, nx=True).incr(name).pttl(name)
                _, calls, left = await asked.execute()
        except Exception as error:  # whatever is wrong with it, calls are answered all the same
            self._away_until = time.monotonic() + _LEFT_ALONE
            self._notice(is_away=True, error=telemetry.describe(error))
            return None
        self._notice(is_away=False)
        return calls, left / 1000

    def _notice(self, *, is_away: bool, **said: str) -> None:
        telemetry.RATES_SHARED.set(not is_away)
        if is_away and not self._is_away:
            log.warning("rates are counted by this gateway alone", **said)
        if self._is_away and not is_away:
            log.info("rates are counted together again")
        self._is_away = is_away

    async def close(self) -> None:
        """Give the connections back."""
        await self._redis.aclose()
