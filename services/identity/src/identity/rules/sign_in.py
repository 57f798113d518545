"""Signing in: what counts as proof, how guessing is slowed down, how long a session lasts, the second factor."""

import hashlib
import ipaddress
import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from clinic_common.errors import Conflict, Invalid, NotFound, TooMany, Unauthenticated

SESSION_LIFETIME = timedelta(days=30)
"""After this a password is asked for again, whatever happened meanwhile (I11)."""
SESSION_IDLE = timedelta(days=7)
"""A session nobody used for this long is over (I11)."""
REFRESH_GRACE = timedelta(seconds=10)
"""A refresh token may be sent again this long after its rotation: the answer may have been lost (I10)."""
KNOWN_PLACE_FOR = timedelta(days=30)
"""How long a place counts as known after somebody signed in from it."""
QUIET_AFTER = timedelta(days=1)
"""Failed attempts are forgotten after a day without one."""


class InvalidCredentials(Unauthenticated):
    """E-mail address or password is not right."""


class OtpRequired(Unauthenticated):
    """The six digits from your authenticator app, or a recovery code, are needed, too."""


class InvalidOtp(Invalid):
    """These six digits are not right, or were used already."""


class TotpAlreadyOn(Conflict):
    """The second factor is already on; turn it off first."""


class TotpRequired(Conflict):
    """Your role asks for a second factor: it cannot be turned off."""


class TotpIsOff(Conflict):
    """There is no second factor these codes could stand in for: set one up first."""


class TotpNotStarted(Conflict):
    """There is no second factor to confirm; start setting it up first."""


class InvalidRefreshToken(Unauthenticated):
    """This session is over: sign in again."""


class TooManyAttempts(TooMany):
    """Too many wrong attempts; wait a moment."""


class NoSuchSession(NotFound):
    """There is no such session."""


class ReuseDetected(Exception):
    """A refresh token came back after it had been replaced: somebody copied it (I10). Only inside this service."""

    def __init__(self, session_id: UUID) -> None:
        super().__init__("a refresh token was used twice")
        self.session_id = session_id


@dataclass(frozen=True)
class Limit:
    """
    How failed attempts slow the next one down (I8).

    :param free: failures without any wait
    :param longest: seconds the wait may grow to; it starts at 2 and doubles
    """

    free: int
    longest: int

    def delay(self, failures: int) -> int:
        """Seconds to wait after this many failures."""
        if failures < self.free:
            return 0
        return min(self.longest, 2 << min(failures - self.free, 20))


PAIR = Limit(free=5, longest=900)
"""One account from one place."""
KNOWN_PLACE = Limit(free=5, longest=30)
"""One account from a place its owner signed in from lately: never locked out for long."""
ACCOUNT = Limit(free=20, longest=900)
"""One account from anywhere but its known places: many machines guessing together."""
PLACE = Limit(free=50, longest=900)
"""Any account from one place: one machine trying many addresses."""


def place_of(address: str | None) -> str:
    """What counts as one place: an IPv4 address, or the /64 an IPv6 address is from."""
    try:
        parsed = ipaddress.ip_address(address or "")
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.IPv6Network((parsed.packed[:8] + bytes(8), 64)))
    return str(parsed)


def attempt_keys(email_key: str, place: str, *, known_place: bool) -> dict[bytes, Limit]:
    """
    Which counters an attempt meets, and how strict each is (I8).

    From a known place only its own counter: guessing elsewhere never locks the owner out there. Keys are
    hashes, so that the counters hold nobody's address.
    """

    def key(*parts: str) -> bytes:
        return hashlib.sha256("\n".join(parts).encode()).digest()

    pair = key("pair", email_key, place)
    if known_place:
        return {pair: KNOWN_PLACE}
    return {pair: PAIR, key("account", email_key): ACCOUNT, key("place", place): PLACE}


def seconds_to_wait(limit: Limit, failures: int, last_failed_at: datetime, now: datetime) -> int:
    """Whole seconds until the next attempt is looked at; 0 means now."""
    if now - last_failed_at > QUIET_AFTER:
        return 0
    left = (last_failed_at - now).total_seconds() + limit.delay(failures)
    return max(0, math.ceil(left))


def new_totp_secret() -> str:
    """A secret for an authenticator app: 160 bits in base 32 (RFC 4226, 4)."""
    import pyotp

    return pyotp.random_base32(32)


def totp_uri(secret: str, email: str) -> str:
    """What the app's QR code says."""
    import pyotp

    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name="Clinic")


RECOVERY_CODES = 10
"""How many are given out at once."""
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def new_recovery_code() -> str:
    """A code to keep on paper: 16 characters nobody mixes up, 79 random bits, in groups of four."""
    return "-".join("".join(secrets.choice(_READABLE) for _ in range(4)) for _ in range(4))


def recovery_fingerprint(staff_id: UUID, code: str) -> bytes:
    """What is kept of a recovery code, however it was typed: case, spaces and dashes make no difference."""
    typed = "".join(character for character in code.lower() if character.isalnum())
    return hashlib.sha256(f"recovery/{staff_id}/{typed}".encode()).digest()


def matching_step(secret: str, otp: str, *, now: datetime, after: int | None) -> int | None:
    """
    The 30-second step a code belongs to: this one, the one before or the one after (RFC 6238, 5.2).

    :param after: the last step whose code was used; a code works once (I9)
    """
    import pyotp

    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // 30
    for step in (present - 1, present, present + 1):
        if (after is None or step > after) and secrets.compare_digest(totp.generate_otp(step), otp):
            return step
    return None
