"""Who is asking: principals, the access tokens that prove them, and the record of what they saw."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import jwt
from clinic_contracts.permissions import Permission
from clinic_contracts.reach import Reach

from .errors import Forbidden, Unauthenticated, Unavailable

ISSUER = "clinic-identity"
AUDIENCE = "clinic"
ALGORITHM = "ES256"
_REMEMBERED = 2_000
_REFETCH_SECONDS = 5.0

FetchKeys = Callable[[], Awaitable[Mapping[str, Any]]]
"""Gets the JWK set of identity's public keys."""


class InvalidToken(Unauthenticated):
    """The access token is missing, not ours, or no longer valid."""


class NotPermitted(Forbidden):
    """Your role does not include this."""


@dataclass(frozen=True)
class Rows:
    """
    Which rows somebody reaches.

    :param owner: only rows of this staff member; None: everybody's
    :param locations: only rows at these locations; None: wherever they are
    """

    owner: UUID | None = None
    locations: frozenset[UUID] | None = None


@dataclass(frozen=True)
class Principal:
    """
    Somebody signed in, as their access token describes them.

    `locations`: where they work, if they are kept to that; None: everywhere.
    """

    staff_id: UUID
    session_id: UUID
    role: str
    display_name: str
    permissions: frozenset[str]
    expires_at: float
    issued_at: float = 0.0
    locations: frozenset[UUID] | None = None

    def may(self, *permissions: Permission) -> bool:
        """Whether any of these permissions is held."""
        return not self.permissions.isdisjoint(permissions)

    def must(self, *permissions: Permission) -> None:
        """
        Insist on one of these permissions.

        :raises NotPermitted: none is held
        """
        if not self.may(*permissions):
            raise NotPermitted()

    def rows(self, reach: Reach) -> Rows:
        """
        Which rows of one kind of data they reach; the queries ask for no others.

        :raises NotPermitted: none
        """
        self.must(*reach.permissions)
        return Rows(
            owner=None if self.may(*reach.every) else self.staff_id,
            locations=self.locations if reach.by_location else None,
        )


def bearer(authorization: str | None) -> str:
    """
    The token of an `Authorization: Bearer …` header.

    :raises InvalidToken: no such header
    """
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise InvalidToken("Sign in first: this needs an access token.")
    return token.strip()


class TokenVerifier:
    """Checks access tokens against identity's published keys; remembers good ones until they expire."""

    def __init__(self, fetch_keys: FetchKeys) -> None:
        self._fetch_keys = fetch_keys
        self._keys: dict[str, jwt.PyJWK] = {}
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()
        self._known: dict[str, Principal] = {}

    async def verify(self, token: str) -> Principal:
        """
        The principal a token proves.

        :raises InvalidToken: unsigned, other algorithm or key, wrong issuer or audience, not valid now
        :raises Unavailable: identity's keys could never be fetched
        """
        known = self._known.get(token)
        if known and known.expires_at > time.time():
            return known
        try:
            header = jwt.get_unverified_header(token)
            key_id = header.get("kid")
            # The algorithm is ours, never the token's choice.
            if header.get("alg") != ALGORITHM or not isinstance(key_id, str):
                raise InvalidToken()
            key = await self._key(key_id)
            claims = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "iat", "nbf", "sub", "sid", "iss", "aud"]},
            )
            principal = Principal(
                staff_id=UUID(claims["sub"]),
                session_id=UUID(claims["sid"]),
                role=str(claims["role"]),
                display_name=str(claims["name"]),
                permissions=frozenset(map(str, claims["permissions"])),
                expires_at=float(claims["exp"]),
                issued_at=float(claims["iat"]),
                locations=_locations(claims.get("locations")),
            )
        except (jwt.InvalidTokenError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise InvalidToken() from error
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        self._known[token] = principal
        return principal

    async def _key(self, key_id: str) -> jwt.PyJWK:
        if key_id not in self._keys:
            async with self._fetching:
                # An unknown key id may be made up: ask identity for it only so often.
                if key_id not in self._keys and time.monotonic() - self._fetched_at > _REFETCH_SECONDS:
                    await self._refetch()
        if key_id not in self._keys:
            raise InvalidToken()
        return self._keys[key_id]

    async def _refetch(self) -> None:
        try:
            key_set = await self._fetch_keys()
        except (OSError, TimeoutError, Unavailable) as error:
            if self._keys:
                return
            raise Unavailable("Sign-ins cannot be checked right now; try again shortly.") from error
        self._keys = {
            key["kid"]: jwt.PyJWK(dict(key)) for key in key_set["keys"] if key.get("alg", ALGORITHM) == ALGORITHM
        }
        self._fetched_at = time.monotonic()


def _locations(claim: list[str] | None) -> frozenset[UUID] | None:
    return None if claim is None else frozenset(map(UUID, claim))


def subjects_of(result: Any, attribute: str) -> list[UUID]:
    """
    Whose data a result holds: the value of `attribute` on it, or on each of its items.

    :param result: an object, a row, a list of them, or a page with `items`
    """
    found = getattr(result, attribute, None)
    if isinstance(found, UUID):
        return [found]
    items = getattr(result, "items", result)
    if isinstance(items, Iterable) and not isinstance(items, (str, bytes, Mapping)):
        ids = (getattr(item, attribute, None) for item in items)
        return list(dict.fromkeys(i for i in ids if isinstance(i, UUID)))
    return []
