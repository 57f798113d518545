"""Seals over the access trail: what is signed, how it is checked, and where a trail first breaks (I15)."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from clinic_common.access import ALGORITHM
from cryptography.hazmat.primitives.asymmetric import ec

from .tokens import signing_key, thumbprint
from .trail import NO_HASH, plain

MOST_SEALED = 4096
"""Entries under one seal; more become several seals, so that a seal is checked in bounded memory."""
SEAL, EXPORT, ARCHIVE = "clinic-trail-seal", "clinic-trail-export", "clinic-trail-archive"
"""What a signature is for (`typ`): one cannot stand in for the other."""

Keys = Mapping[str, ec.EllipticCurvePublicKey]
"""Key id → the public half of a trail key."""


class TrailBroken(Exception):
    """An entry does not hold, so nothing from it on is sealed: a seal never covers up what was done before it."""


class Unsigned(ValueError):
    """A statement is not signed by a trail key, or says something else than it should."""


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold."""

    source: str
    position: int
    reason: str


@dataclass(frozen=True)
class Statement:
    """
    What a seal says: these entries of one source, in this order, and nothing else.

    :param root: Merkle root over the hashes of entries `first_position` to `last_position`
    :param previous_head: the hash of the entry before the first
    :param previous_seal: the fingerprint of the seal before, so that none can be taken out
    """

    source: str
    number: int
    first_position: int
    last_position: int
    root: bytes
    head: bytes
    previous_head: bytes
    previous_seal: bytes
    sealed_at: str

    def text(self) -> bytes:
        """As it is signed: a JSON object with sorted keys and hashes in hex."""
        return _canonical({k: v.hex() if isinstance(v, bytes) else v for k, v in vars(self).items()})

    def fingerprint(self) -> bytes:
        """What the next seal names this one by."""
        return hashlib.sha256(self.text()).digest()


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """The Merkle tree hash of entries' hashes (RFC 6962, 2.1), so that one entry can be proved without the others."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    level = [hashlib.sha256(b"\x00" + leaf).digest() for leaf in leaves]
    while len(level) > 1:
        # Pairing level by level, an odd one moving up, builds the same tree as the standard's recursion.
        paired = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(level[::2], level[1::2], strict=False)]
        level = paired + level[len(level) & ~1 :]
    return level[0]


def state(
    source: str, leaves: Sequence[bytes], *, previous: Statement | None, previous_head: bytes, now: datetime
) -> Statement:
    """What the next seal of a source says, over these hashes of entries."""
    first = previous.last_position + 1 if previous else 1
    return Statement(
        source=source,
        number=previous.number + 1 if previous else 1,
        first_position=first,
        last_position=first + len(leaves) - 1,
        root=merkle_root(leaves),
        head=leaves[-1],
        previous_head=previous_head,
        previous_seal=previous.fingerprint() if previous else NO_HASH,
        sealed_at=str(plain(now)),
    )


def signed(text: bytes, *, purpose: str, key_id: str, private: bytes) -> str:
    """Sign a statement; a compact JWS (RFC 7515)."""
    headers = {"kid": key_id, "typ": purpose}
    return jwt.PyJWS().encode(text, signing_key(private), ALGORITHM, headers=headers)


def opened(token: str, *, purpose: str, keys: Keys) -> bytes:
    """
    What a signature covers.

    :raises Unsigned: changed, signed for another purpose, or by a key that is not ours
    """
    try:
        header = jwt.get_unverified_header(token)
        key_id = header.get("kid")
        key = keys.get(key_id) if isinstance(key_id, str) else None
        if header.get("typ") != purpose or key is None:
            raise Unsigned("not signed by a key of this trail")
        payload: bytes = jwt.PyJWS().decode(token, key, algorithms=[ALGORITHM])
    except (jwt.InvalidTokenError, ValueError) as error:
        raise Unsigned("the signature does not hold") from error
    return payload


def read_statement(token: str, *, keys: Keys) -> Statement:
    """
    The statement of a seal, its signature checked.

    :raises Unsigned: the signature does not hold
    """
    said = json.loads(opened(token, purpose=SEAL, keys=keys))
    for name in ("root", "head", "previous_head", "previous_seal"):
        said[name] = bytes.fromhex(said[name])
    return Statement(**said)


def archived(seal: Statement, *, manifest: str) -> bytes:
    """What is signed about a seal whose entries left the database, and about the export they are in (I18)."""
    digest = hashlib.sha256(manifest.encode()).hexdigest()
    return _canonical({"seal": seal.fingerprint().hex(), "manifest": digest})


def check_archived(token: str, seal: Statement, *, keys: Keys) -> None:
    """
    Insist that a seal's entries left the database by being archived.

    :raises Unsigned: nobody with the trail's key said so
    """
    if json.loads(opened(token, purpose=ARCHIVE, keys=keys))["seal"] != seal.fingerprint().hex():
        raise Unsigned("another seal was archived")


def leaves_of(packed: bytes) -> list[bytes]:
    """The hashes a seal lists, 32 bytes each."""
    return [packed[at : at + 32] for at in range(0, len(packed), 32)]


def check_seal(
    token: str, packed: bytes, *, source: str, previous: Statement | None, whole: bool, keys: Keys
) -> Statement:
    """
    A seal's statement, after everything but its entries was checked.

    :param packed: the hashes of its entries, which its root must come from
    :param previous: the seal before it
    :param whole: whether the trail is there from its beginning, so that without `previous` this must be the first
    :raises Unsigned: changed, not the next one, or not of this source
    """
    statement = read_statement(token, keys=keys)
    if statement.source != source:
        raise Unsigned("a seal of another source stands here")
    if previous is None:
        if whole and (statement.number != 1 or statement.first_position != 1):
            raise Unsigned("the first seal is gone")
    elif (statement.number, statement.first_position) != (previous.number + 1, previous.last_position + 1):
        raise Unsigned("a seal is gone, or stands in another's place")
    elif statement.previous_seal != previous.fingerprint() or statement.previous_head != previous.head:
        raise Unsigned("this seal does not follow the one before it")
    leaves = leaves_of(packed)
    if len(leaves) != statement.last_position - statement.first_position + 1 or merkle_root(leaves) != statement.root:
        raise Unsigned("the list of hashes in this seal was changed")
    return statement


def public_keys(documents: Iterable[Mapping[str, Any]]) -> dict[str, ec.EllipticCurvePublicKey]:
    """
    Trail keys as they are published, ready to check with.

    :raises ValueError: one of them is no such key, or carries an id that is not its own thumbprint
    """
    found: dict[str, ec.EllipticCurvePublicKey] = {}
    for document in documents:
        try:
            key = jwt.algorithms.ECAlgorithm.from_jwk(dict(document))
        except jwt.InvalidKeyError as error:
            raise ValueError("this is no public key of a trail") from error
        if not isinstance(key, ec.EllipticCurvePublicKey):
            raise ValueError("a private key has no place here")
        if document.get("kid") != thumbprint(jwt.algorithms.ECAlgorithm.to_jwk(key, as_dict=True)):
            raise ValueError("this key bears another key's id")
        found[str(document["kid"])] = key
    return found
