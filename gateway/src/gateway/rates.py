"""How often somebody may call: counted in memory, per address and account."""

import re
import time
from dataclasses import dataclass

from clinic_common.errors import TooMany

_FORGET_AT = 20_000


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

    In this process only: with several gateways each allows the whole rate.
    """

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._windows: dict[object, list[float]] = {}

    def count(self, key: object) -> None:
        """
        Count one call.

        :raises TooManyRequests: the rate of this key is used up; says how long to wait
        """
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
