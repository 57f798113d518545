"""Sealed streams: bytes of any length that open only whole, unchanged, in order and under their own name."""

import os
from collections.abc import AsyncIterator

from clinic_common.sealing import Sealer, Unsealable
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

# The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015) as the age format uses it: a key of its own
# for every stream, pieces of one size, each under a nonce that counts them and marks the last.
_MAGIC = b"clinic-backup-1\n"
_SALT = 16
_TAG = 16
_PIECE = 256 * 1024
_PURPOSE = "backup"


def _cipher(key: bytes, salt: bytes, name: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=32, salt=salt, info=name.encode()).derive(key))


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing:
    """
    Seals one stream, piece by piece.

    :param name: where it belongs; it opens under no other name
    """

    def __init__(self, sealer: Sealer, name: str) -> None:
        salt = os.urandom(_SALT)
        self._cipher = _cipher(sealer.derived_keys(_PURPOSE)[-1], salt, name)
        self._out = bytearray(_MAGIC + salt)
        self._plain = bytearray()
        self._number = 0

    def feed(self, plain: bytes) -> bytes:
        """Take bytes in; what can be written of them already."""
        self._plain += plain
        # The last piece is sealed by `end`, so that one is always kept back.
        while len(self._plain) > _PIECE:
            self._seal(_PIECE, last=False)
        return self._taken()

    def end(self) -> bytes:
        """The rest of what is to be written."""
        self._seal(_PIECE, last=True)
        return self._taken()

    def _seal(self, size: int, *, last: bool) -> None:
        piece = bytes(self._plain[:size])
        del self._plain[:size]
        self._out += self._cipher.encrypt(_nonce(self._number, last=last), piece, None)
        self._number += 1

    def _taken(self) -> bytes:
        out, self._out = bytes(self._out), bytearray()
        return out


async def opened(sealed: AsyncIterator[bytes], sealer: Sealer, name: str) -> AsyncIterator[bytes]:
    """
    Open a sealed stream.

    :raises Unsealable: changed, cut off, another stream, or sealed with a key that is not in the ring
    """
    kept, size = bytearray(), _PIECE + _TAG
    cipher: AESGCM | None = None
    number = 0
    async for chunk in sealed:
        kept += chunk
        if cipher is None and len(kept) > len(_MAGIC) + _SALT + size:
            cipher = _begun(kept, sealer, name, last=False)
        # What may be the last piece waits for the end.
        while cipher is not None and len(kept) > size:
            yield _open(cipher, _nonce(number, last=False), bytes(kept[:size]), name)
            del kept[:size]
            number += 1
    if cipher is None:
        cipher = _begun(kept, sealer, name, last=True)
    yield _open(cipher, _nonce(number, last=True), bytes(kept), name)


def _begun(kept: bytearray, sealer: Sealer, name: str, *, last: bool) -> AESGCM:
    """Take the head off and find the key of the ring that opens the first piece."""
    head = len(_MAGIC) + _SALT
    if not kept.startswith(_MAGIC) or len(kept) < head + _TAG:
        raise Unsealable(f"{name} is not a sealed part of a backup")
    salt = bytes(kept[len(_MAGIC) : head])
    del kept[:head]
    first = bytes(kept if last else kept[: _PIECE + _TAG])
    for key in reversed(sealer.derived_keys(_PURPOSE)):
        cipher = _cipher(key, salt, name)
        try:
            cipher.decrypt(_nonce(0, last=last), first, None)
        except InvalidTag:
            continue
        return cipher
    raise Unsealable(f"{name} was changed, or sealed with a key that is not in SEALING_KEYS")


def _open(cipher: AESGCM, nonce: bytes, piece: bytes, name: str) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, None)
    except InvalidTag as error:
        raise Unsealable(f"{name} was changed or cut off") from error
