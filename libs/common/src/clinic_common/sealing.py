"""Sealing of bytes at rest: AES-256-GCM with a key ring and associated data."""

import base64
import hmac
import os
import re
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=?")


class Unsealable(ValueError):
    """The bytes were changed, belong elsewhere, or their key is gone."""


class Sealer:
    """
    Seals and opens bytes under the newest key of a ring; older keys still open what they sealed.

    :param ring: key id → 32 bytes, newest last
    """

    def __init__(self, ring: Mapping[str, bytes]) -> None:
        if not ring:
            raise ValueError("a key ring needs at least one key")
        self._ciphers = {key_id: AESGCM(key) for key_id, key in ring.items()}
        self._ring = tuple(ring.values())
        self._derived: dict[str, tuple[bytes, ...]] = {}
        self.newest = list(ring)[-1]

    @classmethod
    def from_text(cls, text: str) -> "Sealer":
        """Read a ring written as `id:base64url-of-32-bytes`, comma-separated, newest last."""
        ring: dict[str, bytes] = {}
        for part in text.split(","):
            key_id, _, key = part.strip().partition(":")
            # Two keys of one id would leave what the first one sealed closed for ever.
            if not key_id or len(key_id.encode()) > 255 or key_id in ring or not _KEY.fullmatch(key):
                raise ValueError("sealing keys are written id:base64url-of-32-bytes, comma-separated, each id once")
            ring[key_id] = base64.urlsafe_b64decode(key.rstrip("=") + "=")
        return cls(ring)

    @staticmethod
    def new_ring() -> str:
        """A fresh ring of one key, as `from_text` reads it."""
        return f"k1:{base64.urlsafe_b64encode(os.urandom(32)).decode().rstrip('=')}"

    @classmethod
    def ring_with_new_key(cls, ring: str) -> str:
        """The ring with a fresh key as its newest; the older ones still open what they sealed."""
        ids = [part.strip().partition(":")[0] for part in ring.split(",")]
        number = next(number for number in range(len(ids) + 1, 2 * len(ids) + 2) if f"k{number}" not in ids)
        return f"{ring.strip()},k{number}:{cls.new_ring().partition(':')[2]}"

    def seal(self, plain: bytes, *, context: str) -> bytes:
        """Seal `plain`; only `open` with the same context (such as `outbox/<id>`) gives it back."""
        nonce = os.urandom(_NONCE)
        head = self.newest.encode()
        body = self._ciphers[self.newest].encrypt(nonce, plain, context.encode())
        return bytes([len(head)]) + head + nonce + body

    def open(self, sealed: bytes, *, context: str) -> bytes:
        """
        Give back what was sealed.

        :raises Unsealable: changed bytes, another context, or an unknown key
        """
        key_id, rest = self.key_id(sealed), sealed[1 + sealed[0] :]
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise Unsealable(f"no key {key_id!r} in the ring")
        try:
            return bytes(cipher.decrypt(rest[:_NONCE], rest[_NONCE:], context.encode()))
        except (InvalidTag, ValueError) as error:  # the second: cut so short that there is no whole nonce
            raise Unsealable("the bytes do not open with this key and context") from error

    def derived_keys(self, context: str) -> tuple[bytes, ...]:
        """Keys of 32 bytes for another use than sealing (RFC 5869), one per key of the ring, newest last."""
        if context not in self._derived:
            self._derived[context] = tuple(
                HKDF(SHA256(), length=32, salt=None, info=context.encode()).derive(key) for key in self._ring
            )
        return self._derived[context]

    def blind_indexes(self, plain: str, *, context: str) -> tuple[str, ...]:
        """
        What a sealed value is found under by equality: keyed hashes that say nothing without the ring.

        One per key of the ring, newest last: write the last, look for any.
        """
        keys = self.derived_keys(f"blind-index/{context}")
        return tuple(hmac.digest(key, plain.encode(), "sha256").hex()[:32] for key in keys)

    @staticmethod
    def key_id(sealed: bytes) -> str:
        """The id of the key that sealed these bytes."""
        if len(sealed) < 2 + _NONCE:
            raise Unsealable("too short to be sealed")
        return sealed[1 : 1 + sealed[0]].decode(errors="replace")
