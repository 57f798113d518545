"""The keys that sign access tokens: made, rotated, and the copy one process signs with."""

import asyncio
import time
from datetime import datetime
from typing import Any, NamedTuple

import structlog
from clinic_common import telemetry
from clinic_common.database import Database, Session, is_duplicate
from clinic_common.sealing import Sealer
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from .. import rules
from ..models import SigningKey

log = structlog.get_logger(__name__)

_REREAD_SECONDS = 60.0


def _context(key_id: str) -> str:
    return f"signing-key/{key_id}"


def _make(number: int, *, sealer: Sealer, signs_from: datetime, now: datetime) -> SigningKey:
    made = rules.new_signing_key()
    return SigningKey(
        number=number,
        key_id=made.key_id,
        sealed_private=sealer.seal(made.private, context=_context(made.key_id)),
        public=made.public,
        created_at=now,
        signs_from=signs_from,
    )


async def make_first_key(session: Session, *, sealer: Sealer, now: datetime) -> None:
    """Make the first signing key, unless there is one; of two processes that start at once, one makes it (I12)."""
    if (await session.execute(select(SigningKey.number).limit(1))).first():
        return
    try:
        async with session.begin_nested():
            session.add(_make(1, sealer=sealer, signs_from=now, now=now))
    except IntegrityError as error:
        if not is_duplicate(error):
            raise


async def rotate_signing_key(session: Session, *, sealer: Sealer, now: datetime) -> SigningKey:
    """
    Make the key that will sign in five minutes, when every process has read it (I12).

    The key before stays published until the last token it signed has expired. Rotated again before the new one
    signs, nothing happens: the one that is on its way is returned.
    """
    newest = select(SigningKey).order_by(SigningKey.number.desc()).limit(1)
    last = (await session.execute(newest)).scalar_one_or_none()
    if last and last.signs_from > now:
        return last
    key = _make(
        last.number + 1 if last else 1,
        sealer=sealer,
        signs_from=now + rules.PUBLISHED_AHEAD if last else now,
        now=now,
    )
    try:
        async with session.begin_nested():
            session.add(key)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        # Somebody else was rotating at the same time; theirs does as well.
        return (await session.execute(newest)).scalar_one()
    return key


async def _read_keys(session: Session) -> list[Any]:
    columns = (SigningKey.key_id, SigningKey.sealed_private, SigningKey.public, SigningKey.signs_from)
    return list((await session.execute(select(*columns).order_by(SigningKey.number))).all())


class _Key(NamedTuple):
    key_id: str
    private: ec.EllipticCurvePrivateKey
    public: dict[str, Any]
    signs_from: datetime


class KeyRing:
    """One process's copy of the signing keys, read again every minute; makes the first one if there is none."""

    def __init__(self, database: Database, sealer: Sealer) -> None:
        self._database, self._sealer = database, sealer
        self._keys: list[_Key] = []
        self._read_at = float("-inf")
        self._reading = asyncio.Lock()

    async def current(self, now: datetime) -> _Key:
        """The key that signs now: the newest whose time has come."""
        keys = await self._fresh(now)
        return next((key for key in reversed(keys) if key.signs_from <= now), keys[0])

    async def published(self, now: datetime) -> list[dict[str, Any]]:
        """The public halves of all keys whose tokens may still be about, or will be (RFC 7517)."""
        keys = await self._fresh(now)
        # A key stays until its successor has signed for as long as the last token of the old one lives.
        following = [*(key.signs_from for key in keys[1:]), None]
        pairs = zip(keys, following, strict=True)
        return [key.public for key, next_from in pairs if not next_from or now < next_from + rules.KEY_STAYS_AFTER]

    def forget(self) -> None:
        """Read the keys again at the next use."""
        self._read_at = float("-inf")

    async def _fresh(self, now: datetime) -> list[_Key]:
        if time.monotonic() - self._read_at > _REREAD_SECONDS:
            async with self._reading:
                if time.monotonic() - self._read_at > _REREAD_SECONDS:
                    await self._read(now)
        return self._keys

    async def _read(self, now: datetime) -> None:
        try:
            rows = await self._database.read(_read_keys)
            if not rows:
                await self._database.run(make_first_key, sealer=self._sealer, now=now)
                rows = await self._database.read(_read_keys)
        except (DBAPIError, OSError) as error:
            if not self._keys:
                raise
            log.warning("signing keys cannot be read", error=telemetry.describe(error))
        else:
            self._keys = [self._opened(row) for row in rows]
        self._read_at = time.monotonic()

    def _opened(self, row: Any) -> _Key:
        private = self._sealer.open(row.sealed_private, context=_context(row.key_id))
        return _Key(row.key_id, rules.signing_key(private), row.public, row.signs_from)
