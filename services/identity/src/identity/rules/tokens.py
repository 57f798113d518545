"""Tokens: the signed ones that open doors for minutes, and the opaque ones that are only ever kept as hashes."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import jwt
from clinic_common.access import ALGORITHM, AUDIENCE, ISSUER
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

ACCESS_TOKEN_LASTS = timedelta(minutes=15)
REVOCATIONS_KEPT = timedelta(minutes=20)
"""Longer than any access token lives."""
PUBLISHED_AHEAD = timedelta(minutes=5)
"""A new signing key is published this long before it signs, so that everybody knows it by then (I12)."""
KEY_STAYS_AFTER = ACCESS_TOKEN_LASTS + timedelta(minutes=5)
"""A replaced key stays published this long after its successor began to sign (I12)."""


def new_secret() -> str:
    """An opaque token nobody can guess: 256 random bits."""
    return secrets.token_urlsafe(32)


def fingerprint(secret: str) -> bytes:
    """What is kept of an opaque token. It is random, so that a fast hash does."""
    return hashlib.sha256(secret.encode()).digest()


@dataclass(frozen=True)
class Issued:
    """Somebody's sign-in as of now, from which both their tokens are made."""

    staff_id: UUID
    session_id: UUID
    role: str
    permissions: list[str]
    display_name: str
    issued_at: datetime
    refresh_token: str
    locations: list[str] | None = None
    totp_missing: bool = False
    """Their role asks for a second factor they do not have yet: until then they reach their own profile only."""


def access_token(issued: Issued, *, key_id: str, key: ec.EllipticCurvePrivateKey) -> str:
    """
    Sign an access token.

    `iat` counts microseconds, so that it can be told from a change of role in the same second.
    """
    issued_at = issued.issued_at.timestamp()
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(issued.staff_id),
        "sid": str(issued.session_id),
        "role": issued.role,
        "name": issued.display_name,
        "permissions": issued.permissions,
        "locations": issued.locations,
        "iat": issued_at,
        "nbf": int(issued_at),
        "exp": int(issued_at + ACCESS_TOKEN_LASTS.total_seconds()),
    }
    return jwt.encode(claims, key, ALGORITHM, headers={"kid": key_id})


@dataclass(frozen=True)
class NewKey:
    """
    A signing key just made.

    :param private: PKCS #8, DER, not sealed yet
    :param public: JWK, as it is published
    """

    key_id: str
    private: bytes
    public: dict[str, Any]


def new_signing_key() -> NewKey:
    """Make a P-256 key; its id is its thumbprint (RFC 7638), so that no two keys share one."""
    key = ec.generate_private_key(ec.SECP256R1())
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = public_half(private)
    return NewKey(public["kid"], private, public)


def public_half(private: bytes) -> dict[str, Any]:
    """The public half of a private key as a JWK, with its thumbprint as id."""
    public = jwt.algorithms.ECAlgorithm.to_jwk(signing_key(private).public_key(), as_dict=True)
    return {**public, "kid": thumbprint(public), "alg": ALGORITHM, "use": "sig"}


def thumbprint(public: Mapping[str, Any]) -> str:
    """A key's id: its thumbprint (RFC 7638), so that nobody can give another key the same one."""
    text = "{{{}}}".format(",".join(f'"{name}":"{public[name]}"' for name in ("crv", "kty", "x", "y")))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def signing_key(private: bytes) -> ec.EllipticCurvePrivateKey:
    """A private key back from its bytes."""
    key = serialization.load_der_private_key(private, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
