"""Passwords: long enough, hashed slowly and beside the event loop, only so many at a time (I6, I7)."""

import asyncio
import base64
import hashlib
import os
import unicodedata
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from clinic_common.errors import Invalid, Unavailable

SHORTEST_PASSWORD, LONGEST_PASSWORD = 12, 1024
"""Characters; length is what makes a password strong (NIST SP 800-63B, 5.1.1.2)."""
_MEMORY_KIB, _PASSES, _LANES = 19 * 1024, 2, 1
"""OWASP's choice for argon2id; 19 MiB are held while one password is hashed, so their number is bounded."""
_hasher = PasswordHasher(time_cost=_PASSES, memory_cost=_MEMORY_KIB, parallelism=_LANES)
_BCRYPT = ("$2a$", "$2b$", "$2y$")
_LONGEST_QUEUE = 200


class PasswordTooShort(Invalid):
    """A password needs at least 12 characters."""


class PasswordTooLong(Invalid):
    """A password has at most 1024 characters."""


class PasswordListed(Invalid):
    """This password is on the list of those that are guessed first: choose another one."""


class WrongPassword(Invalid):
    """The current password is not right."""


def must_be_a_password(password: str, *, field: str = "password") -> None:
    """
    Insist on a password of good length (I6).

    :raises PasswordTooShort: it has less than 12 characters
    :raises PasswordTooLong: it has more than 1024
    """
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordTooShort(field=field)
    if len(password) > LONGEST_PASSWORD:
        raise PasswordTooLong(field=field)


def _as_typed(password: str) -> str:
    """The same password from every keyboard: accents may arrive composed or not (NIST SP 800-63B)."""
    return unicodedata.normalize("NFKC", password)


def listed_hash(password: str) -> bytes:
    """How a password stands in the list of those nobody may choose: whatever the case of its letters."""
    return hashlib.sha256(_as_typed(password).casefold().encode()).digest()[:16]


def hash_now(password: str) -> str:
    """Hash a password with argon2id; 25 ms of one core."""
    return _hasher.hash(_as_typed(password))


def _matches(stored: str, password: str) -> bool:
    if stored.startswith(_BCRYPT):
        import bcrypt

        try:
            # bcrypt itself never looked beyond 72 bytes, so these hashes do not either.
            return bcrypt.checkpw(password.encode()[:72], stored.encode())
        except ValueError:
            return False
    try:
        return _hasher.verify(stored, _as_typed(password))
    except (VerificationError, InvalidHashError):
        return False


def _no_hash() -> str:
    """A hash no password has, that costs as much to check as any other."""
    salt, digest = (base64.b64encode(os.urandom(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={_MEMORY_KIB},t={_PASSES},p={_LANES}${salt}${digest}"


class Passwords:
    """
    Hashes and checks passwords in threads, so that the event loop never waits for it.

    :param at_once: how many may be worked on at the same time, in this process
    """

    def __init__(self, at_once: int = 2) -> None:
        self._turns = asyncio.Semaphore(at_once)
        self._waiting = 0
        self._nobody = _no_hash()
        self.computed = 0
        """Hashes computed so far."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """
        Take a place among those who may hash now.

        :raises Unavailable: the queue is so long that waiting makes no sense
        """
        if self._waiting >= _LONGEST_QUEUE:
            raise Unavailable("Very many people are signing in right now; try again shortly.", retry_after=5)
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._turns.release()

    async def matches(self, stored: str | None, password: str) -> bool:
        """Whether this is the password; as much work when there is none to compare with (I7)."""
        self.computed += 1
        right = await asyncio.to_thread(_matches, stored or self._nobody, password)
        return right and stored is not None

    async def hash(self, password: str) -> str:
        """Hash a new password."""
        self.computed += 1
        return await asyncio.to_thread(hash_now, password)

    @staticmethod
    def outdated(stored: str) -> bool:
        """Whether a hash is of another kind or strength than new ones."""
        return stored.startswith(_BCRYPT) or _hasher.check_needs_rehash(stored)
